"""What a value picks that has a name beside it: a parameter, a header, a member of the body."""

import re
from collections.abc import Iterator, Sequence

from dclint.analysis.access.collection import (
    list_path_segments,
)
from dclint.analysis.access.effect import Effect
from dclint.analysis.access.names import NameKind, NameReading, read_name
from dclint.analysis.access.picks import (
    NAME_SELECTIONS,
    NOUN_SELECTIONS,
    Pick,
    Selection,
    describe_label,
    find_input,
    is_sort_label,
    pick_by_label,
    pick_by_name,
    pick_nothing,
    read_labels,
)
from dclint.analysis.access.sent_values import (
    Part,
    SentValue,
)
from dclint.analysis.lexicon import (
    WordClass,
    classify_noun,
    find_concept,
    look_up_word,
    split_name,
)
from dclint.base.quoting import quote_text
from dclint.base.words import split_words
from dclint.findings.severity import Confidence
from dclint.model.connector import Connector

# Headers that carry a credential or say how to answer; they pick nothing.
_PLAIN_HEADERS = re.compile(
    r"accept.*|content-.*|authorization|proxy-.*|user-agent|cookie|if-.*|cache-control|origin"
    r"|referer|host|date|connection|traceparent|.*(?:signature|api-?key|token|secret)|forwarded.*",
    re.IGNORECASE,
)


def _is_written_data(connector: Connector, value: SentValue, effect: Effect | None) -> bool:
    """Whether a value of a PUT or PATCH is what shall be written."""
    is_update = connector.http_method in ("put", "patch")
    return is_update and effect is Effect.MODIFY and value.part is Part.BODY


def judge_labelled_value(connector: Connector, value: SentValue, effect: Effect | None) -> Pick:
    """Tell what a value picks by the name beside it, and where that says nothing by the rest."""
    label, name = read_labels(value), read_name(value.name)
    if reason := _explain_harmless(connector, value, effect):
        return pick_nothing(value, reason)
    if label.kind in NAME_SELECTIONS or label.kind is NameKind.FACTOR:
        return pick_by_label(value, label)
    if label.kind is NameKind.PUBLIC and _is_acted_on(connector, value, effect):
        return Pick(value, Selection.REF, Confidence.MEDIUM, describe_label(value))
    if label.kind in (NameKind.OPTION, NameKind.PUBLIC):
        return pick_by_name(value, name, only_explicit=True)
    if effect is Effect.CREATE:
        return pick_by_name(value, name) if label.has_id else pick_nothing(value, "it is data")
    return _judge_unnamed_value(connector, value, effect)


def _explain_harmless(connector: Connector, value: SentValue, effect: Effect | None) -> str | None:
    """Say why a value picks nothing, whatever it is called; None if it may."""
    label, name = read_labels(value), read_name(value.name)
    if value.part is Part.HEADER and _PLAIN_HEADERS.fullmatch(value.labels[0]):
        return "the header picks nothing"
    if effect is Effect.READ and value.collection.noun is WordClass.COMPUTE:
        return "the answer is worked out"
    is_sent_as_option = label.kind is NameKind.OPTION and not is_sort_label(value)
    if is_sent_as_option or (name.kind is NameKind.OPTION and not label.has_id):
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


def _judge_unnamed_value(connector: Connector, value: SentValue, effect: Effect | None) -> Pick:
    """Judge a value whose parameter or member does not say what it is: `q`, `id`, `x`."""
    label, name = read_labels(value), read_name(value.name)
    says_nothing = label.kind is NameKind.UNKNOWN
    if says_nothing and name.kind in (NameKind.PUBLIC, NameKind.FACTOR, NameKind.FACT):
        return pick_by_name(value, name)
    noun = value.collection.noun
    if noun in NOUN_SELECTIONS:
        reason = f"it picks from {quote_text(value.collection.text)}"
        confidence = Confidence.MEDIUM if says_nothing else Confidence.HIGH
        return Pick(value, NOUN_SELECTIONS[noun], confidence, reason)
    if noun is not None or name.kind in NAME_SELECTIONS:
        return pick_by_name(value, name, only_explicit=noun is not None)
    if effect is Effect.MODIFY and label.kind is NameKind.IDENTIFIER and label.has_id:
        return Pick(value, Selection.REF, Confidence.MEDIUM, describe_label(value))
    return _judge_by_description(connector, value, label)


def _judge_by_description(connector: Connector, value: SentValue, label: NameReading) -> Pick:
    """Judge a value of which only the descriptions tell something."""
    declared = find_input(connector, value.name)
    texts = [declared.description if declared else None, connector.description, connector.name]
    for word in _list_words(texts):
        found = look_up_word(word, WordClass.FACT) or classify_noun(word)
        if found is WordClass.FACT or found in NOUN_SELECTIONS:
            selection = Selection.PERSON if found is WordClass.FACT else Selection.REF
            return Pick(value, selection, Confidence.LOW, "its description says so")
        if found:
            return pick_nothing(value, "its description names something public")
    if label.kind is NameKind.IDENTIFIER and label.has_id:
        return Pick(value, Selection.REF, Confidence.LOW, describe_label(value))
    return pick_nothing(value, "nothing says what it picks")


_MOST_WORDS = 40  # words of a description that are read


def _list_words(texts: Sequence[object]) -> Iterator[str]:
    for text in texts:
        if isinstance(text, str):
            yield from split_words(text[:400])[:_MOST_WORDS]
