"""Bodies: is what is meant as JSON some, do texts stay in their quotes, is a body wanted at all?"""

import re
from collections.abc import Iterator
from itertools import islice

from dclint.analysis.attribute_names import AttributeType, classify_attribute
from dclint.analysis.json_body import JsonBody, find_body_place, find_unseen_json, parse_json_body
from dclint.analysis.placeholders import summarize_names
from dclint.analysis.taint import (
    PlaceholderValue,
    ValueKind,
    classify_placeholder,
    trace_placeholder,
)
from dclint.base.pointer import Pointer
from dclint.edits.edit import Rewrite, SuggestedFix, suggest_safe_fix
from dclint.findings.hit import Attack, Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.broken_json import explain_json_fault
from dclint.syntax.json_body import NotJson, find_string_literals
from dclint.syntax.json_keys import find_duplicate_keys
from dclint.syntax.template import Placeholder, fill_placeholders

_BODY: Pointer = ("body",)
_UNREADABLE = NotObservable("body as JSON")
_MOST_FLOWS = 100  # placeholders that one finding traces
_MOST_KEYS = 10  # repeated keys that one finding points at
_WHITESPACE = " \t\r\n"
_WINDOW = 200  # characters on each side of a placeholder in which its neighbours are looked for


def body_invalid_json(connector: Connector) -> Iterator[Outcome]:
    """Report a body that is meant as JSON and that a strict parser refuses (RFC 8259)."""
    body = parse_json_body(connector)
    if body is None:
        if fact := find_unseen_json(connector):
            yield NotObservable(fact)
    elif isinstance(body.value, NotJson):
        fault = explain_json_fault(body.place.text, body.place.placeholders, body.value.at)
        related: tuple[Related, ...] = ()
        if fault.opened is not None:
            span = fault.opened, fault.opened + 1
            related = (Related("this bracket is still open", _BODY, span),)
        yield Hit(fault.message, _BODY, fault.span, remedy=fault.remedy, related=related)


def unquoted_string_placeholder(connector: Connector) -> Iterator[Outcome]:
    """Report placeholders outside JSON strings whose value may be text."""
    place = find_body_place(connector)
    if place is None or not place.placeholders:
        return
    body = parse_json_body(connector)
    if body is None:
        is_text = any(
            classify_placeholder(connector, p.name).kind is not ValueKind.NUMBER
            for p in place.placeholders
        )
        if is_text and (fact := find_unseen_json(connector)):
            yield NotObservable(fact)
        return
    texts: list[Placeholder] = []
    for placeholder in _find_unquoted(body):
        if placeholder is None:
            yield _UNREADABLE
            continue
        kind, fact = _classify_bare_value(connector, placeholder)
        if fact:
            yield NotObservable(fact)
        elif kind is not ValueKind.NUMBER:
            texts.append(placeholder)
    if texts:
        yield _build_unquoted_hit(connector, body, texts)


def _classify_bare_value(connector: Connector, placeholder: Placeholder) -> PlaceholderValue:
    """Tell what a placeholder may insert; the types of attributes of one's own cannot be seen."""
    found = classify_placeholder(connector, placeholder.name)
    if found.kind is not ValueKind.UNDECLARED or not placeholder.is_attribute:
        return found
    match classify_attribute(placeholder.name):
        case AttributeType.NUMBER:
            return PlaceholderValue(ValueKind.NUMBER)
        case AttributeType.TEXT:
            return found
        case AttributeType.UNKNOWN:
            return PlaceholderValue(ValueKind.UNSEEN, "type of the attribute")


def _find_unquoted(body: JsonBody) -> Iterator[Placeholder | None]:
    """Yield the placeholders that stand outside strings; None if that cannot be told of some."""
    place, value = body.place, body.value
    found = [
        placeholder
        for placeholder, region in zip(place.placeholders, body.regions, strict=True)
        if placeholder.name and not region.is_quoted
    ]
    if not isinstance(value, NotJson):
        yield from found
        return
    filled = fill_placeholders(place.text, place.placeholders)
    yield from (p for p in found if p.start <= value.at)
    if place.placeholders[-1].start > value.at and _has_swapped_quotes(filled, value.at):
        yield None
        return
    for placeholder in found:
        start, end, _ = placeholder
        if (
            start > value.at
            and "'" not in filled[max(0, start - 1) : start] + filled[end : end + 1]
        ):
            yield placeholder


def _has_swapped_quotes(filled: str, at: int) -> bool:
    """Whether from `at` on strings seem to begin where they end, for want of a quotation mark."""
    for start, end in find_string_literals(filled):
        inside = filled[start + 1 : end - 1].strip(_WHITESPACE)
        is_closed = end - start > 1 and filled[end - 1] == '"'
        if end > at and (not is_closed or (inside and not inside.strip(_WHITESPACE + ",:{}[]"))):
            return True
    return False


def _build_unquoted_hit(connector: Connector, body: JsonBody, texts: list[Placeholder]) -> Hit:
    names = list(dict.fromkeys(p.name for p in texts))
    what = "stands outside quotes, so its value becomes part of the JSON"
    if len(names) > 1:
        what = "stand outside quotes, so their values become part of the JSON"
    return Hit(
        message=f"{summarize_names(names)} {what}",
        at=_BODY,
        fragment=(texts[0].start, texts[0].end),
        remedy=_suggest_quotes(body, texts),
        suggested_fix=_build_quotes_fix(body, texts),
        flows=tuple(
            trace_placeholder(connector, _BODY, p, "becomes part of the JSON", Attack.JSON)
            for p in texts[:_MOST_FLOWS]
        ),
    )


def _suggest_quotes(body: JsonBody, texts: list[Placeholder]) -> str | None:
    """Tell to put quotes around the placeholders, if each is a whole value or name."""
    filled = fill_placeholders(body.place.text, body.place.placeholders)
    is_json = not isinstance(body.value, NotJson)
    for p in texts:
        before = filled[max(0, p.start - _WINDOW) : p.start].rstrip(_WHITESPACE)[-1:]
        after = filled[p.end : p.end + _WINDOW].lstrip(_WHITESPACE)[:1]
        if not re.fullmatch(r"[:\[][,\]}]|[{,]:" + r"|,[,\]}]" * is_json, before + after):
            return None
    which = "the placeholder" if len(texts) == 1 else "each of the placeholders"
    return f"put double quotes around {which}"


_MOST_QUOTED = 500  # placeholders that one finding mends


def _build_quotes_fix(body: JsonBody, texts: list[Placeholder]) -> SuggestedFix | None:
    """Put the quotes there, if each placeholder is a whole value of a body that is JSON."""
    if (
        len(texts) > _MOST_QUOTED
        or isinstance(body.value, NotJson)
        or not _suggest_quotes(body, texts)
    ):
        return None
    ends = ((at, at) for p in texts for at in (p.start, p.end))
    return suggest_safe_fix(*(Rewrite(_BODY, '"', span) for span in ends))


def body_with_get(connector: Connector) -> Iterator[Outcome]:
    """Report a GET request with a body (RFC 9110, 9.3.1)."""
    if connector.http_method == "get" and find_body_place(connector):
        yield Hit(
            message="A GET request carries a body, which servers may ignore or refuse",
            at=_BODY,
            remedy="send the values in the query of the URL, or choose the method `post`",
            related=(Related("the method is chosen here", ("http_method",)),),
        )


def body_duplicate_key(connector: Connector) -> Iterator[Outcome]:
    """Report an object in the body that has one key twice."""
    body = parse_json_body(connector)
    if body is None:
        return
    if isinstance(body.value, NotJson):
        yield _UNREADABLE
        return
    text = body.place.text
    repeated = list(islice(find_duplicate_keys(text, body.place.placeholders), _MOST_KEYS))
    if repeated:
        keys = list(dict.fromkeys(text[start + 1 : end - 1] for (start, end), _ in repeated))
        stands = "stands" if len(keys) == 1 else "stand"
        yield Hit(
            message=f"{summarize_names(keys)} {stands} twice in one object",
            at=_BODY,
            fragment=repeated[0][0],
            remedy="keep the one whose value is meant",
            related=tuple(Related("stands here already", _BODY, first) for _, first in repeated),
        )
