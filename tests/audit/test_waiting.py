"""The pace of requests: the agreed one, and slower when the API asks for it."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from support.audit import faults
from support.audit.server import Server, connector, serving
from support.audit.visits import FAST, visit

from dclint.sources.intercom.client import RequestLimits
from dclint.sources.intercom.connectors import VersionState


def busiest_second(server: Server) -> int:
    times = sorted(each.at for each in server.asked)
    return max(sum(start <= at < start + 1 for at in times) for start in times)


@pytest.mark.parametrize("rate", [15, 40])
def test_no_more_requests_a_second_arrive_than_agreed(server: Server, rate: int) -> None:
    for number in range(4, 20):
        server.workspace.add(connector(number))
    visit(server, limits=RequestLimits(rate=rate))
    assert rate * 0.8 <= busiest_second(server) <= rate + 2


def test_requests_do_not_pile_up_before_a_slow_server(server: Server) -> None:
    for number in range(4, 20):
        server.workspace.add(connector(number))
    server.latency = 0.6  # eight are under way at once, and end at once
    visit(server, state=VersionState.LIVE, limits=RequestLimits(rate=20, concurrency=8))
    assert server.most_at_once == 8
    assert busiest_second(server) <= 22


def test_waiting_for_ones_turn_is_no_time_of_the_request(server: Server) -> None:
    for number in range(4, 20):
        server.workspace.add(connector(number))
    server.latency = 0.08
    limits = RequestLimits(
        rate=1000, concurrency=1, attempt_timeout=1, read_timeout=5, backoff=0.01
    )
    visited = visit(server, state=VersionState.LIVE, limits=limits)
    assert (visited.lost, visited.audit.gaps, server.most_at_once) == ([], [], 1)


def test_a_silent_me_does_not_hold_up_the_list() -> None:
    with serving() as server:
        server.workspace.add(connector(1))
        server.fail("/(?:me|auth_tokens|data_attributes).*", faults.silence)
        started = time.monotonic()
        visited = visit(server, limits=FAST)
        assert time.monotonic() - started < 4 * 0.6 + 2, "they are asked at the same time"
    assert visited.read == ["1.live"]
    assert len(visited.audit.gaps) == 3


def in_seconds(seconds: float) -> str:
    return str(int(time.time() + seconds))


def date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("code", "headers"),
    [
        (429, {"Retry-After": "1"}),
        (503, {"Retry-After": "1"}),
        (429, {"Retry_After": date(2)}),
        (429, {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": in_seconds(2)}),
    ],
    ids=["seconds", "unavailable", "date", "reset"],
)
def test_whoever_asks_for_a_pause_gets_it(code: int, headers: dict[str, str]) -> None:
    fresh = {  # the moment is that of the test, not of its collection
        name: (date(2) if "," in value else in_seconds(2) if len(value) > 5 else value)
        for name, value in headers.items()
    }
    with serving() as server:
        server.workspace.add(connector(1))
        server.fail("/data_connectors/1.*", faults.status(code, **fresh), times=1)
        visited = visit(server, state=VersionState.LIVE)
        first, second = [each.at for each in server.asked if each.path == "/data_connectors/1"]
    assert visited.read == ["1.live"]
    assert 0.9 < second - first < 3
    assert [what for what, _ in visited.progress.heard].count("waiting") == 1


def test_a_good_answer_may_ask_for_a_pause_too(server: Server) -> None:
    now = time.time()
    headers = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(now + 1.5))}
    found = {"data": [{"id": "1", "name": "n", "state": "live"}]}
    server.fail("/data_connectors.per_page.*", faults.says(found, **headers))
    visited = visit(server, state=VersionState.LIVE)
    listed, read = (
        next(each.at for each in server.asked if each.path == path)
        for path in ("/data_connectors", "/data_connectors/1")
    )
    assert visited.read == ["1.live"]
    assert 0.3 < read - listed < 3.2  # Date counts whole seconds


def test_everybody_waits_when_one_is_told_to(server: Server) -> None:
    for number in range(4, 20):
        server.workspace.add(connector(number))
    server.fail("/data_connectors/4.*", faults.status(429, Retry_After="1"), times=1)
    visit(server, state=VersionState.LIVE)
    told = next(each.at for each in server.asked if each.path == "/data_connectors/4")
    after = [each.at - told for each in server.asked if each.at > told + 0.4]
    assert after, "most are asked for afterwards"
    assert min(after) > 0.9


def test_whoever_asks_to_be_left_alone_for_an_hour_is(server: Server) -> None:
    for number in range(4, 60):
        server.workspace.add(connector(number))
    server.fail(
        "/data_connectors/1.*", faults.status(429, "rate_limit_exceeded", Retry_After="3600")
    )
    visited = visit(server, limits=RequestLimits(rate=100, backoff=0.01))
    assert len(server.asked) < 20
    assert set(visited.reasons[1:]) <= {
        *(f"the connector “Find shop {n}”: {USED_UP}" for n in range(1, 60)),
        USED_UP,
    }
    assert not visited.items or visited.read[0] != "1.live"


USED_UP = "the API's rate limit is used up (429 rate_limit_exceeded); try again later"
