"""Templates of one's own: what they are given, what they may do, and how they fail."""

from pathlib import Path

import pytest
from support.reports import HOSTILE_NAME, PLAIN, everything, of

from dclint.errors import UsageError
from dclint.report import template

OUTSIDE = "secret-of-somebody-else"


def fill(folder: Path, text: str, name: str = "report.txt.j2", *, hostile: bool = False) -> str:
    (folder / name).write_text(text, "utf-8")
    value = PLAIN | {"name": HOSTILE_NAME} if hostile else PLAIN
    return template.render_template(of(value), str(folder / name))


def test_a_template_is_given_the_report_for_programs(tmp_path: Path) -> None:
    text = (
        "{% for f in report.findings %}\n"
        "{{ f.file }}:{{ f.line }} {{ f.rule }} {{ f.connector.name }}\n"
        "{% endfor %}\n"
        "{{ report.summary.errors | plural('error') }}\n"
    )
    assert fill(tmp_path, text).splitlines() == [
        "a.json:5 url-not-https Get order status",
        "a.json:5 undefined-template-variable Get order status",
        "a.json:8 unused-data-input Get order status",
        "2 errors",
    ]


def test_a_template_may_include_its_neighbours_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "head.txt").write_text("head", "utf-8")
    (tmp_path / "outside.txt").write_text(OUTSIDE, "utf-8")
    assert fill(folder, "{% include 'head.txt' %}") == "head"
    with pytest.raises(UsageError, match="there is no such template"):
        fill(folder, "{% include '../outside.txt' %}")


@pytest.mark.parametrize(
    ("name", "is_escaped"),
    [
        ("a.html", True),
        ("a.html.j2", True),
        ("a.XML.jinja", True),
        ("a.svg", True),
        ("a.txt", False),
        ("a.md.j2", False),
        ("a", False),
    ],
)
def test_html_and_xml_are_escaped(tmp_path: Path, name: str, *, is_escaped: bool) -> None:
    text = "{{ report.connectors[0].name }}"
    found = fill(tmp_path, text, name, hostile=True)
    assert ("<b>" not in found) is is_escaped


def test_markdown_has_a_filter(tmp_path: Path) -> None:
    found = fill(tmp_path, "{{ '@octocat <b>' | markdown }} {{ 'a|b' | markdown_code }}")
    assert found == r"`@octocat` `<b>` `a\x7cb`"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\n{% for %}", "report.txt.j2:2: Expected an expression"),
        ("a\n\n{{ report.nothing }}", "report.txt.j2:3: 'dict object' has no attribute 'nothing'"),
        ("{{ nobody }}", "report.txt.j2:1: 'nobody' is undefined"),
        ("\n{{ 1 / 0 }}", "report.txt.j2:2: ZeroDivisionError: division by zero"),
        ("\n{{ 'x' + 1 }}", "report.txt.j2:2: TypeError"),
        ("{{ range(1000000) | list }}", "report.txt.j2:1: OverflowError: Range too big"),
        ("{{ ''.__class__ }}", "access to attribute '__class__' of 'str' object is unsafe"),
        ("{{ report.findings.clear() }}", "is unsafe|not safely callable"),
        ("{{ x | nope }}", "report.txt.j2:1: No filter named 'nope'"),
        ("{% include 'gone.txt' %}", "gone.txt: there is no such template"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "report.txt.j2:1: RecursionError"),
        (
            "{% set x = 'a' * 100000 %}{% for i in range(700) %}{{ x }}{% endfor %}",
            "it writes more",
        ),
    ],
)
def test_a_wrong_template_is_one_sentence_with_its_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence) as caught:
        fill(tmp_path, text)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path))


def test_a_template_that_is_no_text_or_not_there_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_bytes(b"\xff\xfe")
    for name in ("a.j2", "gone.j2", "."):
        with pytest.raises(UsageError):
            template.load_template(str(tmp_path / name))


def test_a_template_sees_no_control_characters(tmp_path: Path) -> None:
    text = "{% for c in report.connectors %}{{ c.name }}|{% endfor %}"
    found = fill(tmp_path, text, hostile=True)
    assert "\x1b" not in found
    assert "\\x1b" in found
    found.encode()


def test_a_template_shows_every_finding_of_every_rule(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("{% for f in report.findings %}{{ f.rule }}\n{% endfor %}", "utf-8")
    report = everything()
    assert len(template.render_template(report, str(file)).splitlines()) == len(report.findings)
