"""The authentication table: twenty rows, of which exactly one holds for every connector.

D, S, X, C, B, T, M and I of the rows are fields of `Cell`, in this order.  In one sentence: with
the passcode it is fine; without Fin it is the workflow's business; for signed-in users reads are
fine and writes are questionable; for everybody else only calls that cannot point at a record are
fine.  That the rows are total and exclusive is proved in the tests, over all 1,536 cells.
"""

import functools
from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple

from dclint.analysis.selectors import Selector
from dclint.findings.severity import Severity


class Method(StrEnum):
    """What the call does to the other system."""

    READ = "read"
    CREATE = "create"
    MODIFY = "modify"


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
    credential: bool
    """The call carries a credential of the workspace."""
    method: Method
    selector: Selector

    @property
    def exposed(self) -> bool:
        """Whether somebody whose identity nobody has checked can start it.

        Bypass counts for signed-in users too: it drops the check that their session is genuine.
        """
        return self.bypass or not self.audience <= USERS


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCondition:
    """A condition: the values that each fact may have; None stands for any value."""

    fin: bool | None = None
    exposed: bool | None = None
    passcode: bool | None = None
    bypass: bool | None = None
    credential: bool | None = None
    method: Method | None = None
    selector: Collection[Selector] | None = None

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
    unless: CellCondition | None = None
    if_bypassed: str | None = None
    """The rule that reports the row instead where bypass, not omission, opens it."""

    def matches_cell(self, cell: Cell) -> bool:
        """Whether the row is the one that judges `cell`."""
        return self.when.matches_cell(cell) and not (self.unless and self.unless.matches_cell(cell))

    def rule_for(self, cell: Cell) -> str | None:
        """Name the rule that reports `cell`."""
        return self.if_bypassed if self.if_bypassed and cell.bypass else self.rule

    @property
    def depends_on_request(self) -> bool:
        """Whether it matters here what the request carries and chooses."""
        return self.when.credential is not None or self.when.selector is not None

    @property
    def rank(self) -> int:
        """0 for safe, 1 for info, 2 for warning, 3 for error."""
        return self.severity.rank if self.severity else 0


CONTRADICTION = "contradictory-authentication"
BYPASS = "auth-bypass-exposes-data"
ANONYMOUS = "anonymous-data-access"
UNAUTHENTICATED = "unauthenticated-write"
FIN_WRITES = "fin-triggered-write"
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_READ, _CREATE, _MODIFY = Method
_NONE, _REF, _PAIR, _PERSON = Selector
_SOME = (_REF, _PAIR, _PERSON)


def _when_checked(**facts: Any) -> CellCondition:
    return CellCondition(passcode=True, bypass=False, **facts)


def _when_manual(**facts: Any) -> CellCondition:
    return CellCondition(passcode=False, fin=False, **facts)


def _when_signed_in(method: Method) -> CellCondition:
    return CellCondition(passcode=False, fin=True, exposed=False, method=method)


def _when_open(
    method: Method, *selectors: Selector, credential: bool | None = None
) -> CellCondition:
    return CellCondition(
        passcode=False,
        fin=True,
        exposed=True,
        method=method,
        credential=credential,
        selector=selectors,
    )


# fmt: off
# A is with the passcode, B without Fin, C for signed-in users, D reads and E writes by others.
ROWS = (
    AccessRow("A1", CellCondition(passcode=True, bypass=True), _ERROR, CONTRADICTION,
        "one switch says check, the other says do not; any reading surprises somebody"),
    AccessRow("A2", _when_checked(fin=True, method=_MODIFY), _INFO, FIN_WRITES,
        "the person is checked, the intent is not: Intercom recommends manual triggers for writes"),
    AccessRow("A3", _when_checked(), None, None,
        "the person is checked before the call", unless=CellCondition(fin=True, method=_MODIFY)),
    AccessRow("B1", _when_manual(bypass=True, credential=True, selector=_SOME), _WARNING, BYPASS,
        "a workflow decides when, but it lends the credential without any check of the person"),
    AccessRow("B2", _when_manual(), None, None,
        "the workflow, procedure or teammate is the guard; not visible here",
        unless=CellCondition(bypass=True, credential=True, selector=_SOME)),
    AccessRow("C1", _when_signed_in(_READ), None, None,
        "signed-in users with the default identity check"),
    AccessRow("C2", _when_signed_in(_CREATE), _INFO, FIN_WRITES,
        "as with the passcode the intent is not checked; the guard is weaker"),
    AccessRow("C3", _when_signed_in(_MODIFY), _WARNING, FIN_WRITES,
        "Fin changes data on a session alone"),
    AccessRow("D1", _when_open(_READ, _NONE), None, None,
        "public data; a credential does not matter when nobody can choose a record"),
    AccessRow("D2", _when_open(_READ, _PAIR, credential=True), _WARNING, ANONYMOUS,
        "knowing two facts is weak authentication, common for guest orders", if_bypassed=BYPASS),
    AccessRow("D3", _when_open(_READ, _REF, _PERSON, credential=True), _ERROR, ANONYMOUS,
        "a stranger names a record, our credential fetches it", if_bypassed=BYPASS),
    AccessRow("D4", _when_open(_READ, _PERSON, credential=False), _WARNING, ANONYMOUS,
        "either the service is open to the world, or it trusts Intercom's addresses; personal data "
        "in both cases", if_bypassed=BYPASS),
    AccessRow("D5", _when_open(_READ, _REF, _PAIR, credential=False), _INFO, ANONYMOUS,
        "carrier tracking and the like: open by design", if_bypassed=BYPASS),
    AccessRow("E1", _when_open(_CREATE, _NONE, _PERSON, credential=True), _WARNING, UNAUTHENTICATED,
        "lead and ticket forms: abuse, no disclosure"),
    AccessRow("E2", _when_open(_CREATE, _NONE, _PERSON, credential=False), _INFO, UNAUTHENTICATED,
        "an open form"),
    AccessRow("E3", _when_open(_CREATE, _REF, _PAIR, credential=True), _ERROR, UNAUTHENTICATED,
        "POST on an existing record: cancel, refund, return"),
    AccessRow("E4", _when_open(_CREATE, _REF, _PAIR, credential=False), _WARNING, UNAUTHENTICATED,
        "the same without our credential"),
    AccessRow("E5", _when_open(_MODIFY, _NONE), _WARNING, UNAUTHENTICATED,
        "a fixed write that a stranger can repeat"),
    AccessRow("E6", _when_open(_MODIFY, *_SOME, credential=True), _ERROR, UNAUTHENTICATED,
        "a stranger changes a chosen record"),
    AccessRow("E7", _when_open(_MODIFY, *_SOME, credential=False), _WARNING, UNAUTHENTICATED,
        "the same without our credential"),
)


@functools.cache
def find_row(cell: Cell) -> AccessRow:
    """Return the one row that holds for `cell`."""
    (found,) = (row for row in ROWS if row.matches_cell(cell))
    return found
