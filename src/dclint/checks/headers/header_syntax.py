"""Headers that cannot be sent as written: names that are no tokens, values that break the line."""

import re
from collections.abc import Iterator

from dclint.analysis.placeholders import is_unseen
from dclint.base.quoting import quote_text
from dclint.base.spans import Fragment
from dclint.edits.edit import Rewrite, SuggestedFix, suggest_safe_fix
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, Header
from dclint.ruleset.rule import Outcome
from dclint.syntax.characters import describe_character
from dclint.syntax.template import fill_placeholders, find_placeholders

# RFC 9110, 5.6.2.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

# What no header value may hold (RFC 9110, 5.5); a tab may stand inside.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

_NON_ASCII = re.compile(r"[^\x00-\x7f]")


def invalid_header_name(connector: Connector) -> Iterator[Outcome]:
    """Report a header without a name, or with a character in it that no name may have."""
    for index, header in enumerate(connector.known_headers):
        name = header.name
        if isinstance(name, str):
            if not _TOKEN.fullmatch(name):
                yield _build_name_outcome(index, name)
        elif is_unseen(connector, name):
            yield NotObservable("headers[].name")
        elif name is ABSENT:
            yield Hit(message=f"Header {index + 1} has no name", at=("headers", index))


def _build_name_outcome(index: int, name: str) -> Outcome:
    if find_placeholders(name):
        return NotObservable("headers[].name")
    at = ("headers", index, "name")
    if not name:
        return Hit(message="The name of a header is empty", at=at)
    begins = _TOKEN.match(name)
    first = begins.end() if begins else 0
    return Hit(
        message=f"The header name {quote_text(name)} contains {describe_character(name[first])}",
        at=at,
        fragment=(first, first + 1),
        remedy=_suggest_name(name),
        suggested_fix=_build_name_fix(index, name),
    )


def _build_name_fix(index: int, name: str) -> SuggestedFix | None:
    bare = name.strip().removesuffix(":").rstrip()
    return (
        suggest_safe_fix(Rewrite(("headers", index, "name"), bare))
        if _TOKEN.fullmatch(bare)
        else None
    )


def _suggest_name(name: str) -> str | None:
    """Say how to write the name that is meant, if white space or a colon is all that is wrong."""
    meant, _, rest = name.strip().partition(":")
    meant = meant.rstrip()
    if not _TOKEN.fullmatch(meant):
        return None
    moved = ", and what follows the colon as the value" if rest else ""
    return f"write {quote_text(meant)}{moved}"


def invalid_header_value(connector: Connector) -> Iterator[Outcome]:
    """Report control characters, white space at the ends and characters beyond ASCII in a value."""
    for index, header in enumerate(connector.known_headers):
        value = header.value
        if isinstance(value, str):
            is_plain = value.isascii() and value.isprintable()
            if not is_plain or value[:1] == " " or value[-1:] == " ":
                yield from _check_value(index, header, value)
        elif is_unseen(connector, value):
            yield NotObservable("headers[].value")


def _check_value(index: int, header: Header, value: str) -> Iterator[Hit]:
    """Judge what is written: what placeholders hold, and what they bring, is not."""
    text = fill_placeholders(value, find_placeholders(value))
    if control := _CONTROL.search(text):
        fault, fragment, severity = _describe_control(control[0]), control.span(), None
    elif text != text.strip():
        fault, fragment, severity = *_locate_edge_whitespace(text), Severity.WARNING
    elif foreign := _NON_ASCII.search(text):
        fault = f"contains {describe_character(foreign[0])}, which is not ASCII"
        fragment, severity = foreign.span(), Severity.WARNING
    else:
        return
    name = header.name
    subject = (
        f"The value of {quote_text(name)}" if isinstance(name, str) else "The value of a header"
    )
    yield Hit(
        message=f"{subject} {fault}",
        at=("headers", index, "value"),
        fragment=fragment,
        severity=severity,
        remedy=_suggest_value(text),
        suggested_fix=_build_value_fix(index, text),
    )


def _build_value_fix(index: int, text: str) -> SuggestedFix | None:
    """Remove the white space at both ends of a value, if that is all that breaks it."""
    at, core = ("headers", index, "value"), text.strip()
    if not core or _CONTROL.search(core):
        return None
    start = text.index(core)
    ends = (0, start), (start + len(core), len(text))
    return suggest_safe_fix(
        *(Rewrite(at, "", (first, last)) for first, last in ends if first < last)
    )


def _describe_control(control: str) -> str:
    if control in "\r\n":
        return f"contains a line break (U+{ord(control):04X}), where the header ends"
    return f"contains {describe_character(control)}"


def _locate_edge_whitespace(text: str) -> tuple[str, Fragment]:
    if blanks := len(text) - len(text.lstrip()):
        return "begins with white space", (0, blanks)
    return "ends with white space", (len(text.rstrip()), len(text))


def _suggest_value(text: str) -> str:
    core = text.strip()
    if _CONTROL.search(core):
        return "remove it; a further header is an entry of its own" if "\n" in core else "remove it"
    steps = ["remove the white space at its ends"] if core != text else []
    if not core.isascii():
        steps.append("write it in ASCII, encoded as the other service expects")
    return ", and ".join(steps)
