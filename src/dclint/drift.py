"""How two versions of a connector differ, and what the other one does to security."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from json import dumps
from typing import NamedTuple

from dclint.checks.access.judgement import judge
from dclint.checks.aspects import Aspect, Key, aspects
from dclint.checks.drift import fact, sentence
from dclint.checks.guards import CHANGED, STRONGER, UNKNOWN, WEAKER, direction
from dclint.config import Config
from dclint.document import Document
from dclint.engine import lint
from dclint.evidence import Difference, Evidence
from dclint.parts import HIDDEN
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


def compare(
    ours: Iterable[Document], theirs: Iterable[Document], judges: Judges
) -> Iterator[Document]:
    """Yield our documents with what differs on the other side, then what only that side has."""
    others = [(document, subjects(document)) for document in theirs]
    index = {key: s for _, found in reversed(others) for s in reversed(found) for key in _keys(s)}
    met = set()
    for document in ours:
        differences = {}
        for subject in subjects(document):
            other = next((index[key] for key in _keys(subject) if key in index), None)
            met.add(other and (other.file, other.at))
            differences[subject.key] = tuple(_differences(subject, other, judges))
        yield _with(document, differences)
    for document, found in others:
        alone = [subject for subject in found if (subject.file, subject.at) not in met]
        if alone:
            yield _with(document, {s.key: (_only_there(s),) for s in alone})


def subjects(document: Document) -> list[Subject]:
    """List the connectors of a document."""
    found = contents(document.name, document.roots())
    return [item for item in found if isinstance(item, Subject)]


def differences(
    ours: Document, theirs: Document, judges: Judges
) -> Mapping[str, tuple[Difference, ...]]:
    """Return what differs between two documents, by the key of each subject of the first."""
    (document, *_) = compare([ours], [theirs], judges)
    return (document.evidence and document.evidence.differences) or {}


def _with(document: Document, found: Mapping[str, tuple[Difference, ...]]) -> Document:
    document.evidence = replace(document.evidence or Evidence(), differences=found)
    return document


def _keys(subject: Subject) -> list[str]:
    """The names by which the other side may know a connector: its id, else its name."""
    connector = subject.connector
    keys = [f"id:{connector.id}"] if isinstance(connector.id, str) and connector.id else []
    return [*keys, f"name:{connector.name}"] if isinstance(connector.name, str) else keys


def _only_there(subject: Subject) -> Difference:
    risky = judge(subject.connector).verdict.row.rank > 1
    return Difference((), "Only the other side has this connector", WEAKER if risky else CHANGED)


def _differences(subject: Subject, other: Subject | None, judges: Judges) -> Iterator[Difference]:
    if other is None:
        yield Difference((), "The other side does not have this connector", CHANGED)
        return
    ours, theirs = aspects(subject.connector), aspects(other.connector)
    hidden = {key for key in (*ours, *theirs) if HIDDEN in (_of(ours, key), _of(theirs, key))}
    yield from (Difference((), fact(key), UNKNOWN) for key in sorted(hidden))
    raw = subject.connector.raw
    for key in dict.fromkeys((*ours, *theirs)):
        above = {key[:1], key[:2]} - {key}
        if key in hidden or any(a in hidden or _is_alone(a, ours, theirs) for a in above):
            continue
        mine, its = _of(ours, key), _of(theirs, key)
        if mine != its:
            effect = direction(key, mine, its)
            if effect == CHANGED:
                effect = _effect(raw, other.connector.raw, key[0], judges)
            yield Difference(_place(raw, ours, key), sentence(key, mine, its), effect)


def _of(found: Mapping[Key, Aspect], key: Key) -> Json:
    return found[key].value if key in found else None


def _is_alone(key: Key, ours: Mapping[Key, Aspect], theirs: Mapping[Key, Aspect]) -> bool:
    """Whether only one side has an item, so that its members are no differences of their own."""
    return len(key) > 1 and (key in ours) is not (key in theirs)


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


def _effect(ours: Raw, theirs: Raw, member: str, judges: Judges) -> str:
    """Put one member of the other side in place of ours, and see what it does."""
    before, after = (_weight(raw, judges) for raw in (ours, _hybrid(ours, theirs, member)))
    if after.rank > before.rank or after.findings - before.findings:
        return WEAKER
    if after.rank < before.rank or before.findings - after.findings:
        return STRONGER
    return CHANGED


def _hybrid(ours: Raw, theirs: Raw, member: str) -> Raw:
    rest = {key: value for key, value in ours.items() if key != member}
    if member not in theirs:
        return rest
    if member != "headers":
        return {**rest, member: theirs[member]}
    values = {h.key: h.value for h in read(ours, shape_of(ours)).known_headers}
    return {**rest, member: [_unredacted(item, values) for item in theirs[member]]}


def _unredacted(item: Json, values: Mapping[str | None, Json]) -> Json:
    """Give a header whose value the API has redacted ours, or none."""
    if not isinstance(item, dict) or item.get("value") not in REDACTED:
        return item
    known = values.get(str(item.get("name")).strip().lower())
    others = {key: value for key, value in item.items() if key != "value"}
    return others | {"value": known} if isinstance(known, str) else others


class _Weight(NamedTuple):
    rank: int
    findings: frozenset[tuple[str, str]]
    """Rule and severity of the findings that have to do with security and fail a run."""


def _weight(raw: Raw, judges: Judges) -> _Weight:
    rank = judge(read(raw, shape_of(raw))).verdict.row.rank
    if not judges.rules:
        return _Weight(rank, frozenset())
    found = lint([Document("hybrid.json", dumps(raw))], judges.rules, judges.config).findings
    counted = (f for f in found if f.security_severity and judges.config.fail_on.fails(f.severity))
    return _Weight(rank, frozenset((f.rule, f.severity.value) for f in counted))
