"""JSON, strictly as RFC 8259 has it: the standard parser, and a lazy index of positions."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from dclint.document.tree import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_PROBLEMS,
    NONCHARACTER,
    Problem,
    Refused,
    Span,
)
from dclint.pointer import Json, Pointer

MAX_VALUES = 2_000_000
"""Values that a text may hold; more would need more memory than a linter may take."""

_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_TOKEN = re.compile(_STRING + r"|[\[\]{},:]")
_CONSTANT = re.compile(_STRING + r"|(-?Infinity|NaN)")
_BLANK = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_HIGH_LOW = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_CHARACTER = re.compile(_HIGH_LOW.pattern + r"|\\u[0-9a-fA-F]{4}|\\?.", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUSPECT_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|[fF][dDfF])")

_skip = json.JSONDecoder(parse_int=float).raw_decode


class _Member(NamedTuple):
    key: str | int
    key_span: Span
    value: int
    """Where the value begins."""


class JsonTree:
    """One JSON value; `base` is where its text begins in the document."""

    def __init__(self, text: str, base: int = 0) -> None:
        self._text = text
        self._base = base
        self._has_duplicates = False
        self._found: dict[int, dict[str | int, _Member]] = {}
        self._rest: dict[int, Iterator[_Member]] = {}
        self.data = self._parse()
        self.problems = (*self._duplicates(), *self._not_text())

    def span(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name."""
        start = _blank(self._text, 0)
        key = Span(start, start)
        for step in at:
            member = self._member(start, step)
            key, start = member.key_span, member.value
        span = key if on_key else Span(start, _skip(self._text, start)[1])
        return Span(span.start + self._base, span.end + self._base)

    def offsets(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand in the text."""
        start, end = self.span(at)
        raw = self._text[start + 1 - self._base : end - 1 - self._base]
        if "\\" not in raw:
            return Span(start + 1 + fragment[0], start + 1 + fragment[1])
        edges = [found.start() for found in _CHARACTER.finditer(raw)] + [len(raw)]
        return Span(start + 1 + edges[fragment[0]], start + 1 + edges[fragment[1]])

    def _parse(self) -> Json:
        text = self._text
        if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
            message = f"The text holds more than {MAX_VALUES:,} values"
            raise Refused(self._problem("unsafe-document", message, 0, 0))
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=_integer, parse_constant=self._constant
        )
        try:
            data = decoder.decode(text)
        except json.JSONDecodeError as error:
            raise Refused(self._syntax_error(error)) from None
        except RecursionError:
            raise Refused(self._too_deep()) from None
        if _is_deep(data):
            raise Refused(self._too_deep())
        return data

    def _object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        members = dict(pairs)
        if len(members) != len(pairs):
            self._has_duplicates = True
        return members

    def _constant(self, name: str) -> None:
        at = next(found.start() for found in _CONSTANT.finditer(self._text) if found[1])
        message = f"`{name}` is not JSON; numbers are finite"
        raise Refused(self._problem("syntax-error", message, at, at + len(name)))

    def _problem(self, rule: str, message: str, start: int, end: int) -> Problem:
        return Problem(rule, message, Span(start + self._base, end + self._base))

    def _syntax_error(self, error: json.JSONDecodeError) -> Problem:
        at = error.pos
        if error.msg.startswith("Illegal trailing comma"):  # Python 3.13 points at the comma
            at = _blank(self._text, at + 1)
        message = f"Not valid JSON: {_explain(self._text, at, error.msg)}"
        return self._problem("syntax-error", message, at, min(at + 1, len(self._text)))

    def _too_deep(self) -> Problem:
        depth = 0
        for found in _TOKEN.finditer(self._text):
            depth += (found[0] in "[{") - (found[0] in "]}")
            if depth > MAX_DEPTH:
                break
        message = f"Nested more than {MAX_DEPTH} levels deep"
        return self._problem("syntax-error", message, found.start(), found.end())

    def _duplicates(self) -> Iterator[Problem]:
        if not self._has_duplicates:
            return
        yield from islice(self._repeated_keys(), MAX_PROBLEMS)

    def _repeated_keys(self) -> Iterator[Problem]:
        stack: list[set[str] | None] = []
        previous = ""
        for found in _TOKEN.finditer(self._text):
            mark = found[0][0]
            if mark in "{[":
                stack.append(set() if mark == "{" else None)
            elif mark in "]}":
                stack.pop()
            elif mark == '"' and previous in "{," and (keys := stack[-1]) is not None:
                key = json.loads(found[0])
                if key in keys:
                    message = (
                        f"`{key}` stands twice in one object; readers disagree on which counts"
                    )
                    yield self._problem("duplicate-key", message, found.start(), found.end())
                keys.add(key)
            previous = mark

    def _not_text(self) -> Iterator[Problem]:
        text = self._text
        if not text.isascii():
            for found in islice(NONCHARACTER.finditer(text), MAX_PROBLEMS):
                yield self._nonsense(found[0], found.start(), found.end())
        if _SUSPECT_ESCAPE.search(text):
            yield from islice(self._bad_escapes(), MAX_PROBLEMS)

    def _bad_escapes(self) -> Iterator[Problem]:
        after = 0
        for found in _ESCAPE.finditer(self._text):
            if not found[1] or found.start() < after:
                continue
            pair = _HIGH_LOW.match(self._text, found.start())
            after = pair.end() if pair else found.end()
            character = json.loads(f'"{self._text[found.start() : after]}"')
            if _SURROGATE.match(character) or NONCHARACTER.match(character):
                yield self._nonsense(character, found.start(), after)

    def _nonsense(self, character: str, start: int, end: int) -> Problem:
        kind = "an unpaired surrogate" if _SURROGATE.match(character) else "a noncharacter"
        message = f"U+{ord(character):04X} is {kind}, which is no text"
        return self._problem("invalid-text-encoding", message, start, end)

    def _member(self, container: int, step: str | int) -> _Member:
        """Find one member, reading no further than needed: of equal names the last one counts."""
        found = self._found.setdefault(container, {})
        rest = self._rest.setdefault(container, self._members(container))
        if step in found and not self._has_duplicates:
            return found[step]
        for member in rest:
            found[member.key] = member
            if member.key == step and not self._has_duplicates:
                break
        return found[step]

    def _members(self, start: int) -> Iterator[_Member]:
        text = self._text
        if text[start] not in "[{":
            return
        is_object = text[start] == "{"
        position, index = _blank(text, start + 1), 0
        while text[position] not in "]}":
            key: str | int = index
            key_span = Span(position, position)
            if is_object:
                key, end = _skip(text, position)
                key_span = Span(position, end)
                position = _blank(text, _blank(text, end) + 1)
            yield _Member(key, key_span, position)
            position = _blank(text, _skip(text, position)[1])
            if text[position] == ",":
                position = _blank(text, position + 1)
            index += 1


def _blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < MAX_DIGITS else float(digits)


def _is_deep(data: Json) -> bool:
    level: list[Any] = [[data]]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for value in level
            for child in (value.values() if isinstance(value, dict) else value)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def _explain(text: str, at: int, message: str) -> str:
    if not text.strip():
        return "the file is empty"
    if at >= len(text.rstrip()):
        return "the text ends too early"
    before = text[:at].rstrip()[-1:]
    if text[at] in "}]" and before == ",":
        return f"a comma before `{text[at]}`"
    if text.startswith(("//", "/*", "#"), at):
        return "comments are not allowed"
    if text[at] == "'":
        return "strings stand in double quotes"
    return message[0].lower() + message[1:]
