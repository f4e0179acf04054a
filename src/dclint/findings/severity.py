"""Three independent facts of a finding: severity, confidence and profile."""

from enum import StrEnum


class Severity(StrEnum):
    """What CI does with a finding: fail, fail unless told otherwise, never fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for info."""
        return 3 - list(Severity).index(self)


class Confidence(StrEnum):
    """The chance that a hit is true: at least 95 %, at least 80 %, below."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Profile(StrEnum):
    """Who wants to see a hit; each profile includes those before it."""

    DEFAULT = "default"
    PEDANTIC = "pedantic"
    AUDITOR = "auditor"

    def includes_profile(self, other: "Profile") -> bool:
        """Whether somebody who chose this profile sees what belongs to `other`."""
        order = list(Profile)
        return order.index(other) <= order.index(self)
