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
from dclint.report.style import Style, visible
from dclint.report.text import line

# What XML 1.0 allows nowhere, beyond what is made visible anyway.
_FORBIDDEN = re.compile("[\ufffe\uffff]")

_REST = "all other rules"


@dataclass(slots=True)
class _Case:
    """What became of one rule on one connector."""

    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Suppression] = field(default_factory=list)
    unknown: tuple[str, ...] = ()


_Key = tuple[str, str]  # who is tested, and by which rule


def render(report: Report, _style: Style) -> str:
    """Write a suite a file, and in it a case for each rule that has something to say."""
    root = Element("testsuites", name="dclint")
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        read = SubElement(_suite(root, name), "testcase", name="read", classname=_safe(name))
        _add(read, "error", "not-read", reason, "")
    for file, cases in _files(report).items():
        suite = _suite(root, file)
        for (tested, rule), case in cases.items():
            element = SubElement(suite, "testcase", name=rule, classname=_safe(tested))
            _fill(element, case)
    for suite in root:
        for kind, count in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            suite.set(kind, str(len(suite.findall(f".//{count}"))))
        suite.set("skipped", str(len(suite.findall(".//skipped"))))
    indent(root)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declaration}\n{tostring(root, encoding='unicode')}\n"


def _files(report: Report) -> dict[str, dict[_Key, _Case]]:
    """Sort what a run found by file, connector and rule.

    Of a rule that found nothing, a report does not say on which connectors it was done and to
    which it does not apply; one case stands for all of them.
    """
    files: dict[str, dict[_Key, _Case]] = {}

    def case(connector: ConnectorRef | None, file: str, rule: str) -> _Case:
        key = (_called(connector) if connector else file, rule)
        return files.setdefault(file, {}).setdefault(key, _Case())

    for connector in report.connectors:
        case(connector, connector.file, _REST)
    for finding in report.findings:
        case(finding.connector, finding.location.file, finding.rule).findings.append(finding)
    for finding, by in report.list_suppressed():
        case(finding.connector, finding.location.file, finding.rule).suppressed.append(by)
    for rule in report.rules:
        for facts, numbers in report.coverage[rule.name].unobserved.items():
            for number in numbers:
                connector = report.connectors[number]
                case(connector, connector.file, rule.name).unknown = facts
    return files


def _fill(element: Element, case: _Case) -> None:
    """Say what became of a case: a failure, an error, skipped, or nothing, which means passed."""
    failing = [finding for finding in case.findings if finding.severity is not Severity.INFO]
    if failing:
        more = f" (and {len(failing) - 1:,} more)" if len(failing) > 1 else ""
        _add(element, "failure", failing[0].severity, failing[0].message + more, _lines(failing))
    elif RULE_FAILED in case.unknown:
        _add(element, "error", "rule-failed", "The rule failed; this is a fault of dclint", "")
    elif case.suppressed:
        first = case.suppressed[0]
        message = f"{first.kind}: {first.reason or first.place}"
        _add(element, "skipped", first.kind, message, "")
    elif case.unknown:
        _add(element, "skipped", "not-observable", f"unknown: {', '.join(case.unknown)}", "")
    notes = [finding for finding in case.findings if finding.severity is Severity.INFO]
    told = [f"{by.kind} at {by.place}: {by.reason or ''}".strip() for by in case.suppressed]
    if text := _lines(notes) + "".join(f"{_safe(each)}\n" for each in told):
        SubElement(element, "system-out").text = text


def _add(element: Element, kind: str, name: str, message: str, text: str) -> None:
    SubElement(element, kind, type=name, message=_safe(message)).text = text or None


def _suite(root: Element, name: str) -> Element:
    return SubElement(root, "testsuite", name=_safe(name))


def _lines(findings: list[Finding]) -> str:
    helped = (
        line(finding, Style()) + (f"  help: {visible(finding.remedy)}\n" if finding.remedy else "")
        for finding in findings
    )
    return _FORBIDDEN.sub("\ufffd", "".join(helped))


def _called(connector: ConnectorRef) -> str:
    name = connector.name or connector.id or "(without a name)"
    return f"{name} {connector.pointer}".strip()


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", visible(text))
