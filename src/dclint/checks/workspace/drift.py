"""What is not the same in another version of a connector: in the workspace, or since a review."""

from collections.abc import Iterator, Mapping
from itertools import count, takewhile

from dclint.analysis.versions.digests import build_lock_key, digest_fields
from dclint.analysis.versions.direction import CHANGED, STRONGER, UNKNOWN, WEAKER
from dclint.analysis.versions.pairing import build_version_key
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.subject import Subject, Workspace
from dclint.model.values import ABSENT, Shape
from dclint.ruleset.rule import Outcome

_EFFECTS = {
    WEAKER: (Severity.ERROR, "which weakens security"),
    STRONGER: (Severity.WARNING, "which strengthens security"),
    CHANGED: (Severity.WARNING, None),
}


def file_live_drift(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report what is not the same on the other side of a comparison."""
    for difference in (workspace.context.differences or {}).get(build_version_key(subject), ()):
        if difference.effect == UNKNOWN:
            yield NotObservable(difference.message)
            continue
        severity, words = _EFFECTS[difference.effect]
        message = f"{difference.message}, {words}" if words else difference.message
        yield Hit(message=message, at=difference.at, severity=severity)


def unreviewed_change(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report what is no longer as it was when it was locked."""
    connector, now = subject.connector, digest_fields(subject.connector)
    entries = _find_lock_entries(subject, now, workspace.context.lock or {})
    if not entries:
        unseen = [name for name in ("id", "name") if connector.is_unknown(name)]
        yield from map(NotObservable, unseen)
        if not unseen:
            yield Hit(message="This connector is not in the lock file", remedy=_REMEDY)
        return
    known = min(entries, key=lambda entry: sum(entry.get(n) != d for n, d in now.items()))
    yield from (NotObservable(name) for name in known if name not in now)
    for name, digest in now.items():
        if name not in known and connector.shape is not Shape.DEFINITION:
            yield NotObservable(name)  # the file that was locked said nothing of it
        elif known.get(name) != digest:
            at: Pointer = (name,) if name in connector.raw else ()
            change = "has changed" if name in known else "is new"
            message = f"{quote_text(name)} {change} since the connector was locked"
            yield Hit(message=message, at=at, remedy=_REMEDY)


_Digests = Mapping[str, str]


def _find_lock_entries(
    subject: Subject, now: _Digests, lock: Mapping[str, _Digests]
) -> list[_Digests]:
    """Return what may have been locked of a connector, which gets its id or goes live later.

    A definition without an id is found by its name, even where that was locked with an id.
    """
    connector = subject.connector
    keys = [build_lock_key(subject), subject.key, f"{subject.key}@draft"]
    if isinstance(connector.name, str):
        keys.append(f"name:{connector.name}")
    for key in keys:
        if key in lock:
            numbered = takewhile(lock.__contains__, (f"{key} #{n}" for n in count(2)))
            return [lock[key], *(lock[each] for each in numbered)]
    if connector.id is not ABSENT or "name" not in now:
        return []
    return [entry for entry in lock.values() if entry.get("name") == now["name"]]


_REMEDY = "review it, then run `dclint lock` in the same change"
