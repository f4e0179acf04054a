"""Literals that stand where a connector names a credential: header, body member, input, query."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dclint.base.pointer import Pointer
from dclint.base.quoting import quoted
from dclint.model.connector import Connector
from dclint.model.values import Header
from dclint.secrets.patterns import is_benign, is_credential_header, is_credential_key
from dclint.syntax.json_body import strings
from dclint.syntax.template import fill, literals, scan
from dclint.syntax.url_spans import Span

# Every credential key has one of them: a text without them has no such key.
_KEY_PARTS = ("key", "token", "secret", "pass", "pwd", "sig", "auth")

# The word before a credential: `Bearer`, `Basic`, `Token`, `Zoho-oauthtoken` (RFC 9110, 11.4).
_SCHEME = r"\s*(?:[A-Za-z][A-Za-z0-9-]*:?\s+(?=\S))?"

# A shorter one might be part of any word, so the whole userinfo is taken for the secret.
_TELLING_PASSWORD = 8


class SecretPlace(NamedTuple):
    """A secret of a connector: code points `start` to `end` of the string at `at`; what it is."""

    at: Pointer
    start: int
    end: int
    kind: str


def in_named_places(connector: Connector) -> Iterator[SecretPlace]:
    """Yield the literals of credential headers, of body members and of inputs."""
    for index, header in enumerate(connector.known_headers):
        if header.key and is_credential_header(header.key):
            kind = _value_of(header.key)
            for start, end in _in_header(header):
                yield SecretPlace(("headers", index, "value"), start, end, kind)
    if isinstance(connector.body, str):
        for (start, end), name in _in_body(connector.body):
            yield SecretPlace(("body",), start, end, _value_of(name))
    for index, data_input in enumerate(connector.known_inputs):
        default, label = data_input.default_value, data_input.name
        if not isinstance(default, str) or not default or not isinstance(label, str):
            continue
        if is_credential_key(label) and _is_secret(default):
            at = ("data_inputs", index, "default_value")
            yield SecretPlace(at, 0, len(default), _value_of(label))


def in_query(connector: Connector) -> Iterator[tuple[Span, str]]:
    """Yield the literals of credential parameters in the URL, and the parameter's name."""
    template = connector.url_template
    if template is None or template.query is None:
        return
    for key, value in template.parameters:
        name = template.text[slice(*key)].strip()
        if value and is_credential_key(name) and _is_secret(template.text[slice(*value)]):
            yield value, name


def in_userinfo(connector: Connector) -> Iterator[SecretPlace]:
    """Yield what stands before the `@` of the URL, as far as it is written out."""
    template = connector.url_template
    if template is None or template.userinfo is None:
        return
    start, end = template.userinfo
    colon = template.text.find(":", start, end)
    if 0 <= colon < end - _TELLING_PASSWORD:
        start = colon + 1
    userinfo = template.text[start:end]
    for first, last in literals(userinfo, scan(userinfo)):
        if userinfo[first:last].strip(":"):
            yield SecretPlace(("url",), start + first, start + last, "Password in the URL")


def _value_of(name: str) -> str:
    return f"{quoted(name.strip())} value"


def _is_secret(literal: str) -> bool:
    if is_benign(literal):
        return False
    if "%" not in literal:
        return True
    from urllib.parse import unquote

    return not is_benign(unquote(literal))


def _in_header(header: Header) -> Iterator[Span]:
    value = header.value
    if not isinstance(value, str) or "{{" in value:
        return
    for start, end in _cookies(value) if header.key == "cookie" else (_credential(value),):
        if not is_benign(value[start:end]):
            yield start, end


def _credential(value: str) -> Span:
    found = re.match(_SCHEME, value)
    return found.end() if found else 0, len(value.rstrip())


def _cookies(value: str) -> Iterator[Span]:
    """Yield the values of `a=1; b=2` (RFC 6265, 4.2.1)."""
    for pair in re.finditer(r"[^;]+", value):
        start, end = pair.span()
        start = value.find("=", start, end) + 1 or start
        literal = value[start:end]
        yield end - len(literal.lstrip()), start + len(literal.rstrip())


def _in_body(body: str) -> Iterator[tuple[Span, str]]:
    if not any(map(body.lower().__contains__, _KEY_PARTS)):
        return
    filled = fill(body, scan(body))
    is_markup_or_json = filled.lstrip()[:1] in ("<", "{", "[")
    members = _json_members(filled) if is_markup_or_json else _form_members(filled)
    for (start, end), name in members:
        if is_credential_key(name) and _is_secret(body[start:end]):
            yield (start, end), name


def _json_members(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the scalar members of all objects, however deep, of JSON that may be broken."""
    value = re.compile(r'\s*:\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)|([^\s",:{}\[\]]+))', re.DOTALL)
    for start, end in strings(text):
        name = text[start + 1 : end - 1]
        if is_credential_key(name) and (found := value.match(text, end)):
            yield found.span(found.lastindex or 0), name


def _form_members(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the members of `a=1&b=2`; a name with brackets is known by what these enclose."""
    for pair in re.finditer(r"[^&\s]+", text):
        start, end = pair.span()
        equals = text.find("=", start, end)
        if equals >= 0:
            name = text[start:equals].rstrip("]").rpartition("[")[2]
            yield (equals + 1, end), name
