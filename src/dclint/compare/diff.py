"""How two versions of a connector differ, and what the other one does to security."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from dclint.analysis.versions.aspects import Aspect, AspectKey, collect_aspects
from dclint.analysis.versions.direction import CHANGED, UNKNOWN, WEAKER, judge_direction
from dclint.analysis.versions.pairing import VersionPairs, build_version_key
from dclint.analysis.versions.wording import describe_change, name_fact
from dclint.base.pointer import Json, Pointer
from dclint.compare.effects import NOTHING, Effects, RiskModel, compare_scores, score_risk
from dclint.model.context import Difference
from dclint.model.source_item import SourceItem
from dclint.model.subject import Subject, list_subjects
from dclint.model.values import HIDDEN, Unset


class Side(NamedTuple):
    """One side of a comparison."""

    items: Sequence[SourceItem]
    is_whole: bool = True
    """Whether all of it could be read, so that what is not there is missing."""


def compare_sides(ours: Side, theirs: Side, judges: RiskModel) -> Iterator[SourceItem]:
    """Yield our items with what differs on the other side, then what only that side has."""
    mine = [(item, list_subjects(item)) for item in ours.items]
    others = [(item, list_subjects(item)) for item in theirs.items]
    pairs = VersionPairs(
        chain(*(found for _, found in mine)), chain(*(found for _, found in others))
    )
    for item, found in mine:
        differing = {}
        for subject in found:
            other = pairs.find_counterpart(subject)
            missing = _missing(subject) if theirs.is_whole else _UNREAD
            differing[build_version_key(subject)] = (
                tuple(_differences(subject, other, judges)) if other else (missing,)
            )
        yield _with(item, differing)
    for item, found in others:
        alone = [subject for subject in found if not pairs.is_paired(subject)]
        if alone:
            new = {
                build_version_key(s): (_only_there(s, judges) if ours.is_whole else _UNREAD,)
                for s in alone
            }
            yield _with(item, new)


# Where something could not be read, nothing is missing.
_UNREAD = Difference((), "the other side", UNKNOWN)


def find_differences(
    ours: SourceItem, theirs: SourceItem, judges: RiskModel
) -> Mapping[str, tuple[Difference, ...]]:
    """Return what differs between two items, by the key of each subject of the first."""
    (item, *_) = compare_sides(Side([ours]), Side([theirs]), judges)
    return item.context.differences or {}


def _with(item: SourceItem, found: Mapping[str, tuple[Difference, ...]]) -> SourceItem:
    return replace(item, context=replace(item.context, differences=found))


def _only_there(subject: Subject, judges: RiskModel) -> Difference:
    """Weigh a connector against nothing."""
    effect = compare_scores(NOTHING, score_risk(subject.connector.raw, judges))
    return Difference((), "Only the other side has this connector", effect)


class _Change(NamedTuple):
    """One aspect that differs."""

    key: AspectKey
    ours: Json
    theirs: Json
    effect: str
    """Which way the change of this one thing goes; CHANGED if the rest has to tell."""


def _differences(subject: Subject, other: Subject, judges: RiskModel) -> Iterator[Difference]:
    ours, theirs = collect_aspects(subject.connector), collect_aspects(other.connector)
    changes: list[_Change] = []
    for key in dict.fromkeys((*ours, *theirs)):
        mine, its = _of(ours, key), _of(theirs, key)
        if mine == its is not HIDDEN or any(_settles(a, ours, theirs) for a in _above(key)):
            continue
        if isinstance(mine, Unset) or isinstance(its, Unset):
            yield Difference((), name_fact(key), UNKNOWN)
        else:
            changes.append(_Change(key, mine, its, judge_direction(key, mine, its)))
    if not changes:
        return
    raw = subject.connector.raw
    effects = Effects(raw, other.connector, {change.key[0] for change in changes}, judges)
    found = [c.effect if c.effect != CHANGED else effects.of(c.key[0]) for c in changes]
    for change, effect in zip(changes, found, strict=True):
        message = describe_change(change.key, change.ours, change.theirs)
        yield Difference(_place(raw, ours, change.key), message, effect)
    if effects.whole == WEAKER and WEAKER not in found:
        yield Difference((), "What differs, taken together, makes another connector of it", WEAKER)


def _missing(subject: Subject) -> Difference:
    """Say that nothing on the other side is this connector, if its names can be seen."""
    connector = subject.connector
    for name in ("id", "name"):
        if connector.is_unknown(name):
            return Difference((), name, UNKNOWN)
    return Difference((), "The other side does not have this connector", CHANGED)


def _of(found: Mapping[AspectKey, Aspect], key: AspectKey) -> Json | Unset:
    return found[key].value if key in found else None


def _above(key: AspectKey) -> set[AspectKey]:
    return {key[:1], key[:2]} - {key}


def _settles(
    above: AspectKey, ours: Mapping[AspectKey, Aspect], theirs: Mapping[AspectKey, Aspect]
) -> bool:
    """Whether what is around an aspect is unknown or on one side only, so that it says it all."""
    mine, its = _of(ours, above), _of(theirs, above)
    return isinstance(mine, Unset) or isinstance(its, Unset) or mine != its


def _place(raw: Json, found: Mapping[AspectKey, Aspect], key: AspectKey) -> Pointer:
    """Point at what differs, or at the nearest thing around it that is there."""
    at = found[key].at if key in found else key[:1]
    value: Json = raw
    for depth, step in enumerate(at):
        is_there = step in value if isinstance(value, dict) else isinstance(step, int)
        if not is_there:
            return at[:depth]
        value = value[step]
    return at
