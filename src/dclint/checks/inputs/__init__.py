"""Rules of the category `inputs`."""
