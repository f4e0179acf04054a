"""General helpers that know nothing of connectors."""
