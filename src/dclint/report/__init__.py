"""Renderers: one module a format, each a pure function of a report and a style."""
