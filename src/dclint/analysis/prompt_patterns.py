"""Orders to a model, as texts give them: to set rules aside, to play a role, to keep a secret.

The orders are data: `data/instructions.json`, each beside texts that it must and must not find.

A pattern is tried where one sentence has a word of each of its lists of `words`, the rarest first.
It is a regular expression in which a blank stands for any white space and `@name` for the words of
that name; a `raw` one is taken as it is, case included.  What stands before an order may matter:
`begins` asks for the beginning of a `sentence` or for a place where an `order` can begin, and a
`negatable` order does not count if it is forbidden or reported.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from dclint.base.package_data import load_package_data

_BEFORE = 80  # characters before an order that are looked at
_LETTERS = "".join(c.lower() if c.isalnum() else " " for c in map(chr, range(128))).encode()


_LETTERS += bytes(range(128, 256))
"""Makes small letters of capitals and blanks of all else: what remains splits into words."""


_BRACKET = "<"  # what begins a tag, and counts as a word although it has no letters

# Letters of Japanese, which writes no blanks; a text that has one has the word `kana`.
_KANA = re.compile("[\u3041-\u30ff]")

# Marks around words that a model reads past, and apostrophes.
_DECORATION = str.maketrans(
    dict.fromkeys('*_~"\u201c\u201d\u201e\u00ab\u00bb', " ") | dict.fromkeys("`\u2018\u2019", "'")
)

# A line break within a paragraph: no empty line, item or heading follows.
_SOFT_BREAK = re.compile(r"\n(?![ \t\r]*(?:[\n*#>\u2022-]|[0-9]+[.)]))")

_SENTENCE_END = re.compile(r"[.!?]\s|\n")  # no order reaches from one sentence into the next


class PromptOrder(NamedTuple):
    """Where a text gives an order, and what it does, for a reader."""

    start: int
    end: int
    deed: str


class _Pattern(NamedTuple):
    """One entry of the list, ready to be used."""

    expression: re.Pattern[str]
    is_raw: bool
    begins: re.Pattern[str] | None
    negated: re.Pattern[str] | None
    deed: str


def find_orders(text: str) -> PromptOrder | None:
    """Return the first order in a plain text."""
    suspects = _suspects(_words(text))
    if not suspects:
        return None
    folded = _folded(text)
    sentences = [frozenset(_words(sentence)) for sentence in _SENTENCE_END.split(folded)]
    found = [
        PromptOrder(*match.span(), pattern.deed)
        for number in suspects
        if any(_is_supported(number, sentence) for sentence in sentences)
        for pattern in [_pattern(number)]
        for match in _given(pattern, text if pattern.is_raw else folded)
    ]
    return min(found, default=None)


def compile_expression(entry: dict[str, Any], words: dict[str, str]) -> str:
    """Write a pattern out: its words, its blanks, and that it begins and ends with a whole word."""
    text = _written_out("|".join(entry["pattern"]), words)
    if entry.get("raw"):
        return text
    return rf"(?<!\w)(?:{_BLANK.sub(_white_space, text)})(?:(?<!\w)|(?!\w))"


def _written_out(text: str, words: dict[str, str]) -> str:
    count = 1
    while count:
        text, count = re.subn("@([a-z_]+)", lambda name: words[name[1]], text)
    return text


def _suspects(words: list[bytes]) -> list[int]:
    """List the patterns that a text of these words may match."""
    known = _telltales().intersection(words)
    if not known:
        return []
    index, present = _index(), frozenset(words)
    numbers = {number for word in known for number in index[word]}
    return [number for number in numbers if _is_supported(number, present)]


def _is_supported(number: int, words: frozenset[bytes]) -> bool:
    """Whether there is a word of each list of a pattern."""
    return not any(map(words.isdisjoint, _lists(number)))


def _folded(text: str) -> str:
    """Write a text in small letters and without decoration; every character stays where it is."""
    small = text.replace("\u0130", "I").lower()  # the only letter that grows when it gets small
    return _SOFT_BREAK.sub("\r", small.translate(_DECORATION))


def _words(text: str) -> list[bytes]:
    """List the words of a text, and what else `_BRACKET` and `_KANA` count as one."""
    extra = [_BRACKET.encode()] if _BRACKET in text else []
    if not text.isascii():
        text = text.lower()
        if _KANA.search(text):
            extra.append(b"kana")
    return text.encode("utf-8", "replace").translate(_LETTERS).split() + extra


def _given(pattern: _Pattern, text: str) -> Iterator[re.Match[str]]:
    """Yield the first match that is an order where it stands, not forbidden and not reported."""
    for match in pattern.expression.finditer(text):
        start = match.start()
        before = max(0, start - _BEFORE)
        if pattern.begins and not pattern.begins.search(text, before, start):
            continue
        if not (pattern.negated and pattern.negated.search(text, before, start)):
            yield match
            return


@cache
def _index() -> dict[bytes, list[int]]:
    """Return the patterns by the words of their first lists, the rarest."""
    index: dict[bytes, list[int]] = {}
    for number in range(len(_data()["patterns"])):
        for word in _lists(number)[0]:
            index.setdefault(word, []).append(number)
    return index


@cache
def _telltales() -> frozenset[bytes]:
    return frozenset(_index())


@cache
def _lists(number: int) -> tuple[frozenset[bytes], ...]:
    entry = _data()["patterns"][number]
    lists = _data()["languages"][entry["language"]].get("lists", {})
    written = (_written_out(words, lists) for words in entry["words"])
    return tuple(frozenset(words.encode().split()) for words in written)


@cache
def _pattern(number: int) -> _Pattern:
    data = _data()
    entry = data["patterns"][number]
    language = data["languages"][entry["language"]]
    contexts = language["contexts"]
    is_raw = entry.get("raw", False)
    return _Pattern(
        re.compile(compile_expression(entry, language["words"])),
        is_raw,
        _context(contexts[entry["begins"]]) if "begins" in entry else None,
        _context(contexts["negated"]) if entry.get("negatable") else None,
        data["kinds"][entry["kind"]],
    )


# A blank; but first, so that they are passed over, character classes and lookbehinds.
_BLANK = re.compile(r"\[[^\]]*\]|\(\?<[=!][^)]*\)| \??")


def _white_space(found: re.Match[str]) -> str:
    return {" ": r"\s++", " ?": r"\s*+"}.get(found[0], found[0])


@cache
def _context(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_package_data("instructions")
    return data
