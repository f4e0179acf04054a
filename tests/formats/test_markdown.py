"""Markdown as a parser that we did not write reads it: tables of text and code, nothing live."""

import re
from dataclasses import replace

import pytest
from inline_snapshot import snapshot
from markdown_it import MarkdownIt
from markdown_it.token import Token
from support.reports import HOSTILE_NAME, MARKUP, PLAIN, called, hostile, of, render, silenced

from dclint.document.unreadable import Unreadable
from dclint.engine.report import Report
from dclint.findings.severity import Severity
from dclint.findings.suppression import BaselineEntry
from dclint.report.markdown_escape import escape_markdown, format_code_span

INERT = {"text", "code_inline", "inline", "strong_open", "strong_close"} | {
    f"{name}_{side}"
    for name in ("heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td")
    for side in ("open", "close")
}

# What a service may make something of, outside code.
LIVE = re.compile(r"[@<>&]|#\d|://|www\.|[!$~%^*_\[\]\\|]|\w/\w|\w\.\w")


def tokens(text: str) -> list[Token]:
    """Read Markdown as services do: tables, HTML, addresses that become links."""
    parsed = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(text)
    return [token for block in parsed for token in (block, *(block.children or ()))]


def rows(text: str) -> list[list[str]]:
    """The cells of all tables, heads included, as Markdown."""
    found: list[list[str]] = []
    for token in tokens(text):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and found and token.level >= 4:
            found[-1].append(token.content)
    return found


HOSTILE = [
    HOSTILE_NAME,
    MARKUP,
    "a`b`c | d",
    "``` x",
    "`",
    "\\`x\\| y\\",
    "| --- |",
    "deadbeefcafe GH-12 !7 ~bug &3 $x$ :smile: %1 ^a *b* _c_",
    "` @octocat ` @octocat",
    "`` @octocat",
    "(@octocat) (http://evil.io) mailto:a@evil.io",
    "[x]: http://evil.io",
    "# head",
    "- [ ] task",
    "&#64;octocat &lt;b&gt;",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_nothing_in_a_name_comes_to_life(name: str, suffix: str) -> None:
    for report in (hostile(name, suffix), named(name)):
        found = tokens(render("markdown", report))
        assert {token.type for token in found} <= INERT
        for token in found:
            if token.type == "text":
                said = token.content.replace("n/a", "").replace("dclint", "")
                assert LIVE.search(said) is None, said


def named(name: str) -> Report:
    """A report in which foreign text stands wherever else some can."""
    report = silenced()
    report.suppressed[:] = [
        replace(finding, suppression=replace(by, reason=name, owner=name, place=name))
        for finding, by in report.list_suppressed()
    ]
    report.fixed_baseline_entries[:] = [BaselineEntry("0", Severity.ERROR, name, name, name)]
    report.unreadable.append(Unreadable(name, name))
    return report


@pytest.mark.parametrize("name", HOSTILE)
def test_every_row_has_as_many_cells_as_its_head(name: str) -> None:
    for report in (hostile(name), named(name)):
        lengths = {len(row) for row in rows(render("markdown", report))}
        assert lengths <= {2, 3, 6, 7}
        head = rows(render("markdown", report))[0]
        assert len(head) == 6


def test_a_report_reads_well() -> None:
    assert render("markdown", of(PLAIN)) == snapshot("""\
## dclint

**2 errors, 1 warning: 1 connector in 1 file, 108 rules.**

### Findings

| Severity | Rule | Place | Connector | What is wrong | What to do |
| --- | --- | --- | --- | --- | --- |
| error | `url-not-https` | `a.json:5:11` | `Get order status` | The scheme is `http`, not `https` | write `https://` instead |
| error | `undefined-template-variable` | `a.json:5:38` | `Get order status` | `orderId` is no data input | write `{{order_id}}` |
| warning | `unused-data-input` | `a.json:8:15` | `Get order status` | The input `order_id` is asked for, and nothing in the request uses it | write `{{order_id}}` instead of `{{orderId}}` |

### Not observable

| Unknown | Checks | Rules |
| --- | --- | --- |
| `token_ids` | 3 | `duplicate-token-header`, `duplicate-token-id`, `token-domain-mismatch` |

Checks: 78 done, 27 not applicable, 3 not observable (unknown: `token_ids` 3).
""")


def test_what_is_silenced_stands_there_with_its_reason() -> None:
    text = render("markdown", silenced())
    assert text[text.index("### Silenced") : text.index("### Not obs")] == snapshot("""\
### Silenced, and why

| How | Severity | Rule | Place | Connector | Why | Said by |
| --- | --- | --- | --- | --- | --- | --- |
| suppressed | error | `url-not-https` | `a.yaml:5:6` | `Get order status` | an old host | `a.yaml:4` |
| waived | error | `undefined-template-variable` | `a.yaml:5:33` | `Get order status` | an old host | `dclint.toml:3`, `team-parcels`, until `2999-12-31` |
| known | warning | `unused-data-input` | `a.yaml:7:11` | `Get order status` |  | `dclint-baseline.txt` |

### Fixed since the baseline

| Rule | Connector | Place |
| --- | --- | --- |
| `url-fragment` | `name:Get order status` | `/data_inputs/[order_id]` |

""")


def test_a_comment_on_a_pull_request_has_room_for_the_largest_report() -> None:
    long = "@" + "x 😀`|" * 400
    report = of(called(long), f"{'ä' * 400}.json")
    report.findings[:] = report.findings * 60
    report.suppressed[:] = named(long).suppressed * 300
    report.fixed_baseline_entries[:] = [BaselineEntry("0", Severity.ERROR, long, long, long)] * 900
    report.unreadable[:] = [Unreadable(long, long)] * 900
    text = render("markdown", report)
    assert len(text.encode()) < 60_000
    assert text.count("more, which `--format json` lists") == 4


def test_fifty_findings_are_listed_and_the_others_counted() -> None:
    many = [PLAIN | {"name": f"n{n}", "id": str(n)} for n in range(30)]
    report = of(many)
    text = render("markdown", report)
    assert text.count("| error | ") + text.count("| warning | ") == 50
    assert f"… and {len(report.findings) - 50} more, which `--format json` lists." in text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("The scheme is `http`, not `https`", "The scheme is `http`, not `https`"),
        ("write `https://` instead", "write `https://` instead"),
        ("an old host (until May)", "an old host (until May)"),
        ("see https://a.io/x", "see `https://a.io/x`"),
        ("ask @octocat", "ask `@octocat`"),
        ("a`b", "a `b`"),
        ("", ""),
        ("``", ""),
        ("2 of 30", "2 of 30"),
    ],
)
def test_prose_stays_prose_and_the_rest_becomes_code(text: str, markdown: str) -> None:
    assert escape_markdown(text) == markdown


def test_code_escapes_what_would_end_it() -> None:
    assert format_code_span("a`b|c") == r"`a\x60b\x7cc`"
    assert format_code_span(" ") == ""
