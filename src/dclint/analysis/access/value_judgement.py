"""What one sent value picks, judged by its type, its place, its name and its description.

The strongest evidence decides.
"""

import re

from dclint.analysis.access.collection import (
    list_path_segments,
)
from dclint.analysis.access.effect import Effect
from dclint.analysis.access.labelled_values import judge_labelled_value
from dclint.analysis.access.names import NameKind, NameReading, read_name
from dclint.analysis.access.picks import (
    NAME_SELECTIONS,
    NOUN_SELECTIONS,
    Pick,
    Selection,
    find_input,
    pick_by_label,
    pick_by_name,
    pick_nothing,
    read_labels,
)
from dclint.analysis.access.sent_values import (
    Part,
    SentValue,
)
from dclint.analysis.attributes import PersonAttribute, read_person_attribute
from dclint.analysis.lexicon import (
    NOUNS,
    WordClass,
    look_up_word,
    split_name,
)
from dclint.base.quoting import quote_text
from dclint.findings.severity import Confidence
from dclint.model.connector import Connector
from dclint.model.values import DataInput

# Attributes that the workspace keeps: with somebody unchecked, their place and name decide.
_KEPT = frozenset({PersonAttribute.CUSTOM, PersonAttribute.COMPANY})


def judge_value(
    connector: Connector, value: SentValue, effect: Effect | None, *, is_exposed: bool
) -> Pick:
    """Tell what `value` picks; if `is_exposed`, an attribute of the person is only a claim."""
    attribute = read_person_attribute(value.name)
    if attribute and (attribute not in _KEPT or not is_exposed):
        return _judge_attribute(value, attribute, is_exposed=is_exposed)
    pick = _judge_typed_value(connector, value, effect)
    picks_something = pick.selection is not Selection.NONE or pick.is_second_fact
    if picks_something and _is_option_input(find_input(connector, value.name)):
        return pick_nothing(value, "it is an option")
    return pick


def _judge_typed_value(connector: Connector, value: SentValue, effect: Effect | None) -> Pick:
    if value.part is Part.PATH:
        return _judge_path_value(value, effect)
    if _is_form_data(connector, value, effect):
        return pick_nothing(value, "it fills in a form")
    return judge_labelled_value(connector, value, effect)


def _is_option_input(declared: DataInput | None) -> bool:
    """Whether the type or the description of an input says that it is one of a few values."""
    if declared is None:
        return False
    return declared.type == "boolean" or _is_enumerated(declared.description)


def _judge_attribute(value: SentValue, attribute: PersonAttribute, *, is_exposed: bool) -> Pick:
    """Judge an attribute of the person: checked by Intercom, or only what somebody says."""
    if attribute is PersonAttribute.DESCRIPTIVE or _is_option_label(value):
        return pick_nothing(value, "it describes the person")
    if value.collection.noun is WordClass.COMPUTE:
        return pick_nothing(value, "the answer is worked out")
    if not is_exposed:
        is_bound = attribute is PersonAttribute.IDENTITY
        reason = "Intercom has checked it" if is_bound else "the workspace keeps it"
        return Pick(value, Selection.NONE, Confidence.HIGH, reason, is_bound=is_bound)
    reason = f"{quote_text(value.name)} of somebody unchecked is what they say"
    return Pick(value, Selection.PERSON, Confidence.HIGH, reason, is_second_fact=True)


def _is_option_label(value: SentValue) -> bool:
    return bool(value.labels) and read_labels(value).kind is NameKind.OPTION


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
    name, label = read_name(value.name), read_labels(value)
    if name.kind is NameKind.OPTION and not name.has_id:
        return pick_nothing(value, "it is an option")
    if label.kind in NAME_SELECTIONS:
        return pick_by_label(value, label)
    if value.collection.noun is None:
        return _judge_value_behind_unknown(value, name)
    if name.kind in (NameKind.FACT, NameKind.FACTOR):
        return _judge_second_fact(value, name)
    return _judge_value_behind_noun(value, name, effect)


def _judge_value_behind_noun(value: SentValue, name: NameReading, effect: Effect | None) -> Pick:
    noun = value.collection.noun
    reason = f"it stands behind {quote_text(f'/{value.collection.text}/')}"
    if noun in NOUN_SELECTIONS:
        return Pick(value, NOUN_SELECTIONS[noun], Confidence.HIGH, reason)
    if effect is Effect.MODIFY:
        return Pick(value, Selection.REF, Confidence.HIGH, f"{reason}, which it changes")
    return pick_by_name(value, name, only_explicit=True)


def _judge_value_behind_unknown(value: SentValue, name: NameReading) -> Pick:
    """Judge a value behind a word that is not in the lexicon: by its name, else it is a record."""
    if name.kind in (NameKind.PUBLIC, NameKind.FACTOR):
        return pick_nothing(value, "it is public", is_second_fact=name.kind is NameKind.FACTOR)
    if name.kind in NAME_SELECTIONS:
        return pick_by_name(value, name)
    text = value.collection.text
    place = f"stands behind {quote_text(f'/{text}/')}" if text else "is a part of the path"
    return Pick(value, Selection.REF, Confidence.LOW, f"it {place}")


def _judge_second_fact(value: SentValue, name: NameReading) -> Pick:
    """Judge a fact about a person in the path: behind persons and records it can pick as well."""
    noun = value.collection.noun
    picked = NOUN_SELECTIONS.get(noun, Selection.NONE) if noun else Selection.NONE
    if name.kind is NameKind.FACT:
        picked = Selection.PERSON
    reason = f"it is called {quote_text(value.name)}"
    return Pick(value, picked, Confidence.HIGH, reason, is_second_fact=True)


def _is_form_data(connector: Connector, value: SentValue, effect: Effect | None) -> bool:
    """Whether a value is what somebody writes into a form that anybody may send."""
    if effect is not Effect.CREATE or value.part is not Part.BODY:
        return False
    segments = [each for each in list_path_segments(connector) if each.words]
    return bool(segments) and any(look_up_word(word, WordClass.FORM) for word in segments[-1].words)
