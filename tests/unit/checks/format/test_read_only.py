"""Fields that only Intercom decides: where they are reported, and how severely."""

from typing import Any

import pytest

from dclint.base.pointer import Pointer
from dclint.checks.format.read_only import read_only_field
from dclint.findings.hit import Hit, NotApplicable
from dclint.findings.severity import Severity
from dclint.model.connector import READ_ONLY_FIELDS
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector

Raw = dict[str, Any]
STORED = {"type": "data_connector", "id": "7", "created_at": "2026-01-01T00:00:00Z"}
NOTE = Severity.INFO


def run(raw: Raw) -> list[tuple[Pointer, Severity | None]]:
    outcomes = list(read_only_field(load_connector(raw, shape_of(raw))))
    assert all(hit.on_key for hit in outcomes if isinstance(hit, Hit))
    return [(outcome.at, outcome.severity) for outcome in outcomes if isinstance(outcome, Hit)]


@pytest.mark.parametrize("field", sorted(READ_ONLY_FIELDS))
def test_every_field_of_an_answer_is_reported_in_a_definition(field: str) -> None:
    assert run({"name": "A", field: None}) == [((field,), NOTE)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("data_transformation_type", "redacted_access"),
        ("data_transformation_type", "code_block_transformation"),
        ("response_fields", [{"path": "a", "redacted": False}, {"path": "b", "redacted": True}]),
        ("object_mappings", [{"intercom_object_type": "user"}]),
        ("execution_type", "client_side"),
    ],
)
def test_what_somebody_relies_on_is_a_warning(field: str, value: Any) -> None:
    assert run({"name": "A", field: value}) == [((field,), None)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("data_transformation_type", "full_access"),
        ("data_transformation_type", 5),
        ("response_fields", [{"path": "a", "redacted": False}, 5, {"redacted": "true"}]),
        ("object_mappings", []),
        ("execution_type", "server_side"),
        ("client_function_name", "getCart"),
        ("state", "draft"),
        ("state", "live"),
    ],
)
def test_what_changes_nothing_is_a_note(field: str, value: Any) -> None:
    assert run({"name": "A", field: value}) == [((field,), NOTE)]


@pytest.mark.parametrize(
    "raw",
    [
        {"name": "A", "id": "7", "state": "live"},
        {"id": "7", "state": "live"},
        {"state": "live"},
        {"name": "A", "mock_response": {"execution_type": "client_side", "state": "live"}},
        {"name": "A", "data_inputs": [{"name": "a", "default_value": "b"}, 5]},
    ],
)
def test_what_a_request_may_hold_is_not_reported(raw: Raw) -> None:
    assert run(raw) == []


def test_examples_of_inputs_are_notes() -> None:
    raw = {"name": "A", "data_inputs": [{"name": "a"}, {"name": "b", "example_value": None}]}
    assert run(raw) == [(("data_inputs", 1, "example_value"), NOTE)]


def test_an_answer_of_the_api_may_hold_everything() -> None:
    raw = {**STORED, "name": "A", "url": "https://a.io/", "object_mappings": [{}], "state": "live"}
    assert list(read_only_field(load_connector(raw, shape_of(raw)))) == [NotApplicable()]
