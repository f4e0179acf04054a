"""Rules of the category `templates`."""
