"""Source items of texts and documents about whose source nothing is known."""

from dclint.document import Document
from dclint.document.unreadable import Unreadable
from dclint.model.source_item import SourceItem


def item(name: str, content: str | bytes) -> SourceItem:
    return SourceItem(Document(name, content))


def as_items(*found: Document | SourceItem | Unreadable) -> list[SourceItem | Unreadable]:
    return [SourceItem(each) if isinstance(each, Document) else each for each in found]
