"""Updates: which of them open a connector, whatever the rest of it is."""

from typing import Any

import pytest

from dclint.base.pointer import Pointer
from dclint.checks.authentication.updates import update_weakens_access
from dclint.findings.hit import Hit, NotApplicable
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector

Raw = dict[str, Any]
BYPASS, PASSCODE = ("bypass_authentication",), ("customer_authentication",)
AUDIENCES, TOKENS, INPUTS = ("audiences",), ("token_ids",), ("data_inputs",)


def run(raw: Raw) -> list[Pointer]:
    outcomes = update_weakens_access(load_connector(raw, shape_of(raw)))
    return [outcome.at for outcome in outcomes if isinstance(outcome, Hit)]


UPDATES: list[tuple[Raw, list[Pointer]]] = [
    ({"bypass_authentication": True}, [BYPASS]),
    ({"bypass_authentication": False}, []),
    ({"customer_authentication": False}, [PASSCODE]),
    ({"customer_authentication": True}, []),
    ({"audiences": ["users", "leads"]}, [AUDIENCES]),
    ({"audiences": ["visitors"]}, [AUDIENCES]),
    ({"audiences": ["users"]}, []),
    ({"audiences": []}, []),
    ({"audiences": 5}, []),
    ({"audiences": ["leads"], "customer_authentication": True}, []),
    (
        {"audiences": ["leads"], "customer_authentication": True, "bypass_authentication": True},
        [BYPASS, AUDIENCES],
    ),
    ({"audiences": ["leads"], "direct_fin_usage": False}, []),
    ({"customer_authentication": False, "direct_fin_usage": False}, []),
    ({"customer_authentication": False, "direct_fin_usage": True}, [PASSCODE]),
    ({"token_ids": []}, [TOKENS]),
    ({"token_ids": ["7"]}, []),
    ({"token_ids": [], "direct_fin_usage": False}, [TOKENS]),
    ({"token_ids": [], "headers": []}, [TOKENS]),
    ({"token_ids": [], "headers": [{"name": "X-Api-Key", "value": "{{key}}"}]}, []),
    ({"data_inputs": []}, [INPUTS]),
    ({"data_inputs": [{"name": "a"}]}, []),
    ({"data_inputs": [], "url": "https://a.io/"}, []),
    ({"data_inputs": [], "body": "a=1"}, []),
    ({"data_inputs": [], "http_method": "post"}, [INPUTS]),
    ({"mock_response": {"bypass_authentication": True}}, []),
]


@pytest.mark.parametrize(("raw", "places"), UPDATES)
def test_an_update_that_takes_a_guard_away_is_reported(raw: Raw, places: list[Pointer]) -> None:
    assert run(raw) == places
    assert run({"id": "7", **raw}) == places
    assert run({"state": "live", **raw}) == places
    assert run({"state": "draft", **raw}) == []


@pytest.mark.parametrize("raw", [raw for raw, _ in UPDATES])
def test_only_updates_are_judged(raw: Raw) -> None:
    definition = {"name": "Get it", **raw}
    outcomes = update_weakens_access(load_connector(definition, shape_of(definition)))
    assert list(outcomes) == [NotApplicable()]
