"""What fixes of the shipped rules may never do, and that each of them is proven by an example."""

import json
from typing import Any

import pytest
from support.items import item
from support.rules import RULES

from dclint.analysis.access.judgement import evaluate_access
from dclint.base.pointer import resolve_pointer
from dclint.config.settings import validate_settings
from dclint.engine.lint import lint
from dclint.findings.finding import Finding
from dclint.fixing.fixer import FixResult, apply_fixes
from dclint.model.connector import Connector
from dclint.model.source_item import SourceItem
from dclint.model.subject import list_subjects
from dclint.ruleset.rule import Example, Rule
from dclint.ruletest.examples import make_example_item
from dclint.ruletest.runner import check_fixed_text
from dclint.secrets.connector import find_connector_secrets

ALL = list(RULES.values())
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}: {example.title}")
    for rule in ALL
    for example in rule.bad
]
TEXTS = ("description", "internal_description")


def findings(rule: Rule) -> list[Finding]:
    found: list[Finding] = []
    for example in rule.bad:
        settings = validate_settings(
            {"profile": example.profile.value, **example.config}, rule.name
        )
        found += lint([make_example_item(example)], [rule], settings).findings
    return found


@pytest.mark.parametrize("rule", ALL, ids=RULES)
def test_a_rule_that_mends_proves_it_by_an_example(rule: Rule) -> None:
    kinds = {finding.fix.is_safe for finding in findings(rule) if finding.fix}
    proven = {True for e in rule.bad if e.fixed is not None}
    proven |= {False for e in rule.bad if e.fixed_unsafely is not None}
    assert kinds == proven
    assert (rule.fixes is not None) == bool(kinds)


@pytest.mark.parametrize("rule", [r for r in ALL if r.fixes], ids=lambda rule: rule.name)
def test_an_example_is_fixed_as_it_says(rule: Rule) -> None:
    for example in rule.bad:
        if example.fixed is not None:
            assert check_fixed_text(rule, example, unsafe=False) == example.fixed
        if example.fixed_unsafely is not None:
            assert check_fixed_text(rule, example, unsafe=True) == example.fixed_unsafely


def everything(example: Example, name: str) -> FixResult:
    settings = validate_settings({"profile": "auditor", **example.config}, name)
    return apply_fixes(make_example_item(example), ALL, settings, unsafe=True)


def connectors(of: SourceItem) -> list[Connector]:
    return [subject.connector for subject in list_subjects(of)]


def secrets(connector: Connector) -> set[str]:
    return {
        resolve_pointer(connector.raw, s.at)[s.start : s.end]
        for s in find_connector_secrets(connector)
    }


def parts(raw: Any) -> list[dict[str, Any]]:
    inputs = raw.get("data_inputs")
    found = [raw, *(inputs if isinstance(inputs, list) else ())]
    return [part for part in found if isinstance(part, dict)]


def prose(raw: Any) -> list[str]:
    found = [part.get(text) for part in parts(raw) for text in TEXTS]
    return [text for text in found if isinstance(text, str)]


def strings(raw: Any) -> list[str]:
    return [text for part in parts(raw) for text in part.values() if isinstance(text, str)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_no_fix_weakens_authentication_or_deletes_a_secret_or_invents_prose(
    rule: Rule, example: Example
) -> None:
    result = everything(example, rule.name)
    before, after = connectors(result.before), connectors(result.after)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert (
            evaluate_access(new).table_match.verdict.rank
            <= evaluate_access(old).table_match.verdict.rank
        )
        assert secrets(old) <= secrets(new)
        for text in prose(new.raw):
            assert any(len(text) <= len(other) for other in strings(old.raw)), "it gets shorter"


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_what_was_fixed_stays_fixed(rule: Rule, example: Example) -> None:
    settings = validate_settings({"profile": "auditor", **example.config}, rule.name)
    result = everything(example, rule.name)
    again = apply_fixes(result.after, ALL, settings, unsafe=True)
    assert again.after.document.text == result.after.document.text
    assert len(result.after.document.problems) <= len(result.before.document.problems)


def test_a_text_that_nobody_reads_is_left_alone() -> None:
    for text in ('{"name": ', "\xff", "[1, 2]", ""):
        broken = item("a.json", text)
        assert apply_fixes(broken, ALL, validate_settings({}, "x")).after is broken


def test_a_fix_that_would_open_the_connector_is_not_applied() -> None:
    raw = {
        "name": "Get order",
        "http_method": "get",
        "url": "https://api.velvetshoes.com/orders/{{order_id}}",
        "direct_fin_usage": True,
        "audiences": ["users", "visitors"],
        "customer_authentication": True,
        "bypas_authentication": True,
        "token_ids": ["4411"],
        "data_inputs": [{"name": "order_id", "type": "string", "required": True}],
    }
    result = apply_fixes(
        item("a.json", json.dumps(raw)), ALL, validate_settings({}, "x"), unsafe=True
    )
    assert "bypas_authentication" in result.after.document.text
