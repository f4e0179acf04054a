"""Data inputs whose names get in each other's way."""

from typing import Any

import pytest

from dclint.checks.inputs.inputs import duplicate_input
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector

CASES: list[tuple[list[str], dict[int, Severity | None]]] = [
    # names, index → severity of what is reported (None: the rule's own)
    (["order_id", "order_id"], {1: None}),
    (["a", "b", "a", "a"], {2: None, 3: None}),
    (["order_id", "Order_ID"], {1: Severity.WARNING}),
    (["a", "A", "A"], {1: Severity.WARNING, 2: None}),
    (["A", "a", "A"], {1: Severity.WARNING, 2: None}),
    (["straße", "STRASSE"], {1: Severity.WARNING}),
    (["order_id", "orderId"], {}),
    (["order_id", "order_id "], {}),
    (["a"], {}),
    ([], {}),
]


def outcomes(inputs: list[Any]) -> list[Hit | NotObservable]:
    raw = {"name": "x", "data_inputs": inputs}
    return list(duplicate_input(load_connector(raw, shape_of(raw))))


@pytest.mark.parametrize(("names", "reported"), CASES)
def test_the_later_input_is_reported(
    names: list[str], reported: dict[int, Severity | None]
) -> None:
    found = outcomes([{"name": name} for name in names])
    assert {hit.at: hit.severity for hit in found if isinstance(hit, Hit)} == {
        ("data_inputs", index, "name"): severity for index, severity in reported.items()
    }


def test_the_earlier_input_is_related() -> None:
    [hit] = outcomes([{"name": "a"}, {"name": "b"}, {"name": "B"}])
    assert isinstance(hit, Hit)
    assert [related.at for related in hit.related] == [("data_inputs", 1, "name")]
    assert hit.message == "The inputs `b` and `B` differ in case only"


def test_a_malformed_name_is_not_observable() -> None:
    assert outcomes([{"name": "a"}, {"name": 5}]) == [NotObservable("data_inputs[].name")]


def test_an_input_without_a_name_equals_no_other() -> None:
    assert outcomes([{"type": "string"}, {"type": "string"}]) == []
