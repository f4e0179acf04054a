"""Reports as HTML pages, and what a strict parser sees in one."""

import json
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from dclint.config.settings import Config
from dclint.document import Document
from dclint.document.unreadable import Unreadable
from dclint.engine.lint import lint
from dclint.engine.plan import LintOptions
from dclint.engine.report import Audit, Gap, Report
from dclint.report.html import render
from dclint.report.style import Style
from support.items import as_items
from support.reports import ALL, HOSTILE_NAME, MARKUP, PLAIN, everything, silenced

OPEN = PLAIN | {
    "direct_fin_usage": True,
    "audiences": ["visitors", "leads"],
    "bypass_authentication": True,
    "token_ids": ["12", "7"],
    "headers": [{"name": "X-Api-Key", "value": "****"}],
    "data_transformation_type": "redacted_access",
    "response_fields": [{"path": "order.state"}, {"path": "order.email", "redacted": True}],
    "url": "https://api.parcelhub.io/v2/{{order_id}}",
}
GUARDED = OPEN | {
    "name": "Opening hours",
    "audiences": ["users"],
    "bypass_authentication": False,
    "customer_authentication": True,
    "token_ids": [],
    "headers": [],
    "url": "https://hours.parcelhub.io/today",
    "data_inputs": [],
}
VISIT = Audit(
    workspace="abc",
    name="Velvet Shoes",
    region="eu",
    host="api.eu.intercom.io",
    api_version="2.16",
    state="both",
    taken_at="2026-11-01T03:17:00+00:00",
    requests=7,
    gaps=[Gap("stored tokens (`/auth_tokens`)", "the access token may not read it (403)")],
)
DANGEROUS = f"{HOSTILE_NAME}{MARKUP}\ufdd0\U0001ffff\"'></title><script>alert(1)</script>"


def portrayed(*connectors: Any, live: bool = False, name: str = "a{}.json") -> Report:
    """A report with portraits and proofs of connectors, each in a file of its own."""
    documents = [
        Document(name.format(number), json.dumps(each, indent=1))
        for number, each in enumerate(connectors)
    ]
    options = LintOptions(
        show_exploits=True,
        profile_risks=True,
        audit=replace(VISIT, gaps=list(VISIT.gaps)) if live else None,
    )
    return lint(as_items(*documents), ALL, Config(), options)


def numbered(count: int) -> Report:
    """A report on many connectors with several findings each."""
    return portrayed(
        *(
            OPEN | {"id": str(n), "name": f"Order {n}", "url": f"http://api{n % 90}.io/{{{{x}}}}"}
            for n in range(count)
        )
    )


def dangerous() -> Report:
    """A report on hostile names wherever a name can stand."""
    report = portrayed(
        OPEN | {"name": DANGEROUS, "headers": [{"name": DANGEROUS}], "id": DANGEROUS},
        OPEN | {"data_inputs": [{"name": DANGEROUS}, {"name": DANGEROUS}]},
        OPEN | {"url": f"https://{DANGEROUS}/", "name": "W" * 400},
        OPEN | {"response_fields": [{"path": DANGEROUS}], "name": "z\u0301" * 200},
        name=DANGEROUS + "{}.json",
        live=True,
    )
    assert report.audit
    report.audit.name = report.audit.region = report.audit.workspace = DANGEROUS
    report.audit.gaps = [Gap(DANGEROUS, DANGEROUS)]
    report.unreadable[:] = [Unreadable(DANGEROUS, DANGEROUS)]
    accepted = silenced()
    report.suppressed[:] = [
        replace(
            finding,
            suppression=replace(by, place=DANGEROUS, reason=DANGEROUS, owner=DANGEROUS),
        )
        for finding, by in accepted.list_suppressed()
    ]
    report.fixed_baseline_entries[:] = [
        replace(each, connector=DANGEROUS, path=DANGEROUS)
        for each in accepted.fixed_baseline_entries
    ]
    return report


# Every kind of page.
SAMPLES = {
    "one": portrayed(OPEN, GUARDED),
    "live": portrayed(OPEN, GUARDED, live=True),
    "silenced": silenced(),
    "everything": everything(),
    "empty": lint([], ALL, Config()),
    "unread": lint([Unreadable("a.json", "permission denied")], ALL, Config()),
    "dangerous": dangerous(),
}


def page(report: Report) -> str:
    """Write a page."""
    return render(report, Style())


def tree(text: str) -> Element:
    """Parse a page as a browser would; an error that a browser would forgive is raised."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    return root


def words(element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
