"""The six stages of a call, from who starts it to what comes back, and how open each is."""

from dataclasses import dataclass
from enum import StrEnum

from dclint.analysis.access.effect import Effect
from dclint.analysis.access.picks import Selection
from dclint.analysis.exposure import Answer, Exposure, Names
from dclint.report.style import format_count


class Tone(StrEnum):
    """How much a stage asks for a look; shown as a shape first, as a colour second."""

    CALM = "calm"
    WATCH = "watch"
    ALARM = "alarm"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CallStage:
    """One stage of a call."""

    tone: Tone
    icon: str
    head: str
    detail: str


TITLES = ("Who", "Guard", "Inputs", "Does", "Host", "Comes back")
_NOT_VISIBLE = "not visible"
_AUDIENCES = ("visitors", "leads", "users")


def describe_call_stages(facts: Exposure) -> tuple[CallStage, ...]:
    """Return the stages of a call, in the order of `TITLES`."""
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
    people = [audience for audience in _AUDIENCES if audience in facts.people]
    head = ", ".join(people)
    if len(people) == len(_AUDIENCES):
        head = "everybody"
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
    is_public = facts.people is not None and not set(facts.people) <= {"users"}
    tone = Tone.ALARM if is_public else Tone.WATCH
    return CallStage(tone, "open", "no passcode", "before a call")


_SELECTOR_STAGES = {
    Selection.PERSON: (Tone.ALARM, "choose a person"),
    Selection.PAIR: (Tone.WATCH, "must match"),
    Selection.REF: (Tone.WATCH, "choose a record"),
}


def _describe_inputs(facts: Exposure) -> CallStage:
    if facts.inputs is None and not facts.choosing:
        return CallStage(Tone.UNKNOWN, "tag", _NOT_VISIBLE, "what is put in")
    if facts.selector is Selection.ALL:
        return CallStage(Tone.ALARM, "tag", "all", "a whole list")
    names = facts.choosing or (facts.inputs or Names()).shown
    head = ", ".join(names) or "none"
    if facts.choosing and facts.selector in _SELECTOR_STAGES:
        tone, detail = _SELECTOR_STAGES[facts.selector]
        return CallStage(tone, "tag", head, detail)
    if facts.selector is None:
        return CallStage(Tone.UNKNOWN, "tag", head, "choosing unknown")
    detail = "no record number" if names else "nothing is chosen"
    return CallStage(Tone.CALM, "tag", head, detail)


_METHOD_STAGES = {
    Effect.READ: (Tone.CALM, "read", "reads"),
    Effect.CREATE: (Tone.WATCH, "create", "creates"),
    Effect.MODIFY: (Tone.ALARM, "modify", "changes"),
}


def _describe_method(facts: Exposure) -> CallStage:
    verb = facts.verb.upper() if facts.verb else _NOT_VISIBLE
    if facts.method is None:
        return CallStage(Tone.UNKNOWN, "read", verb, "what it does")
    tone, icon, word = _METHOD_STAGES[facts.method]
    if facts.verb == "delete":
        word = "deletes"
    return CallStage(tone, icon, verb, word)


def _describe_host(facts: Exposure) -> CallStage:
    sent = _describe_credential(facts)
    if facts.is_client_side:
        return CallStage(Tone.UNKNOWN, "host", "the page itself", "a function of the website")
    if facts.is_host_chosen:
        return CallStage(Tone.ALARM, "host", "chosen at run time", sent)
    if facts.host is None:
        return CallStage(Tone.UNKNOWN, "host", _NOT_VISIBLE, sent)
    tone = Tone.WATCH if facts.carried else Tone.CALM
    return CallStage(tone, "host", facts.host, sent)


def _describe_credential(facts: Exposure) -> str:
    if facts.carried is None:
        return "credential not visible"
    tokens, headers, others = facts.credential
    if tokens:
        noun = "token" if len(tokens) == 1 else "tokens"
        more = f" and {others} more" if others else ""
        return f"{noun} {', '.join(tokens)}{more}"
    if others:
        return "a stored token"
    if headers:
        return f"header {headers[0]}"
    return "no credential"


_ACCESS_STAGES = {
    "full_access": (Tone.WATCH, "whole", "all of it"),
    "redacted_access": (Tone.CALM, "filtered", "redacted"),
    "code_block_transformation": (Tone.CALM, "filtered", "cut by code"),
}


def _describe_answer(answer: Answer) -> CallStage:
    unknown = (Tone.UNKNOWN, "whole", _NOT_VISIBLE)
    tone, icon, head = _ACCESS_STAGES.get(answer.access or "", unknown)
    if answer.fields is None:
        return CallStage(tone, icon, head, "fields unknown")
    fields = format_count(answer.fields, "field")
    if answer.redacted:
        visible = max(0, answer.fields - answer.redacted)
        fields = f"{visible} of {fields}"
    return CallStage(tone, icon, head, fields)
