"""What connectors do not expand: the logic of template languages, and placeholders elsewhere."""

import re
from collections.abc import Iterator
from itertools import islice

from dclint.analysis.placeholders import (
    LOGIC_SIGILS,
    find_unseen_inputs,
    is_unseen,
    summarize_names,
)
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_placeholder, quote_text
from dclint.base.spans import Fragment
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector, Place
from dclint.model.values import ABSENT, Shape
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder, find_placeholders

# A tag of Liquid, Jinja, Twig or Django, on one line: `{% if vip %}`, `{%-endif-%}`. What follows
# the opening at once is a word of two letters at least, which sets a tag apart from
# percent-encoded text (`{%22a%22:1}`) and from formats (`{%s%}`).
_TAG = (
    r"\{%[-+~]?(?:[ \t]++[A-Za-z_#]|[A-Za-z_]\w++(?=[\s(]|[-+~]?%\}))"
    r"(?:(?!\{%|%\}).)*%\}"
)

# What every such construct begins with; most texts have none.
_CONSTRUCT_START = r"\{\{\s*+[#/^>!&%]|\{%|\{\{[^{}|\r\n]*+\|"

# Filters that stand in for a missing value; Intercom's macros know the first.
_FALLBACKS = ("fallback", "default")

_INPUT_NAME_LABEL = "the name of a data input"

# Where nothing is expanded: what the place is called, and what to do instead.
_STATIC_FIELDS = {
    ("name", "name"): (
        "the connector's name",
        "write a name that fits every call",
    ),
    ("headers", "name"): (
        "the name of a header",
        "write a fixed name, and the placeholder into the value",
    ),
    ("data_inputs", "name"): (
        _INPUT_NAME_LABEL,
        "write a name without braces",
    ),
    ("data_inputs", "default_value"): (
        "the default value of a data input",
        "write a fixed value, or the placeholder into the request itself",
    ),
}


def unsupported_template_construct(connector: Connector) -> Iterator[Outcome]:
    """Report tags and sections; pedants also hear of filters."""
    for place in connector.places:
        if "{" in place.text and re.search(_CONSTRUCT_START, place.text):
            yield from _find_constructs(connector, place)
    yield from map(NotObservable, connector.hidden_places)


def _find_constructs(connector: Connector, place: Place) -> Iterator[Outcome]:
    text = place.text
    sections = [p for p in place.placeholders if p.name.startswith(LOGIC_SIGILS)]
    if sections:  # an input may be called `# of guests`
        sections = [p for p in sections if p.name not in connector.input_names]
        if sections and (unseen := find_unseen_inputs(connector)):
            yield NotObservable(unseen)
            sections = []
    found = [(p.start, p.end) for p in sections]
    if "{%" in text:
        found += [tag.span() for tag in re.finditer(_TAG, text)]
    if found:
        yield _build_logic_hit(place, sorted(found))
    elif "|" in text:
        filtered = (p for p in place.placeholders if "|" in p.content and p.name)
        yield from (_build_filter_hit(place, placeholder) for placeholder in islice(filtered, 1))


def _build_logic_hit(place: Place, found: list[Fragment]) -> Hit:
    written = list(dict.fromkeys(place.text[start:end] for start, end in found))
    are = "is" if len(written) == 1 else "are"
    return Hit(
        message=f"{summarize_names(written)} {are} template logic, "
        "and only `{{name}}` is replaced",
        at=place.at,
        fragment=found[0],
    )


def _build_filter_hit(place: Place, placeholder: Placeholder) -> Hit:
    start, end, inside = placeholder
    remedy = (
        f"write {quote_placeholder(placeholder.name)}, and let the other service adapt the value"
    )
    is_fallback = inside.partition("|")[2].lstrip().startswith(_FALLBACKS)
    if is_fallback and not placeholder.is_attribute:
        remedy = (
            f"write {quote_placeholder(placeholder.name)}, and give the input a `default_value`"
        )
    return Hit(
        message=f"{quote_text(place.text[start:end])} has a filter, and filters are not documented",
        at=place.at,
        fragment=(start, end),
        severity=Severity.INFO,
        profile=Profile.PEDANTIC,
        remedy=remedy,
    )


def template_in_static_field(connector: Connector) -> Iterator[Outcome]:
    """Report placeholders in names and defaults, which are used as they are written."""
    unseen: dict[str, None] = {}
    for at, text in _find_suspect_texts(connector):
        if isinstance(text, str):
            if found := find_placeholders(text):
                yield _build_static_hit(at, text, found)
        elif is_unseen(connector, text):
            unseen["[].".join(step for step in at if isinstance(step, str))] = None
    yield from map(NotObservable, unseen)


def _find_suspect_texts(connector: Connector) -> Iterator[tuple[Pointer, object]]:
    """Yield the names and defaults that hold double braces, and what is not seen to be text."""
    if not isinstance(connector.name, str) or "{{" in connector.name:
        yield ("name",), connector.name
    if not isinstance(connector.headers, list):
        yield ("headers",), connector.headers
    if not isinstance(connector.data_inputs, list):
        yield ("data_inputs",), connector.data_inputs
    for index, header in enumerate(connector.known_headers):
        if not isinstance(header.name, str) or "{{" in header.name:
            yield ("headers", index, "name"), header.name
    no_default = ABSENT if connector.shape is Shape.DEFINITION else None
    for index, data_input in enumerate(connector.known_inputs):
        name, default = data_input.name, data_input.default_value
        if not isinstance(name, str) or "{{" in name:
            yield ("data_inputs", index, "name"), name
        if default is not no_default and (not isinstance(default, str) or "{{" in default):
            yield ("data_inputs", index, "default_value"), default


def _build_static_hit(at: Pointer, text: str, found: tuple[Placeholder, ...]) -> Hit:
    where, remedy = _STATIC_FIELDS[str(at[0]), str(at[-1])]
    written = list(dict.fromkeys(text[start:end] for start, end, _ in found))
    first = found[0]
    if where == _INPUT_NAME_LABEL and first.name and text.strip() == written[0]:
        remedy = f"write {quote_text(first.name)}; it has braces only where it is used"
    are = "is" if len(written) == 1 else "are"
    return Hit(
        message=f"{summarize_names(written)} in {where} {are} not replaced",
        at=at,
        fragment=(first.start, first.end),
        remedy=remedy,
    )
