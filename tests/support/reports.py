"""Reports on every kind of finding, and every format that writes them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

from dclint.cli.output import FORMATS
from dclint.config.settings import Config, Waiver
from dclint.document import Document
from dclint.document.unreadable import Unreadable
from dclint.engine.lint import lint
from dclint.engine.plan import LintOptions
from dclint.engine.report import Report
from dclint.model.source_item import SourceItem
from dclint.report import template
from dclint.report.style import Style, escape_unsafe
from dclint.ruleset import registry as ruleset
from dclint.suppression import baseline
from support.items import as_items
from support.paths import DATA
from support.rules import RULES

ALL = ruleset.select_rules(RULES, Config())
OURS = DATA / "all.txt.j2"


def renderer(form: str) -> Callable[[Report, Style], str]:
    """Return what writes a format."""
    if form == "template":
        return lambda report, _style: template.render_template(report, str(OURS))
    module, function = form.replace("-", "."), "render"
    if form == "concise":
        module, function = "text", "concise"
    render: Callable[[Report, Style], str] = getattr(
        import_module(f"dclint.report.{module}"), function
    )
    return render


FORMS = (*FORMATS, "template")

PLAIN = {
    "name": "Get order status",
    "description": "Returns where a parcel is.",
    "http_method": "get",
    "url": "http://api.parcelhub.io/v2/{{orderId}}",
    "data_inputs": [{"name": "order_id", "type": "string", "description": "The number"}],
}
HOSTILE_NAME = "a\x1b[31m\u202eb\n::error::x\x9b\ud800{{x}}<b>[l](http://evil.io)\u200b"
MARKUP = (
    "@octocat #1 `x` | ![i](http://evil.io/x.png) <img src=x onerror=alert(1)> www.evil.io "
    "a@evil.io owner/repo#2 https://evil.io/?a=1 ``` ]]> &amp; </td> ##[error]x ##vso[task.x]y"
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "x;=cmd()", "＝1+1")


def render(form: str, report: Report) -> str:
    """Write a report as one of FORMS."""
    return renderer(form)(report, Style())


def report_on(*documents: Document | SourceItem | Unreadable) -> Report:
    return lint(as_items(*documents), ALL, Config())


def of(value: object, file: str = "a.json") -> Report:
    return report_on(Document(file, json.dumps(value, indent=2)))


def everything() -> Report:
    """A report with a finding of every rule's first bad example."""
    documents: list[Document | Unreadable] = [
        Document(f"{name}/{rule.bad[0].file}", rule.bad[0].text.encode(rule.bad[0].encoding))
        for name, rule in RULES.items()
    ]
    return report_on(*documents, Unreadable("secret dir/ä.json", "permission denied"))


def called(name: str) -> dict[str, Any]:
    """A connector that uses a name wherever one can stand."""
    return PLAIN | {
        "name": name,
        "description": "",
        name: 1,
        "http_method": name,
        "url": f"http://x.io/{{{{{name[:8]}}}}}",
        "headers": [{"name": name, "value": "1"}, {"name": name, "value": "2"}],
        "data_inputs": [{"name": name}, {"name": name}],
    }


def hostile(name: str = HOSTILE_NAME, suffix: str = "json") -> Report:
    """A report on connectors and a file with hostile names."""
    return of(called(name), f"{escape_unsafe(HOSTILE_NAME[:6])}\x1b[2J.{suffix}")


SILENT = """\
name: Get order status
description: {description}
http_method: get
# dclint: ignore[url-not-https] {reason}
url: http://api.parcelhub.io/v2/{{{{orderId}}}}?x={{{{nobody}}}}
data_inputs:
  - name: order_id
    type: string
    description: The number
"""


def silenced(reason: str = "an old host", owner: str = "team-parcels") -> Report:
    """A report with a suppressed, a waived, a known and an open finding, and a fixed one."""
    document = Document("a.yaml", SILENT.format(description="Where is it?", reason=reason))
    first = lint(as_items(document), ALL, Config())
    waived, known = (
        next(f for f in first.findings if f.rule == rule)
        for rule in ("undefined-template-variable", "unused-data-input")
    )
    assert waived.connector is not None
    waiver = Waiver(
        waived.rule,
        waived.connector.name or "",
        waived.fingerprint,
        reason,
        date(2999, 12, 31),
        owner=owner,
        file="dclint.toml",
        line=3,
    )
    gone = replace(known, fingerprint="0" * 64, rule="url-fragment")
    options = LintOptions(baseline=baseline.make_baseline("dclint-baseline.txt", [known, gone]))
    return lint(as_items(document), ALL, replace(Config(), waivers=(waiver,)), options)
