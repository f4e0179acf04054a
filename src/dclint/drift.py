"""How two versions of a connector differ, and what the other one does to security."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from json import dumps
from typing import NamedTuple

from dclint.checks.access.judgement import judge
from dclint.checks.access.table import ROWS
from dclint.checks.aspects import Aspect, Key, aspects
from dclint.checks.drift import fact, sentence
from dclint.checks.guards import CHANGED, STRONGER, UNKNOWN, WEAKER, direction
from dclint.checks.versions import Pairs, key_of
from dclint.config import Config
from dclint.connector import Connector
from dclint.document import Document
from dclint.engine import lint
from dclint.evidence import Difference, Evidence
from dclint.parts import HIDDEN, Unset
from dclint.pointer import Json, Pointer
from dclint.reader import REDACTED, read
from dclint.recognition import shape_of
from dclint.rule import Rule
from dclint.subject import Subject, contents

Raw = dict[str, Json]


class Judges(NamedTuple):
    """By what an effect on security is told, beside the authentication table."""

    rules: Sequence[Rule] = ()
    config: Config = Config()


class Side(NamedTuple):
    """One side of a comparison."""

    documents: Sequence[Document]
    is_whole: bool = True
    """Whether all of it could be read, so that what is not there is missing."""


def compare(ours: Side, theirs: Side, judges: Judges) -> Iterator[Document]:
    """Yield our documents with what differs on the other side, then what only that side has."""
    mine = [(document, subjects(document)) for document in ours.documents]
    others = [(document, subjects(document)) for document in theirs.documents]
    pairs = Pairs(chain(*(found for _, found in mine)), chain(*(found for _, found in others)))
    for document, found in mine:
        differing = {}
        for subject in found:
            other = pairs.other(subject)
            missing = _missing(subject) if theirs.is_whole else _UNREAD
            differing[key_of(subject)] = (
                tuple(_differences(subject, other, judges)) if other else (missing,)
            )
        yield _with(document, differing)
    for document, found in others:
        alone = [subject for subject in found if not pairs.is_met(subject)]
        if alone:
            new = {key_of(s): (_only_there(s) if ours.is_whole else _UNREAD,) for s in alone}
            yield _with(document, new)


_UNREAD = Difference((), "the other side", UNKNOWN)
"""Where something could not be read, nothing is missing."""


def subjects(document: Document) -> list[Subject]:
    """List the connectors of a document."""
    found = contents(document.name, document.roots())
    return [item for item in found if isinstance(item, Subject)]


def differences(
    ours: Document, theirs: Document, judges: Judges
) -> Mapping[str, tuple[Difference, ...]]:
    """Return what differs between two documents, by the key of each subject of the first."""
    (document, *_) = compare(Side([ours]), Side([theirs]), judges)
    return (document.evidence and document.evidence.differences) or {}


def _with(document: Document, found: Mapping[str, tuple[Difference, ...]]) -> Document:
    document.evidence = replace(document.evidence or Evidence(), differences=found)
    return document


def _only_there(subject: Subject) -> Difference:
    risky = judge(subject.connector).verdict.row.rank > 1
    return Difference((), "Only the other side has this connector", WEAKER if risky else CHANGED)


def _differences(subject: Subject, other: Subject, judges: Judges) -> Iterator[Difference]:
    raw, ours, theirs = subject.connector.raw, aspects(subject.connector), aspects(other.connector)
    effects: dict[str, str] = {}
    for key in dict.fromkeys((*ours, *theirs)):
        mine, its = _of(ours, key), _of(theirs, key)
        if mine == its is not HIDDEN or any(_settles(a, ours, theirs) for a in _above(key)):
            continue
        if isinstance(mine, Unset) or isinstance(its, Unset):
            yield Difference((), fact(key), UNKNOWN)
            continue
        effect = direction(key, mine, its)
        if effect == CHANGED:
            if key[0] not in effects:
                effects[key[0]] = _effect(raw, other.connector, key[0], judges)
            effect = effects[key[0]]
        yield Difference(_place(raw, ours, key), sentence(key, mine, its), effect)


def _missing(subject: Subject) -> Difference:
    """Say that nothing on the other side is this connector, if its names can be seen."""
    connector = subject.connector
    for name in ("id", "name"):
        if connector.is_unknown(name):
            return Difference((), name, UNKNOWN)
    return Difference((), "The other side does not have this connector", CHANGED)


def _of(found: Mapping[Key, Aspect], key: Key) -> Json | Unset:
    return found[key].value if key in found else None


def _above(key: Key) -> set[Key]:
    return {key[:1], key[:2]} - {key}


def _settles(above: Key, ours: Mapping[Key, Aspect], theirs: Mapping[Key, Aspect]) -> bool:
    """Whether what is around an aspect is unknown or on one side only, so that it says it all."""
    mine, its = _of(ours, above), _of(theirs, above)
    return isinstance(mine, Unset) or isinstance(its, Unset) or mine != its


def _place(raw: Raw, found: Mapping[Key, Aspect], key: Key) -> Pointer:
    """Point at what differs, or at the nearest thing around it that is there."""
    at = found[key].at if key in found else key[:1]
    value: Json = raw
    for depth, step in enumerate(at):
        is_there = step in value if isinstance(value, dict) else isinstance(step, int)
        if not is_there:
            return at[:depth]
        value = value[step]
    return at


def _effect(ours: Raw, theirs: Connector, member: str, judges: Judges) -> str:
    """Put one member of the other side in place of ours, and see what it does."""
    before, after = (_weight(raw, judges) for raw in (ours, _hybrid(ours, theirs, member)))
    if after.rank > before.rank or after.findings - before.findings:
        return WEAKER
    gone = {rule for rule, _ in before.findings - after.findings}
    return STRONGER if after.rank < before.rank or gone - after.unobserved else CHANGED


_EMPTY: Mapping[str, Json] = {"headers": [], "data_inputs": []}
"""What a definition means that is silent about a list; of texts, null."""


def _hybrid(ours: Raw, theirs: Connector, member: str) -> Raw:
    rest = {key: value for key, value in ours.items() if key != member}
    if member not in theirs.raw:
        return rest if member == "name" else {**rest, member: _EMPTY.get(member)}
    if member != "headers":
        return {**rest, member: theirs.raw[member]}
    values = {h.key: h.value for h in read(ours, shape_of(ours)).known_headers}
    return {**rest, member: [_unredacted(item, values) for item in theirs.raw[member]]}


def _unredacted(item: Json, values: Mapping[str | None, Json]) -> Json:
    """Give a header whose value the API has redacted ours, or none."""
    value = item.get("value") if isinstance(item, dict) else None
    if not isinstance(value, str) or value not in REDACTED:
        return item
    known = values.get(str(item.get("name")).strip().lower())
    others = {key: value for key, value in item.items() if key != "value"}
    return others | {"value": known} if isinstance(known, str) else others


_OF_THE_TABLE = frozenset(name for row in ROWS for name in (row.rule, row.if_bypassed))
"""The rules that the rank speaks for."""


class _Weight(NamedTuple):
    rank: int
    findings: frozenset[tuple[str, str]] = frozenset()
    """Rule and severity of the findings that have to do with security and fail a run."""
    unobserved: frozenset[str] = frozenset()
    """The rules that could not see everything: what they no longer report may still be there."""


def _weight(raw: Raw, judges: Judges) -> _Weight:
    rank = judge(read(raw, shape_of(raw))).verdict.row.rank
    if not judges.rules:
        return _Weight(rank)
    report = lint([Document("hybrid.json", dumps(raw))], judges.rules, judges.config)
    fails = judges.config.fail_on.fails
    return _Weight(
        rank,
        frozenset(
            (f.rule, f.severity.value)
            for f in report.findings
            if f.security_severity and fails(f.severity) and f.rule not in _OF_THE_TABLE
        ),
        frozenset(name for name, coverage in report.coverage.items() if coverage.unobserved),
    )
