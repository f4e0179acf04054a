"""Memory: an audit holds what is under way, not what it has read."""

import tracemalloc
from typing import Any

import httpx
from pydantic import SecretStr
from support.audit.server import connector
from support.audit.visits import Listener, answering

from dclint.sources.intercom.client import RequestLimits
from dclint.sources.intercom.reader import WorkspaceRequest
from dclint.sources.live import WorkspaceReader


def workspace(connectors: int) -> httpx.MockTransport:
    """So many connectors, each with a draft of its own and a body of some kilobytes."""

    def answer(request: httpx.Request) -> Any:
        match request.url.path.split("/")[1:]:
            case ["data_connectors"]:
                start = int(request.url.params.get("starting_after", "0"))
                items = [
                    {"id": str(n), "name": "n", "state": "live"}
                    for n in range(start, min(start + 50, connectors))
                ]
                more = start + 50 < connectors
                following = {"starting_after": str(start + 50)} if more else None
                return {"data": items, "pages": {"next": following}}
            case ["data_connectors", own]:
                return connector(own, body=request.url.params["state_version"] * 2000)
            case _:
                return {"data": []}

    return answering(answer)


def going(connectors: int) -> WorkspaceReader:
    token = SecretStr("dG9rOjEyMzQ1Njc4")
    limits = RequestLimits(rate=100_000)
    request = WorkspaceRequest(base_url="https://api.intercom.io", token=token, limits=limits)
    return WorkspaceReader(request, "us", Listener(), transport=workspace(connectors))


def peak(connectors: int) -> float:
    """The most memory, in KiB, that reading takes."""
    visit = going(connectors)
    tracemalloc.start()
    try:
        assert sum(1 for _ in visit.read_items()) == 2 * connectors
        return tracemalloc.get_traced_memory()[1] / 1024
    finally:
        tracemalloc.stop()


def test_five_times_the_connectors_take_hardly_more_memory() -> None:
    peak(10)  # modules, caches
    few, many = peak(100), peak(500)
    assert many - few < 400, "less than a KiB a connector, whose two versions are some 20"
