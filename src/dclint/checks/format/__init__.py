"""Rules of the category `format`."""
