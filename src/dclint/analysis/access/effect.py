"""What a call does to the other system: by its method, its verbs and its operation."""

import functools
import re
from dataclasses import dataclass
from enum import StrEnum

from dclint.analysis.access.collection import list_path_segments
from dclint.analysis.access.names import NameKind, read_name
from dclint.analysis.access.operations import Operation, OperationKind, read_operation
from dclint.analysis.access.sent_values import find_request_collection, list_sent_values
from dclint.analysis.lexicon import (
    VERBS,
    WordClass,
    classify_noun,
    is_english_only,
    look_up_word,
    split_name,
)
from dclint.model.connector import Connector
from dclint.syntax.template import find_placeholders


class Effect(StrEnum):
    """What a call does."""

    READ = "read"
    CREATE = "create"
    MODIFY = "modify"


@dataclass(frozen=True, slots=True)
class EffectReading:
    """What a call does, and what says so."""

    value: Effect | None
    """None if the method cannot be told."""
    deletes: bool = False
    verb: str | None = None
    """The word of the URL, the body or the operation that says so; None if the method does."""
    missing: tuple[str, ...] = ()
    """The fields that would tell, if they could be seen."""


_BY_METHOD = {
    "get": EffectReading(Effect.READ),
    "put": EffectReading(Effect.MODIFY),
    "patch": EffectReading(Effect.MODIFY),
    "delete": EffectReading(Effect.MODIFY, deletes=True),
}
_BY_VERB = {
    WordClass.READ: Effect.READ,
    WordClass.CREATE: Effect.CREATE,
    WordClass.ACT: Effect.MODIFY,
    WordClass.DELETE: Effect.MODIFY,
}
_BY_OPERATION = {
    OperationKind.READ: Effect.READ,
    OperationKind.CREATE: Effect.CREATE,
    OperationKind.MODIFY: Effect.MODIFY,
    OperationKind.DELETE: Effect.MODIFY,
}


@functools.lru_cache(maxsize=1)
def infer_effect(connector: Connector) -> EffectReading:
    """Tell what the call does."""
    method = connector.http_method
    if not isinstance(method, str):
        return EffectReading(None, missing=("http_method",))
    if method == "get":
        return _find_changing_verb(connector) or _BY_METHOD["get"]
    if method in _BY_METHOD:
        return _BY_METHOD[method]
    if connector.is_unknown("url"):
        return EffectReading(None, missing=("url",))
    return _read_post(connector)


def _find_changing_verb(connector: Connector) -> EffectReading | None:
    """Return what a GET changes: `/orders/{{n}}/cancel`, `?action=cancel`."""
    for word in (*_list_command_words(connector), *_list_action_words(connector)):
        found = look_up_word(word, WordClass.DELETE, WordClass.ACT)
        if found and not classify_noun(word) and not look_up_word(word, WordClass.READ):
            return _make_reading(found, word)
    return None


def _list_command_words(connector: Connector) -> tuple[str, ...]:
    """Return the words of the last segment that may be a command.

    One word that stands alone may be (`/cancel`, `views.update`); of several the first and the last
    may be (`cancelOrder`, `order-cancel`), unless the name of the connector says that it reads.
    """
    words = _list_words_of_last_segment(connector)
    if len(words) <= 1:
        is_noun = _is_picked_by_its_name(connector, words) or _starts_sign_in(connector, words)
        return () if is_noun else words
    name = connector.name if isinstance(connector.name, str) else ""
    says_read = any(look_up_word(word, WordClass.READ) for word in split_name(name)[:1])
    return () if says_read else (words[0], words[-1])


def _is_picked_by_its_name(connector: Connector, words: tuple[str, ...]) -> bool:
    """Whether a value is called after the segment before it: `/connect/{{connectId}}`."""
    segments, url = list_path_segments(connector), connector.url_template
    if url is None or not segments or segments[-1].words:
        return False
    behind = find_placeholders(url.text[slice(*url.path)])
    return any(word in split_name(behind[-1].name) for word in words if behind)


def _starts_sign_in(connector: Connector, words: tuple[str, ...]) -> bool:
    """Whether it is the page where a person signs in to another service (RFC 6749, 4.1.1)."""
    url = connector.url if isinstance(connector.url, str) else ""
    return "client_id=" in url and words[:1] in {("authorize",), ("authorise",)}


def _list_last_words(connector: Connector) -> tuple[str, ...]:
    """Return the first and the last word of the last segment that has words."""
    words = _list_words_of_last_segment(connector)
    return (words[0], words[-1]) if words else ()


def _list_words_of_last_segment(connector: Connector) -> tuple[str, ...]:
    """Return the words behind the last `:` of the last segment that has words."""
    segments = [each for each in list_path_segments(connector) if each.words]
    if not segments:
        return ()
    return split_name(segments[-1].text.rpartition(":")[2]) or segments[-1].words


# Parameters and members whose literal value is what shall be done.
_ACTIONS = re.compile(
    r"[?&\"](?:action|op|operation|cmd|command|do|method|act)\"?\s*[=:]\s*\"?([A-Za-z_\-]{2,40})",
    re.IGNORECASE,
)


def _list_action_words(connector: Connector) -> list[str]:
    found: list[str] = []
    for text in (connector.url, connector.body):
        if isinstance(text, str):
            for action in _ACTIONS.findall(text):
                found += split_name(action)[:1]
    return found


def _make_reading(verb: WordClass, word: str) -> EffectReading:
    return EffectReading(_BY_VERB[verb], verb is WordClass.DELETE, word)


def _read_post(connector: Connector) -> EffectReading:
    operation = read_operation(connector)
    if operation:
        return _read_operation_effect(operation)
    found = _find_verb((*_list_last_words(connector), *_list_action_words(connector)))
    is_form = bool(found and found.value is Effect.READ and _is_offer(found))
    if found and not (is_form and _sends_contact(connector)):
        return found
    segments = list_path_segments(connector)
    if connector.is_unknown("body") and not segments:
        return EffectReading(None, missing=("body",))
    about = find_request_collection(connector)
    if about.noun is WordClass.COMPUTE and not _sends_contact(connector):
        return EffectReading(Effect.READ)
    if segments and segments[-1].has_placeholder and not segments[-1].words:
        return EffectReading(Effect.MODIFY)
    return _read_named_effect(connector)


def _read_operation_effect(operation: Operation) -> EffectReading:
    kind = operation.kind
    if not operation.is_mutation:
        return EffectReading(_BY_OPERATION[kind], kind is OperationKind.DELETE)
    found = _find_verb(split_name(operation.subject))
    if found and found.value is not Effect.READ:
        return found
    return EffectReading(_BY_OPERATION[kind], verb=operation.subject)


def _find_verb(words: tuple[str, ...]) -> EffectReading | None:
    """Return the effect of the strongest verb among `words`.

    A noun at the end is no verb that reads: a `waiting-list`.
    """
    for verb in VERBS:
        for index, word in enumerate(words):
            is_noun = verb is WordClass.READ and index and word != words[0] and classify_noun(word)
            if look_up_word(word, verb) and not is_noun:
                return _make_reading(verb, word)
    return None


def _is_offer(found: EffectReading) -> bool:
    """Whether the word is also the name of what is asked for: a quote."""
    return classify_noun(found.verb or "") is WordClass.COMPUTE


def _sends_contact(connector: Connector) -> bool:
    """Whether somebody leaves an address: then it is a form, not a question."""
    return any(
        read_name(label).kind is NameKind.FACT
        for value in list_sent_values(connector)
        for label in value.labels[-1:]
    )


def _read_named_effect(connector: Connector) -> EffectReading:
    """Return what the name of the connector says: "Find an order", "Afspraak verzetten"."""
    if connector.is_unknown("name"):
        return EffectReading(None, missing=("name",))
    words = split_name(connector.name) if isinstance(connector.name, str) else ()
    if not words:
        return EffectReading(Effect.CREATE)
    # In English the verb comes first: "Start a return" ends with a noun.
    ends_with_verb = not is_english_only(words[-1], *VERBS)
    found = _find_verb((words[0], words[-1]) if ends_with_verb else words[:1])
    return found or EffectReading(Effect.CREATE)
