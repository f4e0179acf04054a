"""What `diff` and `lock` read: files, folders, snapshots, or a version of the live workspace."""

from typing import TYPE_CHECKING

from dclint.cli.api_options import ApiOptions

if TYPE_CHECKING:
    from dclint.document.unreadable import Unreadable
    from dclint.model.source_item import SourceItem


# Names of the two versions; a file of such a name is written `./live`.
LIVE, DRAFT = "live", "draft"


def read_side(name: str, visiting: ApiOptions) -> "tuple[list[SourceItem], list[Unreadable]]":
    """Read files, a folder, a snapshot with all its versions, or one version of a workspace.

    Raises UsageError if there is no such thing.
    """
    from dclint.model.source_item import SourceItem

    found = list(_read_workspace(name, visiting) if name in (LIVE, DRAFT) else _read_files(name))
    documents = [each for each in found if isinstance(each, SourceItem)]
    unreadable = [each for each in found if not isinstance(each, SourceItem)]
    return (drop_superseded(documents) if name == DRAFT else documents), unreadable


def _read_workspace(name: str, visiting: ApiOptions) -> "list[SourceItem | Unreadable]":
    from dclint.sources.intercom.connectors import VersionState

    visit = visiting.open_reader(VersionState.LIVE if name == LIVE else VersionState.BOTH)
    return list(visit.read_items())


def _read_files(name: str) -> "list[SourceItem | Unreadable]":
    from dclint.model.detection import looks_like_connector
    from dclint.model.source_item import SourceItem
    from dclint.sources.files import read_items

    found = read_items([name], stdin=None)
    return [
        each
        for each in found
        if not isinstance(each, SourceItem)
        or each.is_named
        or looks_like_connector(each.document.iter_roots())
    ]


def drop_drafts(items: "list[SourceItem]") -> "list[SourceItem]":
    """Leave out drafts: they are not what a live version is compared with."""
    return [each for each in items if _get_version(each) != DRAFT]


def drop_superseded(items: "list[SourceItem]") -> "list[SourceItem]":
    """Leave out live versions beside which there is a draft: that one would be set live."""
    drafts = {_get_connector_id(each) for each in items if _get_version(each) == DRAFT}
    return [
        each
        for each in items
        if _get_version(each) != LIVE or _get_connector_id(each) not in drafts
    ]


def _get_version(item: "SourceItem") -> str | None:
    return item.context.version


def _get_connector_id(item: "SourceItem") -> str | None:
    """What the two versions of one connector have in common."""
    own = item.document.data.get("id") if isinstance(item.document.data, dict) else None
    return own if isinstance(own, str) else None
