"""Intercom's REST API, as far as a linter needs it: read-only, patient and distrustful."""
