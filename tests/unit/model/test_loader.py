"""From objects to connectors: what a hostile one may cost."""

from typing import Any

import pytest

from dclint.model.loader import load_connector
from dclint.model.values import MALFORMED, MAX_ITEMS, Shape


@pytest.mark.parametrize(
    ("member", "items"),
    [
        ("audiences", ["users"] * (MAX_ITEMS + 1)),
        ("data_inputs", [1] * 200_000),
        ("object_mappings", [{"attribute_mappings": [1] * 300}] * 300),
    ],
)
def test_a_crowded_list_is_one_fault_and_hides_no_other(member: str, items: list[Any]) -> None:
    connector = load_connector({"name": 5, member: items, "url": "https://a.io"}, Shape.DEFINITION)
    assert {fault.at for fault in connector.faults} == {("name",), (member,)}
    assert getattr(connector, member) is MALFORMED
    assert connector.url == "https://a.io"


def test_as_many_entries_as_are_allowed_are_read() -> None:
    inputs = [{"name": f"i{number}"} for number in range(MAX_ITEMS)]
    connector = load_connector({"name": "n", "data_inputs": inputs}, Shape.DEFINITION)
    assert len(connector.known_inputs) == MAX_ITEMS
    assert connector.faults == ()
