"""Connectors that get in each other's way."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.items import item
from support.rules import RULES

from dclint.checks.workspace.workspace import duplicate_endpoint
from dclint.config.settings import Config
from dclint.engine.lint import lint
from dclint.engine.report import Report
from dclint.findings.finding import Finding
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace


def check(rule: str, *raws: dict[str, Any], files: tuple[str, ...] = ()) -> Report:
    """The report on connectors in one file, or each in a file of its own."""
    texts = {file: json.dumps(raw) for file, raw in zip(files, raws, strict=False)}
    items = [item(*each) for each in (texts or {"all.json": json.dumps(raws)}).items()]
    return lint(items, [RULES[rule]], Config())


def places(report: Report) -> dict[int, Finding]:
    """The findings by the number of their connector in the run."""
    numbers = {connector: number for number, connector in enumerate(report.connectors)}
    return {numbers[each.connector]: each for each in report.findings if each.connector}


def reported(*raws: dict[str, Any], files: tuple[str, ...] = ()) -> dict[int, str]:
    """The message for each connector that is reported, by its number."""
    found = places(check("duplicate-connector-name", *raws, files=files))
    assert all(each.path == "/name" for each in found.values())
    return {number: each.message for number, each in found.items()}


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
    return list(places(check("duplicate-endpoint", *raws)))


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
    found = places(check("duplicate-endpoint", raw, raw, raw))
    assert set(found) == {1, 2}
    for each in found.values():
        assert each.path == "/url"
        assert each.message == "The connector in all.json at /0 makes the same request"
        assert each.remedy == "keep one of the two, if nothing else about them differs"
    found = places(check("duplicate-endpoint", raw, raw, files=("one.yaml", "two.yaml")))
    assert found[1].message == "The connector in one.yaml makes the same request"


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
        (call(5), ["url"]),
    ],
)
def test_a_request_that_is_not_seen_is_not_compared(raw: dict[str, Any], facts: list[str]) -> None:
    report = check("duplicate-endpoint", raw, raw)
    assert report.findings == []
    expected = {tuple(sorted(facts)): [0, 1]} if facts else {}
    assert report.coverage["duplicate-endpoint"].unobserved == expected


def test_no_request_is_kept_but_its_digest() -> None:
    raw = call("https://a.io/x", "b" * 100_000, "post")
    subject = Subject("all.json", (), 0, load_connector(raw, shape_of(raw)))
    (claim,) = duplicate_endpoint(subject, Workspace())
    assert len(repr(claim)) < 1000


@pytest.mark.parametrize("unit", ["{{a}}", "/", "{{", " ", "a"])
def test_time_grows_no_faster_than_the_request(
    unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        raw = call(f"https://a.io/{text}?{text}", text)
        subject = Subject("all.json", (), 0, load_connector(raw, shape_of(raw)))
        return lambda: list(duplicate_endpoint(subject, Workspace()))

    assert_linear(prepare, 1 << 17)
