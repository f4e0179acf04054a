"""Every example of every rule, through the real pipeline; and what every rule file must have."""

import re
from typing import Any

import pytest
from support import RULES

from dclint.config import validate
from dclint.document import Document
from dclint.engine import lint as lint_documents
from dclint.rule import Example, Rule, Scope

MARK = re.compile(r"#\s*<- here\s*$")
FINDABLE = re.compile(r"^https://[a-z0-9.-]+/")


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.name}: {example.title}")
        for rule in RULES.values()
        for example in getattr(rule, kind)
    ]


def lines_reported(rule: Rule, example: Example) -> list[tuple[int, str]]:
    """The lines that this rule alone reports, with their severities."""
    settings = validate({"profile": example.profile.value, **example.config}, rule.name)
    document = Document(example.file, example.text.encode(example.encoding))
    report = lint_documents([document], [rule], settings)
    assert not report.crashes
    assert len({(f.location.pointer, f.location.line) for f in report.findings}) == len(
        report.findings
    ), "one finding a pointer"
    return [(f.location.line, f.severity.value) for f in report.findings]


def expected(rule: Rule, example: Example) -> list[tuple[int, str]]:
    marked = [n for n, line in enumerate(example.text.splitlines(), 1) if MARK.search(line)]
    severity = (example.severity or rule.severity).value
    return [(line, severity) for line in example.lines or marked]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_a_bad_example_is_reported_at_its_marked_lines(rule: Rule, example: Example) -> None:
    assert expected(rule, example), "a bad example marks what is wrong"
    assert lines_reported(rule, example) == expected(rule, example)


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_a_good_example_is_not_reported(rule: Rule, example: Example) -> None:
    assert lines_reported(rule, example) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_file_is_complete(rule: Rule) -> None:
    assert len(rule.bad) >= 2, "bad examples"
    assert len(rule.good) >= 2, "good examples"
    assert rule.references
    assert all(FINDABLE.match(reference.url) for reference in rule.references)
    for text in (rule.summary, rule.why, rule.fix, rule.limits):
        assert len(text.split()) >= 6, text
    assert not rule.title.endswith(".")
    if rule.scope is Scope.DOCUMENT:
        assert rule.check is None
    else:
        assert callable(rule.function())
        assert set(rule.needs) <= set(rule.reads)
        assert rule.reads


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_message_is_one_plain_line(rule: Rule) -> None:
    for example in rule.bad:
        settings = validate({"profile": "auditor", **example.config}, rule.name)
        document = Document(example.file, example.text.encode(example.encoding))
        for finding in lint_documents([document], [rule], settings).findings:
            assert "\n" not in finding.message
            assert not finding.message.endswith(".")
            assert " should " not in finding.message
