"""What a call is about: the noun of its path, of its GraphQL field or of its SQL table."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dclint.analysis.lexicon import (
    WordClass,
    classify_noun,
    find_concept,
    look_up_word,
    split_name,
)
from dclint.model.connector import Connector
from dclint.syntax.template import Placeholder, find_placeholders

# A part of a path that says nothing: a version, a date, a technical word.
_TECHNICAL = re.compile(
    r"v?\d[\d.\-]*(?:beta|alpha|rc)?\d*|api|apis|rest|restapi|rpc|odata|soap|graphql|services?|data"
    r"|internal|external|private|web|app|apps|mobile|backend|gateway|core|v[1-9]\w?|portal|ws"
    r"|index|objects?|resources?|entities|entity|experimental|beta|endpoint",
    re.IGNORECASE,
)

_EXTENSION = re.compile(r"\.(?:json|xml|csv|pdf|aspx?|php|html?|txt|ics)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a path between slashes; of `orders;ref={{x}}` what stands before the `;`."""

    text: str
    words: tuple[str, ...]
    has_placeholder: bool

    @property
    def is_technical(self) -> bool:
        """Whether it says nothing about what the call is about."""
        return not self.has_placeholder and bool(_TECHNICAL.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Collection:
    """What a call is about."""

    noun: WordClass | None
    """PERSON, RECORD, PUBLIC or COMPUTE; None if the words are not in the lexicon."""
    text: str
    """The words that say so, as written."""
    is_named: bool = True
    """Whether the last word says so, not one before it: `customers`, not `customer-limits`."""


UNKNOWN_COLLECTION = Collection(None, "")


@functools.lru_cache(maxsize=1024)
def split_path(path: str) -> tuple[Segment, ...]:
    """Split the path of a URL into the segments that are not empty; placeholders stay whole."""
    segments, start, depth = [], 0, 0
    for index, letter in enumerate(f"{path}/"):
        depth += (letter == "{") - (letter == "}")
        if letter == "/" and depth <= 0:
            if index > start:
                segments.append(_make_segment(path[start:index]))
            start = index + 1
    return tuple(segments)


# A placeholder that is written wrongly: `{order_id}`, `:order_id`, `<order_id>`, `%7Bid%7D`.
_MISWRITTEN = re.compile(r"\$?\{[^{}]*\}|:[A-Za-z_]\w*|<[^<>]*>|%7B.*%7D", re.IGNORECASE)


def _make_segment(text: str) -> Segment:
    placeholders = find_placeholders(text)
    if not placeholders and _MISWRITTEN.fullmatch(text):
        return Segment("", (), has_placeholder=True)
    written = _remove_placeholders(text, placeholders).partition(";")[0].partition("(")[0]
    literal = _EXTENSION.sub("", written)
    return Segment(literal, split_name(literal), bool(placeholders))


def _remove_placeholders(text: str, placeholders: Sequence[Placeholder]) -> str:
    pieces, position = [], 0
    for placeholder in placeholders:
        pieces.append(text[position : placeholder.start])
        position = placeholder.end
    return "".join((*pieces, text[position:]))


@functools.lru_cache(maxsize=4096)
def read_noun(words: tuple[str, ...]) -> WordClass | None:
    """Return what a segment of these words is about; None if no word is a noun of the lexicon.

    The last noun counts: `order-products` is about products.  What is public makes a longer word
    public at an end of it only: `event_enrichments` is not about events.
    """
    joined = classify_noun("".join(words)) if len(words) > 1 else None
    if joined:
        return joined
    told = [word for word in words if not _is_neutral(word)]
    nouns = [classify_noun(word) for word in told]
    found = next((noun for noun in reversed(nouns) if noun), None)
    if found in (WordClass.PUBLIC, WordClass.COMPUTE) and nouns[-1] is None:
        return None
    return found


def _is_neutral(word: str) -> bool:
    return bool(look_up_word(word, WordClass.NEUTRAL, WordClass.SELF))


def find_collection(segments: Sequence[Segment]) -> Collection:
    """Return what a path of these segments is about: its last noun, verbs and filters apart."""
    if internal := next(filter(_is_internal, segments), None):
        return Collection(WordClass.RECORD, internal.text)
    is_named = True
    for segment in reversed(segments):
        if segment.is_technical or not segment.words:
            continue
        noun = read_noun(segment.words)
        if noun:
            is_named = is_named and classify_noun(segment.words[-1]) is not None
            return Collection(noun, segment.text, is_named)
        is_named = is_named and all(map(_is_neutral, segment.words))
    for segment in reversed(segments):
        noun = look_up_word("".join(segment.words), WordClass.PUBLIC, WordClass.COMPUTE)
        if noun:
            return Collection(noun, segment.text)
    return UNKNOWN_COLLECTION


# Concepts that are about the company itself, whatever they are broken down by: `/usage/stores`.
_INTERNAL_CONCEPTS = frozenset({"report", "reading", "money", "payroll"})


def _is_internal(segment: Segment) -> bool:
    return bool(segment.words) and find_concept(segment.words[-1]) in _INTERNAL_CONCEPTS


def find_container(segments: Sequence[Segment]) -> Collection:
    """Return from what a value behind these segments picks.

    An unknown noun directly before the value stays unknown, unless it stands below something
    public that was picked itself: `/products/{{sku}}/x/{{y}}`.
    """
    kept = [each for each in segments if not each.is_technical]
    while kept and not kept[-1].has_placeholder and _is_bare_id(kept[-1].words):
        kept.pop()
    if not kept:
        return UNKNOWN_COLLECTION
    nearest = kept[-1]
    noun = read_noun(nearest.words)
    if noun:
        return Collection(noun, nearest.text)
    before = find_collection(kept[:-1])
    if nearest.has_placeholder or any(each.has_placeholder for each in kept[:-1]):
        return before
    if before.noun in (WordClass.PERSON, WordClass.RECORD):
        return before
    return Collection(None, nearest.text)


def _is_bare_id(words: tuple[str, ...]) -> bool:
    """Whether a segment only says by what is picked or how: `by-number`, `details`."""
    classes = (WordClass.ID, WordClass.VALUE, WordClass.NEUTRAL, WordClass.SEARCH)
    fact = (WordClass.FACT, WordClass.FACTOR)
    return all(
        word == "by"
        or (look_up_word(word, *classes, *fact, WordClass.OPTION) and not classify_noun(word))
        for word in words
    )


@functools.lru_cache(maxsize=1)
def list_path_segments(connector: Connector) -> tuple[Segment, ...]:
    """Return the segments of the path; none if the URL is unknown or has no path."""
    url = connector.url_template
    return split_path(url.text[slice(*url.path)]) if url else ()


@functools.lru_cache(maxsize=1)
def read_host_collection(connector: Connector) -> Collection:
    """Return what the first label of the host says: `quote.example.com`, `status.example.com`."""
    url = connector.url_template
    host = url.hostname if url and not url.placeholders_before_path else None
    label = (host or "").partition(".")[0]
    return find_collection((Segment(label, split_name(label), has_placeholder=False),))
