"""Rules of the category `authentication`."""
