"""Rules of the category `body`."""
