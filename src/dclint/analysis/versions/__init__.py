"""Two versions of one connector: what differs, and which of them is safer."""
