"""The data connectors of a workspace: the list, and each of its versions in detail."""

import json
import re
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import NamedTuple

from dclint.base.pointer import Json
from dclint.errors import ApiError
from dclint.sources.intercom.client import ApiClient
from dclint.sources.intercom.errors import LIST_PATH
from dclint.sources.intercom.pagination import fetch_pages

# An id that can stand in a path and name a file, on Windows too; Intercom's are digits.
_ID_PATTERN = re.compile(r"(?!(?i:con|prn|aux|nul|com\d|lpt\d)$)[A-Za-z0-9_-]{1,64}")

_MAX_SHOWN_LENGTH = 80  # characters of a name or an id that are repeated
_PER_PAGE = "50"  # the most that the API gives (OpenAPI 2.16, `listDataConnectors`)
CONNECTOR_LIST = "the list of data connectors"  # what is lost if not even its beginning can be read
_BAD_REQUEST, _NOT_FOUND = 400, 404


class VersionState(StrEnum):
    """Which version of connectors is meant."""

    LIVE = "live"
    DRAFT = "draft"
    BOTH = "both"


class ListedConnector(NamedTuple):
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


class ConnectorVersion(NamedTuple):
    """One version of a connector, as the API shows it."""

    id: str
    state: VersionState
    raw: dict[str, Json]


async def list_connectors(client: ApiClient) -> AsyncIterator[ListedConnector | FetchError]:
    """Yield every connector of the workspace once."""
    seen: set[str] = set()
    try:
        async for items in fetch_pages(client, LIST_PATH, per_page=_PER_PAGE):
            for entry in items:
                item = _parse_entry(entry)
                key = item.id or repr(item)
                if key not in seen:
                    seen.add(key)
                    yield item
    except ApiError as error:
        rest = "the rest of the list" if seen else CONNECTOR_LIST
        yield FetchError(rest, str(error))


def _parse_entry(entry: Json) -> ListedConnector | FetchError:
    if not isinstance(entry, dict):
        return FetchError("an entry of the list", "it is no object")
    own = entry.get("id")
    own = str(own) if isinstance(own, int | str) and not isinstance(own, bool) else ""
    name = entry.get("name")
    name = name[:_MAX_SHOWN_LENGTH] if isinstance(name, str) else ""
    if not _ID_PATTERN.fullmatch(own):
        reason = f"its id `{own[:_MAX_SHOWN_LENGTH]}` cannot be asked for"
        return FetchError(f"a connector called “{name}”", reason)
    return ListedConnector(own, name, entry.get("state"))


async def fetch_versions(
    client: ApiClient, item: ListedConnector, wanted: VersionState
) -> list[ConnectorVersion | FetchError]:
    """Read the wanted versions of a connector; a draft that is no different is left out."""
    found: list[ConnectorVersion | FetchError] = []
    if wanted is not VersionState.DRAFT and item.state != "draft":
        found.append(await _fetch_version(client, item, VersionState.LIVE))
    if wanted is not VersionState.LIVE and not _is_unreachable(found):
        found.append(await _fetch_version(client, item, VersionState.DRAFT))
    if (
        wanted is VersionState.DRAFT
        and item.state == "live"
        and found == [_make_fetch_error(item, _ABSENT_REASON)]
    ):
        return []  # there is no draft beside the live version
    return found if _is_live_missing(item, found) else _drop_redundant(found)


def _is_live_missing(item: ListedConnector, found: list[ConnectorVersion | FetchError]) -> bool:
    """Whether the list and the draft agree that there is a live version, and it is not there."""
    match found:
        case [FetchError(), ConnectorVersion() as draft]:
            return bool(item.state == "live" == draft.raw.get("state"))
        case _:
            return False


def _is_unreachable(found: list[ConnectorVersion | FetchError]) -> bool:
    """Whether asking for the other version as well would only say the same."""
    return any(isinstance(each, FetchError) and each.reason != _ABSENT_REASON for each in found)


def _drop_redundant(
    found: list[ConnectorVersion | FetchError],
) -> list[ConnectorVersion | FetchError]:
    """Leave out a version that need not exist and does not, and a draft that is no different."""
    match found:
        case [ConnectorVersion() as live, ConnectorVersion() as draft] if _has_same_content(
            live, draft
        ):
            return [live]
        case [ConnectorVersion() as one, FetchError(reason=reason)] | [
            FetchError(reason=reason),
            ConnectorVersion() as one,
        ] if reason == _ABSENT_REASON:
            return [one]
        case [FetchError() as lost, FetchError()]:
            return [lost]
        case _:
            return found


_ABSENT_REASON = "it was deleted in the meantime, or the token may not see it (404)"


async def _fetch_version(
    client: ApiClient, item: ListedConnector, state: VersionState
) -> ConnectorVersion | FetchError:
    try:
        raw = await _get_version(client, item, state)
    except ApiError as error:
        return _make_fetch_error(item, _ABSENT_REASON if error.status == _NOT_FOUND else str(error))
    if not isinstance(raw, dict):
        return _make_fetch_error(item, "the answer is no object")
    told = {"type": "data_connector", "id": item.id}
    raw = told | {key: v for key, v in raw.items() if key not in told or v is not None}
    if raw["type"] != "data_connector" or str(raw["id"]) != item.id:
        return _make_fetch_error(item, "the answer is no data connector, or another one")
    return ConnectorVersion(item.id, state, raw)


async def _get_version(client: ApiClient, item: ListedConnector, state: VersionState) -> Json:
    """Return what the API answers.  Raises ApiError, also if there is no such version."""
    path = f"{LIST_PATH}/{item.id}"
    try:
        return await client.fetch_json(path, state_version=state.value)
    except ApiError as error:
        if error.status != _BAD_REQUEST or error.code != "parameter_invalid":
            raise
    if (
        state is VersionState.DRAFT and item.state != "draft"
    ):  # this API knows one version only: the other
        raise ApiError(_ABSENT_REASON, _NOT_FOUND)
    return await client.fetch_json(path)


def _make_fetch_error(item: ListedConnector, reason: str) -> FetchError:
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


def _has_same_content(one: ConnectorVersion, other: ConnectorVersion) -> bool:
    return _serialize_content(one) == _serialize_content(other)


def _serialize_content(version: ConnectorVersion) -> str:
    """Write what people set; in Python itself `true` and 1 would be the same."""
    content = {key: value for key, value in version.raw.items() if key not in _SET_BY_SERVER}
    return json.dumps(content, sort_keys=True)
