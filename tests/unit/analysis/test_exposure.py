"""What the picture of a connector shows, and what it must not."""

import json
from typing import Any

import pytest
from support.items import item
from support.reports import ALL

from dclint.analysis.exposure import Exposure, Names
from dclint.config.settings import Config
from dclint.engine.lint import lint
from dclint.engine.plan import LintOptions
from dclint.report.html.call_path import CallStage, describe_call_stages

BASE = {
    "name": "n",
    "direct_fin_usage": True,
    "audiences": ["users"],
    "http_method": "get",
    "url": "https://api.io/orders/{{order_id}}",
    "data_inputs": [{"name": "order_id", "type": "string"}],
    "token_ids": [],
    "response_fields": [],
    "data_transformation_type": "full_access",
}
PROVIDER = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


def exposure(**members: Any) -> Exposure:
    raw = {key: value for key, value in (BASE | members).items() if value is not None}
    report = lint([item("a.json", json.dumps(raw))], ALL, Config(), LintOptions(profile_risks=True))
    return report.risk_profiles[0].exposure


def written(station: CallStage) -> str:
    return f"{station.tone} {station.head}: {station.detail}"


@pytest.mark.parametrize(
    ("position", "members", "station"),
    [
        (0, {}, "watch users: through Fin"),
        (0, {"audiences": ["users", "leads", "visitors"]}, "alarm everybody: through Fin"),
        (0, {"audiences": ["leads", "users"]}, "alarm leads, users: through Fin"),
        (0, {"audiences": None}, "unknown not stated: through Fin"),
        (0, {"direct_fin_usage": False}, "calm workflow: or a teammate"),
        (0, {"direct_fin_usage": "x"}, "unknown not visible: whether Fin alone"),
        (1, {}, "watch no passcode: before a call"),
        (1, {"audiences": ["leads"]}, "alarm no passcode: before a call"),
        (1, {"direct_fin_usage": False}, "watch no passcode: workflow decides"),
        (1, {"customer_authentication": True}, "calm passcode: before a call"),
        (1, {"customer_authentication": "x"}, "unknown not visible: passcode or not"),
        (1, {"bypass_authentication": True}, "alarm bypassed: authentication"),
        (2, {}, "watch order_id: choose a record"),
        (2, {"data_inputs": [], "url": "https://api.io/shops"}, "calm none: nothing is chosen"),
        (2, {"data_inputs": []}, "watch order_id: choose a record"),  # sent, and not declared
        (2, {"data_inputs": 1, "url": 1}, "unknown not visible: what is put in"),
        (2, {"data_inputs": [], "url": "https://api.io/orders"}, "alarm all: a whole list"),
        (
            2,
            {"data_inputs": [{"name": "email"}], "url": "https://api.io/{{email}}"},
            "alarm email: choose a person",
        ),
        (
            2,
            {"data_inputs": [{"name": "city"}], "url": "https://api.io/{{city}}"},
            "calm city: no record number",
        ),
        (2, {"url": None, "headers": 1}, "unknown order_id: choosing unknown"),
        (3, {}, "calm GET: reads"),
        (3, {"http_method": "post", "url": "https://api.io/orders"}, "watch POST: creates"),
        (3, {"http_method": "post"}, "alarm POST: changes"),
        (3, {"url": "https://api.io/orders/{{order_id}}/cancel"}, "alarm GET: changes"),
        (3, {"http_method": "delete"}, "alarm DELETE: deletes"),
        (3, {"http_method": "patch"}, "alarm PATCH: changes"),
        (3, {"http_method": None}, "unknown not visible: what it does"),
        (4, {}, "calm api.io: no credential"),
        (4, {"token_ids": ["4", "x"]}, "watch api.io: token 4 and 1 more"),
        (4, {"token_ids": ["secret"]}, "watch api.io: a stored token"),
        (4, {"headers": [{"name": "X-Api-Key", "value": "a"}]}, "watch api.io: header X-Api-Key"),
        (4, {"token_ids": None}, "calm api.io: credential not visible"),
        (4, {"url": "https://{{host}}/x"}, "alarm chosen at run time: no credential"),
        (4, {"url": 1}, "unknown not visible: no credential"),
        (
            4,
            {"execution_type": "client_side"},
            "unknown the page itself: a function of the website",
        ),
        (5, {}, "watch all of it: 0 fields"),
        (
            5,
            {
                "data_transformation_type": "redacted_access",
                "response_fields": [{"path": "a"}, {"path": "b", "redacted": True}],
            },
            "calm redacted: 1 of 2 fields",
        ),
        (
            5,
            {"data_transformation_type": "code_block_transformation"},
            "calm cut by code: 0 fields",
        ),
        (5, {"data_transformation_type": None}, "unknown not visible: 0 fields"),
        (5, {"response_fields": None}, "watch all of it: fields unknown"),
    ],
)
def test_a_station_says_what_is_known(position: int, members: dict[str, Any], station: str) -> None:
    assert written(describe_call_stages(exposure(**members))[position]) == station


@pytest.mark.parametrize(
    "members",
    [
        {"url": f"https://{PROVIDER}.io/x"},
        {"data_inputs": [{"name": PROVIDER}]},
        {"response_fields": [{"path": f"a.{PROVIDER}"}]},
        {"token_ids": [PROVIDER]},
        {"headers": [{"name": f"Authorization {PROVIDER}", "value": "x"}]},
    ],
)
def test_no_secret_is_in_it(members: dict[str, Any]) -> None:
    shown = repr(exposure(**members)).lower()
    assert PROVIDER[8:30].lower() not in shown


def test_names_are_cut_and_counted() -> None:
    found = exposure(data_inputs=[{"name": f"{n}" + "x" * 300} for n in range(50)])
    assert isinstance(found.inputs, Names)
    assert found.inputs.total == 50
    assert len(found.inputs.shown) == 20
    assert max(map(len, found.inputs.shown)) == 80
