"""Rules of the category `executions`."""
