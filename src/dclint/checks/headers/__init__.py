"""Rules of the category `headers`."""
