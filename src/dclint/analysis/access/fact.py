"""A fact about a connector that may be known, a documented default, or open."""

from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from dclint.analysis.access.effect import Effect
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.table import Audience, Credential

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Fact(Generic[_T]):
    """The values that something may have."""

    values: tuple[_T, ...]
    """The mildest first; one if it is known."""
    missing: tuple[str, ...] = ()
    """The fields that would decide between several values."""
    is_default: bool = False
    """Whether it is known because the definition is silent and the default is documented."""

    @property
    def known(self) -> _T | None:
        """The value; None if there is more than one."""
        return self.values[0] if len(self.values) == 1 else None


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """All facts of one connector; the fields are those of `Completion`."""

    fin: Fact[bool]
    audience: Fact[Audience]
    passcode: Fact[bool]
    bypass: Fact[bool]
    credential: Fact[Credential]
    effect: Fact[Effect]
    selection: Fact[Selection]
    """What it picks for people whom Intercom has checked."""
    exposed_selection: Fact[Selection]
    """What it picks where attributes of the person are claims."""

    def list_values(self) -> tuple[tuple[Any, ...], ...]:
        """Return the possible values of each fact, in order."""
        return tuple(getattr(self, each.name).values for each in fields(self))


ON, OFF = Fact((True,)), Fact((False,))
