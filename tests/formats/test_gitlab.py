"""The two reports that GitLab reads, against what GitLab demands of them."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from inline_snapshot import snapshot
from markdown_it import MarkdownIt
from support.paths import DATA
from support.reports import (
    HOSTILE_NAME,
    MARKUP,
    PLAIN,
    everything,
    hostile,
    of,
    render,
    report_on,
    silenced,
)

from dclint.document.unreadable import Unreadable
from dclint.engine.report import Audit, Gap, Report
from dclint.report.gitlab import sast as gitlab_sast
from dclint.report.style import Style

QUALITY = json.loads((DATA / "gitlab-code-quality.schema.json").read_text("utf-8"))
SAST = json.loads((DATA / "gitlab-sast-15.2.1.schema.json").read_text("utf-8"))
FORMS = pytest.mark.parametrize(("form", "schema"), [("gitlab", QUALITY), ("gitlab-sast", SAST)])


@FORMS
@pytest.mark.parametrize(
    "name", ["everything", "plain", "nothing", "silenced", "hostile", "markup", "unread"]
)
def test_every_report_is_what_gitlab_demands(form: str, schema: dict[str, Any], name: str) -> None:
    made: dict[str, Callable[[], Report]] = {
        "everything": everything,
        "plain": lambda: of(PLAIN),
        "nothing": report_on,
        "silenced": silenced,
        "hostile": hostile,
        "markup": lambda: hostile(MARKUP, "yaml"),
        "unread": lambda: report_on(Unreadable(HOSTILE_NAME, HOSTILE_NAME)),
    }
    report = made[name]()
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(json.loads(render(form, report)), schema, jsonschema.Draft7Validator)


def test_the_fingerprints_of_code_quality_are_unique() -> None:
    same = [PLAIN, PLAIN, PLAIN | {"name": "other"}]
    for report in (everything(), of(same)):
        found = [entry["fingerprint"] for entry in json.loads(render("gitlab", report))]
        assert len(set(found)) == len(found)


def test_code_quality_says_what_where_and_how_bad() -> None:
    (entry, *_) = json.loads(render("gitlab", of(PLAIN)))
    entry["fingerprint"] = ""
    assert entry == snapshot(
        {
            "description": "The scheme is `http`, not `https`; write `https://` instead",
            "check_name": "url-not-https",
            "fingerprint": "",
            "severity": "critical",
            "location": {"path": "a.json", "lines": {"begin": 5}},
        }
    )


@pytest.mark.parametrize("form", ["gitlab", "gitlab-sast"])
def test_what_is_silenced_is_left_out(form: str) -> None:
    text = render(form, silenced())
    assert "url-not-https" not in text
    assert form == "gitlab" or "3 findings silenced" in text


@pytest.mark.parametrize("form", ["gitlab", "gitlab-sast"])
def test_what_was_not_read_is_said(form: str) -> None:
    report = report_on(Unreadable("a.json", "permission denied"))
    audit = Audit(
        workspace="w",
        name=None,
        region="eu",
        host="api.eu.intercom.io",
        api_version="2.16",
        state="both",
        taken_at="2026-11-26T08:00:00Z",
        gaps=[Gap("stored tokens", "forbidden")],
    )
    text = render(form, replace(report, audit=audit))
    assert "permission denied" in text
    assert "forbidden" in text


def sast(report: Any) -> Any:
    return json.loads(render("gitlab-sast", report))


def test_a_vulnerability_has_level_identifiers_and_place() -> None:
    found = {v["identifiers"][0]["value"]: v for v in sast(of(PLAIN))["vulnerabilities"]}
    one = found["url-not-https"]
    assert one["severity"] == "High"
    assert one["location"] == {"file": "a.json", "start_line": 5, "end_line": 5}
    assert {"type": "cwe", "name": "CWE-319", "value": "319"}.items() <= one["identifiers"][
        1
    ].items()
    assert one["solution"] == "write `https://` instead"
    assert "`Get order status`" in one["description"]


def test_ids_are_unique_and_stay() -> None:
    first, second = (
        [v["id"] for v in sast(report)["vulnerabilities"]]
        for report in (everything(), everything())
    )
    assert first == second
    assert len(set(first)) == len(first)


def test_only_what_bears_on_security_is_a_vulnerability() -> None:
    report = everything()
    data = sast(report)
    wanted = sum(finding.security_severity > 0 for finding in report.findings)
    assert len(data["vulnerabilities"]) == wanted < len(report.findings)
    left_out = f"{len(report.findings) - wanted} findings without a bearing on security left out"
    assert left_out in [message["value"] for message in data["scan"]["messages"]]


def test_a_flow_runs_from_its_source_to_its_sink() -> None:
    flows = [
        v["details"]["flows"]["items"]
        for v in sast(everything())["vulnerabilities"]
        if "details" in v
    ]
    assert flows
    for flow in (flow for items in flows for flow in items):
        kinds = [node["node_type"] for node in flow]
        assert kinds[-1] == "sink"
        assert kinds[:-1] == ["source", *["propagation"] * (len(kinds) - 2)][: len(kinds) - 1]


def test_a_scan_that_could_not_read_everything_has_failed() -> None:
    assert sast(of(PLAIN))["scan"]["status"] == "success"
    assert sast(report_on(Unreadable("a.json", "gone")))["scan"]["status"] == "failure"


def test_a_scan_begins_when_the_job_did() -> None:
    began = Style(at="2026-11-26T08:00:00")
    scan = json.loads(gitlab_sast.render(of(PLAIN), began))["scan"]
    assert scan["start_time"] == scan["end_time"] == "2026-11-26T08:00:00"


@pytest.mark.parametrize("name", [HOSTILE_NAME, MARKUP])
def test_no_name_becomes_markup_in_gitlab(name: str) -> None:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    for one in sast(hostile(name))["vulnerabilities"]:
        for text in (one["description"], one.get("solution", "")):
            kinds = {
                t.type for block in parser.parse(text) for t in [block, *(block.children or [])]
            }
            assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "code_inline"}
