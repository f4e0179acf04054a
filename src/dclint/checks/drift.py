"""What is not the same in another version of a connector: in the workspace, or since a review."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import count, takewhile
from json import dumps

from dclint.checks.aspects import Aspect, Key, aspects
from dclint.checks.guards import CHANGED, STRONGER, UNKNOWN, WEAKER
from dclint.checks.versions import key_of
from dclint.checks.wording import listed, quoted
from dclint.connector import Connector
from dclint.finding import Hit, Severity, Unobserved
from dclint.parts import ABSENT, Shape, Unset
from dclint.pointer import Json, Pointer
from dclint.rule import Outcome
from dclint.subject import Subject, Workspace

_EFFECTS = {
    WEAKER: (Severity.ERROR, "which weakens security"),
    STRONGER: (Severity.WARNING, "which strengthens security"),
    CHANGED: (Severity.WARNING, None),
}


def file_live_drift(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report what is not the same on the other side of a comparison."""
    for difference in (workspace.evidence.differences or {}).get(key_of(subject), ()):
        if difference.effect == UNKNOWN:
            yield Unobserved(difference.message)
            continue
        severity, words = _EFFECTS[difference.effect]
        message = f"{difference.message}, {words}" if words else difference.message
        yield Hit(message=message, at=difference.at, severity=severity)


_ITEMS = {
    "headers": "the header",
    "data_inputs": "the input",
    "response_fields": "the response field",
    "object_mappings": "the mapping of",
}
_SHOWN = frozenset(
    {
        "http_method",
        "audiences",
        "execution_type",
        "configuration_response_type",
        "data_transformation_type",
    }
)
"""Members whose values are words of the API; what else differs may hold a secret."""


def sentence(key: Key, ours: Json, theirs: Json) -> str:
    """Say what differs; of free texts only that they do."""
    match key:
        case (field, name) if ours is None:
            return f"The other side has {_ITEMS[field]} {quoted(name)} as well"
        case (field, name):
            return f"The other side does not have {_ITEMS[field]} {quoted(name)}"
        case (field, name, member):
            what = f"{_ITEMS[field]} {quoted(name)}: {quoted(member)}"
        case _:
            what = quoted(key[0])
    if key[0] in _SHOWN or isinstance(ours, bool) or isinstance(theirs, bool):
        return f"{_capital(what)} is {_word(ours)} here and {_word(theirs)} on the other side"
    return f"{_capital(what)} is not the same on the other side"


def fact(key: Key) -> str:
    """Name an aspect that cannot be seen, as coverage does."""
    return f"{key[0]}[].{key[2]}" if len(key) > 2 else key[0]  # noqa: PLR2004 - field, item, member


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _word(value: Json) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case tuple():
            return listed(value, "and") if value else "nobody"
        case None:
            return "not set"
        case _:
            return quoted(str(value))


_LOCKED = ("name", "description", "url")
_SWITCHES = (
    "direct_fin_usage",
    "audiences",
    "customer_authentication",
    "bypass_authentication",
    "validate_missing_attributes",
    "http_method",
)


def digests(connector: Connector) -> dict[str, str]:
    """Return a digest of each security-relevant part that can be seen, by its name.

    It is the same for a file and for what the API makes of it, and in whatever order inputs stand.
    """
    found = aspects(connector)
    parts = {field: found[field,].value for field in (*_LOCKED, *_SWITCHES)}
    parts["data_inputs"] = _said_of_inputs(found)
    return {
        name: sha256(dumps(value).encode()).hexdigest()
        for name, value in parts.items()
        if not isinstance(value, Unset)
    }


def _said_of_inputs(found: Mapping[Key, Aspect]) -> Json | Unset:
    """Return the names and the descriptions of the inputs, sorted."""
    told = {k: a.value for k, a in found.items() if k[::2] == ("data_inputs", "description")}
    unseen = [value for value in told.values() if isinstance(value, Unset)]
    if isinstance(presence := found["data_inputs",].value, Unset):
        return presence
    return unseen[0] if unseen else sorted((key[1], value) for key, value in told.items())


def lock_key(subject: Subject) -> str:
    """Name a connector as the lock file does: a draft beside its live version is one of its own."""
    return f"{subject.key}@draft" if subject.version == "draft" else subject.key


def unreviewed_change(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report what is no longer as it was when it was locked."""
    connector, now = subject.connector, digests(subject.connector)
    entries = _entries(subject, now, workspace.evidence.lock or {})
    if not entries:
        unseen = [name for name in ("id", "name") if connector.is_unknown(name)]
        yield from map(Unobserved, unseen)
        if not unseen:
            yield Hit(message="This connector is not in the lock file", remedy=_REMEDY)
        return
    known = min(entries, key=lambda entry: sum(entry.get(n) != d for n, d in now.items()))
    yield from (Unobserved(name) for name in known if name not in now)
    for name, digest in now.items():
        if name not in known and connector.shape is not Shape.DEFINITION:
            yield Unobserved(name)  # the file that was locked said nothing of it
        elif known.get(name) != digest:
            at: Pointer = (name,) if name in connector.raw else ()
            change = "has changed" if name in known else "is new"
            message = f"{quoted(name)} {change} since the connector was locked"
            yield Hit(message=message, at=at, remedy=_REMEDY)


_Digests = Mapping[str, str]


def _entries(subject: Subject, now: _Digests, lock: Mapping[str, _Digests]) -> list[_Digests]:
    """Return what may have been locked of a connector, which gets its id or goes live later.

    A definition without an id is found by its name, even where that was locked with an id.
    """
    connector = subject.connector
    keys = [lock_key(subject), subject.key, f"{subject.key}@draft"]
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
