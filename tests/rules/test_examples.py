"""Every example of every rule, through the real pipeline; and what every rule file must have."""

import re
from difflib import SequenceMatcher
from typing import Any

import pytest
from support.rules import RULES

from dclint.config.settings import validate_settings
from dclint.engine.lint import lint as lint_documents
from dclint.findings.severity import Severity
from dclint.ruleset.python_checks import load_check
from dclint.ruleset.rule import Example, Rule, Scope
from dclint.ruletest.examples import make_example_item
from dclint.ruletest.runner import find_expected_lines, find_reported_lines

FINDABLE = re.compile(r"^https://[a-z0-9.-]+/")


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.name}: {example.title}")
        for rule in RULES.values()
        for example in getattr(rule, kind)
    ]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_a_bad_example_is_reported_at_its_marked_lines(rule: Rule, example: Example) -> None:
    assert find_expected_lines(rule, example), "a bad example marks what is wrong"
    assert find_reported_lines(rule, example) == find_expected_lines(rule, example)


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_a_good_example_is_not_reported(rule: Rule, example: Example) -> None:
    assert find_reported_lines(rule, example) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_file_is_complete(rule: Rule) -> None:
    assert len(rule.bad) >= 3, "bad examples"
    assert len(rule.good) >= 3, "good examples"
    assert rule.references
    assert all(FINDABLE.match(reference.url) for reference in rule.references)
    for text in (rule.summary, rule.why, rule.fix, rule.limits):
        assert len(text.split()) >= 6, text
    assert not rule.title.endswith(".")
    if rule.scope is not Scope.DOCUMENT:
        assert callable(load_check(rule))
        assert set(rule.needs) <= set(rule.reads)
        assert rule.reads


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_branch_has_a_bad_example(rule: Rule) -> None:
    """The severities that a rule's own text speaks of are those of its examples."""
    shown = {example.severity or rule.severity for example in rule.bad}
    assert rule.severity in shown
    for severity in Severity:
        if re.search(rf"\bis an? {SPOKEN[severity]}\b", rule.summary):
            assert severity in shown


SPOKEN = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_first_good_example_is_the_first_bad_one_mended(rule: Rule) -> None:
    before, after = rule.bad[0], rule.good[0]
    assert before.file.rpartition(".")[2] == after.file.rpartition(".")[2]
    assert SequenceMatcher(None, before.text, after.text, autojunk=False).ratio() > 0.5


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_one_finding_a_pointer(rule: Rule) -> None:
    for example in (*rule.bad, *rule.good):
        settings = validate_settings({"profile": "auditor", **example.config}, rule.name)
        report = lint_documents([make_example_item(example)], [rule], settings)
        assert not report.crashes
        places = [(f.location.pointer, f.location.line) for f in report.findings]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_message_is_one_plain_line(rule: Rule) -> None:
    for example in rule.bad:
        settings = validate_settings({"profile": "auditor", **example.config}, rule.name)
        for finding in lint_documents([make_example_item(example)], [rule], settings).findings:
            assert "\n" not in finding.message
            assert not finding.message.endswith(".")
            assert " should " not in finding.message
