"""Edits of values, and how they are written into JSON and YAML text."""
