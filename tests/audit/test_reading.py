"""Reading a workspace: which versions, in which order, over how many pages."""

import json
from typing import Any

import httpx
import pytest
from support.audit import faults
from support.audit.server import ME, Server, Stored, connector, page_after
from support.audit.visits import FAST, answering, reply, visit

from dclint.sources.intercom.client import RequestLimits
from dclint.sources.intercom.connectors import VersionState


def detail(number: int, **members: Any) -> Stored:
    version = connector(number, **members)
    return Stored({"id": str(number), "name": version["name"], "state": "live"}, version, version)


def listed(server: Server, own: str, state: object, there: str) -> None:
    """Make one connector whose list says `state`, with the versions that are `there`."""
    item = {"id": own, "name": "Odd", "state": state}
    versions = {each: connector(own, name=each, state=state) for each in there.split()}
    server.workspace.connectors = {own: Stored(item, **versions)}


@pytest.mark.parametrize(
    ("state", "there", "wanted", "read", "lost"),
    [
        ("live", "live draft", VersionState.BOTH, ["7.draft", "7.live"], 0),
        ("live", "live draft", VersionState.LIVE, ["7.live"], 0),
        ("live", "live draft", VersionState.DRAFT, ["7.draft"], 0),
        ("live", "live", VersionState.BOTH, ["7.live"], 0),
        ("live", "live", VersionState.DRAFT, [], 0),
        ("live", "draft", VersionState.BOTH, ["7.draft"], 1),  # the live one is said to be there
        ("live", "", VersionState.BOTH, [], 1),
        ("live", "", VersionState.LIVE, [], 1),
        ("draft", "draft", VersionState.BOTH, ["7.draft"], 0),
        ("draft", "draft", VersionState.LIVE, [], 0),
        ("draft", "draft", VersionState.DRAFT, ["7.draft"], 0),
        ("draft", "", VersionState.BOTH, [], 1),
        (None, "live draft", VersionState.BOTH, ["7.draft", "7.live"], 0),
        (None, "draft", VersionState.BOTH, ["7.draft"], 0),
        (None, "live", VersionState.BOTH, ["7.live"], 0),
        ("paused", "live", VersionState.BOTH, ["7.live"], 0),
        ("paused", "", VersionState.BOTH, [], 1),
        ({"a": 1}, "live draft", VersionState.LIVE, ["7.live"], 0),
    ],
)
def test_versions_are_read_as_far_as_they_exist_and_are_wanted(
    server: Server, state: object, there: str, wanted: VersionState, read: list[str], lost: int
) -> None:
    listed(server, "7", state, there)
    visited = visit(server, state=wanted)
    assert (visited.read, len(visited.lost)) == (read, lost)


@pytest.mark.parametrize(
    ("changes", "read"),
    [
        ({}, ["7.live"]),
        ({"updated_at": "2026-03-01T00:00:00Z", "updated_by_admin_id": "9"}, ["7.live"]),
        ({"state": "draft", "created_at": None, "execution_results_url": "/x"}, ["7.live"]),
        ({"bypass_authentication": True}, ["7.draft", "7.live"]),
        ({"validate_missing_attributes": 1}, ["7.draft", "7.live"]),  # true is not 1
        ({"a_member_of_2027": []}, ["7.draft", "7.live"]),
    ],
)
def test_a_draft_that_people_did_not_change_is_reported_once(
    server: Server, changes: dict[str, Any], read: list[str]
) -> None:
    server.workspace.connectors.clear()
    server.workspace.add(connector(7), connector(7, **changes))
    assert visit(server).read == read


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        (VersionState.BOTH, ["1.live", "2.live", "3.draft"]),
        (VersionState.LIVE, ["1.live", "2.live"]),
        (VersionState.DRAFT, ["3.draft"]),
    ],
)
def test_an_api_that_knows_one_version_only_is_read_as_well(
    server: Server, wanted: VersionState, read: list[str]
) -> None:
    for own, stored in server.workspace.connectors.items():
        server.fail(rf"/data_connectors/{own}", faults.says(stored.live or stored.draft))
    server.fail(".*state_version.*", faults.status(400, "parameter_invalid"))
    visited = visit(server, state=wanted)
    assert (visited.read, visited.lost) == (read, [])


def test_a_draft_that_cannot_be_read_leaves_the_live_version(server: Server) -> None:
    server.fail("/data_connectors/1.*draft", faults.status(500))
    visited = visit(server)
    assert visited.read == ["1.live", "2.live", "3.draft"]
    assert visited.reasons == [
        "the connector “Find shop 1”: the API answers with an error (500 server_error)"
    ]


def test_another_bad_request_is_no_reason_to_ask_in_another_way(server: Server) -> None:
    server.fail("/data_connectors/1.*", faults.status(400, "client_error"))
    visited = visit(server)
    assert server.count("/data_connectors/1") == 1
    assert visited.reasons == [
        "the connector “Find shop 1”: the API answers with an error (400 client_error)"
    ]


@pytest.mark.parametrize(
    ("in_order", "read"),
    [(True, ["1.live", "2.live", "3.draft"]), (False, ["2.live", "3.draft", "1.live"])],
)
def test_connectors_come_in_the_order_that_is_wanted_however_late_their_details_are(
    server: Server, in_order: bool, read: list[str]
) -> None:
    first = server.workspace.connectors.pop("1")
    server.workspace.connectors["1"] = first  # it is the last of the list
    server.fail("/data_connectors/[12].*", faults.status(503), times=2)
    assert visit(server, in_order=in_order).read == read


def test_every_page_is_read_and_each_is_asked_for_once(server: Server) -> None:
    server.workspace.connectors = {str(n): detail(n) for n in range(1, 121)}
    visited = visit(server, state=VersionState.LIVE)
    assert visited.read == sorted(f"{n}.live" for n in range(1, 121))
    pages = [asked.query for asked in server.asked if asked.path == "/data_connectors"]
    assert pages == [
        {"per_page": "50"},
        {"per_page": "50", "starting_after": page_after(50)},
        {"per_page": "50", "starting_after": page_after(100)},
    ]


def test_an_empty_workspace_has_nothing_to_read(server: Server) -> None:
    server.workspace.connectors.clear()
    visited = visit(server)
    assert (visited.items, visited.lost, visited.audit.requests) == ([], [], 4)


def page(numbers: list[Any], following: object = None) -> dict[str, Any]:
    items = [{"id": n, "name": f"n{n}", "state": "draft"} for n in numbers]
    return {"type": "list", "data": items, "pages": {"type": "pages", "next": following}}


def after(cursor: str) -> dict[str, str]:
    return {"starting_after": cursor}


def lists(*pages: dict[str, Any]) -> httpx.MockTransport:
    """A workspace whose list is made of these pages; the last is repeated for ever."""
    left = list(pages)

    def answer(request: httpx.Request) -> Any:
        match request.url.path.split("/")[1:]:
            case ["data_connectors"]:
                return left.pop(0) if len(left) > 1 else left[0]
            case ["data_connectors", own]:
                return connector(own, state="draft")
            case ["me"]:
                return ME
            case _:
                return {"data": []}

    return answering(answer)


EMPTY = page([])
ENDLESS = "the list does not end: its pages repeat each other, or are empty"
STRANGE = "a page names its next page in a way that is not documented"


@pytest.mark.parametrize(
    ("pages", "read", "lost"),
    [
        ([page([1]), page([2])], ["1"], []),  # `next` is null: the second is not asked for
        ([{"data": page([1])["data"]}], ["1"], []),
        ([page([1]) | {"pages": None}], ["1"], []),
        ([page([1], after("b")), page([2])], ["1", "2"], []),
        ([page([], after("b")), page([], after("c")), page([3])], ["3"], []),
        ([page([1, 2, 1], after("b")), page([2, 3, 1])], ["1", "2", "3"], []),
        ([page([2, 1], after("b")), page([1, 2])], ["1", "2"], []),
        ([page([1, "1", 2])], ["1", "2"], []),
        ([page([1], after("b"))], ["1"], [ENDLESS]),
        ([page([], after("b"))], [], [ENDLESS]),
        ([page([1], after("b")), page([2], after("c")), page([3], after("b"))], None, [ENDLESS]),
        ([page([1], {})], ["1"], [STRANGE]),
        ([page([1], "b")], ["1"], [STRANGE]),
        ([page([1], {"starting_after": ""})], ["1"], [STRANGE]),
        ([page([1], {"starting_after": 5})], ["1"], [STRANGE]),
        ([page([1]) | {"pages": [1]}], ["1"], [STRANGE]),
    ],
)
def test_a_list_is_read_however_strange_its_pages_are(
    pages: list[dict[str, Any]], read: list[str] | None, lost: list[str]
) -> None:
    visited = visit(lists(*pages))
    expected = ["1", "2", "3"] if read is None else read
    assert [each.removesuffix(".draft") for each in visited.read] == expected
    assert visited.reasons == lost


@pytest.mark.parametrize("value", [[], "x", None, 5, {}, {"data": {}}, {"data": None}, True])
def test_a_page_that_is_no_list_is_lost(value: Any) -> None:
    visited = visit(answering(lambda _: value))
    assert [each.name for each in visited.lost] == ["the list of data connectors"]
    assert visited.reasons == ["a page of the list is not as documented: it has no `data`"]


def always_another_page(items: object) -> httpx.MockTransport:
    """A list without an end, whose pages have cursors of their own."""
    count = iter(range(10_000))

    def answer(request: httpx.Request) -> Any:
        if request.url.path != "/data_connectors":
            return connector(1, state="draft")
        return {"data": items, "pages": {"next": after(f"c{next(count)}")}}

    return answering(answer)


@pytest.mark.parametrize("items", [[], [{"id": "1", "name": "n", "state": "draft"}]])
def test_pages_that_bring_nothing_new_are_given_up_soon(items: list[Any]) -> None:
    visited = visit(always_another_page(items))
    assert visited.reasons == [ENDLESS]
    assert visited.audit.requests < 30


def test_a_list_has_no_more_pages_than_a_workspace_can_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dclint.sources.intercom.pagination.MAX_PAGES", 7)
    count = iter(range(10_000))

    def answer(request: httpx.Request) -> Any:
        if request.url.path != "/data_connectors":
            return connector(request.url.path.rpartition("/")[2], state="draft")
        number = next(count)
        return page([number], after(f"c{number}"))

    visited = visit(answering(answer))
    assert visited.read == [f"{n}.draft" for n in range(7)]
    assert visited.reasons == ["the list has more than 7 pages"]
    assert visited.lost[0].name == "the rest of the list"


def test_the_deadline_ends_the_reading_wherever_it_is(server: Server) -> None:
    server.workspace.connectors = {str(n): detail(n) for n in range(40)}
    server.latency = 0.05
    visited = visit(
        server, limits=RequestLimits(rate=1000, concurrency=2, deadline=0.5, backoff=0.01)
    )
    assert visited.items
    assert visited.lost
    assert all("the time for the whole audit" in reason for reason in visited.reasons)
    assert visited.audit.requests <= 24


def test_nothing_is_sent_after_the_deadline(server: Server) -> None:
    visited = visit(server, limits=RequestLimits(deadline=0))
    assert (server.asked, visited.audit.requests) == ([], 0)
    assert visited.reasons == ["the time for the whole audit, 0 minutes, is over"]


def test_fifty_thousand_connectors_are_listed_without_being_held() -> None:
    numbers = list(range(50_000))

    def answer(request: httpx.Request) -> Any:
        if request.url.path != "/data_connectors":
            return {"data": []}
        start = int(request.url.params.get("starting_after", "0"))
        end = start + 500
        following = after(str(end)) if end < len(numbers) else None
        return page(numbers[start:end], following)

    visited = visit(
        answering(answer), state=VersionState.LIVE, limits=RequestLimits(rate=100_000, deadline=50)
    )  # all are drafts: there is no live version to ask for
    assert (visited.items, visited.lost) == ([], [])
    assert visited.progress.heard.count(("listed", 50_000)) == 1


def test_what_is_listed_and_read_is_told_to_whoever_shows_it(server: Server) -> None:
    heard = visit(server).progress.heard
    assert [count for what, count in heard if what == "listed"] == [1, 2, 3]
    assert [count for what, count in heard if what == "read"] == [1, 2, 3]


def test_a_workspace_is_named_by_what_me_tells(server: Server) -> None:
    audit = visit(server).audit
    assert (audit.workspace, audit.name, audit.region) == ("abc12345", "Shop Finder", "us")


@pytest.mark.parametrize(
    ("me", "gaps"),
    [
        (None, 1),
        ([], 1),
        ({"app": None}, 1),
        ({"app": {}}, 0),
        ({"app": {"id_code": "../../etc", "name": 5, "identity_verification": "yes"}}, 0),
        ({"app": {"id_code": 5, "name": None, "identity_verification": None}}, 0),
    ],
)
def test_what_me_does_not_tell_is_unknown(server: Server, me: Any, gaps: int) -> None:
    server.workspace.me = me
    visited = visit(server)
    assert (visited.audit.workspace, visited.audit.name) == ("unknown", None)
    assert len(visited.audit.gaps) == gaps
    evidence = visited.items[0].context
    assert evidence is not None
    assert evidence.identity_verification is None


@pytest.mark.parametrize("code", [401, 403, 404])
def test_what_may_not_be_asked_is_a_gap_and_no_loss(server: Server, code: int) -> None:
    server.fail(r"/(?:me|auth_tokens|data_attributes).*", faults.status(code))
    visited = visit(server)
    assert (visited.read, visited.lost) == (["1.live", "2.live", "3.draft"], [])
    assert [gap.what for gap in visited.audit.gaps] == [
        "the workspace's settings (`/me`)",
        "stored tokens (`/auth_tokens`)",
        "attributes of people (`/data_attributes`)",
    ]


def test_missing_scopes_are_named(server: Server) -> None:
    server.fail(r"/(?:auth_tokens|data_connectors).*", faults.status(403, "forbidden"))
    visited = visit(server)
    tokens = (
        "the access token may not read it (403 forbidden); give it the scope `read_auth_tokens`"
    )
    assert [gap.reason for gap in visited.audit.gaps] == [tokens]
    scope = "read_workflow_connector_execution_result"
    assert visited.reasons == [
        f"the access token may not read it (403 forbidden); give it the scope `{scope}`"
    ]


def test_tokens_and_attributes_become_evidence(server: Server) -> None:
    server.workspace.tokens = [
        {"id": "5", "request_header_key": "X-Api-Key", "domain": "api.shopfinder.io"},
        {"id": 6, "request_header_key": "Authorization", "domain": "", "token_type": "user"},
        {"id": "7"},
        {"id": [], "request_header_key": "X"},
        "no token",
        None,
    ]
    server.workspace.attributes = [
        {"full_name": "custom_attributes.shop", "messenger_writable": True},
        {"full_name": "email", "messenger_writable": False},
        {"full_name": "phone", "messenger_writable": None},
        {"full_name": ["phone"], "messenger_writable": True},
        {"full_name": {}, "messenger_writable": True},
        [],
    ]
    evidence = visit(server).items[0].context
    assert evidence is not None
    tokens = {key: (t.header, t.domain, t.kind) for key, t in (evidence.tokens or {}).items()}
    assert tokens == {
        "5": ("X-Api-Key", "api.shopfinder.io", None),
        "6": ("Authorization", None, "user"),
    }
    assert evidence.attributes == {"custom_attributes.shop": True, "email": False}


def test_attributes_that_are_no_list_are_a_gap(server: Server) -> None:
    server.fail("/data_attributes.*", faults.says({"data": "none"}))
    assert [gap.reason for gap in visit(server).audit.gaps] == ["the answer has no `data`"]


def test_a_document_is_named_after_the_workspace_and_holds_what_the_api_said(
    server: Server,
) -> None:
    document = visit(server).items[0].document
    assert document.name == "intercom/us-abc12345/data_connectors/1.live.json"
    assert json.loads(document.text) == connector(1)


def test_what_the_api_leaves_out_is_known_from_the_question(server: Server) -> None:
    server.fail("/data_connectors/1.*", faults.says({"name": "Bare", "type": None, "id": None}))
    document = visit(server).items[0].document
    assert json.loads(document.text) == {"type": "data_connector", "id": "1", "name": "Bare"}


def test_replies_may_say_that_they_are_of_another_connector() -> None:
    def answer(request: httpx.Request) -> Any:
        return page([1]) if request.url.path == "/data_connectors" else reply(connector(2))

    assert visit(answering(answer), limits=FAST).reasons == [
        "the connector “n1”: the answer is no data connector, or another one"
    ]
