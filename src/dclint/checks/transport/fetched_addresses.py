"""Inputs that tell the other service which address to call, to show or to go to."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from dclint.analysis.json_body import find_unseen_json_template, parse_json_body
from dclint.analysis.placeholders import summarize_names
from dclint.analysis.taint import ValueKind, classify_placeholder, trace_placeholder
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Attack, Hit, HitFlow, NotObservable
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.json_body import find_string_literals
from dclint.syntax.template import Placeholder, fill_placeholders
from dclint.syntax.url import decode_parameter_name, find_placeholders_within

_URL: Pointer = ("url",)
_BODY: Pointer = ("body",)
_ADDRESS_NAMES = frozenset({"url", "uri", "callback", "redirect", "webhook", "proxy"})

# Both in any case, after the rule `concerning-url-parameter` of
# https://github.com/stoplightio/spectral-owasp-ruleset; `next`, `target`, `destination`, `domain`,
# `link` and `site` are left out, because what they hold is an address too seldom.
_ADDRESS_SUFFIXES = ("_url", "-url", "_uri", "-uri")

# Found in every query and in every JSON text with such a name, escaped in JSON as well.
_ADDRESS_HINT = re.compile(
    r"ur[li]|callback|redirect|webhook|proxy|\\u00", re.IGNORECASE | re.ASCII
)

_VALUE_SEPARATOR = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_VALUE_END = re.compile(r"[ \t\r\n]*(?:[,}]|\Z)")


class _AddressPlaceholder(NamedTuple):
    """A placeholder in the value of something called `name`, where an address is expected."""

    name: str
    placeholder: Placeholder
    starts_value: bool
    """Whether the value begins with it: then it decides about the host."""


def url_parameter_from_input(connector: Connector) -> Iterator[Outcome]:
    """Report text inputs that are sent where the other service expects an address."""
    if not connector.known_inputs and not connector.is_unknown("data_inputs"):
        return
    unseen = [field for field in ("url", "body") if connector.is_unknown(field)]
    if hidden := find_unseen_json_template(connector):
        unseen.append(hidden)
    for at, addresses in (
        (_URL, _find_query_addresses(connector)),
        (_BODY, _find_body_addresses(connector)),
    ):
        chosen = []
        for address in addresses:
            kind, fact = classify_placeholder(connector, address.placeholder.name)
            if kind is ValueKind.TEXT:
                chosen.append(address)
            elif fact:
                unseen.append(fact)
        if chosen:
            yield _build_address_hit(connector, at, chosen)
    if unseen:
        yield from map(NotObservable, dict.fromkeys(unseen))


def _build_address_hit(connector: Connector, at: Pointer, chosen: list[_AddressPlaceholder]) -> Hit:
    inputs = list(dict.fromkeys(address.placeholder.name for address in chosen))
    names = list(dict.fromkeys(address.name for address in chosen))
    choose = "chooses the address" if len(inputs) == 1 else "choose the addresses"
    first = chosen[0].placeholder
    return Hit(
        message=f"{summarize_names(inputs)} {choose} that the other service gets as "
        f"{summarize_names(names)}",
        at=at,
        fragment=(first.start, first.end),
        flows=tuple(_trace_address(connector, at, address) for address in chosen),
    )


def _trace_address(connector: Connector, at: Pointer, address: _AddressPlaceholder) -> HitFlow:
    if address.starts_value:
        arrival = f"is sent as {quote_text(address.name)}"
        return trace_placeholder(connector, at, address.placeholder, arrival, Attack.ADDRESS)
    return trace_placeholder(
        connector, at, address.placeholder, f"is part of {quote_text(address.name)}"
    )


def _find_query_addresses(connector: Connector) -> Iterator[_AddressPlaceholder]:
    url = connector.url_template
    if url is None or not url.query or not url.placeholders:
        return
    if "%" not in url.text and not _ADDRESS_HINT.search(url.text, *url.query):
        return
    for key, value in url.parameters:
        if value and (found := list(find_placeholders_within(url, value))):
            name = decode_parameter_name(url.text[slice(*key)])
            if _is_address_name(name):
                yield from (_AddressPlaceholder(name, p, p.start == value[0]) for p in found)


def _find_body_addresses(connector: Connector) -> Iterator[_AddressPlaceholder]:
    """Yield the placeholders that are the whole value of a member, quoted or not."""
    body = connector.body
    if not isinstance(body, str) or "{{" not in body or not _ADDRESS_HINT.search(body):
        return
    parsed = parse_json_body(connector)
    if parsed is None:
        return
    text = fill_placeholders(body, parsed.place.placeholders)
    values = _index_address_values(body, text)
    for placeholder in parsed.place.placeholders if values else ():
        start, end = placeholder.start, placeholder.end
        if text[start - 1 : start] == text[end : end + 1] == '"':
            start, end = start - 1, end + 1
        if start in values and _VALUE_END.match(text, end):
            yield _AddressPlaceholder(values[start], placeholder, starts_value=True)


def _index_address_values(body: str, text: str) -> dict[int, str]:
    """Return where the values of such members begin, with their names; `text` is `body`, filled."""
    values = {}
    for start, end in find_string_literals(text):
        if (value := _VALUE_SEPARATOR.match(text, end)) and _ADDRESS_HINT.search(body, start, end):
            name = _decode_string(body[start:end])
            if _is_address_name(name):
                values[value.end()] = name
    return values


def _decode_string(literal: str) -> str:
    """Return what a JSON string says; as it is written if no parser accepts it."""
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return literal[1:-1]


def _is_address_name(name: str) -> bool:
    """Whether `name` promises an address: `url`, `callbackUrl`, `data[return_url]`."""
    name = name.removesuffix("[]").rstrip("]").rpartition("[")[2]
    lowered = name.lower()
    return (
        lowered in _ADDRESS_NAMES
        or lowered.endswith(_ADDRESS_SUFFIXES)
        or name.endswith(("Url", "Uri"))
        or (name.endswith(("URL", "URI")) and not name[-4:-3].isupper())
    )
