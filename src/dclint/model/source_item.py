"""A document with what its source knows about it: what a source yields and the engine takes."""

from dataclasses import dataclass, field

from dclint.document import Document
from dclint.model.context import Context


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One document and where it comes from."""

    document: Document
    context: Context = field(default_factory=Context)
    path: str | None = None
    """The file from which it was read, if it was one."""
    is_named: bool = True
    """Whether somebody asked for this very text; else it may hold no connector at all."""
