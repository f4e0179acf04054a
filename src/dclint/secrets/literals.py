"""Literals that stand where a connector names a credential: header, body member, input, query."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.model.connector import Connector
from dclint.model.values import Header
from dclint.secrets.names import is_credential_name
from dclint.secrets.patterns import is_benign, is_stand_in
from dclint.syntax.json_body import find_string_literals
from dclint.syntax.template import fill_placeholders, find_literal_spans, find_placeholders
from dclint.syntax.url_spans import Span

# Every credential key has one of them: a text without them has no such key.
_KEY_PARTS = (
    *("key", "token", "secret", "pass", "pwd", "sig", "auth"),
    *("pat", "jwt", "cred", "bearer", "cookie"),
)

# The word before a credential: `Bearer`, `Basic`, `Token`, `Zoho-oauthtoken` (RFC 9110, 11.4).
_AUTH_SCHEME = r"\s*(?:[A-Za-z][A-Za-z0-9-]*:?\s+(?=\S))?"

# A shorter one might be part of any word, so the whole userinfo is taken for the secret.
_MIN_PASSWORD_LENGTH = 8


class SecretLocation(NamedTuple):
    """A secret of a connector: code points `start` to `end` of the string at `at`; what it is."""

    at: Pointer
    start: int
    end: int
    kind: str


def find_named_secrets(connector: Connector) -> Iterator[SecretLocation]:
    """Yield the literals of credential headers, of body members and of inputs."""
    for index, header in enumerate(connector.known_headers):
        if header.key and is_credential_name(header.key):
            kind = _describe_value(header.key)
            for start, end in _find_header_literals(header):
                yield SecretLocation(("headers", index, "value"), start, end, kind)
    if isinstance(connector.body, str):
        for (start, end), name in _find_body_literals(connector.body):
            yield SecretLocation(("body",), start, end, _describe_value(name))
    yield from _find_default_secrets(connector)


def _find_default_secrets(connector: Connector) -> Iterator[SecretLocation]:
    for index, data_input in enumerate(connector.known_inputs):
        default, label = data_input.default_value, data_input.name
        if not isinstance(default, str) or not default or not isinstance(label, str):
            continue
        if is_credential_name(label) and _is_secret_literal(default):
            at = ("data_inputs", index, "default_value")
            yield SecretLocation(at, 0, len(default), _describe_value(label))


def find_stand_ins(connector: Connector) -> Iterator[SecretLocation]:
    """Yield what only marks where a credential belongs: `YOUR_TOKEN` in a header or parameter."""
    for index, header in enumerate(connector.known_headers):
        value = header.value
        if header.key and is_credential_name(header.key) and isinstance(value, str):
            start, end = _locate_credential(value)
            if "{{" not in value and is_stand_in(value[start:end]):
                yield SecretLocation(("headers", index, "value"), start, end, header.key)
    template = connector.url_template
    for key, span in template.parameters if template else ():
        name = template.text[slice(*key)].strip() if template else ""
        if (
            template
            and span
            and is_credential_name(name)
            and is_stand_in(template.text[slice(*span)])
        ):
            yield SecretLocation(("url",), *span, name)


def find_query_secrets(connector: Connector) -> Iterator[tuple[Span, str]]:
    """Yield the literals of credential parameters in the URL, and the parameter's name."""
    template = connector.url_template
    if template is None or template.query is None:
        return
    for key, value in template.parameters:
        name = template.text[slice(*key)].strip()
        literal = template.text[slice(*value)] if value else ""
        is_named = is_credential_name(name) or (
            _may_hold_key(name, template.hostname) and _looks_random(literal)
        )
        if value and is_named and _is_secret_literal(literal):
            yield value, name


def _may_hold_key(name: str, host: str | None) -> bool:
    """Whether some services take a key under a name that says little: `?key=`, `?code=` at Azure.

    Source: https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
    """
    is_function = host is not None and host.endswith(".azurewebsites.net")
    return name.lower() == "key" or (is_function and name.lower() == "code")


_SHORTEST_RANDOM = 16  # characters of a key that is known by its looks


def _looks_random(literal: str) -> bool:
    """Whether a literal is long, and made of letters and digits, as a key is and a word is not."""
    has_both = any(map(str.isdigit, literal)) and any(map(str.isalpha, literal))
    return len(literal) >= _SHORTEST_RANDOM and has_both


def find_userinfo_secrets(connector: Connector) -> Iterator[SecretLocation]:
    """Yield what stands before the `@` of the URL, as far as it is written out."""
    template = connector.url_template
    if template is None or template.userinfo is None:
        return
    start, end = template.userinfo
    colon = template.text.find(":", start, end)
    if 0 <= colon < end - _MIN_PASSWORD_LENGTH:
        start = colon + 1
    userinfo = template.text[start:end]
    for first, last in find_literal_spans(userinfo, find_placeholders(userinfo)):
        if userinfo[first:last].strip(":"):
            yield SecretLocation(("url",), start + first, start + last, "Password in the URL")


def _describe_value(name: str) -> str:
    return f"{quote_text(name.strip())} value"


def _is_secret_literal(literal: str) -> bool:
    if is_benign(literal):
        return False
    if "%" not in literal:
        return True
    from urllib.parse import unquote

    return not is_benign(unquote(literal))


def _find_header_literals(header: Header) -> Iterator[Span]:
    value = header.value
    if not isinstance(value, str) or "{{" in value:
        return
    for start, end in (
        _split_cookies(value) if header.key == "cookie" else (_locate_credential(value),)
    ):
        if not is_benign(value[start:end]):
            yield start, end


def _locate_credential(value: str) -> Span:
    found = re.match(_AUTH_SCHEME, value)
    return found.end() if found else 0, len(value.rstrip())


def _split_cookies(value: str) -> Iterator[Span]:
    """Yield the values of `a=1; b=2` (RFC 6265, 4.2.1)."""
    for pair in re.finditer(r"[^;]+", value):
        start, end = pair.span()
        start = value.find("=", start, end) + 1 or start
        literal = value[start:end]
        yield end - len(literal.lstrip()), start + len(literal.rstrip())


def _find_body_literals(body: str) -> Iterator[tuple[Span, str]]:
    if not any(map(body.lower().__contains__, _KEY_PARTS)):
        return
    filled = fill_placeholders(body, find_placeholders(body))
    is_markup_or_json = filled.lstrip()[:1] in ("<", "{", "[")
    members = _find_json_values(filled) if is_markup_or_json else _find_form_values(filled)
    for (start, end), name in members:
        if is_credential_name(name) and _is_secret_literal(body[start:end]):
            yield (start, end), name


def _find_json_values(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the scalar members of all objects, however deep, of JSON that may be broken."""
    value = re.compile(r'\s*:\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)|([^\s",:{}\[\]]+))', re.DOTALL)
    for start, end in find_string_literals(text):
        name = text[start + 1 : end - 1]
        if is_credential_name(name) and (found := value.match(text, end)):
            yield found.span(found.lastindex or 0), name


def _find_form_values(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the members of `a=1&b=2`; a name with brackets is known by what these enclose."""
    for pair in re.finditer(r"[^&\s]+", text):
        start, end = pair.span()
        equals = text.find("=", start, end)
        if equals >= 0:
            name = text[start:equals].rstrip("]").rpartition("[")[2]
            yield (equals + 1, end), name
