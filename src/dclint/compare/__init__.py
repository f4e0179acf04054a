"""Two sides of a comparison: what differs, and what that does to security."""
