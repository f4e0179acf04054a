"""A fact about a connector that may be known, a documented default, or open."""

from typing import Generic, NamedTuple, TypeVar

from dclint.analysis.access.table import Audience, Method
from dclint.analysis.selectors import Selector

_T = TypeVar("_T")


class Fact(NamedTuple, Generic[_T]):
    """The values that something may have."""

    values: tuple[_T, ...]
    """The mildest first; one if it is known."""
    missing: tuple[str, ...] = ()
    """The members that would decide between several values."""
    is_default: bool = False
    """Whether it is known because the definition is silent and the default is documented."""

    @property
    def known(self) -> _T | None:
        """The value; None if there is more than one."""
        return self.values[0] if len(self.values) == 1 else None


class AccessFacts(NamedTuple):
    """All facts of one connector; the fields are those of `Cell`."""

    fin: Fact[bool]
    audience: Fact[Audience]
    passcode: Fact[bool]
    bypass: Fact[bool]
    credential: Fact[bool]
    method: Fact[Method]
    selector: Fact[Selector]


ON, OFF = Fact((True,)), Fact((False,))
