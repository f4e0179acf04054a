"""The six stations of a call, from who starts it to what comes back, and how open each is."""

from enum import StrEnum
from typing import NamedTuple

from dclint.analysis.access.table import Method
from dclint.analysis.exposure import Answer, Exposure, Names
from dclint.analysis.selectors import Selector
from dclint.report.style import format_count


class Tone(StrEnum):
    """How much a station asks for a look; drawn as a shape first, as a colour second."""

    CALM = "calm"
    WATCH = "watch"
    ALARM = "alarm"
    UNKNOWN = "unknown"


class CallStage(NamedTuple):
    """One step on the way of a call."""

    tone: Tone
    icon: str
    head: str
    detail: str


TITLES = ("Who", "Guard", "Inputs", "Does", "Host", "Comes back")
_NOT_VISIBLE = "not visible"
_AUDIENCES = ("visitors", "leads", "users")


def describe_call_stages(facts: Exposure) -> tuple[CallStage, ...]:
    """Describe the way of a call, in the order of `TITLES`."""
    return (
        _describe_audience(facts),
        _describe_guard(facts),
        _describe_inputs(facts),
        _describe_method(facts),
        _describe_host(facts),
        _describe_answer(facts.answer),
    )


def _describe_audience(facts: Exposure) -> CallStage:
    if facts.fin is None:
        return CallStage(Tone.UNKNOWN, "person", _NOT_VISIBLE, "whether Fin alone")
    if not facts.fin:
        return CallStage(Tone.CALM, "workflow", "workflow", "or a teammate")
    if facts.people is None:
        return CallStage(Tone.UNKNOWN, "person", "not stated", "through Fin")
    if set(facts.people) <= {"users"}:
        return CallStage(Tone.WATCH, "person", "users", "through Fin")
    people = [each for each in _AUDIENCES if each in facts.people]
    head = "everybody" if len(people) == len(_AUDIENCES) else ", ".join(people)
    return CallStage(Tone.ALARM, "crowd", head, "through Fin")


def _describe_guard(facts: Exposure) -> CallStage:
    if facts.bypass:
        return CallStage(Tone.ALARM, "broken", "bypassed", "authentication")
    if facts.passcode is None:
        return CallStage(Tone.UNKNOWN, "lock", _NOT_VISIBLE, "passcode or not")
    if facts.passcode:
        return CallStage(Tone.CALM, "lock", "passcode", "before a call")
    if not facts.fin:
        return CallStage(Tone.WATCH, "open", "no passcode", "workflow decides")
    strangers = facts.people is not None and not set(facts.people) <= {"users"}
    return CallStage(
        Tone.ALARM if strangers else Tone.WATCH, "open", "no passcode", "before a call"
    )


_SELECTOR_STAGES = {
    Selector.PERSON: (Tone.ALARM, "choose a person"),
    Selector.PAIR: (Tone.WATCH, "must match"),
    Selector.REF: (Tone.WATCH, "choose a record"),
}


def _describe_inputs(facts: Exposure) -> CallStage:
    if facts.inputs is None and not facts.choosing:
        return CallStage(Tone.UNKNOWN, "tag", _NOT_VISIBLE, "what is put in")
    names = facts.choosing or (facts.inputs or Names()).shown
    head = ", ".join(names) or "none"
    if facts.choosing and facts.selector in _SELECTOR_STAGES:
        tone, detail = _SELECTOR_STAGES[facts.selector]
        return CallStage(tone, "tag", head, detail)
    if facts.selector is None:
        return CallStage(Tone.UNKNOWN, "tag", head, "choosing unknown")
    return CallStage(Tone.CALM, "tag", head, "no record number" if names else "nothing is chosen")


_METHOD_STAGES = {
    Method.READ: (Tone.CALM, "read", "reads"),
    Method.CREATE: (Tone.WATCH, "create", "creates"),
    Method.MODIFY: (Tone.ALARM, "modify", "changes"),
}


def _describe_method(facts: Exposure) -> CallStage:
    verb = facts.verb.upper() if facts.verb else _NOT_VISIBLE
    if facts.method is None:
        return CallStage(Tone.UNKNOWN, "read", verb, "what it does")
    tone, icon, word = _METHOD_STAGES[facts.method]
    return CallStage(tone, icon, verb, "deletes" if facts.verb == "delete" else word)


def _describe_host(facts: Exposure) -> CallStage:
    sent = describe_credential(facts)
    if facts.is_client_side:
        return CallStage(Tone.UNKNOWN, "host", "the page itself", "a function of the website")
    if facts.is_host_chosen:
        return CallStage(Tone.ALARM, "host", "chosen at run time", sent)
    if facts.host is None:
        return CallStage(Tone.UNKNOWN, "host", _NOT_VISIBLE, sent)
    return CallStage(Tone.WATCH if facts.carried else Tone.CALM, "host", facts.host, sent)


def describe_credential(facts: Exposure) -> str:
    """Say in a few words which credential goes along."""
    if facts.carried is None:
        return "credential not visible"
    tokens, headers, others = facts.credential
    if tokens:
        more = f" and {others} more" if others else ""
        return f"token{'s' * (len(tokens) > 1)} {', '.join(tokens)}{more}"
    if others:
        return "a stored token"
    return f"header {headers[0]}" if headers else "no credential"


_ACCESS_STAGES = {
    "full_access": (Tone.WATCH, "whole", "all of it"),
    "redacted_access": (Tone.CALM, "filtered", "redacted"),
    "code_block_transformation": (Tone.CALM, "filtered", "cut by code"),
}


def _describe_answer(answer: Answer) -> CallStage:
    tone, icon, head = _ACCESS_STAGES.get(
        answer.access or "", (Tone.UNKNOWN, "whole", _NOT_VISIBLE)
    )
    if answer.fields is None:
        return CallStage(tone, icon, head, "fields unknown")
    fields = format_count(answer.fields, "field")
    if answer.redacted:
        fields = f"{max(0, answer.fields - answer.redacted)} of {fields}"
    return CallStage(tone, icon, head, fields)
