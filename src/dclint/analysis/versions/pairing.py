"""Which connectors of two sides are versions of one another."""

from collections.abc import Callable, Hashable, Iterable

from dclint.base.pointer import Pointer
from dclint.model.subject import Subject

_Place = tuple[str, Pointer]


def key_of(subject: Subject) -> str:
    """Tell the connectors of one document apart, even the versions of one, which share an id."""
    return f"{subject.ordinal}:{subject.key}"


class Pairs:
    """Which connector of the other side is the same as one of ours: by id, else by name.

    Of several versions that share an id, the one in the same state is meant.  What was found by
    its id is not found by its name as well.
    """

    def __init__(self, ours: Iterable[Subject], theirs: Iterable[Subject]) -> None:
        mine = list(ours)
        others = sorted(theirs, key=lambda subject: subject.version == "draft")
        self._others: dict[_Place, Subject] = {}
        self._match(mine, others, _version)
        self._match(mine, others, _id)
        self._met = {_id(other) or _place(other) for other in self._others.values()}
        self._match(mine, [other for other in others if not self.is_met(other)], _name)
        self._met |= {_id(other) or _place(other) for other in self._others.values()}

    def other(self, subject: Subject) -> Subject | None:
        """Return the connector of the other side that is this one of ours."""
        return self._others.get(_place(subject))

    def is_met(self, subject: Subject) -> bool:
        """Whether one of ours is this connector of the other side, perhaps in another version."""
        return _place(subject) in self._met or _id(subject) in self._met

    def _match(
        self,
        ours: Iterable[Subject],
        theirs: Iterable[Subject],
        identity: Callable[[Subject], Hashable | None],
    ) -> None:
        """Pair those of ours that have no other yet with the first of theirs of one identity."""
        known: dict[Hashable, Subject] = {}
        for subject in theirs:
            known.setdefault(identity(subject), subject)
        known.pop(None, None)
        for subject in ours:
            if (own := identity(subject)) in known:
                self._others.setdefault(_place(subject), known[own])


def _place(subject: Subject) -> _Place:
    return subject.file, subject.at


def _version(subject: Subject) -> Hashable | None:
    own, state = _id(subject), subject.version or subject.connector.state
    return (own, state) if own and isinstance(state, str) else None


def _id(subject: Subject) -> str | None:
    own = subject.connector.id
    return own if isinstance(own, str) and own else None


def _name(subject: Subject) -> str | None:
    name = subject.connector.name
    return name.strip() or None if isinstance(name, str) else None
