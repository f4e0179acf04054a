"""Rule files as rules, and which of them are enabled."""
