"""What `diff` and `lock` read: files, folders, snapshots, or a version of the live workspace."""

from typing import TYPE_CHECKING

from dclint.cli.visiting import Visiting

if TYPE_CHECKING:
    from dclint.document import Document
    from dclint.result import Unreadable

LIVE, DRAFT = "live", "draft"
"""Names of the two versions; a file of such a name is written `./live`."""


def side(name: str, visiting: Visiting) -> "tuple[list[Document], list[Unreadable]]":
    """Read one side, of each connector one version: the draft if drafts are meant, else the live.

    Raises UsageError if there is no such side.
    """
    from dclint.document import Document

    found = list(_live(name, visiting) if name in (LIVE, DRAFT) else _files(name))
    documents = [each for each in found if isinstance(each, Document)]
    unreadable = [each for each in found if not isinstance(each, Document)]
    return _preferred(documents, DRAFT if name == DRAFT else LIVE), unreadable


def _live(name: str, visiting: Visiting) -> "list[Document | Unreadable]":
    from dclint.intercom.connectors import State

    visit = visiting.visit(State.LIVE if name == LIVE else State.BOTH)
    found = list(visit.documents())
    visit.progress.clear()
    return found


def _files(name: str) -> "list[Document | Unreadable]":
    from dclint.document import Document
    from dclint.recognition import is_meant
    from dclint.sources.files import documents

    found = documents([name], stdin=None)
    return [
        each
        for each in found
        if not isinstance(each, Document) or each.is_named or is_meant(each.roots())
    ]


def _preferred(documents: "list[Document]", version: str) -> "list[Document]":
    """Leave out a connector's other version where the wanted one is there."""
    wanted = {_key(each) for each in documents if _version(each) == version}
    return [
        each for each in documents if _version(each) in (None, version) or _key(each) not in wanted
    ]


def _version(document: "Document") -> str | None:
    return document.evidence.version if document.evidence else None


def _key(document: "Document") -> object:
    """What the two versions of one connector have in common: the id, as both files say it."""
    return document.data.get("id") if isinstance(document.data, dict) else None
