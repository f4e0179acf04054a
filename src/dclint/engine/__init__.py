"""Linting: from source items to a report."""
