"""Data inputs one by one: can the name be used, does the default fit, does the type keep digits?"""

import functools
import re
from collections.abc import Iterator

from dclint.analysis.placeholders import is_unseen
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.base.words import split_words
from dclint.edits.edit import Rewrite, suggest_safe_fix, suggest_unsafe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import DataInput
from dclint.ruleset.rule import Outcome
from dclint.syntax.characters import describe_character
from dclint.syntax.template import find_placeholders

_UNSEEN_NAME = NotObservable("data_inputs[].name")
_UNSEEN_TYPE = NotObservable("data_inputs[].type")
_UNSEEN_DEFAULT = NotObservable("data_inputs[].default_value")


def invalid_input_name(connector: Connector) -> Iterator[Outcome]:
    """Report names that no placeholder can hold, and inputs without a name."""
    for index, data_input in enumerate(connector.known_inputs):
        name = data_input.name
        if isinstance(name, str):
            if not name.isidentifier():
                yield from _check_name(connector, index, name)
        elif is_unseen(connector, name):
            yield _UNSEEN_NAME
        else:
            yield Hit(message=f"Input {index + 1} has no name", at=("data_inputs", index))


# What ends a placeholder or its name, and the controls (general category Cc).
_UNUSABLE_CHARACTERS = re.compile(r"[{}|\x00-\x1f\x7f-\x9f]")


def _check_name(connector: Connector, index: int, name: str) -> Iterator[Hit]:
    at: Pointer = ("data_inputs", index, "name")
    # `str.strip` also takes U+001C to U+001F, which are no White_Space but controls.
    bare = name.strip()
    if found := _UNUSABLE_CHARACTERS.search(name):
        what = f"`{found[0]}`" if found[0] in "{}|" else describe_character(found[0])
        yield Hit(
            message=f"The input {quote_text(name)} has {what} in its name, so no placeholder "
            "names it",
            at=at,
            fragment=found.span(),
            remedy=_suggest_name(connector, name),
        )
    elif not bare:
        state = "blank" if name else "empty"
        yield Hit(message=f"The name of input {index + 1} is {state}", at=at)
    elif bare != name:
        start = len(name) - len(name.lstrip())
        yield Hit(
            message=f"The input {quote_text(name)} {'begins' if start else 'ends'} with a blank, "
            "which placeholders leave out",
            at=at,
            fragment=(0, start) if start else (len(bare), len(name)),
            severity=Severity.WARNING,
            remedy=_suggest_name(connector, name),
            suggested_fix=None
            if bare in connector.input_names
            else suggest_safe_fix(Rewrite(at, bare)),
        )


def _suggest_name(connector: Connector, name: str) -> str | None:
    """Propose what is usable of a name, unless another input is called so already."""
    parts = [part.strip() for part in re.split(f"{_UNUSABLE_CHARACTERS.pattern}+", name)]
    proposal = "_".join(filter(None, parts))
    if not proposal or proposal in connector.input_names:
        return None
    return f"call it {quote_text(proposal)}"


_TYPE_PATTERNS = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"),
    "boolean": re.compile("true|false", re.IGNORECASE | re.ASCII),
}

_MISMATCH_MESSAGES = {
    "integer": "no whole number",
    "decimal": "no decimal number",
    "boolean": "neither `true` nor `false`",
}


def default_type_mismatch(connector: Connector) -> Iterator[Outcome]:
    """Report defaults that are no value of the stated type."""
    for index, data_input in enumerate(connector.known_inputs):
        kind, default = data_input.type, data_input.default_value
        if kind == "string" or default == "":
            continue
        if not isinstance(default, str):
            if is_unseen(connector, default):
                yield _UNSEEN_DEFAULT
        elif find_placeholders(default):
            continue
        elif not isinstance(kind, str):
            yield _UNSEEN_TYPE
        elif not _TYPE_PATTERNS[kind].fullmatch(default):
            yield _build_mismatch_hit(index, data_input, kind, default)


# Characters of a mistyped value; what is longer may even be a secret, and is not quoted.
_MAX_QUOTED_VALUE = 16


def _build_mismatch_hit(index: int, data_input: DataInput, kind: str, default: str) -> Hit:
    meant = _guess_value(kind, default.strip())
    shown = f" {quote_text(default)}" if len(default) <= _MAX_QUOTED_VALUE else ""
    at = ("data_inputs", index, "default_value")
    return Hit(
        message=f"The default{shown} of {_label_input(index, data_input)} is "
        f"{_MISMATCH_MESSAGES[kind]}",
        at=at,
        remedy=f"write {quote_text(meant)}" if meant else None,
        suggested_fix=suggest_unsafe_fix(Rewrite(at, meant)) if meant else None,
        related=(Related(f"its type is {kind}", ("data_inputs", index, "type")),),
    )


_BOOLEAN_WORDS = {
    "yes": "true",
    "on": "true",
    "1": "true",
    "no": "false",
    "off": "false",
    "0": "false",
}


def _guess_value(kind: str, default: str) -> str | None:
    """Guess the value that was meant; `1,500` may be a thousand and more, so it is left alone."""
    if kind == "boolean":
        default = _BOOLEAN_WORDS.get(default.lower(), default)
    elif kind == "decimal" and not re.search(r",[0-9]{3}\Z", default):
        default = default.replace(",", ".")
    return default if _TYPE_PATTERNS[kind].fullmatch(default) else None


def _label_input(index: int, data_input: DataInput) -> str:
    name = data_input.name
    return quote_text(name) if isinstance(name, str) else f"input {index + 1}"


# Words for what is written in digits and is no quantity; as one word, too, where two are usual.
_DIGIT_STRING_WORDS = frozenset(
    "phone telephone phonenumber mobile mobilenumber zip zipcode postcode postal postalcode "  # noqa: SIM905
    "iban imei ean isbn accountnumber cardnumber trackingnumber".split()
)

# Words that are such a thing when `number` is with them.
_NUMBER_NOUNS = frozenset({"account", "card", "tracking"})

_MAX_NAME_LENGTH = 200  # characters of a name that are looked at

# A name that ends so means a key or a quantity after all: `phone_count`.
_QUANTITY_WORDS = frozenset({"id", "ids", "count", "total", "limit", "length", "size"})


def lossy_input_type(connector: Connector) -> Iterator[Outcome]:
    """Report numbers that lose their leading zeros or their plus sign."""
    for index, data_input in enumerate(connector.known_inputs):
        name, kind = data_input.name, data_input.type
        if kind in ("string", "boolean"):
            continue
        if not isinstance(name, str):
            if isinstance(kind, str) and is_unseen(connector, name):
                yield _UNSEEN_NAME
        elif _is_digit_string(name[:_MAX_NAME_LENGTH]):
            yield _build_lossy_hit(index, name, kind) if isinstance(kind, str) else _UNSEEN_TYPE


@functools.lru_cache(maxsize=8192)
def _is_digit_string(name: str) -> bool:
    parts = split_words(name)
    words = frozenset(parts)
    if not words & _DIGIT_STRING_WORDS and not ("number" in words and words & _NUMBER_NOUNS):
        return False
    return parts[-1] not in _QUANTITY_WORDS


def _build_lossy_hit(index: int, name: str, kind: str) -> Hit:
    return Hit(
        message=f"{quote_text(name)} is written in digits, and the type {kind} drops leading zeros "
        "and signs",
        at=("data_inputs", index, "type"),
        remedy="make the type `string`",
        suggested_fix=suggest_unsafe_fix(Rewrite(("data_inputs", index, "type"), "string")),
    )
