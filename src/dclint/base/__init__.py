"""Functions that know nothing of connectors."""
