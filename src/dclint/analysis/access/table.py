"""The authentication table: 23 rows, of which exactly one holds for every connector.

D, S, X, C, B, T, M and I of the rows are fields of `Cell`, in this order.  In one sentence: with
the passcode it is fine; without Fin it is the workflow's business; for signed-in users a call is
questionable if it changes something or if what they type picks somebody; for everybody else only
calls that pick nothing are fine.  That the rows are total and exclusive is proved in the tests,
over all 2,880 cells.
"""

import functools
from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple

from dclint.analysis.access.effect import Effect
from dclint.analysis.access.picks import Selection
from dclint.findings.severity import Severity


class Credential(StrEnum):
    """Whether the call carries a credential of the workspace."""

    NO = "no"
    UNKNOWN = "unknown"
    """A token may be attached, now or later."""
    YES = "yes"


Audience = frozenset[str]
USERS: Audience = frozenset({"users"})


class Cell(NamedTuple):
    """One combination of facts."""

    fin: bool
    """Fin may start the call itself."""
    audience: Audience
    """The people Fin may start it for; an empty set is judged as users only."""
    passcode: bool
    """The workspace's customer authentication comes first."""
    bypass: bool
    """Authentication is bypassed."""
    credential: Credential
    effect: Effect
    selection: Selection

    @property
    def exposed(self) -> bool:
        """Whether somebody whose identity nobody has checked can start it.

        Bypass counts for signed-in users too: it drops the check that their session is genuine.
        """
        return self.bypass or not self.audience <= USERS

    @property
    def takes_word_for_attributes(self) -> bool:
        """Whether attributes of the person are what somebody says of themselves.

        With the passcode they are not: it goes to the address that is then the person's.
        """
        return self.exposed and (self.bypass or not self.passcode)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCondition:
    """A condition: the values that each fact may have; None stands for any value."""

    fin: bool | None = None
    exposed: bool | None = None
    passcode: bool | None = None
    bypass: bool | None = None
    credential: Credential | None = None
    effect: Effect | tuple[Effect, ...] | None = None
    selection: Collection[Selection] | None = None

    def matches_cell(self, cell: Cell) -> bool:
        """Whether every fact of `cell` has one of the values."""
        return all(_is_accepted(getattr(self, f.name), getattr(cell, f.name)) for f in fields(self))


def _is_accepted(wanted: Any, value: object) -> bool:
    if wanted is None:
        return True
    return value in wanted if isinstance(wanted, tuple) else value is wanted


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One line of the table; without a severity it is safe."""

    name: str
    when: CellCondition
    severity: Severity | None
    rule: str | None
    why: str
    unless: tuple[CellCondition, ...] = ()
    if_bypassed: str | None = None
    """The rule that reports the row instead where bypass, not omission, opens it."""

    def matches_cell(self, cell: Cell) -> bool:
        """Whether the row is the one that judges `cell`."""
        return self.when.matches_cell(cell) and not any(
            exception.matches_cell(cell) for exception in self.unless
        )

    def rule_for(self, cell: Cell) -> str | None:
        """Name the rule that reports `cell`."""
        return self.if_bypassed if self.if_bypassed and cell.bypass else self.rule

    @property
    def depends_on_request(self) -> bool:
        """Whether it matters here what the request carries and picks."""
        return self.when.credential is not None or self.when.selection is not None


CONTRADICTION = "contradictory-authentication"
BYPASS = "auth-bypass-exposes-data"
ANONYMOUS = "anonymous-data-access"
UNAUTHENTICATED = "unauthenticated-write"
FIN_WRITES = "fin-triggered-write"
UNBOUND = "unbound-object-reference"
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_READ, _CREATE, _MODIFY = Effect
_NONE, _REF, _PAIR, _PERSON, _ALL = Selection
_SOME = (_REF, _PAIR, _PERSON, _ALL)
_YES, _NO = Credential.YES, Credential.NO


def _when_checked(**facts: Any) -> CellCondition:
    return CellCondition(passcode=True, bypass=False, **facts)


def _when_manual(**facts: Any) -> CellCondition:
    return CellCondition(passcode=False, fin=False, **facts)


def _when_signed_in(
    effect: Effect, *selections: Selection, credential: Credential | None = None
) -> CellCondition:
    return CellCondition(
        passcode=False,
        fin=True,
        exposed=False,
        effect=effect,
        credential=credential,
        selection=selections or None,
    )


def _when_open(
    effect: Effect, *selections: Selection, credential: Credential | None = None
) -> CellCondition:
    return CellCondition(
        passcode=False,
        fin=True,
        exposed=True,
        effect=effect,
        credential=credential,
        selection=selections,
    )


_CHECKED_READ_OF_PEOPLE = _when_checked(
    fin=True, effect=_READ, credential=_YES, selection=(_PERSON, _ALL)
)
_LENT_CREDENTIAL = _when_manual(bypass=True, credential=_YES, selection=_SOME)


# fmt: off
# A is with the passcode, B without Fin, C for signed-in users, D reads and E writes by others.
# A cell with an unknown credential belongs to the row that it would have with one.
ROWS = (
    AccessRow("A1", CellCondition(passcode=True, bypass=True), _ERROR, CONTRADICTION,
        "one switch says check, the other says do not; any reading surprises somebody"),
    AccessRow("A2", _when_checked(fin=True, effect=_MODIFY), _INFO, FIN_WRITES,
        "the person is checked, the intent is not: Intercom recommends manual triggers for writes"),
    AccessRow("A3", _when_checked(), None, None,
        "the person is checked before the call",
        unless=(CellCondition(fin=True, effect=_MODIFY), _CHECKED_READ_OF_PEOPLE)),
    AccessRow("A4", _CHECKED_READ_OF_PEOPLE, _INFO, UNBOUND,
        "the passcode proves one mailbox, the value can name another"),
    AccessRow("B1", _LENT_CREDENTIAL, _WARNING, BYPASS,
        "a workflow decides when, but it lends the credential without any check of the person"),
    AccessRow("B2", _when_manual(), None, None,
        "the workflow, procedure or teammate is the guard; not visible here",
        unless=(_LENT_CREDENTIAL,)),
    AccessRow("C1", _when_signed_in(_READ), None, None,
        "signed-in users with the default identity check",
        unless=(_when_signed_in(_READ, *_SOME, credential=_YES),)),
    AccessRow("C2", _when_signed_in(_CREATE), _INFO, FIN_WRITES,
        "as with the passcode the intent is not checked; the guard is weaker"),
    AccessRow("C3", _when_signed_in(_MODIFY), _WARNING, FIN_WRITES,
        "Fin changes data on a session alone"),
    AccessRow("C4", _when_signed_in(_READ, _REF, _PAIR, credential=_YES), _INFO, UNBOUND,
        "any signed-in user can name a record"),
    AccessRow("C5", _when_signed_in(_READ, _PERSON, _ALL, credential=_YES), _WARNING, UNBOUND,
        "any signed-in user reads anybody's data"),
    AccessRow("D1", _when_open(_READ, _NONE), None, None,
        "public data; a credential does not matter when nothing is picked"),
    AccessRow("D2", _when_open(_READ, _PAIR, credential=_YES), _WARNING, ANONYMOUS,
        "knowing two facts is weak authentication, common for guest orders", if_bypassed=BYPASS),
    AccessRow("D3", _when_open(_READ, _REF, _PERSON, _ALL, credential=_YES), _ERROR, ANONYMOUS,
        "a stranger names a record, our credential fetches it", if_bypassed=BYPASS),
    AccessRow("D4", _when_open(_READ, _PERSON, _ALL, credential=_NO), _WARNING, ANONYMOUS,
        "either the service is open to the world, or it trusts Intercom's addresses; personal data "
        "in both cases", if_bypassed=BYPASS),
    AccessRow("D5", _when_open(_READ, _REF, _PAIR, credential=_NO), _INFO, ANONYMOUS,
        "carrier tracking and the like: open by design", if_bypassed=BYPASS),
    AccessRow("E1", _when_open(_CREATE, _NONE, _PERSON, _ALL, credential=_YES), _WARNING,
        UNAUTHENTICATED, "lead and ticket forms: abuse, no disclosure"),
    AccessRow("E2", _when_open(_CREATE, _NONE, _PERSON, _ALL, credential=_NO), _INFO,
        UNAUTHENTICATED, "an open form"),
    AccessRow("E3", _when_open(_CREATE, _REF, _PAIR, credential=_YES), _ERROR, UNAUTHENTICATED,
        "POST on an existing record: cancel, refund, return"),
    AccessRow("E4", _when_open(_CREATE, _REF, _PAIR, credential=_NO), _WARNING, UNAUTHENTICATED,
        "the same without our credential"),
    AccessRow("E5", _when_open(_MODIFY, _NONE), _WARNING, UNAUTHENTICATED,
        "a fixed write that a stranger can repeat"),
    AccessRow("E6", _when_open(_MODIFY, *_SOME, credential=_YES), _ERROR, UNAUTHENTICATED,
        "a stranger changes a chosen record"),
    AccessRow("E7", _when_open(_MODIFY, *_SOME, credential=_NO), _WARNING, UNAUTHENTICATED,
        "the same without our credential"),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """What the table says of one cell."""

    row: AccessRow
    severity: Severity | None
    """None if it is safe."""
    rule: str | None
    """The rule that reports it; None if it is safe."""

    @property
    def rank(self) -> int:
        """0 for safe, 1 for info, 2 for warning, 3 for error."""
        return self.severity.rank if self.severity else 0


@functools.cache
def judge_cell(cell: Cell) -> CellVerdict:
    """Return what the table says of `cell`.

    With an unknown credential it is what it would be with one, one severity less, and at least
    what it is without.
    """
    row = find_row(cell)
    if cell.credential is not Credential.UNKNOWN:
        return CellVerdict(row, row.severity, row.rule_for(cell))
    without = judge_cell(cell._replace(credential=Credential.NO))
    lowered = _LOWERED[row.severity] if row.when.credential else row.severity
    if (lowered.rank if lowered else 0) <= without.rank:
        return CellVerdict(row, without.severity, without.rule)
    return CellVerdict(row, lowered, row.rule_for(cell))


# One severity less.
_LOWERED = {_ERROR: _WARNING, _WARNING: _INFO, _INFO: None, None: None}


@functools.cache
def find_row(cell: Cell) -> AccessRow:
    """Return the one row that holds for `cell`."""
    if cell.credential is Credential.UNKNOWN:
        return find_row(cell._replace(credential=Credential.YES))
    (found,) = (row for row in ROWS if row.matches_cell(cell))
    return found
