"""Masking what may be a secret in a text of which nothing else is known."""

import re

from dclint.secrets.patterns import Secret, find_secrets, mask_span, merge_overlapping
from dclint.syntax.template import find_literal_spans, find_placeholders

_LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

_KINDS_OF_KEY = (
    *("api", "app", "access", "account", "auth"),
    *("private", "secret", "subscription", "signing"),
)

_KEY = "|".join(f"(?<={kind}{mark}key)" for kind in _KINDS_OF_KEY for mark in ("", "_", "-"))

# In lower case, and each alternative beginning with a letter: that makes the search quick.
_SECRET_NAMES = (
    rf"(?:key(?:{_KEY})|token|auth(?:orization)?|cookie|secret|passw(?:or)?d|pwd"
    r"|sig(?<![a-z]sig)(?:nature)?)s?"
    r"""(?:\\?["']?\s*+,?\s*+\\?["']?value)?"""
)

_QUOTED = r"""\\"((?:[^"\\\r\n]|\\[^"\r\n])*+)|"((?:[^"\\\r\n]|\\.)*+)|'((?:[^'\r\n]|'')*+)"""
_JSON_MEMBER = rf"""\\?["']\s*:\s*(?:{_QUOTED}|([^\s"'\\{{\[\]}},][^\s\]}},]*))"""
_BLOCK = r"(?:[|>][-+0-9]{0,2}[ \t]*\r?\n[ \t]*)?"
_YAML_MEMBER = rf"""[ \t]*:[ \t]*{_BLOCK}(?:{_QUOTED}|([^\s"'{{\[][^\r\n"]*))"""
_XML = r"""\s*=\s*\\?["']([^\s"'<>\\]+)|>([^\s<>]+)<"""
_PLAIN_WORD = r"[A-Za-z][a-z]*+(?![A-Za-z0-9+/=_~-])"
_OPAQUE = r"(?=[a-z_.~+/=-]*[0-9])[a-z0-9_.~+/=-]{8,}+"

# Words of which one is near, and where the literal stands: in the one group that takes part.
_LITERAL_PLACES = (
    (
        ("key", "token", "auth", "cookie", "secret", "passw", "pwd", "sig"),
        rf"""{_SECRET_NAMES}(?:{_JSON_MEMBER}|{_YAML_MEMBER}|=([^\s&"'<>\\]+)|{_XML})""",
    ),
    (
        ("value",),
        rf"""value\\?["']?\s*:\s*\\?["']?({_OPAQUE})(?![^\s"'\\,}}])""",
    ),
    (
        ("bearer", "basic"),
        rf"""\b(?:bearer|basic)[ \t]+(?!{_PLAIN_WORD})([^\s"'\\,;<>{{}}]{{8,}})""",
    ),
    (("@",), r"""(?:\\?/){2}(?:[^\s/?#"'<>\\@:]*:)?([^\s/?#"'<>\\]+)@"""),
)


def redact_known(text: str) -> str:
    """Mask the secrets of known formats: what else is in a message, dclint says itself."""
    for secret in find_secrets(text):
        text = mask_span(text, secret.start, secret.end)
    return text


def redact_text(text: str) -> str:
    """Mask what may be a secret in a text that cannot be parsed, rather too much than too little.

    That is every known format, the literal behind a name that sounds like a credential (a header
    has its literal behind `value`), the word behind `Bearer` or `Basic`, and a URL's password.
    """
    found = list(find_secrets(text))
    lowered = text.translate(_LOWER)
    for words, pattern in _LITERAL_PLACES:
        if any(word in lowered for word in words):
            for match in re.finditer(pattern, lowered):
                start, end = match.span(match.lastindex or 0)
                part = text[start:end]
                found += [
                    Secret(start + a, start + b, "")
                    for a, b in find_literal_spans(part, find_placeholders(part))
                ]
    pieces = []
    position = 0
    for secret in merge_overlapping(found):
        pieces += [
            text[position : secret.start],
            mask_span(text[secret.start : secret.end], 0, secret.end - secret.start),
        ]
        position = secret.end
    return "".join([*pieces, text[position:]])


_LONGEST = 500  # characters of a message; names in it come from the text and may be of any length

# Characters of a message in which secrets are looked for; what follows is never shown.
MAX_SCANNED = 2 * _LONGEST


def shorten_message(message: str) -> str:
    """Cut a message to a readable length and mask what looks like a secret."""
    message = redact_known(message[:MAX_SCANNED])
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"
