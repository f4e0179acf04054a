"""The page: valid, alone, harmless, and telling what the report tells."""

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from support.pages import DANGEROUS, GUARDED, OPEN, SAMPLES, numbered, page, portrayed, tree, words
from support.reports import of, silenced

from dclint.cli import cli
from dclint.engine.report import Crash
from dclint.findings.finding import ConnectorRef, Excerpt, Fix
from dclint.report.html.call_path import Tone
from dclint.report.html.charts import fit_label
from dclint.report.html.page import MAX_FULL_FINDINGS, MAX_MAP_ROWS, MAX_SHOWN_FINDINGS
from dclint.report.html.prose import (
    mark_break_points,
    render_code_spans,
    render_prose,
    split_excerpt,
)
from dclint.report.style import measure_width

EVERY = pytest.mark.parametrize("name", SAMPLES)
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


def with_class(root: Element, name: str) -> list[Element]:
    return [each for each in root.iter() if name in (each.get("class") or "").split()]


def by_id(root: Element, name: str) -> Element:
    (found,) = (each for each in root.iter() if each.get("id") == name)
    return found


@EVERY
def test_a_strict_parser_finds_no_fault(name: str) -> None:
    assert tree(page(SAMPLES[name])).find("body/main") is not None


@EVERY
def test_two_runs_give_the_same_bytes(name: str) -> None:
    assert page(SAMPLES[name]) == page(SAMPLES[name])


@EVERY
def test_nothing_is_loaded_from_anywhere(name: str) -> None:
    for element in tree(page(SAMPLES[name])).iter():
        tag = str(element.tag).rpartition("}")[2]
        assert tag not in {"img", "iframe", "object", "embed", "image", "base", "foreignObject"}
        assert not set(element.attrib) & {"src", "srcset", "style", "action", "formaction"}
        assert not any(attribute.startswith("on") for attribute in element.attrib)
        for address in (element.get("href"), element.get(f"{XLINK}href")):
            wanted = ("#", "https://") if tag == "a" else ("#", "data:image/svg+xml,")
            assert address is None or address.startswith(wanted)


@EVERY
def test_the_policy_allows_this_style_and_this_script_only(name: str) -> None:
    root = tree(page(SAMPLES[name]))
    (policy,) = (m.get("content") for m in root.iter("meta") if m.get("http-equiv"))
    hashes = [
        b64encode(hashlib.sha256((each.text or "").encode()).digest()).decode()
        for tag in ("style", "script")
        for each in root.iter(tag)
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@EVERY
def test_every_id_is_unique_and_every_reference_leads_somewhere(name: str) -> None:
    root = tree(page(SAMPLES[name]))
    ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    wanted = {
        word.removeprefix("#")
        for each in root.iter()
        for key, value in each.attrib.items()
        if key in {"aria-labelledby", "aria-describedby", "for"} or value.startswith("#")
        for word in value.split()
    }
    assert wanted <= set(ids)


@EVERY
def test_every_picture_has_a_title_and_a_description_or_is_decoration(name: str) -> None:
    root = tree(page(SAMPLES[name]))
    inner = {id(child) for svg in root.iter(f"{SVG}svg") for child in list(svg.iter())[1:]}
    for svg in root.iter(f"{SVG}svg"):
        if id(svg) in inner or svg.get("aria-hidden") == "true":
            continue
        assert svg.get("role") == "img"
        assert words(by_id(svg, svg.attrib["aria-labelledby"]))
        assert words(by_id(svg, svg.attrib["aria-describedby"]))


def test_nothing_that_a_connector_says_becomes_markup_or_is_obeyed() -> None:
    text = page(SAMPLES["dangerous"])
    assert (
        re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b\ud800\ufdd0\U0001ffff]", text) is None
    )
    text.encode()
    root = tree(text)
    assert len(list(root.iter("script"))) == 1
    assert {str(each.tag).rpartition("}")[2] for each in root.iter()} <= {
        *(
            "html",
            "head",
            "body",
            "meta",
            "title",
            "link",
            "style",
            "script",
            "a",
            "header",
            "main",
        ),
        *("section", "article", "nav", "footer", "div", "p", "ul", "ol", "li", "dl", "dt", "dd"),
        *("h1", "h2", "h3", "h4", "h5", "span", "b", "strong", "em", "bdi", "code", "pre", "mark"),
        "wbr",
        *("details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td"),
        *("form", "fieldset", "legend", "label", "input", "select", "option", "button"),
        *("svg", "symbol", "defs", "use", "g", "path", "rect", "circle", "text", "tspan"),
        *("title", "desc", "pattern"),
    }
    assert "<b>[l](http://evil.io)" in words(root)
    assert DANGEROUS not in words(root)


def test_the_top_says_what_was_checked_and_what_could_not_be_seen() -> None:
    root = tree(page(SAMPLES["live"]))
    assert words(next(root.iter("h1"))) == "Data connectors of Velvet Shoes"
    scope = words(by_id(root, "scope"))
    for part in (
        "Velvet Shoes (abc)",
        "2026-11-01T03:17:00+00:00",
        "2 connectors in 2 versions",
        "values of headers, which the API hides always",
        "Not read: stored tokens (/auth_tokens): the access token may not read it (403)",
    ):
        assert part in scope
    assert "Where does order_id come from" in words(by_id(root, "questions"))


def test_of_files_it_does_not_say_that_headers_are_hidden() -> None:
    scope = words(by_id(tree(page(SAMPLES["one"])), "scope"))
    assert "values of headers" not in scope
    assert "where an input gets its value" in scope


def test_the_command_line_writes_it_with_the_map(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(OPEN))
    target = tmp_path / "page.html"
    arguments = ["check", "--isolated", "--output", f"html:{target}", str(tmp_path / "a.json")]
    assert cli.main(arguments, standalone_mode=False) == 1
    assert with_class(tree(target.read_text("utf-8")), "ways")


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("one", "2 of 2 connectors have something to look at."),
        ("empty", "There was no connector to check."),
        ("unread", "Nothing could be read, so nothing was checked."),
    ],
)
def test_the_verdict_is_one_sentence(name: str, verdict: str) -> None:
    assert words(with_class(tree(page(SAMPLES[name])), "verdict")[0]) == verdict


def test_what_was_accepted_is_not_called_clean() -> None:
    report = silenced()
    report.findings.clear()
    verdict = words(with_class(tree(page(report)), "verdict")[0])
    assert verdict == "Nothing that somebody has not accepted or known before."


def test_the_scope_counts_recorded_calls_and_skipped_files() -> None:
    report = portrayed(OPEN, live=True)
    assert report.audit
    report.audit.since, report.audit.results = "2026-10-25", 1234
    scope = words(by_id(tree(page(replace(report, skipped=2))), "scope"))
    assert "1,234 since 2026-10-25" in scope
    assert "2 files without a connector" in scope


def test_a_clean_report_says_how_far_it_goes() -> None:
    report = portrayed(GUARDED)
    report.findings.clear()
    root = tree(page(report))
    assert words(with_class(root, "verdict")[0]).startswith("Nothing was found, as far as")
    assert "1 connector without a finding" in words(by_id(root, "connectors"))


def test_the_map_has_a_row_a_connector_the_most_exposed_first() -> None:
    root = tree(page(portrayed(GUARDED, OPEN)))
    ways = with_class(root, "ways")[0]
    rows = [words(each) for each in ways.iter("bdi")]
    assert rows == ["Get order status", "Opening hours"]
    stages = [[words(each) for each in row] for row in with_class(ways, "stages")]
    assert stages == snapshot(
        [
            [
                "Who (open) visitors, leads through Fin",
                "Guard (open) bypassed authentication",
                "Inputs (worth a look) order_id choose a record",
                "Does (guarded) GET reads",
                "Host (worth a look) api.parcelhub.io tokens 12, 7",
                "Comes back (guarded) redacted 1 of 2 fields",
            ],
            [
                "Who (worth a look) users through Fin",
                "Guard (guarded) passcode before a call",
                "Inputs (guarded) none nothing is chosen",
                "Does (guarded) GET reads",
                "Host (guarded) hours.parcelhub.io no credential",
                "Comes back (guarded) redacted 1 of 2 fields",
            ],
        ]
    )
    cells = [words(cell) for cell in with_class(root, "stack")[0].iter("td")]
    assert cells[:2] == ["visitors, leads, through Fin open", "bypassed, authentication open"]


def test_openness_is_a_shape_and_not_only_a_colour() -> None:
    root = tree(page(portrayed(GUARDED, OPEN)))
    tones = {each.attrib["class"].removeprefix("box ") for each in root.iter("li")
             if "box" in each.get("class", "").split()}  # fmt: skip
    assert tones == {"calm", "watch", "alarm"}
    (style,) = (each.text or "" for each in root.iter("style"))
    shapes = {}
    for tone in Tone:
        (rule,) = re.findall(rf"^\.box\.{tone} {{ (.*) }}$", style, re.MULTILINE)
        shapes[tone] = re.findall(r"border: \S+ (\w+)", rule)
    assert shapes == {
        Tone.CALM: ["solid"], Tone.WATCH: ["double"], Tone.ALARM: ["solid"],
        Tone.UNKNOWN: ["dashed"],
    }  # fmt: skip


def test_a_token_that_several_hosts_get_is_marked() -> None:
    other = OPEN | {"name": "Elsewhere", "url": "https://other.io/{{order_id}}"}
    hosts = by_id(tree(page(portrayed(OPEN, other))), "hosts")
    rows = [[words(cell) for cell in row] for row in hosts.iter("tr")]
    carried = "token 7 also to 1 other hosttoken 12 also to 1 other hostheader X-Api-Key"
    assert rows[1:] == [["api.parcelhub.io", "1", carried], ["other.io", "1", carried]]


def test_hosts_are_those_of_calls_and_many_credentials_are_counted() -> None:
    page_itself = OPEN | {"execution_type": "client_side", "name": "In the page"}
    several = OPEN | {"token_ids": ["1", "2", "3", "4", "5", "secret"], "url": "https://{{x}}.io/"}
    hosts = by_id(tree(page(portrayed(page_itself, several))), "hosts")
    assert [words(row[0]) for row in hosts.iter("tr")][1:] == ["chosen at run time"]
    assert "+4" in [words(each) for each in hosts.iter(f"{SVG}text")]
    assert "a stored token" in words(hosts)


def test_the_rules_are_counted_by_severity() -> None:
    rules = by_id(tree(page(of([OPEN | {"url": "http://a.io"}] * 2))), "rules")
    rows = [[words(cell) for cell in row] for row in rules.iter("tr")]
    assert rows[:2] == [["Rule", "Errors", "Warnings", "Notes"], ["url-not-https", "2", "0", "0"]]


def test_a_finding_shows_its_line_its_fix_its_reason_and_its_sources() -> None:
    root = tree(page(of(OPEN | {"url": "http://api.parcelhub.io/{{order_id}}"})))
    (finding,) = (e for e in root.iter("section") if e.get("data-rule") == "url-not-https")
    assert words(next(finding.iter("mark"))) == "http"
    shown = words(finding)
    assert "Fix write https:// instead" in shown
    assert "Why it matters" in shown
    (link, *_) = finding.iter("a")
    assert link.attrib == {
        "href": "https://cwe.mitre.org/data/definitions/319.html",
        "rel": "noreferrer noopener",
    }


@pytest.mark.parametrize(
    ("live", "is_safe", "advice"),
    [
        (False, True, "dclint check --fix makes this change"),
        (
            False,
            False,
            "dclint check --fix --unsafe-fixes makes this change; look at it, it may not be what was meant",
        ),
        (True, True, "dclint audit --proposals writes a request that makes this change"),
    ],
)
def test_a_change_that_dclint_can_make_is_named(live: bool, is_safe: bool, advice: str) -> None:
    report = portrayed(OPEN, live=live)
    report.findings[:] = [replace(report.findings[0], fix=Fix(is_safe, (), ()))]
    assert [words(each) for each in with_class(tree(page(report)), "auto")] == [advice]


def test_a_flow_shows_its_steps_and_its_proof() -> None:
    raw = OPEN | {"url": "https://{{order_id}}.parcelhub.io/x"}
    flows = [words(each) for each in with_class(tree(page(portrayed(raw))), "flow")]
    proved = next(each for each in flows if "Proof" in each)
    assert "is declared here" in proved
    assert "With a hostile value" in proved


def test_silenced_findings_are_folded_away_with_their_reason() -> None:
    root = tree(page(silenced("an old host")))
    (folded,) = (e for e in root.iter("details") if "silenced" in (e.get("class") or ""))
    assert folded.get("open") is None
    shown = words(folded)
    for part in ("Suppressed by a.yaml:4", "Waived by dclint.toml:3", "Known by dclint-baseline"):
        assert part in shown
    assert "an old host" in shown
    assert "Owner: team-parcels. Until 2999-12-31." in shown
    assert "1 finding of the baseline gone" in words(by_id(root, "connectors"))


def test_a_rule_that_failed_is_a_fault_of_dclint() -> None:
    report = replace(portrayed(OPEN))
    report.crashes.append(
        Crash("url-not-https", ConnectorRef("a.json", "", 0, None, None), "Traceback\n  x\nE")
    )
    assert "The rule url-not-https failed on a.json" in words(tree(page(report)))


def test_what_a_rule_of_ones_own_links_to_must_be_a_web_page() -> None:
    report = of(OPEN | {"url": "http://a.io"})
    rules = [
        replace(rule, references=tuple(replace(r, url="javascript:x") for r in rule.references))
        for rule in report.rules
    ]
    report = replace(report, rules=rules)
    assert "javascript:x" not in {each.get("href") for each in tree(page(report)).iter("a")}


def test_a_thousand_connectors_make_a_page_that_opens_and_says_what_it_leaves_out() -> None:
    text = page(numbered(1000))
    assert len(text.encode()) < 5_000_000
    root = tree(text)
    assert len(with_class(root, "ways")[0].findall("li")) == MAX_MAP_ROWS
    assert len(list(with_class(root, "stack")[0].iter("tr"))) == 1001
    findings = with_class(root, "finding")
    assert len(findings) == MAX_SHOWN_FINDINGS
    assert len(findings) - len(with_class(root, "brief")) == MAX_FULL_FINDINGS
    connectors = words(by_id(root, "connectors"))
    assert "with findings for which this page has no room" in connectors
    assert "without a finding" not in connectors


@given(st.text(max_size=80), st.integers(3, 30))
def test_a_label_fits_its_room(text: str, columns: int) -> None:
    label = fit_label(text, columns)
    assert "\n" not in label
    assert measure_width(label) <= columns


@pytest.mark.parametrize(
    ("text", "columns", "label"),
    [
        ("api.parcelhub.io", 16, "api.parcelhub.io"),
        ("api.parcelhub.io", 15, "api.parcelhub.…"),
        ("注文の状況", 10, "注文の状況"),
        ("注文の状況", 9, "注文の状…"),
        ("注文の状況", 8, "注文の…"),
        (" a\u202e ", 20, "a\\u202e"),
        ("", 6, ""),
    ],
)
def test_a_label_that_is_cut_ends_in_an_ellipsis(text: str, columns: int, label: str) -> None:
    assert fit_label(text, columns) == label


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("api.parcelhub.io", "api.<wbr>parcelhub.<wbr>io"),
        ("order_number_", "order_<wbr>number_"),
        ("<b>@\u202e", "&lt;b&gt;@<wbr>\\u202e"),
        ("", ""),
    ],
)
def test_a_name_may_be_broken_at_its_joints(text: str, markup: str) -> None:
    assert mark_break_points(text) == markup


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("write `a`", "write <code>a</code>"),
        ("<b>` alone", "&lt;b&gt;` alone"),
        ("`<i>`", "<code>&lt;i&gt;</code>"),
    ],
)
def test_what_stands_in_backticks_is_code(text: str, markup: str) -> None:
    assert render_code_spans(text) == markup


def test_prose_has_paragraphs_and_lists() -> None:
    assert render_prose("One\ntwo [a](https://a.io).\n\n* `x`\n  y\n* <z>\n\nEnd") == snapshot("""\
<p>One two a.</p>
<ul><li><code>x</code> y</li><li>&lt;z&gt;</li></ul>
<p>End</p>\
""")


@pytest.mark.parametrize(
    ("excerpt", "parts"),
    [
        (Excerpt("  url: x", 7, 8), ("url: ", "x", "")),
        (Excerpt("  url: x", 0, 1), ("", "", "url: x")),
        (Excerpt("a", 5, 6), ("a", "", "")),
    ],
)
def test_a_line_is_split_at_what_is_meant(excerpt: Excerpt, parts: tuple[str, ...]) -> None:
    assert split_excerpt(excerpt) == parts
