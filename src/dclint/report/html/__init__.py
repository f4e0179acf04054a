"""The report as one page that needs nothing else: no network, no scripts, no browser setting.

What connectors say passes `finalize_value` and Jinja's escaping on its way into the page.
"""

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dclint._version import __version__
from dclint.engine.report import Report
from dclint.report.html.page import build_page
from dclint.report.html.prose import (
    finalize_value,
    mark_break_points,
    render_code_spans,
    render_prose,
    split_excerpt,
)
from dclint.report.json import load_data_versions
from dclint.report.style import Style, format_count

if TYPE_CHECKING:
    from jinja2 import Environment


def render(report: Report, _style: Style) -> str:
    """Return the report as one HTML document, the same bytes for the same report."""
    environment = _create_environment()
    style = _read_asset("style.css")
    script = _read_asset("script.js")
    return environment.get_template("page.html.j2").render(
        page=build_page(report),
        version=__version__,
        data=sorted(load_data_versions().items()),
        style=style,
        script=script,
        policy=_build_content_policy(style, script),
    )


@cache
def _create_environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dclint.report.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "breakable": mark_break_points,
        "code": render_code_spans,
        "plural": format_count,
        "prose": render_prose,
        "sliced": split_excerpt,
    }
    return environment


def _read_asset(name: str) -> str:
    """Return a file of ours as it is; no text of a connector ever gets into it."""
    return files("dclint.report.html").joinpath("templates", name).read_text("utf-8")


def _build_content_policy(style: str, script: str) -> str:
    """Return what allows this page's style and script and nothing else, not even to send a form."""
    return (
        f"default-src 'none'; style-src {_hash_source(style)}; "
        f"script-src {_hash_source(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash_source(text: str) -> str:
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
