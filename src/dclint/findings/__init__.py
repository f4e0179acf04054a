"""The result types: hits, findings, their severity and their fingerprints."""
