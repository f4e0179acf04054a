"""Recorded calls of a connector: counted, never kept."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from dclint.base.pointer import Json
from dclint.model.context import Answer, Executions, Probing
from dclint.sources.intercom.client import ApiClient
from dclint.sources.intercom.errors import LIST_PATH
from dclint.sources.intercom.pagination import fetch_pages

MAX_RESULTS = 300  # results of one connector that are looked at
_PER_PAGE = 30  # the most that the API gives (OpenAPI 2.16, `listDataConnectorExecutionResults`)
_HOUR = timedelta(hours=1)
_MAX_SEGMENTS = 20


class ExecutionWindow(NamedTuple):
    """From when on recorded calls are looked at, and whether with their bodies."""

    since: datetime
    bodies: bool = False


class RecordedCalls(NamedTuple):
    """What the calls of one connector tell."""

    executions: Executions
    answers: tuple[Answer, ...] = ()
    probings: tuple[Probing, ...] = ()


async def fetch_recorded_calls(
    client: ApiClient, connector: dict[str, Json], window: ExecutionWindow
) -> RecordedCalls:
    """Read the recorded calls of a connector, the latest first.  Raises ApiError."""
    found: list[dict[str, Json]] = []
    complete = False
    params = {"per_page": str(_PER_PAGE), "start_ts": str(int(window.since.timestamp()))}
    if window.bodies:
        params["include_bodies"] = "true"
    path = f"{LIST_PATH}/{connector['id']}/execution_results"
    async for items in fetch_pages(client, path, **params):
        found += [item for item in items if isinstance(item, dict)]
        if len(found) >= MAX_RESULTS:
            break
    else:
        complete = True
    complete = complete and len(found) <= MAX_RESULTS
    del found[MAX_RESULTS:]
    executions = Executions(
        since=window.since.isoformat(timespec="seconds"),
        looked_at=len(found),
        complete=complete,
        statuses=_count_values(found, "http_status", int),
        errors=_count_values(found, "error_type", str),
        hosts=_count_hosts(found, _parse_time(connector.get("updated_at"))),
    )
    if not window.bodies:
        return RecordedCalls(executions)
    return RecordedCalls(executions, tuple(_list_answers(found)), tuple(_find_probings(found)))


def _count_values(found: list[dict[str, Json]], member: str, kind: type) -> dict[str, int]:
    values = (item.get(member) for item in found)
    return dict(Counter(str(v)[:60] for v in values if isinstance(v, kind)))


def _count_hosts(found: list[dict[str, Json]], changed: datetime | None) -> dict[str, int]:
    """Count the hosts of calls since the connector was changed: those before it prove nothing."""
    hosts: Counter[str] = Counter()
    for item in found:
        at, host = _parse_time(item.get("created_at")), _parse_host(item.get("request_url"))
        if host and at and changed and at >= changed:
            hosts[host] += 1
    return dict(hosts)


def _parse_host(url: Json) -> str | None:
    try:
        return urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        return None


def _find_probings(found: list[dict[str, Json]]) -> Iterator[Probing]:
    """Yield the segments of which one conversation tried several values within an hour."""
    tried: dict[tuple[str, int], list[tuple[datetime, str]]] = defaultdict(list)
    for item in found:
        at, talk = _parse_time(item.get("created_at")), item.get("conversation_id")
        if at is not None and isinstance(talk, str):
            for number, value in enumerate(_split_path(item.get("request_url")), 1):
                tried[talk, number].append((at, value))
    for (_, number), calls in sorted(tried.items()):
        if (values := _count_most_within_hour(sorted(calls))) > 1:
            yield Probing(number, values)


def _split_path(url: Json) -> list[str]:
    """Return the segments of a URL's path."""
    try:
        path = urlsplit(url).path if isinstance(url, str) else ""
    except ValueError:
        return []
    return path.split("/")[1 : _MAX_SEGMENTS + 1]


def _count_most_within_hour(calls: list[tuple[datetime, str]]) -> int:
    most = start = 0
    for end, (at, _) in enumerate(calls):
        while at - calls[start][0] > _HOUR:
            start += 1
        most = max(most, len({value for _, value in calls[start : end + 1]}))
    return most


def _list_answers(found: list[dict[str, Json]]) -> Iterator[Answer]:
    for item in found:
        body = item.get("response_body")
        if body:
            yield Answer(str(item.get("id", "?"))[:64], _parse_body(body))


def _parse_body(body: Json) -> Json:
    try:
        return json.loads(body) if isinstance(body, str) else body
    except (ValueError, RecursionError):
        return body


def _parse_time(text: Json) -> datetime | None:
    """Read ISO 8601, as the API writes it; without a zone it is UTC."""
    try:
        time = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
