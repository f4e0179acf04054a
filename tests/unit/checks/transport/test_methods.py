"""Definitions without a method."""

from typing import Any

import pytest

from dclint.checks.transport.methods import missing_http_method
from dclint.findings.hit import Hit, NotApplicable, NotObservable
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.ruleset.rule import Outcome

URL = "https://a.io/"


def outcomes(raw: dict[str, Any]) -> list[Outcome | NotApplicable]:
    return list(missing_http_method(load_connector(raw, shape_of(raw))))


@pytest.mark.parametrize(
    ("body", "method"), [({}, "get"), ({"body": " "}, "get"), ({"body": "a=1"}, "post")]
)
def test_a_url_without_a_method_is_reported(body: dict[str, Any], method: str) -> None:
    (found,) = outcomes({"name": "A", "url": URL, **body})
    assert isinstance(found, Hit)
    assert (found.at, found.severity) == ((), None)
    assert found.remedy
    assert found.remedy.endswith(f"such as `{method}`")


@pytest.mark.parametrize(
    "raw",
    [
        {"name": "A"},
        {"name": "A", "url": " "},
        {"name": "A", "url": 5},
        {"name": "A", "url": URL, "http_method": "get"},
        {"name": "A", "url": URL, "http_method": "GET"},
        {"name": "A", "url": URL, "http_method": None},
    ],
)
def test_other_definitions_are_not(raw: dict[str, Any]) -> None:
    assert outcomes(raw) == []


def test_a_function_in_a_page_may_be_meant_where_that_cannot_be_read() -> None:
    raw = {"name": "A", "url": URL, "execution_type": "page"}
    assert outcomes(raw) == [NotObservable("execution_type")]


@pytest.mark.parametrize(
    "raw",
    [
        {"url": URL},
        {"id": "7", "url": URL},
        {"type": "data_connector", "name": "A", "url": URL},
        {"name": "A", "url": URL, "execution_type": "client_side"},
    ],
)
def test_where_the_method_may_be_missing_there_is_nothing_to_check(raw: dict[str, Any]) -> None:
    assert outcomes(raw) == [NotApplicable()]
