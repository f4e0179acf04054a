"""What a call picks: nothing, a record, a person, a pair of facts, or a whole collection.

Each sent value is judged by its type, its place, its name and its description, the strongest
first; the verdict keeps the evidence, so that a finding can show it.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dclint.analysis.access.collection import (
    Segment,
    list_path_segments,
    read_host_collection,
)
from dclint.analysis.access.declared import (
    find_declared_path,
    find_declared_word,
    has_patterns,
    list_told_names,
)
from dclint.analysis.access.effect import Effect, infer_effect
from dclint.analysis.access.names import NameKind, NameReading, read_name
from dclint.analysis.access.sent_values import (
    Part,
    SentValue,
    find_request_collection,
    list_sent_values,
)
from dclint.analysis.attributes import PersonAttribute, read_person_attribute
from dclint.analysis.lexicon import (
    NOUNS,
    WordClass,
    classify_noun,
    find_concept,
    look_up_word,
    split_name,
)
from dclint.analysis.words import split_words
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


@dataclass(frozen=True, slots=True)
class SelectionReading:
    """What a call picks, and why."""

    selection: Selection
    confidence: Confidence
    picks: tuple[Pick, ...] = ()
    """The values that pick, or help to; none if nothing or a whole collection is picked."""
    reason: str = ""

    @property
    def is_in_path(self) -> bool:
        """Whether a value in the path picks."""
        return any(
            pick.value.part is Part.PATH and pick.selection is not Selection.NONE
            for pick in self.picks
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs and attributes that pick, or help to, each once."""
        return tuple(dict.fromkeys(pick.value.name for pick in self.picks))


NOTHING = SelectionReading(Selection.NONE, Confidence.HIGH)
_CONFIDENCES = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)
_NOUN_SELECTIONS = {WordClass.PERSON: Selection.PERSON, WordClass.RECORD: Selection.REF}
_NAME_SELECTIONS = {
    NameKind.FACT: Selection.PERSON,
    NameKind.PERSON: Selection.PERSON,
    NameKind.RECORD: Selection.REF,
}

# Kinds of names that an id inside takes over: `"customer": {"id": …}`.
_NOUN_KINDS = frozenset({NameKind.PERSON, NameKind.RECORD, NameKind.PUBLIC})

# Parameters that sort, although the word is also a noun.
_SORT_LABELS = frozenset({"order", "orden", "ordre", "ordem", "ordine", "ordering", "ordenacao"})

# Headers that carry a credential or say how to answer; they pick nothing.
_PLAIN_HEADERS = re.compile(
    r"accept.*|content-.*|authorization|proxy-.*|user-agent|cookie|if-.*|cache-control|origin"
    r"|referer|host|date|connection|traceparent|.*(?:signature|api-?key|token|secret)|forwarded.*",
    re.IGNORECASE,
)


def read_selection(connector: Connector, *, is_exposed: bool) -> SelectionReading:
    """Tell what the visible request picks.

    If `is_exposed`, attributes of the person are claims that nobody has checked.
    """
    return _read_selection(connector, infer_effect(connector).value, is_exposed=is_exposed)


def list_possible_readings(connector: Connector, *, is_exposed: bool) -> list[SelectionReading]:
    """Return what the visible request picks; where its effect is unknown, one for each effect."""
    known = infer_effect(connector).value
    effects = list(Effect) if known is None else [known]
    return [_read_selection(connector, effect, is_exposed=is_exposed) for effect in effects]


def _read_selection(
    connector: Connector, effect: Effect | None, *, is_exposed: bool
) -> SelectionReading:
    """Read it once where no attribute is inserted: then it does not matter who is checked."""
    inserts_attribute = any(map(read_person_attribute, connector.used_names))
    return _combine_values(connector, effect, is_exposed=is_exposed and inserts_attribute)


@functools.lru_cache(maxsize=8)
def _combine_values(
    connector: Connector, effect: Effect | None, *, is_exposed: bool
) -> SelectionReading:
    values = list_sent_values(connector)
    picks = [_judge_value(connector, value, effect, is_exposed=is_exposed) for value in values]
    if has_patterns(connector.access_patterns):
        picks = [_apply_settings(connector, pick) for pick in picks]
    return combine_picks(connector, picks, effect)


def _apply_settings(connector: Connector, pick: Pick) -> Pick:
    """Return what a value picks by the settings; as before if they say nothing of it."""
    value, patterns = pick.value, connector.access_patterns
    if pick.is_bound:
        return pick
    names = [value.name, *value.labels]
    url = connector.url_template
    if value.part is Part.PATH:
        names.append(value.collection.text)
    for told, selection in (
        (patterns.persons, Selection.PERSON),
        (patterns.records, Selection.REF),
    ):
        found = find_declared_word(told, names)
        if found is None and value.part is Part.PATH:
            found = find_declared_path(told, url)
        if found:
            reason = f"the settings name {quote_text(found)} under `[access]`"
            return replace(pick, selection=selection, confidence=Confidence.HIGH, reason=reason)
    return pick


def combine_picks(
    connector: Connector, picks: Sequence[Pick], effect: Effect | None
) -> SelectionReading:
    """Tell what `picks` select together."""
    if any(pick.is_bound for pick in picks):
        return NOTHING
    selecting = [pick for pick in picks if pick.selection is not Selection.NONE]
    if effect is Effect.CREATE:
        selecting = sorted(map(_weigh_for_create, selecting), key=_is_person)
    else:
        selecting.sort(key=_is_person, reverse=True)
    if not selecting:
        return _read_whole_collection(connector, picks) if effect is Effect.READ else NOTHING
    seconds = [pick for pick in picks if pick.is_second_fact]
    confidence = min((pick.confidence for pick in selecting), key=_CONFIDENCES.index)
    helping = tuple(dict.fromkeys([*selecting, *seconds]))
    is_pair = bool(seconds) and len({pick.value.name for pick in helping}) > 1
    kind = Selection.PAIR if is_pair else selecting[0].selection
    return SelectionReading(kind, confidence, helping, selecting[0].reason)


def _is_person(pick: Pick) -> bool:
    return pick.selection is Selection.PERSON


def _weigh_for_create(pick: Pick) -> Pick:
    """Return what a value picks of what exists: a person in a form does not, one in a path does."""
    in_path = pick.value.part is Part.PATH
    return replace(pick, selection=Selection.REF) if in_path and _is_person(pick) else pick


def _read_whole_collection(connector: Connector, picks: Sequence[Pick]) -> SelectionReading:
    segments = list_path_segments(connector)
    if segments and segments[-1].has_placeholder and not segments[-1].words:
        return NOTHING
    if any(read_person_attribute(pick.value.name) for pick in picks):
        return NOTHING
    if found := _find_declared_collection(connector):
        reason = f"the settings name {quote_text(found)} under `[access]`"
        return SelectionReading(Selection.ALL, Confidence.HIGH, (), reason)
    about = find_request_collection(connector)
    own = [each for each in segments if _is_self(each)]
    if own or about.noun in (WordClass.PERSON, WordClass.RECORD):
        text = own[0].text if own else about.text
        confidence = Confidence.HIGH if own or about.is_named else Confidence.MEDIUM
        if confidence is Confidence.MEDIUM and _lists_constants(connector):
            return NOTHING
        reason = f"{quote_text(text)} is a whole collection"
        return SelectionReading(Selection.ALL, confidence, (), reason)
    told = [segment for segment in segments if segment.words and not segment.is_technical]
    is_silent = not any(map(_says_something, picks)) and not _lists_constants(connector)
    if about.noun is None and told and is_silent and read_host_collection(connector).noun is None:
        reason = f"nothing picks from {quote_text(told[-1].text)}"
        return SelectionReading(Selection.ALL, Confidence.LOW, (), reason)
    return NOTHING


def _find_declared_collection(connector: Connector) -> str | None:
    """Return the pattern of the settings that fits what is listed."""
    told = (*connector.access_patterns.persons, *connector.access_patterns.records)
    if not told:
        return None
    names = list(list_told_names(list_path_segments(connector)))
    return find_declared_word(told, names) or find_declared_path(told, connector.url_template)


# What descriptions say of lists that are the same for every customer of a service.
_CONSTANTS = re.compile(
    r"\b(?:(?:valid|possible|allowed|permitted) values|supported|reserved|predefined|pre-?built"
    r"|built-?in|metadata|constants?|reference data|enumerat\w+)\b",
    re.IGNORECASE,
)


def _lists_constants(connector: Connector) -> bool:
    """Whether the description says that the answer is the same for every customer."""
    return isinstance(connector.description, str) and bool(
        _CONSTANTS.search(connector.description[:2000])
    )


def _is_self(segment: Segment) -> bool:
    """Whether a segment stands for the owner of the credential: `/me`."""
    return len(segment.words) == 1 and bool(look_up_word(segment.words[0], WordClass.SELF))


def _says_something(pick: Pick) -> bool:
    """Whether a value is more than an option, so that the answer may be made for it."""
    return read_name(pick.value.name).kind is not NameKind.OPTION


def _judge_value(
    connector: Connector, value: SentValue, effect: Effect | None, *, is_exposed: bool
) -> Pick:
    attribute = read_person_attribute(value.name)
    if attribute and (attribute is not PersonAttribute.CUSTOM or not is_exposed):
        return _judge_attribute(value, attribute, is_exposed=is_exposed)
    pick = _judge_typed_value(connector, value, effect)
    picks_something = pick.selection is not Selection.NONE or pick.is_second_fact
    if picks_something and _is_option_input(_find_input(connector, value.name)):
        return _pick_nothing(value, "it is an option")
    return pick


def _judge_typed_value(connector: Connector, value: SentValue, effect: Effect | None) -> Pick:
    if value.part is Part.PATH:
        return _judge_path_value(value, effect)
    if _is_form_data(connector, value, effect):
        return _pick_nothing(value, "it fills in a form")
    return _judge_labelled_value(connector, value, effect)


def _is_option_input(declared: DataInput | None) -> bool:
    """Whether the type or the description of an input says that it is one of a few values."""
    if declared is None:
        return False
    return declared.type == "boolean" or _is_enumerated(declared.description)


def _find_input(connector: Connector, name: str) -> DataInput | None:
    index = connector.input_names.get(name)
    return None if index is None else connector.known_inputs[index]


def _pick_nothing(value: SentValue, reason: str, *, is_second_fact: bool = False) -> Pick:
    return Pick(value, Selection.NONE, Confidence.HIGH, reason, is_second_fact)


def _judge_attribute(value: SentValue, attribute: PersonAttribute, *, is_exposed: bool) -> Pick:
    """Judge an attribute of the person: checked by Intercom, or only what somebody says."""
    if attribute is PersonAttribute.DESCRIPTIVE or _is_option_label(value):
        return _pick_nothing(value, "it describes the person")
    if value.collection.noun is WordClass.COMPUTE:
        return _pick_nothing(value, "the answer is worked out")
    if not is_exposed:
        is_bound = attribute is PersonAttribute.IDENTITY
        reason = "Intercom has checked it" if is_bound else "the workspace keeps it"
        return Pick(value, Selection.NONE, Confidence.HIGH, reason, is_bound=is_bound)
    reason = f"{quote_text(value.name)} of somebody unchecked is what they say"
    return Pick(value, Selection.PERSON, Confidence.HIGH, reason, is_second_fact=True)


def _is_option_label(value: SentValue) -> bool:
    return bool(value.labels) and _read_labels(value).kind is NameKind.OPTION


# An enumeration in a description: "asc or desc", "spa, dinner or flight", "one of a, b".
_ENUMERATION = re.compile(
    r"(?:(?:one of|either)\b.*|[\w\- ]{1,20}(?:, [\w\- ]{1,20}){0,9},? "
    r"(?:or|oder|ou|o|of|lub|eller|veya) [\w\- ]{1,20}(?: by \w+)?)\.?",
    re.IGNORECASE | re.DOTALL,
)


def _is_enumerated(description: object) -> bool:
    """Whether a description lists the values that are possible."""
    if not isinstance(description, str) or not _ENUMERATION.fullmatch(description.strip()[:200]):
        return False
    return not any(_names_something(word) for word in split_name(description))


def _names_something(word: str) -> bool:
    """Whether a word of a description names what is picked rather than one of its values."""
    found = look_up_word(word, *NOUNS, WordClass.FACT, WordClass.FACTOR, WordClass.ID)
    return found not in (None, WordClass.PUBLIC, WordClass.COMPUTE)


def _judge_path_value(value: SentValue, effect: Effect | None) -> Pick:
    name, label = read_name(value.name), _read_labels(value)
    if name.kind is NameKind.OPTION:
        return _pick_nothing(value, "it is an option")
    if label.kind in _NAME_SELECTIONS:
        return _pick_by_label(value, label)
    if value.collection.noun is None:
        return _judge_value_behind_unknown(value, name)
    if name.kind in (NameKind.FACT, NameKind.FACTOR):
        return _judge_second_fact(value, name)
    return _judge_value_behind_noun(value, name, effect)


def _judge_value_behind_noun(value: SentValue, name: NameReading, effect: Effect | None) -> Pick:
    noun = value.collection.noun
    reason = f"it stands behind {quote_text(f'/{value.collection.text}/')}"
    if noun in _NOUN_SELECTIONS:
        return Pick(value, _NOUN_SELECTIONS[noun], Confidence.HIGH, reason)
    if effect is Effect.MODIFY:
        return Pick(value, Selection.REF, Confidence.HIGH, f"{reason}, which it changes")
    return _pick_by_name(value, name, only_explicit=True)


def _judge_value_behind_unknown(value: SentValue, name: NameReading) -> Pick:
    """Judge a value behind a word that is not in the lexicon: by its name, else it is a record."""
    if name.kind in (NameKind.PUBLIC, NameKind.FACTOR):
        return _pick_nothing(value, "it is public", is_second_fact=name.kind is NameKind.FACTOR)
    if name.kind in _NAME_SELECTIONS:
        return _pick_by_name(value, name)
    text = value.collection.text
    place = f"stands behind {quote_text(f'/{text}/')}" if text else "is a part of the path"
    return Pick(value, Selection.REF, Confidence.LOW, f"it {place}")


def _judge_second_fact(value: SentValue, name: NameReading) -> Pick:
    """Judge a fact about a person in the path: behind persons and records it can pick as well."""
    noun = value.collection.noun
    picked = _NOUN_SELECTIONS.get(noun, Selection.NONE) if noun else Selection.NONE
    if name.kind is NameKind.FACT:
        picked = Selection.PERSON
    reason = f"it is called {quote_text(value.name)}"
    return Pick(value, picked, Confidence.HIGH, reason, is_second_fact=True)


def _pick_by_name(value: SentValue, name: NameReading, *, only_explicit: bool = False) -> Pick:
    selection = _NAME_SELECTIONS.get(name.kind, Selection.NONE)
    if selection is Selection.NONE or (only_explicit and not name.is_explicit):
        is_factor = name.kind is NameKind.FACTOR
        return _pick_nothing(value, "it is public", is_second_fact=is_factor)
    reason = f"it is called {quote_text(value.name)}"
    is_fact = name.kind is NameKind.FACT
    return Pick(value, selection, Confidence.MEDIUM, reason, is_second_fact=is_fact)


def _is_form_data(connector: Connector, value: SentValue, effect: Effect | None) -> bool:
    """Whether a value is what somebody writes into a form that anybody may send."""
    if effect is not Effect.CREATE or value.part is not Part.BODY:
        return False
    segments = [each for each in list_path_segments(connector) if each.words]
    return bool(segments) and any(look_up_word(word, WordClass.FORM) for word in segments[-1].words)


def _is_written_data(connector: Connector, value: SentValue, effect: Effect | None) -> bool:
    """Whether a value of a PUT or PATCH is what shall be written."""
    is_update = connector.http_method in ("put", "patch")
    return is_update and effect is Effect.MODIFY and value.part is Part.BODY


def _read_labels(value: SentValue) -> NameReading:
    return _read_names(value.labels, is_query=value.part is Part.QUERY)


@functools.lru_cache(maxsize=4096)
def _read_names(labels: tuple[str, ...], *, is_query: bool) -> NameReading:
    """Tell what the names beside a value say; an id takes the noun of the member around it."""
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


def _judge_labelled_value(connector: Connector, value: SentValue, effect: Effect | None) -> Pick:
    label, name = _read_labels(value), read_name(value.name)
    if reason := _explain_harmless(connector, value, effect):
        return _pick_nothing(value, reason)
    if label.kind in _NAME_SELECTIONS or label.kind is NameKind.FACTOR:
        return _pick_by_label(value, label)
    if label.kind is NameKind.PUBLIC and _is_acted_on(connector, value, effect):
        return Pick(value, Selection.REF, Confidence.MEDIUM, _describe_label(value))
    if label.kind in (NameKind.OPTION, NameKind.PUBLIC):
        return _pick_by_name(value, name, only_explicit=True)
    if effect is Effect.CREATE:
        return _pick_by_name(value, name) if label.has_id else _pick_nothing(value, "it is data")
    return _judge_unnamed_value(connector, value, effect)


def _explain_harmless(connector: Connector, value: SentValue, effect: Effect | None) -> str | None:
    """Say why a value picks nothing, whatever it is called; None if it may."""
    label, name = _read_labels(value), read_name(value.name)
    if value.part is Part.HEADER and _PLAIN_HEADERS.fullmatch(value.labels[0]):
        return "the header picks nothing"
    if effect is Effect.READ and value.collection.noun is WordClass.COMPUTE:
        return "the answer is worked out"
    if name.kind is NameKind.OPTION and not label.has_id:
        return "it is an option"
    is_data = _is_written_data(connector, value, effect)
    return "it is data" if is_data and not (label.has_id or name.is_explicit) else None


def _is_acted_on(connector: Connector, value: SentValue, effect: Effect | None) -> bool:
    """Whether a public thing is changed, and this value says which: `/lines/reset`, `line`."""
    if effect is not Effect.MODIFY:
        return False
    named = {find_concept(word) for word in split_name(value.labels[-1])}
    words = [word for segment in list_path_segments(connector) for word in segment.words]
    return any(find_concept(word) in named - {None} for word in words)


def _describe_label(value: SentValue) -> str:
    return f"it is sent as {quote_text(value.labels[-1])}"


def _pick_by_label(value: SentValue, label: NameReading) -> Pick:
    selection = _NAME_SELECTIONS.get(label.kind, Selection.NONE)
    is_second = label.kind in (NameKind.FACT, NameKind.FACTOR)
    return Pick(value, selection, Confidence.HIGH, _describe_label(value), is_second)


def _judge_unnamed_value(connector: Connector, value: SentValue, effect: Effect | None) -> Pick:
    """Judge a value whose parameter or member does not say what it is: `q`, `id`, `x`."""
    label, name = _read_labels(value), read_name(value.name)
    says_nothing = label.kind is NameKind.UNKNOWN
    if says_nothing and name.kind in (NameKind.PUBLIC, NameKind.FACTOR, NameKind.FACT):
        return _pick_by_name(value, name)
    noun = value.collection.noun
    if noun in _NOUN_SELECTIONS:
        reason = f"it picks from {quote_text(value.collection.text)}"
        confidence = Confidence.MEDIUM if says_nothing else Confidence.HIGH
        return Pick(value, _NOUN_SELECTIONS[noun], confidence, reason)
    if noun is not None or name.kind in _NAME_SELECTIONS:
        return _pick_by_name(value, name, only_explicit=noun is not None)
    if effect is Effect.MODIFY and label.kind is NameKind.IDENTIFIER and label.has_id:
        return Pick(value, Selection.REF, Confidence.MEDIUM, _describe_label(value))
    return _judge_by_description(connector, value, label)


def _judge_by_description(connector: Connector, value: SentValue, label: NameReading) -> Pick:
    """Judge a value of which only the descriptions tell something."""
    declared = _find_input(connector, value.name)
    texts = [declared.description if declared else None, connector.description, connector.name]
    for word in _list_words(texts):
        found = look_up_word(word, WordClass.FACT) or classify_noun(word)
        if found is WordClass.FACT or found in _NOUN_SELECTIONS:
            selection = Selection.PERSON if found is WordClass.FACT else Selection.REF
            return Pick(value, selection, Confidence.LOW, "its description says so")
        if found:
            return _pick_nothing(value, "its description names something public")
    if label.kind is NameKind.IDENTIFIER and label.has_id:
        return Pick(value, Selection.REF, Confidence.LOW, _describe_label(value))
    return _pick_nothing(value, "nothing says what it picks")


_MOST_WORDS = 40  # words of a description that are read


def _list_words(texts: Sequence[object]) -> Iterator[str]:
    for text in texts:
        if isinstance(text, str):
            yield from split_words(text[:400])[:_MOST_WORDS]
