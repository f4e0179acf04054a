"""The six stations of a call, from who starts it to what comes back, and how open each is."""

from enum import StrEnum
from typing import NamedTuple

from dclint.analysis.access.table import Method
from dclint.analysis.exposure import Answer, Exposure, Names
from dclint.analysis.selectors import Selector
from dclint.report.style import plural


class Tone(StrEnum):
    """How much a station asks for a look; drawn as a shape first, as a colour second."""

    CALM = "calm"
    WATCH = "watch"
    ALARM = "alarm"
    UNKNOWN = "unknown"


class Station(NamedTuple):
    """One step on the way of a call."""

    tone: Tone
    icon: str
    head: str
    detail: str


TITLES = ("Who", "Guard", "Inputs", "Does", "Host", "Comes back")
_UNSEEN = "not visible"
_PEOPLE = ("visitors", "leads", "users")


def stations(facts: Exposure) -> tuple[Station, ...]:
    """Describe the way of a call, in the order of `TITLES`."""
    return (
        _audience(facts),
        _guard(facts),
        _inputs(facts),
        _method(facts),
        _host(facts),
        _answer(facts.answer),
    )


def _audience(facts: Exposure) -> Station:
    if facts.fin is None:
        return Station(Tone.UNKNOWN, "person", _UNSEEN, "whether Fin alone")
    if not facts.fin:
        return Station(Tone.CALM, "workflow", "workflow", "or a teammate")
    if facts.people is None:
        return Station(Tone.UNKNOWN, "person", "not stated", "through Fin")
    if set(facts.people) <= {"users"}:
        return Station(Tone.WATCH, "person", "users", "through Fin")
    people = [each for each in _PEOPLE if each in facts.people]
    head = "everybody" if len(people) == len(_PEOPLE) else ", ".join(people)
    return Station(Tone.ALARM, "crowd", head, "through Fin")


def _guard(facts: Exposure) -> Station:
    if facts.bypass:
        return Station(Tone.ALARM, "broken", "bypassed", "authentication")
    if facts.passcode is None:
        return Station(Tone.UNKNOWN, "lock", _UNSEEN, "passcode or not")
    if facts.passcode:
        return Station(Tone.CALM, "lock", "passcode", "before a call")
    if not facts.fin:
        return Station(Tone.WATCH, "open", "no passcode", "workflow decides")
    strangers = facts.people is not None and not set(facts.people) <= {"users"}
    return Station(Tone.ALARM if strangers else Tone.WATCH, "open", "no passcode", "before a call")


_CHOOSES = {
    Selector.PERSON: (Tone.ALARM, "choose a person"),
    Selector.PAIR: (Tone.WATCH, "must match"),
    Selector.REF: (Tone.WATCH, "choose a record"),
}


def _inputs(facts: Exposure) -> Station:
    if facts.inputs is None and not facts.choosing:
        return Station(Tone.UNKNOWN, "tag", _UNSEEN, "what is put in")
    names = facts.choosing or (facts.inputs or Names()).shown
    head = ", ".join(names) or "none"
    if facts.choosing and facts.selector in _CHOOSES:
        tone, detail = _CHOOSES[facts.selector]
        return Station(tone, "tag", head, detail)
    if facts.selector is None:
        return Station(Tone.UNKNOWN, "tag", head, "choosing unknown")
    return Station(Tone.CALM, "tag", head, "no record number" if names else "nothing is chosen")


_DOES = {
    Method.READ: (Tone.CALM, "read", "reads"),
    Method.CREATE: (Tone.WATCH, "create", "creates"),
    Method.MODIFY: (Tone.ALARM, "modify", "changes"),
}


def _method(facts: Exposure) -> Station:
    verb = facts.verb.upper() if facts.verb else _UNSEEN
    if facts.method is None:
        return Station(Tone.UNKNOWN, "read", verb, "what it does")
    tone, icon, word = _DOES[facts.method]
    return Station(tone, icon, verb, "deletes" if facts.verb == "delete" else word)


def _host(facts: Exposure) -> Station:
    sent = credential_words(facts)
    if facts.is_client_side:
        return Station(Tone.UNKNOWN, "host", "the page itself", "a function of the website")
    if facts.is_host_chosen:
        return Station(Tone.ALARM, "host", "chosen at run time", sent)
    if facts.host is None:
        return Station(Tone.UNKNOWN, "host", _UNSEEN, sent)
    return Station(Tone.WATCH if facts.carried else Tone.CALM, "host", facts.host, sent)


def credential_words(facts: Exposure) -> str:
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


_ACCESS = {
    "full_access": (Tone.WATCH, "whole", "all of it"),
    "redacted_access": (Tone.CALM, "filtered", "redacted"),
    "code_block_transformation": (Tone.CALM, "filtered", "cut by code"),
}


def _answer(answer: Answer) -> Station:
    tone, icon, head = _ACCESS.get(answer.access or "", (Tone.UNKNOWN, "whole", _UNSEEN))
    if answer.fields is None:
        return Station(tone, icon, head, "fields unknown")
    fields = plural(answer.fields, "field")
    if answer.redacted:
        fields = f"{max(0, answer.fields - answer.redacted)} of {fields}"
    return Station(tone, icon, head, fields)
