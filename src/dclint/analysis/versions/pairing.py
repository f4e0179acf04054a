"""Which connectors of two sides are versions of one another."""

from collections.abc import Callable, Hashable, Iterable

from dclint.base.pointer import Pointer
from dclint.model.subject import Subject

_SubjectLocation = tuple[str, Pointer]


def build_version_key(subject: Subject) -> str:
    """Tell the connectors of one document apart, even the versions of one, which share an id."""
    return f"{subject.ordinal}:{subject.key}"


class VersionPairs:
    """Which connector of the other side is the same as one of ours: by id, else by name.

    Of several versions that share an id, the one in the same state is meant.  What was found by
    its id is not found by its name as well.
    """

    def __init__(self, ours: Iterable[Subject], theirs: Iterable[Subject]) -> None:
        mine = list(ours)
        others = sorted(theirs, key=lambda subject: subject.version == "draft")
        self._counterparts: dict[_SubjectLocation, Subject] = {}
        self._pair_by_identity(mine, others, _get_version_identity)
        self._pair_by_identity(mine, others, _get_connector_id)
        self._paired = {
            _get_connector_id(other) or _locate_subject(other)
            for other in self._counterparts.values()
        }
        self._pair_by_identity(
            mine, [other for other in others if not self.is_paired(other)], _get_connector_name
        )
        self._paired |= {
            _get_connector_id(other) or _locate_subject(other)
            for other in self._counterparts.values()
        }

    def find_counterpart(self, subject: Subject) -> Subject | None:
        """Return the connector of the other side that is this one of ours."""
        return self._counterparts.get(_locate_subject(subject))

    def is_paired(self, subject: Subject) -> bool:
        """Whether one of ours is this connector of the other side, perhaps in another version."""
        return (
            _locate_subject(subject) in self._paired or _get_connector_id(subject) in self._paired
        )

    def _pair_by_identity(
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
                self._counterparts.setdefault(_locate_subject(subject), known[own])


def _locate_subject(subject: Subject) -> _SubjectLocation:
    return subject.file, subject.at


def _get_version_identity(subject: Subject) -> Hashable | None:
    own, state = _get_connector_id(subject), subject.version or subject.connector.state
    return (own, state) if own and isinstance(state, str) else None


def _get_connector_id(subject: Subject) -> str | None:
    own = subject.connector.id
    return own if isinstance(own, str) and own else None


def _get_connector_name(subject: Subject) -> str | None:
    name = subject.connector.name
    return name.strip() or None if isinstance(name, str) else None
