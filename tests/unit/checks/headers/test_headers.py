"""Headers and tokens that get in each other's way."""

from typing import Any

import pytest

from dclint.base.pointer import Pointer
from dclint.checks.headers import headers
from dclint.findings.hit import Hit, NotObservable
from dclint.model.context import Token
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace

TOKENS = {
    "1": Token("Authorization"),
    "2": Token(" authorization "),
    "3": Token("X-Api-Key", "api.parcelhub.io"),
    "4": Token(""),
}


def named(*names: Any) -> dict[str, Any]:
    return {"name": "x", "headers": [{"name": name, "value": "a"} for name in names]}


def of_connector(check: Any, raw: dict[str, Any]) -> list[Hit | NotObservable]:
    return list(check(load_connector(raw, shape_of(raw))))


def of_workspace(raw: dict[str, Any]) -> list[Hit | NotObservable]:
    subject = Subject("a.json", (), 0, load_connector(raw, shape_of(raw)))
    return list(headers.duplicate_token_header(subject, Workspace(tokens=TOKENS)))


def places(outcomes: list[Hit | NotObservable]) -> list[Pointer]:
    return [outcome.at for outcome in outcomes if isinstance(outcome, Hit)]


def facts(outcomes: list[Hit | NotObservable]) -> list[str]:
    return [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]


HEADERS = [
    # names, indices that are reported
    (["Accept", "accept"], [1]),
    (["Accept", " ACCEPT\t"], [1]),
    (["a", "b", "a", "B", "a"], [2, 3, 4]),
    (["", " "], [1]),
    (["a", "b"], []),
    (["a-b", "a_b"], []),
    (["a"], []),
    ([], []),
]


@pytest.mark.parametrize(("names", "indices"), HEADERS)
def test_the_later_header_is_reported(names: list[str], indices: list[int]) -> None:
    found = places(of_connector(headers.duplicate_header, named(*names)))
    assert found == [("headers", index, "name") for index in indices]


def test_a_header_with_the_same_value_is_to_be_removed() -> None:
    raw = named("a", "a")
    [same] = of_connector(headers.duplicate_header, raw)
    assert isinstance(same, Hit)
    assert same.remedy == "remove this one; its value is the same"
    raw["headers"][1]["value"] = "b"
    [other] = of_connector(headers.duplicate_header, raw)
    assert isinstance(other, Hit)
    assert other.remedy == "keep the one whose value is meant"
    assert [related.at for related in other.related] == [("headers", 0, "name")]


def test_hidden_values_are_not_taken_for_equal() -> None:
    value = {"name": "Authorization", "value": "****"}
    raw = {"type": "data_connector", "name": "x", "url": "", "headers": [value, value]}
    [hit] = of_connector(headers.duplicate_header, raw)
    assert isinstance(hit, Hit)
    assert hit.remedy == "keep the one whose value is meant"


def test_a_malformed_header_name_is_not_observable() -> None:
    outcomes = of_connector(headers.duplicate_header, named("a", 5, "A"))
    assert (places(outcomes), facts(outcomes)) == ([("headers", 2, "name")], ["headers[].name"])


def test_a_header_without_a_name_equals_no_other() -> None:
    raw = {"name": "x", "headers": [{"value": "a"}, {"value": "a"}]}
    assert of_connector(headers.duplicate_header, raw) == []


TOKEN_HEADERS = [
    # token ids, header names, places, facts
    (["1", "2"], [], [("token_ids", 1)], []),
    (["1", "3", "2"], [], [("token_ids", 2)], []),
    (["1"], ["Accept", "AUTHORIZATION"], [("headers", 1, "name")], []),
    (["1", "2"], ["authorization"], [("token_ids", 1), ("headers", 0, "name")], []),
    (["1", "3"], ["Accept"], [], []),
    (["1", "1"], [], [], []),  # one token; another rule reports it
    ([], ["Authorization"], [], []),
    (["9"], [], [], []),  # nothing to collide with
    (["9"], ["Accept"], [], []),
    (["9"], ["Authorization"], [], ["tokens"]),
    (["9"], ["X-Api-Key"], [], ["tokens"]),
    (["8", "9"], [], [], ["tokens"]),
    (["9", "9"], [], [], []),
    (["1", "9"], [], [], ["tokens"]),
    (["1", "2", "9"], [], [("token_ids", 1)], ["tokens"]),
    (["1", "4"], [], [], ["tokens"]),  # a token without a header is unknown
]


@pytest.mark.parametrize(("ids", "names", "at", "missing"), TOKEN_HEADERS)
def test_tokens_and_headers_that_collide(
    ids: list[str], names: list[str], at: list[Pointer], missing: list[str]
) -> None:
    outcomes = of_workspace({**named(*names), "token_ids": ids})
    assert (places(outcomes), facts(outcomes)) == (at, missing)


def test_headers_that_cannot_be_seen_are_not_observable() -> None:
    raw = {"type": "data_connector", "name": "x", "url": "", "token_ids": ["1", "2"]}
    outcomes = of_workspace(raw)
    assert (places(outcomes), facts(outcomes)) == ([("token_ids", 1)], ["headers"])


@pytest.mark.parametrize("raw", [{"name": "x"}, {"name": "x", "token_ids": [5]}])
def test_without_tokens_there_is_nothing_to_collide(raw: dict[str, Any]) -> None:
    assert of_workspace(raw) == []


IDS: list[tuple[list[Any], list[int]]] = [
    (["1", "1"], [1]),
    (["1", "2", "2", "1", "1"], [2, 3, 4]),
    (["1", "01"], []),
    (["1"], []),
    ([], []),
    (["1", "1", 1], []),  # a malformed list is unknown
]


@pytest.mark.parametrize(("ids", "indices"), IDS)
def test_the_later_token_id_is_reported(ids: list[Any], indices: list[int]) -> None:
    found = places(of_connector(headers.duplicate_token_id, {"name": "x", "token_ids": ids}))
    assert found == [("token_ids", index) for index in indices]


def test_a_secret_in_place_of_an_id_is_not_repeated() -> None:
    secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
    [hit] = of_connector(headers.duplicate_token_id, {"name": "x", "token_ids": [secret, secret]})
    assert isinstance(hit, Hit)
    assert secret not in f"{hit.message}{hit.remedy}{hit.related}"
