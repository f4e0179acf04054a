"""Whatever comes back, in JSON or not, a visit ends, and every connector is read or named."""

import json
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.audit.server import Exchange, connector, serving
from support.audit.visits import FAST, answering, visit

from dclint.sources.intercom.connectors import VersionState
from dclint.sources.intercom.executions import ExecutionWindow

WORDS = st.sampled_from(
    [
        "data",
        "pages",
        "next",
        "starting_after",
        "id",
        "name",
        "state",
        "app",
        "type",
        "full_name",
        "request_header_key",
        "created_at",
        "updated_at",
        "request_url",
        "conversation_id",
        "http_status",
        "response_body",
        "live",
        "data_connector",
        "2026-02-10T18:15:32Z",
        "https://api.shopfinder.io/v1/1",
    ]
)
TEXT = st.one_of(WORDS, st.text(max_size=5))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=5)),
    max_leaves=20,
)
ITEMS = st.lists(
    st.one_of(
        VALUES,
        st.fixed_dictionaries(
            {"id": st.one_of(st.integers(0, 9), VALUES), "name": VALUES, "state": VALUES}
        ),
    ),
    max_size=6,
)
PAGES = st.one_of(
    VALUES,
    st.fixed_dictionaries(
        {"data": ITEMS},
        optional={
            "pages": st.one_of(
                VALUES,
                st.fixed_dictionaries(
                    {"next": st.one_of(VALUES, st.builds(dict, starting_after=TEXT))}
                ),
            )
        },
    ),
)


def finite(value: Any) -> Any:
    """Infinity is no JSON, and tried again; that is tested elsewhere."""
    return json.loads(json.dumps(value).replace("-Infinity", "0").replace("Infinity", "0"))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pages=st.lists(PAGES, min_size=1, max_size=5), values=st.lists(VALUES, min_size=1, max_size=6)
)
def test_any_json_is_survived(pages: list[Any], values: list[Any]) -> None:
    next_page, next_value = cycle(pages), cycle(values)

    def answer(request: httpx.Request) -> Any:
        path = request.url.path
        if path in ("/data_connectors", "/auth_tokens") or path.endswith("results"):
            return finite(next(next_page))
        value = finite(next(next_value))
        return connector(path.rpartition("/")[2], **value) if is_plain(value) else value

    visited = visit(
        answering(answer), window=ExecutionWindow(datetime(2026, 2, 1, tzinfo=UTC), bodies=True)
    )
    assert visited.audit.requests >= 4
    assert all(each.document.text for each in visited.items)
    assert all(name and reason for name, reason in visited.lost)


def is_plain(value: Any) -> bool:
    return isinstance(value, dict) and "number" not in value


RAW = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda head, body: b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body,
        st.sampled_from(
            [
                b"Content-Length: 5",
                b"Content-Length: -1",
                b"Content-Length: 99999999999999999999",
                b"Content-Length: 5\r\nContent-Length: 6",
                b"Transfer-Encoding: chunked",
                b"Transfer-Encoding: gzip, chunked",
                b"Content-Encoding: gzip",
                b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
                b"Content-Encoding: \xff",
                b"Location: \xff\xfe",
                b"Retry-After: \xff",
                b"X-A: " + b"a" * 200_000,
                b"\r\n".join(b"X-%d: a" % n for n in range(500)),
                b"X-A: a\r\n b: folded",
                b": empty",
            ]
        ),
        st.one_of(
            st.binary(max_size=50),
            st.sampled_from([b"{}", b"2\r\n{}\r\n0\r\n\r\n", b"ffffffffffffffff\r\n", b"zz\r\n{}"]),
        ),
    ),
    st.sampled_from(
        [
            b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
            b"HTTP/1.1 204 No Content\r\n\r\n",
            b"HTTP/1.1 304 Not Modified\r\n\r\n",
            b"HTTP/1.1 302 Found\r\n\r\n",
            b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe://\r\n\r\n",
            b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
            b"HTTP/1.1 -1 Odd\r\n\r\n",
            b"HTTP/9.9 200 OK\r\n\r\n{}",
            b"HTTP/0.9 200 OK\r\n\r\n{}",
        ]
    ),
)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=RAW)
def test_any_bytes_are_survived(content: bytes) -> None:
    def say(exchange: Exchange) -> None:
        exchange.raw(content)
        exchange.close_connection = True

    with serving() as server:
        server.workspace.add(connector(1))
        server.workspace.add(connector(2))
        server.fail("/data_connectors/1.*", say)
        server.fail("/me", say)
        visited = visit(server, state=VersionState.LIVE, limits=FAST)
    assert "2.live" in visited.read
    assert visited.read in (["1.live", "2.live"], ["2.live"])
    assert len(visited.lost) + len(visited.items) == 2
