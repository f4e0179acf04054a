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

_CONTEXT_LENGTH = 80  # characters before an order that are looked at
_WORD_TABLE = "".join(c.lower() if c.isalnum() else " " for c in map(chr, range(128))).encode()


_WORD_TABLE += bytes(range(128, 256))
"""Makes small letters of capitals and blanks of all else: what remains splits into words."""


_TAG_START = "<"  # what begins a tag, and counts as a word although it has no letters

# Letters of Japanese, which writes no blanks; a text that has one has the word `kana`.
_KANA = re.compile("[\u3041-\u30ff]")

# Marks around words that a model reads past, and apostrophes.
_DECORATION_TABLE = str.maketrans(
    dict.fromkeys('*_~"\u201c\u201d\u201e\u00ab\u00bb', " ") | dict.fromkeys("`\u2018\u2019", "'")
)

# A line break within a paragraph: no empty line, item or heading follows.
_SOFT_BREAK = re.compile(r"\n(?![ \t\r]*(?:[\n*#>\u2022-]|[0-9]+[.)]))")

_SENTENCE_END = re.compile(r"[.!?]\s|\n")  # no order reaches from one sentence into the next


class PromptOrder(NamedTuple):
    """Where a text gives an order, and what it does, for a reader."""

    start: int
    end: int
    effect: str


class _Pattern(NamedTuple):
    """One entry of the list, ready to be used."""

    expression: re.Pattern[str]
    is_raw: bool
    begins: re.Pattern[str] | None
    negated: re.Pattern[str] | None
    effect: str


def find_orders(text: str) -> PromptOrder | None:
    """Return the first order in a plain text."""
    suspects = _select_patterns(_split_words(text))
    if not suspects:
        return None
    folded = _fold_text(text)
    sentences = [frozenset(_split_words(sentence)) for sentence in _SENTENCE_END.split(folded)]
    found = [
        PromptOrder(*match.span(), pattern.effect)
        for number in suspects
        if any(_has_required_words(number, sentence) for sentence in sentences)
        for pattern in [_compile_pattern(number)]
        for match in _find_valid_match(pattern, text if pattern.is_raw else folded)
    ]
    return min(found, default=None)


def compile_expression(entry: dict[str, Any], words: dict[str, str]) -> str:
    """Write a pattern out: its words, its blanks, and that it begins and ends with a whole word."""
    text = _expand_references("|".join(entry["pattern"]), words)
    if entry.get("raw"):
        return text
    return rf"(?<!\w)(?:{_PATTERN_SPACE.sub(_expand_space, text)})(?:(?<!\w)|(?!\w))"


def _expand_references(text: str, words: dict[str, str]) -> str:
    count = 1
    while count:
        text, count = re.subn("@([a-z_]+)", lambda name: words[name[1]], text)
    return text


def _select_patterns(words: list[bytes]) -> list[int]:
    """List the patterns that a text of these words may match."""
    known = _collect_index_words().intersection(words)
    if not known:
        return []
    index, present = _index_patterns(), frozenset(words)
    numbers = {number for word in known for number in index[word]}
    return [number for number in numbers if _has_required_words(number, present)]


def _has_required_words(number: int, words: frozenset[bytes]) -> bool:
    """Whether there is a word of each list of a pattern."""
    return not any(map(words.isdisjoint, _load_word_lists(number)))


def _fold_text(text: str) -> str:
    """Write a text in small letters and without decoration; every character stays where it is."""
    small = text.replace("\u0130", "I").lower()  # the only letter that grows when it gets small
    return _SOFT_BREAK.sub("\r", small.translate(_DECORATION_TABLE))


def _split_words(text: str) -> list[bytes]:
    """List the words of a text, and what else `_BRACKET` and `_KANA` count as one."""
    extra = [_TAG_START.encode()] if _TAG_START in text else []
    if not text.isascii():
        text = text.lower()
        if _KANA.search(text):
            extra.append(b"kana")
    return text.encode("utf-8", "replace").translate(_WORD_TABLE).split() + extra


def _find_valid_match(pattern: _Pattern, text: str) -> Iterator[re.Match[str]]:
    """Yield the first match that is an order where it stands, not forbidden and not reported."""
    for match in pattern.expression.finditer(text):
        start = match.start()
        before = max(0, start - _CONTEXT_LENGTH)
        if pattern.begins and not pattern.begins.search(text, before, start):
            continue
        if not (pattern.negated and pattern.negated.search(text, before, start)):
            yield match
            return


@cache
def _index_patterns() -> dict[bytes, list[int]]:
    """Return the patterns by the words of their first lists, the rarest."""
    index: dict[bytes, list[int]] = {}
    for number in range(len(_load_instructions()["patterns"])):
        for word in _load_word_lists(number)[0]:
            index.setdefault(word, []).append(number)
    return index


@cache
def _collect_index_words() -> frozenset[bytes]:
    return frozenset(_index_patterns())


@cache
def _load_word_lists(number: int) -> tuple[frozenset[bytes], ...]:
    entry = _load_instructions()["patterns"][number]
    lists = _load_instructions()["languages"][entry["language"]].get("lists", {})
    written = (_expand_references(words, lists) for words in entry["words"])
    return tuple(frozenset(words.encode().split()) for words in written)


@cache
def _compile_pattern(number: int) -> _Pattern:
    data = _load_instructions()
    entry = data["patterns"][number]
    language = data["languages"][entry["language"]]
    contexts = language["contexts"]
    is_raw = entry.get("raw", False)
    return _Pattern(
        re.compile(compile_expression(entry, language["words"])),
        is_raw,
        _compile_context(contexts[entry["begins"]]) if "begins" in entry else None,
        _compile_context(contexts["negated"]) if entry.get("negatable") else None,
        data["kinds"][entry["kind"]],
    )


# A blank; but first, so that they are passed over, character classes and lookbehinds.
_PATTERN_SPACE = re.compile(r"\[[^\]]*\]|\(\?<[=!][^)]*\)| \??")


def _expand_space(found: re.Match[str]) -> str:
    return {" ": r"\s++", " ?": r"\s*+"}.get(found[0], found[0])


@cache
def _compile_context(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _load_instructions() -> dict[str, Any]:
    data: dict[str, Any] = load_package_data("instructions")
    return data
