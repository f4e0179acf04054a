"""A part of a string, counted in code points."""

Fragment = tuple[int, int]
"""The part of a string that is meant: its first code point, and the one after its last."""
