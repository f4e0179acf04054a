"""Tests of the HTML page in a real browser; `make browser` runs them."""
