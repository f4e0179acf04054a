"""Connectors that get in each other's way."""

from typing import Any

import pytest

from dclint.checks.workspace import duplicate_connector_name
from dclint.finding import Hit
from dclint.reader import read
from dclint.recognition import shape_of
from dclint.subject import Subject, Workspace


def reported(*raws: dict[str, Any], files: tuple[str, ...] = ()) -> dict[int, str]:
    """The message for each connector that is reported, by its index."""
    workspace = Workspace()
    found = {}
    for index, raw in enumerate(raws):
        file, at = (files[index], ()) if files else ("all.json", (index,))
        subject = Subject(file, at, index, read(raw, shape_of(raw)))
        for hit in duplicate_connector_name(subject, workspace):
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
