"""The typed connector, and what is known of where it comes from."""
