"""Do placeholders and data inputs belong together, and are the placeholders written as such?"""

import re
from collections.abc import Collection, Iterator, Sequence

from dclint.checks import braces
from dclint.checks.wording import quoted
from dclint.connector import Connector, Place
from dclint.finding import Hit, Related, Severity, Unobserved
from dclint.parts import ABSENT, Shape, Unset
from dclint.rule import Outcome
from dclint.subject import Subject, Workspace
from dclint.suggest import nearest, same_letters
from dclint.template import Placeholder

_LOGIC = tuple("#/^>!&%")
"""First characters of what other template languages call a section, a partial or a comment."""

_BARE_ATTRIBUTES = frozenset({"user_id", "external_id"})
"""Attributes that have been seen in connectors without a namespace and without a data input."""

_MOST_NAMES = 10
"""Names that a message lists."""

_MOST_COMPARED = 200
_LONGEST_COMPARED = 100
"""Beyond these nobody has mistyped a name, and to compare them all would take too long."""

_UNUSABLE = re.compile(r"[{}|\x00-\x1f\x7f-\x9f]")
"""What a placeholder's name cannot hold."""


def undefined_template_variable(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report placeholders that name neither a data input nor anything else that is known."""
    connector = subject.connector
    hidden = connector.hidden_places
    if not hidden and connector.used_names <= connector.input_names.keys():
        return
    unknown = connector.used_names.difference(connector.input_names, workspace.known_variables)
    bare = {name for name in unknown if name and "." not in name}
    undefined = {name for name in bare if not name.startswith(_LOGIC)}
    unseen = unseen_inputs(connector)
    if not unseen and undefined:
        for place in connector.places:
            yield from _undefined(connector, place, undefined)
    if unseen and (undefined or hidden):
        yield Unobserved(unseen)
    if len(undefined) < len(bare):
        yield Unobserved("template logic")
    yield from map(Unobserved, hidden)


def unseen_inputs(connector: Connector) -> str | None:
    """Name the fact for want of which nobody can tell whether an input is declared."""
    if connector.is_unknown("data_inputs"):
        return "data_inputs"
    if any(is_unseen(connector, data_input.name) for data_input in connector.known_inputs):
        return "data_inputs[].name"
    return None


def is_unseen(connector: Connector, value: object) -> bool:
    """Whether the member of a list's item may hold something that was not shown."""
    return isinstance(value, Unset) and not (
        value is ABSENT and connector.shape is Shape.DEFINITION
    )


def _undefined(connector: Connector, place: Place, undefined: set[str]) -> Iterator[Hit]:
    found = [p for p in place.placeholders if p.name in undefined]
    if not found:
        return
    names = list(dict.fromkeys(p.name for p in found))
    worst = next((p for p in found if p.name not in _BARE_ATTRIBUTES), None)
    first = worst or found[0]
    remedy = "declare it as a data input, or write the name of one that exists"
    if not worst:
        remedy = "declare it as a data input, or list it under `known-variables`"
    related: tuple[Related, ...] = ()
    if meant := _similar(first.name, connector.input_names):
        remedy = f"write {_placeholder(meant)}"
        at = ("data_inputs", connector.input_names[meant], "name")
        related = (Related("this input may be meant", at),)
    yield Hit(
        message=f"{named(names)} {'is no data input' if len(names) == 1 else 'are no data inputs'}",
        at=place.at,
        fragment=(first.start, first.end),
        severity=None if worst else Severity.INFO,
        remedy=remedy,
        related=related,
    )


def named(names: Sequence[str]) -> str:
    """List names in backticks, the first ten at most: `a`, `b` and 3 more."""
    shown = [quoted(name) for name in names[:_MOST_NAMES]]
    if len(names) > len(shown):
        return f"{', '.join(shown)} and {len(names) - len(shown)} more"
    return " and ".join((", ".join(shown[:-1]), shown[-1]) if shown[1:] else shown)


def _similar(name: str, known: Collection[str]) -> str | None:
    if len(name) > _LONGEST_COMPARED or len(known) > _MOST_COMPARED:
        return None
    return same_letters(name, known) or nearest(name, known)


def unused_data_input(connector: Connector) -> Iterator[Outcome]:
    """Report inputs that no placeholder names, if the whole request can be seen."""
    idle = {n for n in connector.input_names.keys() - connector.used_names if _is_usable(n)}
    if not idle:
        return
    if missing := _unseen_request(connector):
        yield from map(Unobserved, missing)
        return
    idle -= {attempt.name for _, found in braces.attempts(connector) for attempt in found}
    undefined = _first_uses(connector, connector.used_names.difference(connector.input_names))
    for index, data_input in enumerate(connector.known_inputs):
        if isinstance(data_input.name, str) and data_input.name in idle:
            yield _unused(data_input.name, index, undefined)


def _is_usable(name: str) -> bool:
    """Whether a placeholder can refer to it; if not, that is a fault of its own."""
    return bool(name) and name == name.strip() and not _UNUSABLE.search(name)


def _unseen_request(connector: Connector) -> list[str]:
    facts = list(connector.hidden_places)
    if "url" not in facts and connector.is_blank("url"):
        facts.append("url")
    if connector.is_client_side:
        facts.append("client function")
    return facts


def _first_uses(
    connector: Connector, names: Collection[str]
) -> dict[str, tuple[Place, Placeholder]]:
    uses: dict[str, tuple[Place, Placeholder]] = {}
    for place in connector.places:
        for placeholder in place.placeholders:
            if placeholder.name in names:
                uses.setdefault(placeholder.name, (place, placeholder))
    return uses


def _unused(name: str, index: int, undefined: dict[str, tuple[Place, Placeholder]]) -> Hit:
    remedy = f"use {_placeholder(name)} in the request, or remove the input"
    related: tuple[Related, ...] = ()
    if meant := _similar(name, undefined):
        place, (start, end, _) = undefined[meant]
        related = (Related("this placeholder may be meant", place.at, (start, end)),)
        remedy = f"write {_placeholder(name)} instead of {_placeholder(meant)}"
    message = f"The input {quoted(name)} is asked for, and nothing in the request uses it"
    return Hit(message=message, at=("data_inputs", index), remedy=remedy, related=related)


def malformed_template(connector: Connector) -> Iterator[Outcome]:
    """Report braces that form no placeholder, and placeholders without a name."""
    is_unnamed = "" in connector.used_names
    for place in connector.places:
        text = place.text
        if "}}" not in text and "{{" not in text:
            continue
        is_even = text.count("{{") == len(place.placeholders) == text.count("}}")
        if is_even and not is_unnamed and "{{{" not in text:
            continue
        if found := sorted(braces.faults(place)):
            yield _malformed(connector, place, found)
    for fact in connector.hidden_places:
        yield Unobserved(fact)


def _malformed(connector: Connector, place: Place, found: list[tuple[int, int]]) -> Hit:
    (start, end), text = found[0], place.text
    remedy = None
    if end - start > 2:  # noqa: PLR2004 - more than one pair of braces
        written = quoted(text[start:end])
        message = f"{written} names no data input"
        if text.startswith("{{{", start):
            message = f"{written} has one brace too many on each side"
            remedy = f"write {quoted(text[start + 1 : end - 1])}"
    elif attempt := braces.mended(text, found[0], connector.input_names):
        start, end, name = attempt
        message = f"{quoted(text[start:end])} lacks a brace, so it is no placeholder"
        remedy = f"write {_placeholder(name)}"
    elif text.startswith("{{", start):
        message = "`{{` begins a placeholder that does not end"
    else:
        message = "`}}` ends a placeholder that does not begin"
    if len(found) > 1:
        message += f" ({len(found)} such faults in this text)"
    return Hit(message=message, at=place.at, fragment=(start, end), remedy=remedy)


def wrong_placeholder_syntax(connector: Connector) -> Iterator[Outcome]:
    """Report placeholders as other systems write them."""
    for place, found in braces.attempts(connector):
        yield _wrong_syntax(connector, place, found)
    hidden = connector.hidden_places
    if connector.is_unknown("data_inputs"):
        yield from map(Unobserved, hidden)
        texts = (place.text for place in connector.places if place.at != ("url",))
        if any(braces.segments(connector)) or any(any(braces.in_text(text)) for text in texts):
            yield Unobserved("data_inputs")
    elif hidden:
        is_idle = bool(connector.input_names.keys() - connector.used_names)
        yield from (Unobserved(fact) for fact in hidden if is_idle or fact == "url")


def _wrong_syntax(connector: Connector, place: Place, found: list[braces.Attempt]) -> Hit:
    start, end, name = found[0]
    written = list(dict.fromkeys(place.text[a.start : a.end] for a in found))
    remedy = f"write {_placeholder(name)}"
    related: tuple[Related, ...] = ()
    if name in connector.input_names:
        at = ("data_inputs", connector.input_names[name], "name")
        related = (Related("the input that it means", at),)
    elif not connector.is_unknown("data_inputs"):
        remedy += f" and declare {quoted(name)} as a data input"
    are = "is" if len(written) == 1 else "are"
    return Hit(
        message=f"{named(written)} {are} sent as written; only `{{{{name}}}}` is replaced",
        at=place.at,
        fragment=(start, end),
        remedy=remedy,
        related=related,
    )


def _placeholder(name: str) -> str:
    return quoted("{{" + name + "}}")
