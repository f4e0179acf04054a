"""The data connectors of a workspace: the list, and each of its versions in detail."""

import json
import re
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import NamedTuple

from dclint.base.pointer import Json
from dclint.errors import ApiError
from dclint.sources.intercom.client import Client
from dclint.sources.intercom.errors import LIST
from dclint.sources.intercom.pagination import pages

# An id that can stand in a path and name a file, on Windows too; Intercom's are digits.
_ID = re.compile(r"(?!(?i:con|prn|aux|nul|com\d|lpt\d)$)[A-Za-z0-9_-]{1,64}")

_LONGEST = 80  # characters of a name or an id that are repeated
_PER_PAGE = "50"  # the most that the API gives (OpenAPI 2.16, `listDataConnectors`)
LIST_OF_ALL = "the list of data connectors"  # what is lost if not even its beginning can be read
_BAD_REQUEST, _NOT_FOUND = 400, 404


class State(StrEnum):
    """Which version of connectors is meant."""

    LIVE = "live"
    DRAFT = "draft"
    BOTH = "both"


class Item(NamedTuple):
    """An entry of the list."""

    id: str
    name: str
    state: Json


class FetchError(NamedTuple):
    """What was to be read and could not be."""

    what: str
    reason: str
    id: str | None = None
    """The id of the connector, if it is one."""


class Version(NamedTuple):
    """One version of a connector, as the API shows it."""

    id: str
    state: State
    raw: dict[str, Json]


async def listing(client: Client) -> AsyncIterator[Item | FetchError]:
    """Yield every connector of the workspace once."""
    seen: set[str] = set()
    try:
        async for items in pages(client, LIST, per_page=_PER_PAGE):
            for entry in items:
                item = _item(entry)
                key = item.id or repr(item)
                if key not in seen:
                    seen.add(key)
                    yield item
    except ApiError as error:
        rest = "the rest of the list" if seen else LIST_OF_ALL
        yield FetchError(rest, str(error))


def _item(entry: Json) -> Item | FetchError:
    if not isinstance(entry, dict):
        return FetchError("an entry of the list", "it is no object")
    own = entry.get("id")
    own = str(own) if isinstance(own, int | str) and not isinstance(own, bool) else ""
    name = entry.get("name")
    name = name[:_LONGEST] if isinstance(name, str) else ""
    if not _ID.fullmatch(own):
        reason = f"its id `{own[:_LONGEST]}` cannot be asked for"
        return FetchError(f"a connector called “{name}”", reason)
    return Item(own, name, entry.get("state"))


async def versions(client: Client, item: Item, wanted: State) -> list[Version | FetchError]:
    """Read the wanted versions of a connector; a draft that is no different is left out."""
    found: list[Version | FetchError] = []
    if wanted is not State.DRAFT and item.state != "draft":
        found.append(await _version(client, item, State.LIVE))
    if wanted is not State.LIVE and not _is_unreachable(found):
        found.append(await _version(client, item, State.DRAFT))
    if wanted is State.DRAFT and item.state == "live" and found == [_lost(item, _ABSENT)]:
        return []  # there is no draft beside the live version
    return found if _is_live_lost(item, found) else _distinct(found)


def _is_live_lost(item: Item, found: list[Version | FetchError]) -> bool:
    """Whether the list and the draft agree that there is a live version, and it is not there."""
    match found:
        case [FetchError(), Version() as draft]:
            return bool(item.state == "live" == draft.raw.get("state"))
        case _:
            return False


def _is_unreachable(found: list[Version | FetchError]) -> bool:
    """Whether asking for the other version as well would only say the same."""
    return any(isinstance(each, FetchError) and each.reason != _ABSENT for each in found)


def _distinct(found: list[Version | FetchError]) -> list[Version | FetchError]:
    """Leave out a version that need not exist and does not, and a draft that is no different."""
    match found:
        case [Version() as live, Version() as draft] if _same(live, draft):
            return [live]
        case [Version() as one, FetchError(reason=reason)] | [
            FetchError(reason=reason),
            Version() as one,
        ] if reason == _ABSENT:
            return [one]
        case [FetchError() as lost, FetchError()]:
            return [lost]
        case _:
            return found


_ABSENT = "it was deleted in the meantime, or the token may not see it (404)"


async def _version(client: Client, item: Item, state: State) -> Version | FetchError:
    try:
        raw = await _get_version(client, item, state)
    except ApiError as error:
        return _lost(item, _ABSENT if error.status == _NOT_FOUND else str(error))
    if not isinstance(raw, dict):
        return _lost(item, "the answer is no object")
    told = {"type": "data_connector", "id": item.id}
    raw = told | {key: v for key, v in raw.items() if key not in told or v is not None}
    if raw["type"] != "data_connector" or str(raw["id"]) != item.id:
        return _lost(item, "the answer is no data connector, or another one")
    return Version(item.id, state, raw)


async def _get_version(client: Client, item: Item, state: State) -> Json:
    """Return what the API answers.  Raises ApiError, also if there is no such version."""
    path = f"{LIST}/{item.id}"
    try:
        return await client.get(path, state_version=state.value)
    except ApiError as error:
        if error.status != _BAD_REQUEST or error.code != "parameter_invalid":
            raise
    if state is State.DRAFT and item.state != "draft":  # this API knows one version only: the other
        raise ApiError(_ABSENT, _NOT_FOUND)
    return await client.get(path)


def _lost(item: Item, reason: str) -> FetchError:
    return FetchError(f"the connector “{item.name}”", reason, item.id)


_SET_BY_SERVER = frozenset(
    {
        "state",
        "created_at",
        "updated_at",
        "created_by_admin_id",
        "updated_by_admin_id",
        "execution_results_url",
    }
)


def _same(one: Version, other: Version) -> bool:
    return _content(one) == _content(other)


def _content(version: Version) -> str:
    """Write what people set; in Python itself `true` and 1 would be the same."""
    content = {key: value for key, value in version.raw.items() if key not in _SET_BY_SERVER}
    return json.dumps(content, sort_keys=True)
