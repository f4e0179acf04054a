"""Texts that are pasted into forms and XML, where they can begin something of their own."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dclint.analysis.form_body import FormBody, FormField, parse_form_body
from dclint.analysis.json_body import (
    find_body_place,
    find_unseen_media_type,
    is_json_media_type,
    list_media_types,
)
from dclint.analysis.placeholders import summarize_names
from dclint.analysis.taint import ValueKind, classify_placeholder, trace_placeholder
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector, Place
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder

_BODY: Pointer = ("body",)
_MOST_FLOWS = 100  # placeholders that one finding traces
_ESCAPING_FILTER = re.compile(r"\|[^|]*(?:escape|encode|quote)", re.IGNORECASE)
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"


class _Texts(NamedTuple):
    """The placeholders that insert whatever somebody writes, and facts that hide others."""

    placeholders: list[Placeholder]
    unseen: list[str]


def form_body_injection(connector: Connector) -> Iterator[Outcome]:
    """Report text inputs in a form: their values can add fields, or replace others."""
    form = parse_form_body(connector)
    if form is None or not form.place.placeholders:
        return
    if not list_media_types(connector) and (fact := find_unseen_media_type(connector)):
        yield NotObservable(fact)
        return
    texts = _find_texts(connector, form.place)
    if texts.placeholders:
        yield _build_form_hit(connector, form, texts.placeholders)
        if connector.is_unknown("direct_fin_usage"):
            texts.unseen.append("direct_fin_usage")
    yield from map(NotObservable, texts.unseen)


def _find_texts(connector: Connector, place: Place) -> _Texts:
    found = _Texts([], [])
    for placeholder in place.placeholders:
        kind, fact = classify_placeholder(connector, placeholder.name)
        if fact and fact not in found.unseen:
            found.unseen.append(fact)
        elif kind is ValueKind.TEXT and not _ESCAPING_FILTER.search(placeholder.content):
            found.placeholders.append(placeholder)
    return found


def _build_form_hit(connector: Connector, form: FormBody, texts: list[Placeholder]) -> Hit:
    names = list(dict.fromkeys(p.name for p in texts))
    fixed = [field for field in form.fields if field.name and _is_fixed(connector, field)]
    fixed.sort(key=lambda field: bool(field.placeholders))
    values = "its value" if len(names) == 1 else "their values"
    message = f"{summarize_names(names)} {'is' if len(names) == 1 else 'are'} pasted into a form, "
    message += f"and `&` in {values} begins another field"
    if fixed:
        message += f", such as a second {quote_text(fixed[0].name)}"
    return _build_hit(
        connector,
        message,
        texts,
        arrival="can begin another field",
        is_certain=bool(fixed) and connector.direct_fin_usage is True,
    )


def _is_fixed(connector: Connector, field: FormField) -> bool:
    """Whether no input fills a field: what it says is decided by the connector."""
    return not any(p.name in connector.input_names for p in field.placeholders)


def xml_body_injection(connector: Connector) -> Iterator[Outcome]:
    """Report text inputs in XML: their values can end the element around them."""
    place = find_body_place(connector)
    if place is None or not place.placeholders or not _looks_like_xml(connector, place):
        return
    texts = _find_texts(connector, place)
    bare = [*_list_unprotected(place.text, texts.placeholders)]
    if bare:
        names = list(dict.fromkeys(p.name for p in bare))
        is_one = len(names) == 1
        yield _build_hit(
            connector,
            f"{summarize_names(names)} {'is' if is_one else 'are'} pasted into XML, and `<` in "
            f"{'its value' if is_one else 'their values'} begins another element",
            bare,
            arrival="can begin another element",
        )
    yield from map(NotObservable, texts.unseen)


def _list_unprotected(text: str, placeholders: list[Placeholder]) -> Iterator[Placeholder]:
    """Yield the placeholders outside CDATA sections; one that is not closed protects nothing."""
    start = end = 0
    for placeholder in placeholders:
        while start >= 0 and end <= placeholder.start:
            start = text.find(_CDATA_START, end)
            end = text.find(_CDATA_END, start) if start >= 0 else -1
            if end < 0:
                start = -1
        if start < 0 or placeholder.start < start:
            yield placeholder


def _looks_like_xml(connector: Connector, place: Place) -> bool:
    text = place.text
    is_markup = text.lstrip().startswith("<") and ("</" in text or "/>" in text)
    return is_markup and not any(map(is_json_media_type, list_media_types(connector)))


def _build_hit(
    connector: Connector,
    message: str,
    texts: list[Placeholder],
    *,
    arrival: str,
    is_certain: bool = True,
) -> Hit:
    return Hit(
        message,
        _BODY,
        (texts[0].start, texts[0].end),
        severity=None if is_certain else Severity.INFO,
        profile=None if is_certain else Profile.AUDITOR,
        flows=tuple(trace_placeholder(connector, _BODY, p, arrival) for p in texts[:_MOST_FLOWS]),
    )
