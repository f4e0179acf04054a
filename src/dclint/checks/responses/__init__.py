"""Rules of the category `responses`."""
