"""A part of a string, counted in code points."""

# The part of a string that is meant: its first code point, and the one after its last.
Fragment = tuple[int, int]
