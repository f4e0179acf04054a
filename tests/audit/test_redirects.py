"""Redirects: followed within the origin of the API, nowhere else."""

import pytest
from support.audit import faults
from support.audit.server import Server, connector, serving
from support.audit.visits import visit

from dclint.sources.intercom.client import RequestLimits
from dclint.sources.intercom.connectors import VersionState


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_origin_is_followed(server: Server, code: int) -> None:
    server.fail("/data_connectors/1.*", faults.redirects("/moved/1?a=b", code))
    server.fail("/moved/1.*", faults.says(connector(1)))
    visited = visit(server, state=VersionState.LIVE)
    assert (visited.read, visited.lost) == (["1.live", "2.live"], [])
    (moved,) = [each for each in server.asked if each.path == "/moved/1"]
    assert moved.query == {"a": "b"}
    assert visited.audit.requests == len(server.asked)


def test_a_redirect_may_name_the_whole_address_and_a_user_that_is_never_sent(
    server: Server,
) -> None:
    location = server.url.replace("://", "://mallory:secret@") + "/moved/1#part"
    server.fail("/data_connectors/1.*", faults.redirects(location))
    server.fail("/moved/1.*", faults.says(connector(1)))
    assert visit(server, state=VersionState.LIVE).lost == []
    (moved,) = [each for each in server.asked if each.path == "/moved/1"]
    assert moved.headers["authorization"].startswith("Bearer ")
    assert moved.target == "/moved/1"


NO_URL = "the API redirects to something that is no URL"

# What is said of a header that httpx refuses to read.
NO_HTTP = "127.0.0.1 breaks the connection off"

ELSEWHERE = "the API redirects to another host, which never gets the token"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1:9/x", ELSEWHERE),
        ("http://127.0.0.2:{port}/x", ELSEWHERE),
        ("http://localhost:{port}/x", ELSEWHERE),
        ("https://127.0.0.1:{port}/x", ELSEWHERE),
        ("//evil.example/x", ELSEWHERE),
        ("https://evil.example/x", ELSEWHERE),
        ("http://127.0.0.1:{port}@evil.example/", ELSEWHERE),
        ("file:///etc/passwd", ELSEWHERE),
        ("http://a:99999999/", ELSEWHERE),
        ("javascript:alert(1)", NO_URL),
        ("data:application/json,{{}}", NO_URL),
        ("http://[::1", NO_HTTP),
        ("https://x\x01y/", NO_HTTP),
        ("/data_connectors/1?state_version=live", "the API redirects in a circle"),
        ("", "the API redirects in a circle"),
    ],
)
def test_a_redirect_that_leads_elsewhere_or_nowhere_is_not_followed(
    server: Server, location: str, reason: str
) -> None:
    target = location.format(port=server.server_port)
    server.fail("/data_connectors/1.*", faults.redirects(target))
    visited = visit(server, state=VersionState.LIVE)
    assert visited.reasons == [f"the connector “Find shop 1”: {reason}"]
    assert visited.read == ["2.live"]


def test_another_server_gets_no_request_at_all(server: Server) -> None:
    with serving() as other:
        server.fail("/.*", faults.redirects(other.url + "/data_connectors"))
        visited = visit(server)
    assert (other.asked, visited.items) == ([], [])
    assert visited.reasons == [ELSEWHERE]


def test_redirects_have_their_turns_too(server: Server) -> None:
    server.fail("/data_connectors/1.*", faults.redirects("/data_connectors/1?again"))
    visit(server, state=VersionState.LIVE, limits=RequestLimits(rate=20))
    times = sorted(each.at for each in server.asked)
    assert len(times) > 8
    assert times[-1] - times[0] > (len(times) - 1) / 20 * 0.9
