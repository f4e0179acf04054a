"""What a call picks: nothing, a record, a person, a pair of facts, or a whole collection.

Each sent value is judged by its type, its place, its name and its description, the strongest
first; the verdict keeps the evidence, so that a finding can show it.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from dclint.analysis.access.names import NameKind, read_name
from dclint.analysis.access.picks import Pick, Selection
from dclint.analysis.access.sent_values import (
    Part,
    find_request_collection,
    list_sent_values,
)
from dclint.analysis.access.value_judgement import judge_value
from dclint.analysis.attributes import read_person_attribute
from dclint.analysis.lexicon import WordClass, classify_noun, look_up_word, split_name
from dclint.base.quoting import quote_text
from dclint.findings.severity import Confidence
from dclint.model.connector import Connector


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
    picks = [judge_value(connector, value, effect, is_exposed=is_exposed) for value in values]
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
    """Tell whether a call that picks nothing reads a whole collection of persons or records."""
    segments = list_path_segments(connector)
    if segments and segments[-1].has_placeholder and not segments[-1].words:
        return NOTHING
    if any(read_person_attribute(pick.value.name) for pick in picks):
        return NOTHING
    if found := _find_declared_collection(connector):
        return _read_all(Confidence.HIGH, f"the settings name {quote_text(found)} under `[access]`")
    return _read_named_collection(connector) or _read_unknown_collection(connector, picks)


def _read_all(confidence: Confidence, reason: str) -> SelectionReading:
    return SelectionReading(Selection.ALL, confidence, (), reason)


def _read_named_collection(connector: Connector) -> SelectionReading | None:
    """Return the reading of a collection of persons or records; None if its noun says neither."""
    about = find_request_collection(connector)
    own = [each for each in list_path_segments(connector) if _is_self(each)]
    if not own and about.noun not in (WordClass.PERSON, WordClass.RECORD):
        return None
    text = own[0].text if own else about.text
    confidence = Confidence.HIGH if own or about.is_named else Confidence.MEDIUM
    if confidence is Confidence.MEDIUM and _lists_constants(connector):
        return NOTHING
    return _read_all(confidence, f"{quote_text(text)} is a whole collection")


def _read_unknown_collection(connector: Connector, picks: Sequence[Pick]) -> SelectionReading:
    """Tell whether everything of something unknown is read: a service with a key hides it."""
    segments = list_path_segments(connector)
    told = [segment for segment in segments if segment.words and not segment.is_technical]
    nouns = (find_request_collection(connector).noun, read_host_collection(connector).noun)
    is_silent = not any(map(_says_something, picks)) and not _lists_constants(connector)
    is_silent = is_silent and not _is_named_public(connector)
    if not told or nouns != (None, None) or not is_silent:
        return NOTHING
    return _read_all(Confidence.LOW, f"nothing picks from {quote_text(told[-1].text)}")


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


def _is_named_public(connector: Connector) -> bool:
    """Whether the first noun of the name is something public: "Exchange rates"."""
    name = connector.name if isinstance(connector.name, str) else ""
    nouns = filter(None, map(classify_noun, split_name(name)))
    return next(nouns, None) in (WordClass.PUBLIC, WordClass.COMPUTE)


def _is_self(segment: Segment) -> bool:
    """Whether a segment stands for the owner of the credential: `/me`."""
    return len(segment.words) == 1 and bool(look_up_word(segment.words[0], WordClass.SELF))


def _says_something(pick: Pick) -> bool:
    """Whether a value is more than an option, so that the answer may be made for it."""
    return read_name(pick.value.name).kind is not NameKind.OPTION
