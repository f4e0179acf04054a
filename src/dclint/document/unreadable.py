"""A value in place of a document that could not be read."""

from typing import NamedTuple


class Unreadable(NamedTuple):
    """A value in place of a document: somebody asked for it and it could not be read."""

    name: str
    reason: str
