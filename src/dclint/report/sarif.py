"""SARIF 2.1.0, as GitHub code scanning and other consumers read it.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html and
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support
"""

import json
from typing import Any
from urllib.parse import quote

from dclint import __version__
from dclint.finding import (
    Confidence,
    ConnectorRef,
    Finding,
    Location,
    Severity,
    Step,
    Trail,
)
from dclint.report.json import data_versions
from dclint.report.style import Style, plural, visible
from dclint.result import Report
from dclint.rule import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_URI = "https://github.com/dclint/dclint"
_ROOT = "ROOT"
"""Base of the files that were named by absolute paths."""
_LINK = "[{0.title}]({0.url})"
_MAX_RESULTS, _MAX_TAGS = 25_000, 20
"""GitHub refuses a run with more results, or a rule with more tags."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PRECISIONS = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}


def render(report: Report, _style: Style) -> str:
    """Write the report as one SARIF log with one run, in ASCII so that no terminal obeys it."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json.dumps(log, indent=2) + "\n"


def _run(report: Report) -> dict[str, Any]:
    indices = {rule.name: index for index, rule in enumerate(report.rules)}
    return {
        "tool": {
            "driver": {
                "name": "dclint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": _URI,
                "properties": {"data": data_versions()},
                "rules": [_descriptor(rule) for rule in report.rules],
            }
        },
        "originalUriBaseIds": {_ROOT: {"uri": "file:///"}},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": _category(report)},
        "invocations": [
            {
                "executionSuccessful": not report.unreadable and not report.crashes,
                "toolExecutionNotifications": _notifications(report),
            }
        ],
        "results": [_result(f, indices[f.rule]) for f in report.findings[:_MAX_RESULTS]],
    }


def _category(report: Report) -> str:
    """Name the kind of run (SARIF 3.17.3): results of another kind replace none of these."""
    if report.audit:
        return f"dclint/live/{report.audit.workspace}/"
    return f"dclint/{report.kind}/"


def _descriptor(rule: Rule) -> dict[str, Any]:
    security = rule.security_severity > 0
    properties: dict[str, Any] = {
        "precision": _PRECISIONS[rule.confidence],
        "problem.severity": _LEVELS[rule.severity].replace("note", "recommendation"),
        "tags": [rule.category, *["security"] * security, *map(_cwe_tag, rule.cwe)][:_MAX_TAGS],
    }
    if security:
        properties["security-severity"] = f"{rule.security_severity:.1f}"
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": _plain(rule.title)},
        "fullDescription": {"text": _plain(rule.summary or rule.title)},
        "help": {
            "text": _plain(_help(rule, "{0.title}: {0.url}", "")),
            "markdown": _help(rule, _LINK, _before_and_after(rule)),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": properties,
    }


def _cwe_tag(name: str) -> str:
    return f"external/cwe/{name.lower()}"


def _help(rule: Rule, link: str, examples: str) -> str:
    references = "\n".join(f"* {link.format(reference)}" for reference in rule.references)
    parts = {
        "": rule.summary or rule.title,
        "What happens because of it": rule.why,
        "How to fix it": rule.fix,
        "Before and after": examples,
        "What dclint cannot see": rule.limits,
        "References": references,
    }
    return "\n\n".join(
        (f"## {head}\n\n" if head else "") + text.strip() for head, text in parts.items() if text
    )


def _before_and_after(rule: Rule) -> str:
    """Quote the first examples; the plain help has none, since its braces would mean arguments."""
    examples = (*rule.bad[:1], *rule.good[:1])
    return "\n\n".join(f"```\n{example.text.rstrip()}\n```" for example in examples)


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = finding.message if not finding.remedy else f"{finding.message}; {finding.remedy}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(visible(text))},
        "locations": [_location(finding.location, finding.connector)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
            "dclint/v1": finding.fingerprint,
        },
    }
    if finding.places:
        result["relatedLocations"] = [
            {"id": number, **_step(step)} for number, step in enumerate(finding.places, 1)
        ]
    if finding.trails:
        result["codeFlows"] = list(map(_code_flow, finding.trails))
    return result


def _code_flow(trail: Trail) -> dict[str, Any]:
    """The way of a value (SARIF 3.36): one thread, a location a step."""
    return {"threadFlows": [{"locations": [{"location": _step(step)} for step in trail.steps]}]}


def _step(step: Step) -> dict[str, Any]:
    return {"message": {"text": _plain(visible(step.message))}, **_location(step.location)}


def _location(place: Location, connector: ConnectorRef | None = None) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(place.file), "region": region}
    }
    if connector:
        name = connector.name or connector.id or f"connector {connector.ordinal + 1}"
        name, full = visible(name), visible(name + place.pointer)
        logical = {"name": name, "fullyQualifiedName": full, "kind": "object"}
        location["logicalLocations"] = [logical]
    return location


def _notifications(report: Report) -> list[dict[str, Any]]:
    unread = [
        {
            "level": "error",
            "message": {"text": _plain(f"Not read: {unreadable.reason}")},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(unreadable.name)}}],
        }
        for unreadable in report.unreadable
    ]
    crashed = [
        {"level": "error", "message": {"text": f"The rule {crash.rule} failed on a connector"}}
        for crash in report.crashes
    ]
    left_out = report.dropped + max(0, len(report.findings) - _MAX_RESULTS)
    more = [
        {"level": "warning", "message": {"text": f"{plural(left_out, 'more finding')} not shown"}}
    ]
    unseen = [
        {"level": "warning", "message": {"text": _plain(f"Not read: {gap.what}: {gap.reason}")}}
        for gap in (report.audit.gaps if report.audit else ())
    ]
    return unread + unseen + crashed + more * bool(left_out)


def _artifact(file: str) -> dict[str, str]:
    """A relative, percent-encoded reference; a colon in its first segment would be a scheme."""
    uri = quote(file.encode("utf-8", "surrogateescape"), safe="/")
    return {"uri": uri.lstrip("/"), "uriBaseId": _ROOT} if uri.startswith("/") else {"uri": uri}


def _plain(text: str) -> str:
    """Text without braces, which in SARIF messages mark arguments (3.11.5), and without links."""
    text = text.strip().replace("{{", "‹").replace("}}", "›")
    return text.translate(_NEUTRAL).encode("utf-8", "replace").decode()


_NEUTRAL = str.maketrans({"{": "(", "}": ")", "[": "(", "]": ")"})
