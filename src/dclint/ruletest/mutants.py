"""Mutants: what a careless edit makes of a connector, one member at a time.

A rule that no mutant of a good example wakes up is dead, or its examples are; a rule that wakes up
although nothing that it reads was changed reads more than it says.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dclint.base.pointer import Json, Pointer, format_pointer

Raw = dict[str, Json]
_MOST_PLACES = 200  # places of one connector that are changed; a larger example proves no more

# Members that hold anything; they are changed as a whole.
_SAMPLES = frozenset({"mock_response", "example_value"})

# What a member is set to, whether it is there or not.
_OTHER_VALUES: dict[str, tuple[Json, ...]] = {
    "direct_fin_usage": (True, False),
    "customer_authentication": (True, False),
    "bypass_authentication": (True, False),
    "validate_missing_attributes": (True, False),
    "audiences": ([], ["users"], ["users", "leads", "visitors"]),
    "http_method": ("get", "post", "put", "patch", "delete"),
    "state": ("draft", "live"),
    "token_ids": ([], ["7001"], ["7001", "7001"]),
    "execution_type": ("server_side", "client_side"),
    "data_transformation_type": ("full_access",),
    "body": ('{"mutant": 1}',),
    "headers": ([], [{"name": "X-Mutant", "value": "1"}]),
    "data_inputs": ([], [{"name": "mutant"}]),
    "mutant": ("a member that nobody knows",),
}

_JSON_MEMBERS = {
    "repeat a member": '"mutant": 1, "mutant": 2, ',
    "insert a noncharacter": '"mutant": "\uffff", ',
}

_YAML_MEMBERS = {
    "repeat a member": "mutant: 1\nmutant: 2\n",
    "insert a noncharacter": 'mutant: "\\uFFFF"\n',
    "insert a tag": "mutant: !!python/name:os.system ''\n",
}

_NO_CONNECTOR = '{"compilerOptions": {"strict": true}}'


class Mutant(NamedTuple):
    """A connector of which one member was changed."""

    field: str
    """The member of the connector in which the change is."""
    change: str
    """In words: `drop /url`."""
    raw: Raw


def make_mutants(raw: Raw, donors: Iterable[Raw] = ()) -> Iterator[Mutant]:
    """Yield what becomes of `raw` if one thing in it is changed, in a fixed order.

    From every donor each member is taken that `raw` has otherwise, or lacks.
    """
    for at in _places(raw):
        for change, changed in _changes(raw, at):
            if changed != raw:
                yield Mutant(str(at[0]), f"{change} {format_pointer(at)}", changed)
    for field, values in _OTHER_VALUES.items():
        for value in values:
            if raw.get(field) != value:
                change = f"set /{field} to {json.dumps(value)}"
                yield Mutant(field, change, {**raw, field: value})
    yield from _grafts(raw, donors)


def _grafts(raw: Raw, donors: Iterable[Raw]) -> Iterator[Mutant]:
    for number, donor in enumerate(donors, 1):
        for field, value in donor.items():
            if field not in raw or raw[field] != value:
                change = f"take /{field} from bad connector {number}"
                yield Mutant(field, change, {**raw, field: value})


# What a hand may do to a comment that suppresses, or to a waiver.
_COMMENT_EDITS = (
    ("drop the rules of a comment", r"(# dclint: [a-z-]+)\[[^\]]*\]", r"\1"),
    ("misspell a rule of a comment", r"(# dclint: [a-z-]+\[)", r"\1not-"),
    ("drop the reason of a comment", r"(# dclint: [a-z-]+\[[^\]]*\]).*", r"\1"),
    ("name a rule that finds nothing", r"(# dclint: [a-z-]+\[)", r"\1missing-name, "),
    ("name a rule about transport", r"(# dclint: [a-z-]+\[)", r"\1url-not-https, "),
    ("end a waiver long ago", r"expires = 20\d\d", "expires = 2001"),
    ("accept another value", r'fingerprint = "[0-9a-f]{4}', 'fingerprint = "0000'),
    ("waive another rule", r'rule = "[a-z-]+"', 'rule = "missing-name"'),
)


def text_mutants(text: str) -> Iterator[tuple[str, str]]:
    """Yield what becomes of a text that is one mapping or one waiver, and what was changed."""
    for change, pattern, replacement in _COMMENT_EDITS:
        edited = re.sub(pattern, replacement, text, count=1)
        if edited != text:
            yield change, edited
    yield "cut off the end", text.rstrip()[:-1]
    yield "replace the whole", _NO_CONNECTOR
    is_json = text.lstrip().startswith("{")
    for change, member in (_JSON_MEMBERS if is_json else _YAML_MEMBERS).items():
        yield change, text.replace("{", "{" + member, 1) if is_json else member + text


def _places(raw: Raw) -> Sequence[Pointer]:
    """List the pointers into `raw`, but for those into samples."""
    found: list[Pointer] = []
    waiting: list[tuple[Pointer, Json]] = [((), raw)]
    while waiting and len(found) < _MOST_PLACES:
        at, value = waiting.pop(0)
        if at:
            found.append(at)
        if at and at[-1] in _SAMPLES:
            continue
        if isinstance(value, dict):
            waiting += [((*at, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            waiting += [((*at, index), item) for index, item in enumerate(value)]
    return found


def _changes(raw: Raw, at: Pointer) -> Iterator[tuple[str, Raw]]:
    """Yield each change of what stands at a pointer, and the whole with it."""
    value: Json = raw
    for step in at:
        value = value[step]
    yield "drop", _with(raw, at)
    for change, other in _others(value):
        yield change, _with(raw, at, other)


def _others(value: Json) -> Iterator[tuple[str, Json]]:
    if value is not None:
        yield "null", None
    match value:
        case bool():
            yield "swap", not value
            yield "quote", str(value).lower()
        case str():
            yield from _other_texts(value)
        case list():
            yield "empty", []
            yield "retype", {"mutant": 1}
            if value:
                yield "repeat the last of", [*value, value[-1]]
        case dict():
            yield "retype", "mutant"
        case int() | float():
            yield "negate", -value
            yield "quote", str(value)
        case _:
            yield "retype", 7


def _other_texts(text: str) -> Iterator[tuple[str, str | int]]:
    yield "retype", 7
    yield "blank", ""
    yield "pad", f" {text} "
    yield "capitalise", text.upper()
    yield "append an unknown placeholder to", text + "{{mutant}}"
    yield "append a zero-width space to", text + "\u200b"
    yield "append a picture to", text + " \N{DELIVERY TRUCK}"
    if text.startswith("https://"):
        yield "take the s from", text.replace("https", "http", 1)
        yield (
            "put a placeholder into the host of",
            text.replace("https://", "https://{{mutant}}.", 1),
        )


_NOTHING = object()


def _with(value: Json, at: Pointer, other: Json = _NOTHING) -> Json:
    """Copy `value` with `other`, or with nothing, at a pointer."""
    step, *rest = at
    copy = value.copy()
    if rest:
        copy[step] = _with(value[step], tuple(rest), other)
    elif other is _NOTHING:
        del copy[step]
    else:
        copy[step] = other
    return copy
