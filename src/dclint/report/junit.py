"""The report as JUnit's XML, in the form that Jenkins describes.

Source: https://github.com/jenkinsci/xunit-plugin, junit-10.xsd
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dclint.engine.report import RULE_FAILED, Report
from dclint.findings.finding import ConnectorRef, Finding
from dclint.findings.severity import Severity
from dclint.findings.suppression import Suppression
from dclint.report.audit import list_unread
from dclint.report.style import Style, escape_unsafe
from dclint.report.text import format_finding_line

# What XML 1.0 allows nowhere, beyond what is made visible anyway.
_FORBIDDEN = re.compile("[\ufffe\uffff]")

_OTHER_RULES = "all other rules"

# Attribute of a suite → the elements that it counts.
_COUNTED = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}


@dataclass(slots=True)
class _TestCase:
    """What became of one rule on one connector."""

    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Suppression] = field(default_factory=list)
    unknown: tuple[str, ...] = ()


_CaseKey = tuple[str, str]  # what is tested, and by which rule


def render(report: Report, _style: Style) -> str:
    """Return a suite a file, and in it a case for each rule that has something to say."""
    root = Element("testsuites", name="dclint")
    for name, reason in list_unread(report):
        element = _add_case(_add_suite(root, name), name, "read")
        _add_result(element, "error", "not-read", reason)
    for file, cases in _group_by_file(report).items():
        suite = _add_suite(root, file)
        for (tested, rule), case in cases.items():
            _write_outcome(_add_case(suite, tested, rule), case)
    for suite in root:
        for attribute, tag in _COUNTED.items():
            suite.set(attribute, str(len(suite.findall(f".//{tag}"))))
    indent(root)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declaration}\n{tostring(root, encoding='unicode')}\n"


def _group_by_file(report: Report) -> dict[str, dict[_CaseKey, _TestCase]]:
    """Return what a run found by file, connector and rule.

    Of a rule that found nothing, a report does not say on which connectors it was done and to
    which it does not apply; there is one case for all such rules.
    """
    files: dict[str, dict[_CaseKey, _TestCase]] = {}

    def get_case(connector: ConnectorRef | None, file: str, rule: str) -> _TestCase:
        key = (_name_connector(connector) if connector else file, rule)
        return files.setdefault(file, {}).setdefault(key, _TestCase())

    for connector in report.connectors:
        get_case(connector, connector.file, _OTHER_RULES)
    for finding in report.findings:
        get_case(finding.connector, finding.location.file, finding.rule).findings.append(finding)
    for finding, by in report.list_suppressed():
        get_case(finding.connector, finding.location.file, finding.rule).suppressed.append(by)
    for rule in report.rules:
        for facts, numbers in report.coverage[rule.name].unobserved.items():
            for number in numbers:
                connector = report.connectors[number]
                get_case(connector, connector.file, rule.name).unknown = facts
    return files


def _write_outcome(element: Element, case: _TestCase) -> None:
    """Write a failure, an error, that a case was skipped, or nothing, which means passed."""
    notes = [finding for finding in case.findings if finding.severity is Severity.INFO]
    failing = [finding for finding in case.findings if finding.severity is not Severity.INFO]
    if failing:
        _add_failure(element, failing)
    elif RULE_FAILED in case.unknown:
        _add_result(element, "error", "rule-failed", "The rule failed; this is a fault of dclint")
    elif case.suppressed:
        first = case.suppressed[0]
        message = f"{first.kind}: {first.reason or first.place}"
        _add_result(element, "skipped", first.kind, message)
    elif case.unknown:
        message = f"unknown: {', '.join(case.unknown)}"
        _add_result(element, "skipped", "not-observable", message)
    output = _format_findings(notes) + _format_suppressions(case.suppressed)
    if output:
        SubElement(element, "system-out").text = output


def _add_failure(element: Element, findings: list[Finding]) -> None:
    first = findings[0]
    message = first.message
    if len(findings) > 1:
        message += f" (and {len(findings) - 1:,} more)"
    _add_result(element, "failure", first.severity, message).text = _format_findings(findings)


def _add_result(element: Element, kind: str, name: str, message: str) -> Element:
    return SubElement(element, kind, type=name, message=_escape_text(message))


def _add_case(suite: Element, tested: str, rule: str) -> Element:
    return SubElement(suite, "testcase", name=rule, classname=_escape_text(tested))


def _add_suite(root: Element, name: str) -> Element:
    return SubElement(root, "testsuite", name=_escape_text(name))


def _format_findings(findings: list[Finding]) -> str:
    text = ""
    for finding in findings:
        text += format_finding_line(finding, Style())
        if finding.remedy:
            text += f"  help: {escape_unsafe(finding.remedy)}\n"
    return _FORBIDDEN.sub("\ufffd", text)


def _format_suppressions(suppressions: list[Suppression]) -> str:
    text = ""
    for by in suppressions:
        line = f"{by.kind} at {by.place}: {by.reason or ''}".strip()
        text += f"{_escape_text(line)}\n"
    return text


def _name_connector(connector: ConnectorRef) -> str:
    name = connector.name or connector.id or "(without a name)"
    return f"{name} {connector.pointer}".strip()


def _escape_text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", escape_unsafe(text))
