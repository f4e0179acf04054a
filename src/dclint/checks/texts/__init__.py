"""Rules of the category `texts`."""
