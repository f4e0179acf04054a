"""Faults of the network and of the server: tried again within limits, then said in a sentence."""

import gzip
import json

import pytest
from support.audit import faults
from support.audit.server import Fault, Server, connector, serving
from support.audit.visits import visit

from dclint.sources.intercom.client import RequestLimits
from dclint.sources.intercom.connectors import VersionState

ALL = ["1.live", "2.live", "3.draft"]
HTML = faults.sends(b"<!doctype html><title>Sign in</title>", headers={"Content-Type": "text/html"})
NO_JSON = "127.0.0.1 answers with something that is no valid JSON, as if it were not Intercom's API"
CUT_OFF = "127.0.0.1 breaks the connection off"


@pytest.mark.parametrize("path", ["/data_connectors/1.*", r"/data_connectors\?.*", "/me"])
@pytest.mark.parametrize(
    "fault",
    [
        faults.status(408),
        faults.status(429, "rate_limit_exceeded"),
        faults.status(500),
        faults.status(502),
        faults.status(503),
        faults.status(504),
        faults.sends(b"<h1>Bad gateway</h1>", 502, {"Content-Type": "text/html"}),
        faults.reset,
        faults.reset_within,
        faults.cut,
        faults.nonsense,
        HTML,
        faults.sends(b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_may_pass_is_tried_again(server: Server, path: str, fault: Fault) -> None:
    server.fail(path, fault, times=1)
    visited = visit(server)
    assert (visited.read, visited.lost, visited.audit.gaps) == (ALL, [], [])
    assert visited.audit.requests == len(server.asked) == 10


@pytest.mark.parametrize(
    ("fault", "tries", "reason"),
    [
        (faults.status(429, "rate_limit_exceeded"), 6, "the API's rate limit is used up (429"),
        (faults.status(500), 4, "the API answers with an error (500 server_error)"),
        (faults.status(503, ""), 4, "the API answers with an error (HTTP 503)"),
        (faults.status(501), 1, "the API answers with an error (501 server_error)"),
        (faults.status(400, "client_error"), 1, "the API answers with an error (400 client_error)"),
        (faults.status(404, "x"), 1, "it was deleted in the meantime, or the token may not see"),
        (faults.status(403, "forbidden"), 1, "the access token may not read it (403 forbidden);"),
        (faults.status(403, "api_plan_restricted"), 1, "the workspace's plan does not include it"),
        (faults.status(401, "unauthorized"), 1, "127.0.0.1 does not accept the access token (401"),
        (faults.status(400, "intercom_version_invalid"), 1, "the API version does not have it"),
        (faults.sends(b"", 204), 1, "the API answers with an error (HTTP 204)"),
        (faults.reset, 4, CUT_OFF),
        (faults.reset_within, 4, CUT_OFF),
        (faults.cut, 4, CUT_OFF),
        (faults.nonsense, 4, CUT_OFF),
        (faults.silence, 4, "127.0.0.1 does not answer in time"),
        (faults.drip, 3, "127.0.0.1 does not answer in time"),
        (HTML, 2, "127.0.0.1 answers with a web page, as if it were not Intercom's API"),
        (faults.sends(b""), 2, NO_JSON),
        (faults.sends(b'{"id": "1", "nam'), 2, NO_JSON),
        (faults.sends(b'{"id": NaN}'), 2, NO_JSON),
        (faults.sends(b'{"id": -Infinity}'), 2, NO_JSON),
        (faults.sends(b'{"id": 1e999}'), 2, NO_JSON),
        (faults.sends(b'{"id": ' + b"9" * 5000 + b"}"), 2, NO_JSON),
        (faults.sends(b"[" * 100_000), 2, NO_JSON),
        (faults.sends(b'{"body":' * 101 + b"1" + b"}" * 101), 2, NO_JSON),
        (faults.sends(b"[" * 5000 + b"]" * 5000), 2, NO_JSON),
        (faults.sends('{"name": "Caf\xe9"}'.encode("latin-1")), 2, NO_JSON),
        (faults.says([connector(1)]), 1, "the answer is no object"),
        (faults.says("a connector"), 1, "the answer is no object"),
        (faults.says(None), 1, "the answer is no object"),
        (faults.says({"type": "list", "data": []}), 1, "the answer is no data connector"),
        (faults.says(connector(2)), 1, "the answer is no data connector, or another one"),
        (faults.sends(b"x", headers={"Content-Encoding": "br"}), 1, "the API answers in an encodi"),
        (
            faults.sends(b"x", headers={"Content-Encoding": "gzip, gzip"}),
            1,
            "the API answers in an",
        ),
        (
            faults.sends(b"x", headers={"Content-Encoding": "gzip"}),
            2,
            NO_JSON,
        ),
    ],
)
def test_a_connector_that_cannot_be_read_is_named_and_the_others_are_read(
    server: Server, fault: Fault, tries: int, reason: str
) -> None:
    server.fail("/data_connectors/1.*", fault)
    visited = visit(server, state=VersionState.LIVE)
    assert visited.read == ["2.live"]
    assert server.count("/data_connectors/1") == tries
    assert [each.name for each in visited.lost] == ["intercom/us-abc12345/data_connectors/1.json"]
    assert visited.reasons[0].startswith(f"the connector “Find shop 1”: {reason}")


def test_a_truncated_gzip_is_tried_again_and_never_taken_for_the_whole(server: Server) -> None:
    whole = gzip.compress(b'{"name": "n"}' + b" " * 50_000)
    cut = faults.sends(whole[:-9], headers={"Content-Encoding": "gzip"})
    server.fail("/data_connectors/1.*", cut)
    assert visit(server).reasons == [
        "the connector “Find shop 1”: 127.0.0.1 answers with something that is no gzip"
    ]
    assert server.count("/data_connectors/1") == 4


TOO_LARGE = "the connector “Find shop 1”: the answer is larger than 8 MiB"


@pytest.mark.parametrize(
    "fault", [faults.flood, faults.bomb(), faults.endless_gzip], ids=["flood", "bomb", "tail"]
)
def test_an_answer_that_is_too_large_is_not_read_to_its_end(server: Server, fault: Fault) -> None:
    server.fail("/data_connectors/1.*", fault)
    visited = visit(server, limits=RequestLimits(rate=1000))
    assert (visited.reasons, visited.read) == ([TOO_LARGE], ALL[1:])
    assert server.count("/data_connectors/1") == 1


def test_a_bomb_within_a_bomb_is_not_opened(server: Server) -> None:
    server.fail("/data_connectors/1.*", faults.bomb(2))
    assert visit(server, limits=RequestLimits(rate=1000)).reasons == [
        "the connector “Find shop 1”: the API answers in an encoding that was not asked for"
    ]


def test_the_explanation_of_an_error_may_be_too_large(server: Server) -> None:
    server.fail("/data_connectors/1.*", faults.bomb(code=403))
    (reason,) = visit(server, limits=RequestLimits(rate=1000)).reasons
    assert "the access token may not read it (HTTP 403)" in reason


def test_a_connector_may_be_too_large_to_be_checked(server: Server) -> None:
    content = b'{"name": "Vast", "response_fields": [%s]}' % b",".join([b"1"] * 1_200_000)
    server.fail("/data_connectors/1.*", faults.sends(content))
    visited = visit(server, limits=RequestLimits(rate=1000))
    assert visited.reasons == ["the connector “Vast”: it is too large"]
    assert visited.read == ALL[1:]


def test_the_list_that_breaks_off_leaves_what_was_listed(server: Server) -> None:
    server.workspace.per_page = 2
    server.fail(".*starting_after.*", faults.status(500))
    visited = visit(server)
    assert visited.read == ["1.live", "2.live"]
    assert [tuple(each) for each in visited.lost] == [
        ("the rest of the list", "the API answers with an error (500 server_error)")
    ]


def test_a_connector_that_disappears_is_named(server: Server) -> None:
    server.workspace.connectors["1"].live = server.workspace.connectors["1"].draft = None
    visited = visit(server)
    assert visited.read == ALL[1:]
    (reason,) = visited.reasons
    assert reason.endswith("it was deleted in the meantime, or the token may not see it (404)")


@pytest.mark.parametrize(
    ("code", "error", "reason"),
    [
        (401, "token_unauthorized", "does not accept the access token (401 token_unauthorized)"),
        (404, "not_found", "knows no data connectors (404 not_found); check --region, and that"),
        (400, "intercom_version_invalid", "set --api-version to 2.16 or later"),
        (429, "rate_limit_exceeded", "rate limit is used up (429 rate_limit_exceeded); try again"),
    ],
)
def test_nothing_readable_is_said_once_with_what_to_do(
    server: Server, code: int, error: str, reason: str
) -> None:
    server.fail(".*", faults.status(code, error))
    visited = visit(server)
    assert [each.name for each in visited.lost] == ["the list of data connectors"]
    assert reason in visited.reasons[0]
    assert [gap for gap in visited.audit.gaps if gap.reason == visited.reasons[0]] == []


@pytest.mark.parametrize(
    "code",
    [
        "<script>",
        "a b",
        "\x1b[31m",
        "x" * 61,
        "",
        None,
        5,
        ["a"],
        "dG9rOjEyMzQ1Njc4LWFiY2QtbG9vcGJhY2s=",
    ],
)
def test_an_error_code_that_is_none_is_not_repeated(server: Server, code: object) -> None:
    server.fail(".*", faults.sends(b'{"errors": [{"code": %s}]}' % dumped(code), 403))
    assert "(HTTP 403)" in visit(server).reasons[0]


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("said", ["[]", '{"errors": []}', '{"errors": {}}', "[[", '"x"', "", "5"])
def test_an_error_need_not_explain_itself(server: Server, said: str) -> None:
    server.fail("/data_connectors/1.*", faults.sends(said.encode(), 403))
    (reason,) = visit(server).reasons
    assert "(HTTP 403)" in reason


def test_an_error_code_in_which_the_token_stands_is_not_repeated() -> None:
    token = "abcdef0123456789"
    with serving() as server:
        server.fail(".*", faults.sends(b'{"errors": [{"code": "%s"}]}' % token.encode(), 403))
        visited = visit(server, token=token)
    assert token not in repr(visited.lost)
    assert "(HTTP 403)" in visited.reasons[0]
