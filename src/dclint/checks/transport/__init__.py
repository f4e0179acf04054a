"""Rules of the category `transport`."""
