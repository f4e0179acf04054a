"""Workflow commands, read as GitHub's runner reads them."""

import re
from dataclasses import replace
from typing import NamedTuple

import pytest
from inline_snapshot import snapshot
from support.reports import (
    HOSTILE_NAME,
    MARKUP,
    PLAIN,
    called,
    hostile,
    of,
    render,
    report_on,
    silenced,
)

from dclint.document.unreadable import Unreadable


class Command(NamedTuple):
    """One command, as the runner understands it."""

    kind: str
    properties: dict[str, str]
    message: str


def commands(text: str) -> list[Command]:
    """Read a log as the runner does: `ActionCommand.TryParseV2` of github.com/actions/runner."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"\s*::(.*?)::(.*)", line)
        if match:
            kind, _, settings = match[1].partition(" ")
            pairs = (pair.partition("=") for pair in settings.split(",") if pair)
            properties = {name.strip(): decoded(value, "::,") for name, _, value in pairs}
            found.append(Command(kind, properties, decoded(match[2], "")))
    return found


def decoded(text: str, marks: str) -> str:
    for mark in dict.fromkeys(f"\r\n{marks}"):
        text = text.replace(f"%{ord(mark):02X}", mark)
    return text.replace("%25", "%")


def test_a_finding_becomes_an_annotation_of_its_place() -> None:
    assert render("github", of(PLAIN)) == snapshot("""\
::error file=a.json,line=5,endLine=5,col=11,endColumn=15,title=url-not-https::a.json:5:11: url-not-https: The scheme is `http`, not `https`; write `https://` instead
::error file=a.json,line=5,endLine=5,col=38,endColumn=49,title=undefined-template-variable::a.json:5:38: undefined-template-variable: `orderId` is no data input; write `{{order_id}}`
::warning file=a.json,line=8,endLine=8,col=15,endColumn=25,title=unused-data-input::a.json:8:15: unused-data-input: The input `order_id` is asked for, and nothing in the request uses it; write `{{order_id}}` instead of `{{orderId}}`
2 errors, 1 warning: 1 connector in 1 file, 108 rules.
""")


def test_an_info_is_a_notice() -> None:
    (command, *_) = [c for c in commands(render("github", silenced())) if c.kind == "notice"]
    assert command.properties["title"] == "low-information-description"


def test_what_is_silenced_is_counted_and_not_annotated() -> None:
    text = render("github", silenced())
    assert "url-not-https" not in text
    assert "(1 suppressed, 1 waived, 1 known)" in text.splitlines()[-1]


@pytest.mark.parametrize("suffix", ["json", "yaml"])
@pytest.mark.parametrize(
    "name", [HOSTILE_NAME, MARKUP, "a%0A::error::x", "%3A,x=y::warning::", "::"]
)
def test_no_name_becomes_a_command_or_a_property(name: str, suffix: str) -> None:
    report = hostile(name, suffix)
    text = render("github", report)
    found = [c for c in commands(text) if not c.kind.endswith("group")]
    assert {command.kind for command in found} <= {"error", "warning", "notice"}
    for command in found:
        wanted = {"file", "line", "endLine", "col", "endColumn", "title"}
        assert set(command.properties) <= wanted
        assert "\n" not in command.message
    ours = {finding.rule for finding in report.findings}
    titles = {command.properties["title"] for command in found}
    assert {title for title in titles if not title.startswith("dclint: ")} <= ours
    assert len(found) <= len(report.findings) + 1
    assert re.search(r"##\w*\[", text) is None


@pytest.mark.parametrize(("kind", "more"), [("error", 5), ("warning", 3)])
def test_github_is_told_how_many_it_does_not_show(kind: str, more: int) -> None:
    url = "http://x.io/{{city}}" if kind == "error" else "https://x.io/{{city}}"
    inputs = [{"name": "city", "type": "string", "description": "The city"}]
    clean = PLAIN | {"url": url, "data_inputs": inputs}
    many = [clean | {"name": f"Shop {n}", "id": str(n)} for n in range(10 + more)]
    if kind == "warning":
        many = [each | {"url": "https://x.io/a"} for each in many]
    report = of(many)
    of_kind = [f for f in report.findings if f.severity.value == kind]
    text = render("github", report)
    found = commands(text)
    assert len([c for c in found if c.kind == kind]) == min(10, len(of_kind)) == 10
    assert len([c for c in found if c.kind == "notice"]) <= 10
    (note,) = [c for c in found if c.properties.get("title", "").startswith("dclint: ")]
    group = text.partition("::group::")[2].partition("::endgroup::")[0].splitlines()[1:]
    assert note.message.startswith(f"{len(group):,} more")
    assert len(group) + len([c for c in found if "file" in c.properties]) == len(report.findings)


def test_the_notice_about_the_rest_has_a_place_of_its_own() -> None:
    many = [called("x") | {"name": f"n{n}", "id": str(n)} for n in range(12)]
    found = commands(render("github", of(many)))
    for kind in ("error", "warning", "notice"):
        assert len([c for c in found if c.kind == kind]) <= 10


def test_what_was_not_read_is_an_error() -> None:
    lost = [Unreadable(f"a{n}.json", "permission denied") for n in range(12)]
    text = render("github", report_on(*lost))
    found = commands(text)
    assert [c.kind for c in found].count("error") == 10
    assert found[0].message == "a0.json: not read: permission denied"
    assert "a11.json: not read" in text.partition("::group::")[2]


def test_columns_stand_only_where_a_place_is_one_line() -> None:
    report = silenced()
    finding = report.findings[0]
    place = finding.location
    wide = replace(finding, location=place._replace(end_line=place.line + 1))
    report.findings[:] = [wide]
    (command,) = commands(render("github", report))
    assert "col" not in command.properties
    assert command.properties["endLine"] == str(wide.location.end_line)


@pytest.mark.parametrize(
    "file", ["a:b,line=9,title=x.json", "a::b.json", "100%.json", "%3A%0A.json"]
)
def test_a_property_holds_exactly_the_name_of_the_file(file: str) -> None:
    for command in commands(render("github", of(PLAIN, file))):
        assert command.properties["file"] == file
        assert command.properties["line"] in {"5", "8"}
        assert "::" not in command.properties["title"]
