"""What one sent value picks, with the evidence that says so."""

import functools
from dataclasses import dataclass
from enum import StrEnum

from dclint.analysis.access.names import NameKind, NameReading, read_name
from dclint.analysis.access.sent_values import (
    Part,
    SentValue,
)
from dclint.analysis.lexicon import (
    WordClass,
)
from dclint.base.quoting import quote_text
from dclint.findings.severity import Confidence
from dclint.model.connector import Connector
from dclint.model.values import DataInput


class Selection(StrEnum):
    """What a call picks; later ones tell more about somebody."""

    NONE = "none"
    REF = "ref"
    """Somebody's record."""
    PAIR = "pair"
    """A record and a second fact about it, such as an order number and an email address."""
    PERSON = "person"
    ALL = "all"
    """A whole collection of persons or records."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What one sent value picks."""

    value: SentValue
    selection: Selection
    """NONE, REF or PERSON."""
    confidence: Confidence
    reason: str
    """The evidence in words: it stands behind `/orders/`."""
    is_second_fact: bool = False
    """Whether it can confirm what another value picks: an email address, a surname."""
    is_bound: bool = False
    """Whether it is an attribute that Intercom has checked."""


NOUN_SELECTIONS = {WordClass.PERSON: Selection.PERSON, WordClass.RECORD: Selection.REF}

NAME_SELECTIONS = {
    NameKind.FACT: Selection.PERSON,
    NameKind.PERSON: Selection.PERSON,
    NameKind.RECORD: Selection.REF,
}

# Kinds of names that an id inside takes over: `"customer": {"id": …}`.
_NOUN_KINDS = frozenset({NameKind.PERSON, NameKind.RECORD, NameKind.PUBLIC})

# Parameters that sort, although the word is also a noun.
_SORT_LABELS = frozenset({"order", "orden", "ordre", "ordem", "ordine", "ordering", "ordenacao"})


def find_input(connector: Connector, name: str) -> DataInput | None:
    """Return the input that declares `name`; None if none does."""
    index = connector.input_names.get(name)
    return None if index is None else connector.known_inputs[index]


def pick_nothing(value: SentValue, reason: str, *, is_second_fact: bool = False) -> Pick:
    """Return that a value picks nothing, and why."""
    return Pick(value, Selection.NONE, Confidence.HIGH, reason, is_second_fact)


def pick_by_name(value: SentValue, name: NameReading, *, only_explicit: bool = False) -> Pick:
    """Return what the name of the input says; if `only_explicit`, a bare noun says nothing."""
    selection = NAME_SELECTIONS.get(name.kind, Selection.NONE)
    if selection is Selection.NONE or (only_explicit and not name.is_explicit):
        is_factor = name.kind is NameKind.FACTOR
        return pick_nothing(value, "it is public", is_second_fact=is_factor)
    reason = f"it is called {quote_text(value.name)}"
    is_fact = name.kind is NameKind.FACT
    return Pick(value, selection, Confidence.MEDIUM, reason, is_second_fact=is_fact)


def read_labels(value: SentValue) -> NameReading:
    """Tell what the names beside a value say; an id takes the noun of the member around it."""
    return _read_names(value.labels, is_query=value.part is Part.QUERY)


@functools.lru_cache(maxsize=4096)
def _read_names(labels: tuple[str, ...], *, is_query: bool) -> NameReading:
    found = NameReading(NameKind.UNKNOWN)
    for label in reversed(labels):
        reading = read_name(label)
        if is_query and label.lower() in _SORT_LABELS:
            return NameReading(NameKind.OPTION)
        if found.kind is NameKind.UNKNOWN:
            found = reading
        elif found.has_id and reading.kind in _NOUN_KINDS:
            return NameReading(reading.kind, has_id=True)
        if found.kind not in (NameKind.UNKNOWN, NameKind.IDENTIFIER):
            return found
    return found


def is_sort_label(value: SentValue) -> bool:
    """Whether it is sent as a word that sorts, or is a noun as well: `order`."""
    return bool(value.labels) and value.labels[-1].lower() in _SORT_LABELS


def describe_label(value: SentValue) -> str:
    """Say as what the value is sent."""
    return f"it is sent as {quote_text(value.labels[-1])}"


def pick_by_label(value: SentValue, label: NameReading) -> Pick:
    """Return what the name of the parameter, header or member says."""
    selection = NAME_SELECTIONS.get(label.kind, Selection.NONE)
    is_second = label.kind in (NameKind.FACT, NameKind.FACTOR)
    return Pick(value, selection, Confidence.HIGH, describe_label(value), is_second)
