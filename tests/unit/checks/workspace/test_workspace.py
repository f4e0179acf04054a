"""Connectors that get in each other's way."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dclint.checks.workspace.workspace import duplicate_connector_name, duplicate_endpoint
from dclint.findings.hit import Hit, Unobserved
from dclint.model.detection import shape_of
from dclint.model.loader import read
from dclint.model.subject import Subject, Workspace
from dclint.ruleset.rule import Outcome


def outcomes(
    check: Callable[[Subject, Workspace], Iterator[Outcome]],
    *raws: dict[str, Any],
    files: tuple[str, ...] = (),
) -> list[list[Outcome]]:
    """What is said of each connector, if they are checked one after the other."""
    workspace = Workspace()
    found = []
    for index, raw in enumerate(raws):
        file, at = (files[index], ()) if files else ("all.json", (index,))
        subject = Subject(file, at, index, read(raw, shape_of(raw)))
        found.append(list(check(subject, workspace)))
    return found


def reported(*raws: dict[str, Any], files: tuple[str, ...] = ()) -> dict[int, str]:
    """The message for each connector that is reported, by its index."""
    found = {}
    for index, said in enumerate(outcomes(duplicate_connector_name, *raws, files=files)):
        for hit in said:
            assert isinstance(hit, Hit)
            assert hit.at == ("name",)
            found[index] = hit.message
    return found


SAME = [
    ("Order status", "Order status"),
    ("Order status", "ORDER  status"),
    ("Order status", " order\u00a0status\n"),
    ("Order status", "\uff2f\uff52\uff44\uff45\uff52 status"),  # fullwidth letters
    ("Office", "O\ufb03ce"),
    ("Straße", "STRASSE"),
    ("Caf\u00e9", "Cafe\u0301"),
]
DIFFERENT = [
    ("Order status", "Orderstatus"),
    ("Order status", "Order-status"),
    ("Cafe", "Café"),
    ("Order status", "\u041erder status"),  # a Cyrillic letter: another rule reports it
    ("", " "),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_read_alike_are_reported(one: str, other: str) -> None:
    assert set(reported({"name": one}, {"name": other})) == {1}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_are_not(one: str, other: str) -> None:
    assert reported({"name": one}, {"name": other}) == {}


def test_the_message_says_where_the_first_one_is() -> None:
    message = "`A` is also the name of the connector in "
    assert reported({"name": "a"}, {"name": "A"}) == {1: message + "all.json at /0"}
    found = reported({"name": "a"}, {"name": "A"}, files=("one.yaml", "two.yaml"))
    assert found == {1: message + "one.yaml"}


def test_every_later_one_is_reported() -> None:
    assert set(reported({"name": "a"}, {"name": "a"}, {"name": "b"}, {"name": "a"})) == {1, 3}


def test_draft_and_live_version_are_one_connector() -> None:
    live = {"type": "data_connector", "id": "7", "name": "a", "state": "live"}
    assert reported(live, {**live, "state": "draft"}) == {}
    assert set(reported(live, {**live, "id": "8"})) == {1}
    assert set(reported(live, {"name": "a"})) == {1}
    assert set(reported({"name": "a"}, live)) == {1}


@pytest.mark.parametrize("raw", [{}, {"name": None}, {"name": 5}, {"id": "1"}])
def test_a_connector_without_a_name_shares_none(raw: dict[str, Any]) -> None:
    assert reported(raw, raw) == {}


def call(url: Any, body: Any = None, method: Any = "get", **members: Any) -> dict[str, Any]:
    return {"name": "Get it", "http_method": method, "url": url, "body": body, **members}


def repeated(*raws: dict[str, Any]) -> list[int]:
    """The connectors whose request was made before, by their index."""
    said = outcomes(duplicate_endpoint, *raws)
    return [index for index, found in enumerate(said) if any(isinstance(o, Hit) for o in found)]


SAME_REQUEST = [
    (call("https://a.io/x"), call("https://a.io/x")),
    (call("https://a.io/x"), call("HTTPS://A.IO/x")),
    (call("https://a.io/x"), call("https://a.io/x/")),
    (call("https://a.io"), call("https://a.io/")),
    (call("https://a.io/x?y=1"), call("https://a.io/x/?y=1")),
    (call("https://a.io/x"), call(" https://a.io/x\n")),
    (call("https://a.io/x"), call("ht\ttps://a.io/x\t/")),
    (call("https://a.io/{{x}}?{{y}}"), call("https://a.io/{{ z }}?{{user.id}}")),
    (call("https://{{a}}.b.io/x"), call("https://{{c}}.B.io/x")),
    (call("{{base}}/x"), call("{{base}}/x")),
    (call("https://a.io/x", ""), call("https://a.io/x", " \n")),
    (call("https://a.io/x", "a={{b}}", "post"), call("https://a.io/x", " a={{c}} ", "post")),
    (call("https://a.io/x"), {"name": "B", "http_method": "get", "url": "https://a.io/x"}),
    (call("https://a.io/x\ud800"), call("https://a.io/x\ud800")),
    (call("https://a.io/x", data_inputs=[], audiences=["users"]), call("https://a.io/x")),
]
OTHER_REQUEST = [
    (call("https://a.io/x"), call("https://a.io/X")),
    (call("https://a.io/x"), call("https://a.io/x", method="post")),
    (call("https://a.io/x"), call("http://a.io/x")),
    (call("https://a.io/x"), call("https://a.io:8443/x")),
    (call("https://a.io/x"), call("https://a.io/x?y=1")),
    (call("https://a.io/x?y=/"), call("https://a.io/x?y=")),
    (call("https://a.io/x?y=a"), call("https://a.io/x?y=A")),
    (call("https://a.io/x"), call("https://a.io/{{x}}")),
    (call("https://a.io/{{x}}"), call("https://a.io/{{x}}{{x}}")),
    (call("{{shop}}/x"), call("{{till}}/x")),  # two services, each with an address of its own
    (call("https://a.io/x", "a", "post"), call("https://a.io/x", "b", "post")),
    (call("https://a.io/x", "a", "post"), call("https://a.io/x", "A", "post")),
    (call("https://a.io/x", "{{a}}", "post"), call("https://a.io/x", "a", "post")),
]


@pytest.mark.parametrize(("one", "other"), SAME_REQUEST)
def test_a_request_that_is_made_again_is_reported(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert repeated(one, other) == repeated(other, one) == [1]


@pytest.mark.parametrize(("one", "other"), OTHER_REQUEST)
def test_another_request_is_not(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert repeated(one, other) == []


def test_the_message_says_who_makes_the_same_request() -> None:
    raw = call("https://a.io/x")
    expected = Hit(
        at=("url",),
        message="The connector in all.json at /0 makes the same request",
        remedy="keep one of the two, if nothing else about them differs",
    )
    assert outcomes(duplicate_endpoint, raw, raw, raw) == [[], [expected], [expected]]
    _, (hit,) = outcomes(duplicate_endpoint, raw, raw, files=("one.yaml", "two.yaml"))
    assert hit == expected._replace(message="The connector in one.yaml makes the same request")


def test_draft_and_live_version_make_one_request() -> None:
    live = call("https://a.io/x", type="data_connector", id="7", state="live")
    assert repeated(live, {**live, "state": "draft"}) == []
    assert repeated(live, {**live, "id": "8"}, live) == [1]
    assert repeated(live, call("https://a.io/x")) == [1]


@pytest.mark.parametrize(
    ("raw", "facts"),
    [
        (call("https://a.io/x", method="GET"), ["http_method"]),
        ({"name": "B", "url": "https://a.io/x"}, ["http_method"]),
        (call("https://a.io/x", 5), ["body"]),
        ({**call("https://a.io/x", None, 5), "body": 5}, ["http_method", "body"]),
        ({"type": "data_connector", "id": "7", "url": "https://a.io/x"}, ["http_method", "body"]),
        (call(None), []),
        (call(""), []),
        (call(5), []),
    ],
)
def test_a_request_that_is_not_seen_is_not_compared(raw: dict[str, Any], facts: list[str]) -> None:
    unseen: list[Outcome] = [Unobserved(fact) for fact in facts]
    assert outcomes(duplicate_endpoint, raw, raw) == [unseen, unseen]


def test_no_request_is_kept_but_its_digest() -> None:
    workspace = Workspace()
    raw = call("https://a.io/x", "b" * 100_000, "post")
    subject = Subject("all.json", (), 0, read(raw, shape_of(raw)))
    assert list(duplicate_endpoint(subject, workspace)) == []
    assert len(repr(workspace)) < 1000


@pytest.mark.parametrize("unit", ["{{a}}", "/", "{{", " ", "a"])
def test_time_grows_no_faster_than_the_request(
    unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        raw = call(f"https://a.io/{text}?{text}", text)
        return lambda: outcomes(duplicate_endpoint, raw, raw)

    assert_linear(prepare, 1 << 17)
