"""Do placeholders and data inputs belong together?"""

import re
from collections.abc import Collection, Iterator, Mapping

from dclint.analysis import braces
from dclint.analysis.attribute_names import (
    DottedFault,
    DottedName,
    index_letters,
    judge_dotted_name,
)
from dclint.analysis.placeholders import (
    LOGIC_SIGILS,
    find_first_uses,
    find_unseen_inputs,
    summarize_names,
)
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_placeholder, quote_text
from dclint.base.suggestions import find_nearest_name, find_same_letters, normalize_name
from dclint.edits.edit import Remove, Rewrite, SuggestedFix, suggest_safe_fix, suggest_unsafe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector, Place
from dclint.model.subject import Subject, Workspace
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder

# Attributes that have been seen in connectors without a namespace and without a data input.
_BARE_ATTRIBUTES = frozenset({"user_id", "external_id"})

_MOST_COMPARED = 200

# Beyond these nobody has mistyped a name, and to compare them all would take too long.
_LONGEST_COMPARED = 100

_UNUSABLE = re.compile(r"[{}|\x00-\x1f\x7f-\x9f]")  # what a placeholder's name cannot hold


def undefined_template_variable(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report placeholders that name neither a data input nor anything else that is known."""
    connector = subject.connector
    hidden = connector.hidden_places
    if not hidden and connector.used_names <= connector.input_names.keys():
        return
    unknown = connector.used_names.difference(connector.input_names, workspace.known_variables)
    bare = {name for name in unknown if name and "." not in name}
    undefined = {name for name in bare if not name.startswith(LOGIC_SIGILS)}
    attributes = workspace.context.attributes or {}
    dotted = _judge_dotted_names(connector, unknown.difference(bare), attributes)
    unseen = find_unseen_inputs(connector)
    if not unseen and (undefined or dotted):
        for place in connector.places:
            hits = [*_find_undefined(connector, place, undefined)]
            yield from hits or _find_dotted_faults(connector, place, dotted)
    if unseen and (undefined or dotted or hidden):
        yield NotObservable(unseen)
    if len(undefined) < len(bare):
        yield NotObservable("template logic")
    yield from map(NotObservable, hidden)


def _judge_dotted_names(
    connector: Connector, names: Collection[str], attributes: Collection[str]
) -> dict[str, DottedName]:
    """Return what is wrong with dotted names, where something is."""
    letters = index_letters(connector.input_names)
    judged = {name: judge_dotted_name(name, letters, attributes) for name in names if name}
    return {name: found for name, found in judged.items() if found}


def _find_dotted_faults(
    connector: Connector, place: Place, dotted: Mapping[str, DottedName]
) -> Iterator[Hit]:
    """Report the first dotted name that is wrong; that of an input comes before all others."""
    found = [p for p in place.placeholders if p.name in dotted]
    if not found:
        return
    first = min(found, key=lambda p: dotted[p.name].fault is not DottedFault.INPUT)
    fault, meant = dotted[first.name]
    written = quote_placeholder(first.name)
    span = first.start, first.end
    if meant is None:
        message = f"{written} names no attribute"
        yield Hit(message, place.at, span, severity=Severity.WARNING)
        return
    remedy = f"write {quote_placeholder(meant)}"
    start = first.start + 2 + first.content.index(first.name)
    edit = Rewrite(place.at, meant, (start, start + len(first.name)))
    if fault is DottedFault.INPUT:
        is_used = meant in connector.used_names
        related = Related("this input may be meant", _point_at_input(connector, meant))
        yield Hit(
            f"{written} is an attribute of nothing that is known, and no data input",
            place.at,
            span,
            severity=Severity.WARNING if is_used else None,
            remedy=remedy,
            related=(related,),
            suggested_fix=None if is_used else suggest_unsafe_fix(edit),
        )
        return
    yield Hit(
        f"{written} is no attribute that Intercom defines; it resembles {quote_placeholder(meant)}",
        place.at,
        span,
        severity=Severity.WARNING,
        remedy=f"{remedy}, or list the name under `known-variables`",
        suggested_fix=suggest_unsafe_fix(edit),
    )


def _point_at_input(connector: Connector, name: str) -> Pointer:
    return ("data_inputs", connector.input_names[name], "name")


def _find_undefined(connector: Connector, place: Place, undefined: set[str]) -> Iterator[Hit]:
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
    if meant := _find_similar_name(first.name, connector.input_names):
        remedy = f"write {quote_placeholder(meant)}"
        related = (Related("this input may be meant", _point_at_input(connector, meant)),)
    are = "is no data input" if len(names) == 1 else "are no data inputs"
    yield Hit(
        message=f"{summarize_names(names)} {are}",
        at=place.at,
        fragment=(first.start, first.end),
        severity=None if worst else Severity.INFO,
        remedy=remedy,
        related=related,
        suggested_fix=_build_rename_fix(connector, place, found),
    )


_MOST_RENAMED = 100  # placeholders of one text that one finding mends


def _build_rename_fix(
    connector: Connector, place: Place, found: list[Placeholder]
) -> SuggestedFix | None:
    """Write the inputs that are meant: those of the same letters, or else those that are near."""
    known = list(filter(_is_usable_name, connector.input_names))
    edits: dict[bool, list[Rewrite]] = {True: [], False: []}
    for placeholder in found[:_MOST_RENAMED]:
        name = placeholder.name
        if meant := _find_similar_name(name, known):
            start = placeholder.start + 2 + placeholder.content.index(name)
            edit = Rewrite(place.at, meant, (start, start + len(name)))
            edits[normalize_name(name) == normalize_name(meant)].append(edit)
    return suggest_safe_fix(*edits[True]) or suggest_unsafe_fix(*edits[False])


def _find_similar_name(name: str, known: Collection[str]) -> str | None:
    if len(name) > _LONGEST_COMPARED or len(known) > _MOST_COMPARED:
        return None
    legible = [other for other in known if other.isprintable()]
    return find_same_letters(name, legible) or find_nearest_name(name, legible)


def unused_data_input(connector: Connector) -> Iterator[Outcome]:
    """Report inputs that no placeholder names, if the whole request can be seen."""
    idle = {n for n in connector.input_names.keys() - connector.used_names if _is_usable_name(n)}
    if not idle:
        return
    if missing := _list_unseen_request_parts(connector):
        yield from map(NotObservable, missing)
        return
    idle -= {attempt.name for _, found in braces.find_attempts(connector) for attempt in found}
    undefined = find_first_uses(connector, connector.used_names.difference(connector.input_names))
    for index, data_input in enumerate(connector.known_inputs):
        if isinstance(data_input.name, str) and data_input.name in idle:
            yield _build_unused_hit(data_input.name, index, undefined)


def _is_usable_name(name: str) -> bool:
    """Whether a placeholder can refer to it; if not, that is a fault of its own."""
    return bool(name) and name == name.strip() and not _UNUSABLE.search(name)


def _list_unseen_request_parts(connector: Connector) -> list[str]:
    facts = list(connector.hidden_places)
    if "url" not in facts and connector.is_blank("url"):
        facts.append("url")
    if connector.is_client_side:
        facts.append("client function")
    return facts


def _build_unused_hit(
    name: str, index: int, undefined: dict[str, tuple[Place, Placeholder]]
) -> Hit:
    remedy = f"use {quote_placeholder(name)} in the request, or remove the input"
    related: tuple[Related, ...] = ()
    if meant := _find_similar_name(name, undefined):
        place, (start, end, _) = undefined[meant]
        related = (Related("this placeholder may be meant", place.at, (start, end)),)
        remedy = f"write {quote_placeholder(name)} instead of {quote_placeholder(meant)}"
    message = f"The input {quote_text(name)} is asked for, and nothing in the request uses it"
    at = ("data_inputs", index)
    suggested = None if meant else suggest_unsafe_fix(Remove(at))
    return Hit(message, at, remedy=remedy, related=related, suggested_fix=suggested)
