"""Rules of the category `workspace`."""
