"""Recorded calls: counted within a window, never kept."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.audit import faults
from support.audit.server import Server, connector, execution
from support.audit.visits import FAST, Visited, visit

from dclint.model.context import Answer, Executions, Probing
from dclint.sources.intercom.connectors import VersionState
from dclint.sources.intercom.executions import ExecutionWindow

SINCE = datetime(2026, 2, 1, tzinfo=UTC)
WINDOW = ExecutionWindow(SINCE)
BODIES = ExecutionWindow(SINCE, bodies=True)
CHANGED = "2026-01-20T14:22:15Z"


def calls(server: Server, *members: Mapping[str, Any]) -> None:
    server.workspace.executions["1"] = [
        execution(number, **each) for number, each in enumerate(members)
    ]


def told(visited: Visited) -> Executions:
    evidence = visited.items[0].context
    assert evidence is not None
    assert evidence.executions is not None
    return evidence.executions["1"]


def tried(server: Server, window: ExecutionWindow = WINDOW) -> tuple[Probing, ...] | None:
    evidence = visit(server, state=VersionState.LIVE, window=window).items[0].context
    assert evidence is not None
    return None if evidence.probings is None else evidence.probings["1"]


def look(server: Server, window: ExecutionWindow = WINDOW) -> Executions:
    return told(visit(server, state=VersionState.LIVE, window=window))


def test_nothing_is_asked_for_unless_it_is_wanted(server: Server) -> None:
    calls(server, {})
    visited = visit(server)
    evidence = visited.items[0].context
    assert not any("execution_results" in path for path in server.paths)
    assert evidence is not None
    assert (evidence.executions, evidence.answers) == (None, None)
    assert evidence.unasked == {"executions", "answers", "probings"}


def test_calls_are_counted(server: Server) -> None:
    calls(
        server,
        {},
        {},
        {"success": False, "http_status": 401, "error_type": "3rd_party_error"},
        {"success": False, "http_status": None, "error_type": "faraday_error"},
    )
    assert look(server) == Executions(
        since="2026-02-01T00:00:00+00:00",
        looked_at=4,
        complete=True,
        statuses={"200": 2, "401": 1},
        errors={"3rd_party_error": 1, "faraday_error": 1},
        hosts={"api.shopfinder.io": 4},
    )


def test_a_window_is_asked_for_thirty_results_at_a_time(server: Server) -> None:
    calls(server, *[{} for _ in range(70)])
    visited = visit(server, state=VersionState.LIVE, window=WINDOW)
    asked = [each.query for each in server.asked if each.path.endswith("1/execution_results")]
    assert [each["per_page"] for each in asked] == ["30"] * 3
    assert {each["start_ts"] for each in asked} == {str(int(SINCE.timestamp()))}
    assert {each.get("include_bodies") for each in asked} == {None}
    assert len({each.get("starting_after") for each in asked}) == 3
    assert (told(visited).looked_at, told(visited).complete) == (70, True)
    assert visited.audit.results == 70
    assert visited.audit.since == "2026-02-01T00:00:00+00:00"


def test_no_more_than_the_latest_three_hundred_are_looked_at(server: Server) -> None:
    calls(server, *[{} for _ in range(500)])
    visited = visit(server, state=VersionState.LIVE, window=WINDOW)
    assert (told(visited).looked_at, told(visited).complete) == (300, False)
    assert sum("execution_results" in path for path in server.paths) == 11


def test_nobody_asks_for_the_calls_of_a_draft(server: Server) -> None:
    visit(server, state=VersionState.DRAFT, window=WINDOW)
    assert not any("execution_results" in path for path in server.paths)


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://api.shopfinder.io/v1", {"api.shopfinder.io": 1}),
        ("https://API.Other.example:8443/x", {"api.other.example": 1}),
        ("no URL", {}),
        ("https://[::1", {}),
        (None, {}),
        (["https://a.example"], {}),
    ],
)
def test_the_hosts_of_calls_are_counted(server: Server, url: Any, hosts: dict[str, int]) -> None:
    calls(server, {"request_url": url})
    assert look(server).hosts == hosts


@pytest.mark.parametrize(
    ("created", "changed", "counted"),
    [
        ("2026-02-10T18:15:32Z", CHANGED, True),
        ("2026-02-10T18:15:32", CHANGED, True),  # without a zone it is UTC
        ("2026-01-20T14:22:14Z", CHANGED, False),
        ("2026-01-20T15:22:15+01:00", CHANGED, True),
        ("2026-02-10T18:15:32Z", "unknown", False),
        ("2026-02-10T18:15:32Z", None, False),
        ("2026-02-10T18:15:32Z", 1768919000, False),
        ("soon", CHANGED, False),
        (None, CHANGED, False),
        (1770000000, CHANGED, False),
        ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", False),
    ],
)
def test_calls_before_the_connector_was_changed_prove_nothing(
    server: Server, created: Any, changed: Any, counted: bool
) -> None:
    stored = server.workspace.connectors["1"]
    stored.live = stored.draft = connector(1, updated_at=changed)
    calls(server, {"created_at": created})
    assert look(server).hosts == ({"api.shopfinder.io": 1} if counted else {})


def at(minutes: float, shop: str, talk: Any = "8001") -> dict[str, Any]:
    moment = datetime(2026, 2, 10, tzinfo=UTC) + timedelta(minutes=minutes)
    url = f"https://api.shopfinder.io/shops/{shop}/hours"
    return {"created_at": moment.isoformat(), "request_url": url, "conversation_id": talk}


@pytest.mark.parametrize(
    ("members", "probings"),
    [
        ([at(0, "1"), at(1, "2"), at(2, "3")], [(2, 3)]),
        ([at(0, "1"), at(59, "2"), at(61, "3"), at(62, "4")], [(2, 3)]),
        ([at(0, "1"), at(61, "2")], []),
        ([at(0, "1"), at(1, "1")], []),
        ([at(0, "1", "8001"), at(1, "2", "8002")], []),
        ([at(0, "1", None), at(1, "2", 5)], []),
        ([at(0, "1") | {"created_at": None}, at(1, "2")], []),
        ([at(0, "1") | {"request_url": "https://[::1/a"}, at(1, "2")], []),
        ([at(0, "1") | {"request_url": None}, at(1, "2")], []),
    ],
)
def test_values_that_one_conversation_tried_within_an_hour_are_counted(
    server: Server, members: list[dict[str, Any]], probings: list[tuple[int, int]]
) -> None:
    calls(server, *members)
    assert tried(server, BODIES) == tuple(Probing(*each) for each in probings)


def test_probings_are_looked_for_with_bodies_only(server: Server) -> None:
    calls(server, at(0, "1"), at(1, "2"))
    assert tried(server) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"hours": "9-17"}', {"hours": "9-17"}),
        ("<html>", "<html>"),
        ("[" * 100_000, "[" * 100_000),
        ({"hours": 1}, {"hours": 1}),
        ([1], [1]),
    ],
)
def test_the_bodies_of_responses_are_read_where_they_are_json(
    server: Server, body: Any, expected: Any
) -> None:
    calls(server, {"response_body": body}, {"response_body": ""}, {"response_body": None})
    evidence = visit(server, state=VersionState.LIVE, window=BODIES).items[0].context
    assert evidence is not None
    assert evidence.answers == {"1": (Answer("0", expected),)}
    assert {each.query.get("include_bodies") for each in server.asked if "exec" in each.path} == {
        "true"
    }


def test_results_may_be_anything(server: Server) -> None:
    server.workspace.executions["1"] = [
        None,
        5,
        "x",
        [],
        {},
        execution(1, http_status="200", error_type=5, created_at={}, conversation_id=[]),
        execution(2, http_status=10**400, error_type="x" * 5000),
    ]
    server.fail(".*/1/execution.*", faults.says({"data": server.workspace.executions["1"]}))
    found = look(server, BODIES)
    assert found.looked_at == 3
    assert found.errors == {"x" * 60: 1}
    assert [len(status) for status in found.statuses] == [60]


def test_calls_that_cannot_be_read_are_a_gap_and_no_loss(server: Server) -> None:
    server.fail(".*/execution_results.*", faults.status(403, "forbidden"))
    visited = visit(server, window=WINDOW)
    assert visited.read == ["1.live", "2.live", "3.draft"]
    assert visited.lost == []
    scope = "read_workflow_connector_execution_result"
    assert [tuple(gap) for gap in visited.audit.gaps] == [
        (
            "recorded calls of 2 connectors",
            f"the access token may not read it (403 forbidden); give it the scope `{scope}`",
        )
    ]
    evidence = visited.items[0].context
    assert evidence is not None
    assert evidence.executions == {}


def test_calls_of_one_connector_that_cannot_be_read_are_counted_as_one(server: Server) -> None:
    server.fail(".*/1/execution_results.*", faults.status(404))
    (gap,) = visit(server, window=WINDOW).audit.gaps
    assert gap.what == "recorded calls of 1 connector"


def test_a_visit_without_a_window_knows_of_none(server: Server) -> None:
    assert visit(server, limits=FAST).audit.since is None
    assert json.dumps(visit(server).audit.results) == "0"
