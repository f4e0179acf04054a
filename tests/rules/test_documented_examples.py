"""What is said of the examples in Intercom's own reference: nobody may be taught to ignore that.

Source: the `examples` of createDataConnector and RetrieveDataConnector in Intercom's OpenAPI
description, version 2.16 (https://github.com/intercom/Intercom-OpenAPI).
"""

import json
from typing import Any

import pytest
from support.items import as_items
from support.rules import RULES

from dclint.config.settings import validate_settings
from dclint.document import Document
from dclint.engine.lint import lint
from dclint.engine.report import Report
from dclint.ruleset import registry as ruleset

Raw = dict[str, Any]

CREATED: Raw = {
    "name": "Get Order Status",
    "description": "Looks up order status from an external service",
    "http_method": "get",
    "url": "https://api.example.com/orders/{{order_id}}/status",
    "direct_fin_usage": True,
    "audiences": ["leads", "visitors"],
    "headers": [{"name": "Content-Type", "value": "application/json"}],
    "data_inputs": [
        {
            "name": "order_id",
            "type": "string",
            "description": "The order ID to look up",
            "required": True,
            "default_value": "",
        }
    ],
    "customer_authentication": True,
    "bypass_authentication": False,
    "validate_missing_attributes": True,
}
MINIMAL: Raw = {"name": "My Connector"}
MOCKED: Raw = {
    "name": "Order Lookup",
    "mock_response": {"order": {"id": 12345, "status": "shipped"}},
}
SHOWN: Raw = {
    "type": "data_connector",
    "id": "12345",
    "name": "Order Status Service",
    "description": "Fetches order status from external fulfillment API",
    "state": "live",
    "http_method": "post",
    "direct_fin_usage": False,
    "audiences": ["users", "leads"],
    "execution_type": "server_side",
    "configuration_response_type": "test_response_type",
    "data_transformation_type": None,
    "client_function_name": None,
    "client_function_timeout_ms": None,
    "data_inputs": [
        {
            "name": "conversation_id",
            "type": "string",
            "description": "The Intercom conversation ID",
            "required": True,
            "default_value": "",
        }
    ],
    "response_fields": [
        {"path": "status", "type": "string", "example_value": "ok", "redacted": False}
    ],
    "object_mappings": [],
    "token_ids": [],
    "customer_authentication": False,
    "bypass_authentication": False,
    "validate_missing_attributes": None,
    "created_by_admin_id": "456",
    "updated_by_admin_id": "456",
    "created_at": "2025-11-15T09:30:00Z",
    "updated_at": "2026-01-20T14:22:15Z",
    "execution_results_url": "/data_connectors/12345/execution_results",
}

Findings = set[tuple[str, str, str]]

NOTES_ON_CREATED: Findings = {
    ("info", "otp-without-email", "/customer_authentication"),
    ("info", "url-placeholder-host", "/url"),
}
UNFINISHED: Findings = {
    ("warning", "missing-description", ""),
    ("info", "url-missing", ""),
}


def report(raw: Raw, profile: str) -> Report:
    config = validate_settings({"profile": profile}, "test")
    document = Document("example.json", json.dumps(raw))
    return lint(as_items(document), ruleset.select_rules(RULES, config), config)


@pytest.mark.parametrize(
    ("raw", "profile", "expected"),
    [
        (CREATED, "default", NOTES_ON_CREATED),
        (CREATED, "auditor", NOTES_ON_CREATED | {("info", "unbound-object-reference", "/url")}),
        (MINIMAL, "default", UNFINISHED),
        (MINIMAL, "auditor", UNFINISHED),
        (MOCKED, "default", UNFINISHED),
        (MOCKED, "auditor", UNFINISHED),
        (SHOWN, "default", set()),
        (SHOWN, "auditor", set()),
    ],
)
def test_what_is_said_of_a_documented_example(raw: Raw, profile: str, expected: Findings) -> None:
    findings = report(raw, profile).findings
    assert {(f.severity.value, f.rule, f.location.pointer) for f in findings} == expected
    assert len(findings) == len(expected)


def test_the_url_that_an_example_does_not_show_is_not_passed() -> None:
    coverage = report(SHOWN, "auditor").coverage
    rules = [rule for rule in RULES.values() if "url" in rule.needs]
    assert len(rules) > 5
    assert all(coverage[rule.name].checked == 0 for rule in rules)
