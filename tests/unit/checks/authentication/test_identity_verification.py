"""A workspace that does not verify its users, and the connectors for which that matters."""

from typing import Any

import pytest

from dclint.checks.authentication.identity_verification import identity_verification_off
from dclint.findings.hit import Hit, NotObservable
from dclint.model.context import Context
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Raw = dict[str, Any]

OPEN: Raw = {
    "name": "x",
    "state": "live",
    "http_method": "get",
    "url": "https://a.io/{{order_id}}",
    "direct_fin_usage": True,
    "audiences": ["users"],
    "customer_authentication": False,
    "data_inputs": [{"name": "order_id"}],
}


def outcomes(
    raw: Raw, *, verified: bool | None = False, shape: Shape = Shape.DEFINITION
) -> list[Outcome]:
    workspace = Workspace(context=Context(identity_verification=verified))
    return list(
        identity_verification_off(Subject("a.json", (), 0, load_connector(raw, shape)), workspace)
    )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"audiences": ["visitors", "users"]},
        {"url": "https://a.io/{{customer_id}}", "data_inputs": [{"name": "customer_id"}]},
        {"bypass_authentication": True},
        {"bypass_authentication": 5},
        {"token_ids": []},
        {"audiences": []},  # not stated counts as users
        {"data_inputs": []},  # declared or not, it stands where a record is picked
        {"http_method": 5},
        {"headers": [{"name": "Authorization", "value": "{{key}}"}]},
    ],
)
def test_a_live_connector_for_users_is_reported(change: Raw) -> None:
    [hit] = outcomes(OPEN | change)
    assert isinstance(hit, Hit)
    assert hit.at == ("customer_authentication",)


def test_an_audience_that_is_not_written_is_not_pointed_at() -> None:
    silent = {key: value for key, value in OPEN.items() if key != "audiences"}
    [hit] = outcomes(silent)
    assert isinstance(hit, Hit)
    assert [related.at for related in hit.related] == [("direct_fin_usage",), ()]


def test_a_switch_that_is_not_written_is_off() -> None:
    silent = {key: value for key, value in OPEN.items() if key != "customer_authentication"}
    [hit] = outcomes(silent)
    assert isinstance(hit, Hit)
    assert hit.at == ()
    assert hit.message == (
        "Users start it through Fin, `order_id` chooses the record, and the workspace does not "
        "verify who they are; a check by JWT may not show in this setting"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"state": "draft"},
        {"direct_fin_usage": False},
        {"audiences": ["leads", "visitors"]},
        {"customer_authentication": True},
        {"url": "https://a.io/"},
        {"url": "https://a.io/products/{{x}}", "data_inputs": []},
        {"url": "https://a.io/{{product_id}}", "data_inputs": [{"name": "product_id"}]},
        {"state": "draft", "audiences": 5},
    ],
)
def test_where_it_does_not_matter_it_is_silent(change: Raw) -> None:
    for verified in (False, None):
        assert outcomes(OPEN | change, verified=verified) == []


def test_a_workspace_that_verifies_is_silent() -> None:
    assert outcomes(OPEN, verified=True) == []
    assert outcomes({"name": "x"}, verified=True) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"state": 5}, ["state"]),
        ({"audiences": 5}, ["audiences"]),
        ({"direct_fin_usage": 5}, ["direct_fin_usage"]),
        ({"customer_authentication": 5}, ["customer_authentication"]),
        ({"data_inputs": 5, "url": "https://a.io/products", "body": 5}, ["data_inputs", "body"]),
        ({"url": 5}, ["url"]),
        ({"state": 5, "audiences": 5}, ["state", "audiences"]),
    ],
)
def test_an_uncertain_fact_is_named(change: Raw, missing: list[str]) -> None:
    assert outcomes(OPEN | change) == [NotObservable(fact) for fact in missing]
    with_setting = [*missing, "identity_verification"]
    assert outcomes(OPEN | change, verified=None) == [NotObservable(fact) for fact in with_setting]


def test_a_definition_that_does_not_say_whether_it_is_live() -> None:
    silent = {key: value for key, value in OPEN.items() if key != "state"}
    assert outcomes(silent) == [NotObservable("state")]


def test_an_export_that_hides_its_audience_is_not_reported() -> None:
    export = {key: value for key, value in OPEN.items() if key != "audiences"}
    found = outcomes({**export, "body": None, "headers": []}, shape=Shape.DETAIL)
    assert found == [NotObservable("audiences")]
