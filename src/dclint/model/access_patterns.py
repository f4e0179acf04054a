"""What the settings say of a workspace's own words and paths: the table `[access]`."""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class AccessPatterns:
    """Words and paths with what they stand for; `*` stands for any text.

    A pattern without `/` is a word of a name or of a path, such as `patron`; one with `/` is the
    end of a path, such as `/dossiers/*`.
    """

    persons: tuple[str, ...] = ()
    """What stands for somebody."""
    records: tuple[str, ...] = ()
    """What the company keeps about somebody, or for itself."""
    public: tuple[str, ...] = ()
    """Paths that everybody may read; what is found about reading them does not count."""

    def __post_init__(self) -> None:
        """Refuse patterns that say nothing.  Raises ValueError."""
        for field in fields(self):
            for pattern in getattr(self, field.name):
                if not pattern.strip("*/ "):
                    raise ValueError(f"the pattern `{pattern}` fits everything")
        for pattern in self.public:
            if "/" not in pattern:
                raise ValueError(f"`{pattern}` is not a path: write `/{pattern}/*`")

    __pydantic_config__: ClassVar = {"extra": "forbid"}


NO_PATTERNS = AccessPatterns()
