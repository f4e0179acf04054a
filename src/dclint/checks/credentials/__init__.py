"""Rules of the category `credentials`."""
