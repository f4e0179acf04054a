"""Live audits, against a server on loopback and against functions in its place."""
