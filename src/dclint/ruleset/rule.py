"""A rule: one YAML file that says what is wrong, why, how to mend it, and proves it by examples."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from dclint.findings.hit import Claim, Hit, NotApplicable, NotObservable
from dclint.findings.severity import Confidence, Profile, Severity

Outcome = Hit | NotObservable

# Called with a connector and the rule's options; in workspace scope, with a subject, the workspace
# and the options.
Check = Callable[..., Iterator[Outcome | Claim | NotApplicable]]

_STRICT = {"extra": "forbid"}


class Scope(StrEnum):
    """What a rule looks at: a text, one connector, or a connector among others."""

    DOCUMENT = "document"
    CONNECTOR = "connector"
    WORKSPACE = "workspace"


@dataclass(frozen=True)
class Reference:
    """A source that a reader can look up."""

    title: str
    url: str

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True)
class Option:
    """A setting of one rule, given to its check as a keyword argument."""

    default: Any
    summary: str

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True)
class Example:
    """A text that the rule must report (`bad`) or accept (`good`), as a file of its own.

    In a bad YAML example the lines to be reported end with `# <- here`; where a text cannot carry
    such a mark, `lines` lists them.
    """

    title: str
    text: str
    file: str = "example.yaml"
    lines: tuple[int, ...] = ()
    severity: Severity | None = None
    """The severity of this branch, where it is not the rule's own."""
    profile: Profile = Profile.DEFAULT
    config: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)
    """What is known beside the text: members of `Evidence`."""
    against: str | None = None
    """The text of the other side, where two are compared, or the connectors to which settings
    apply, where the example itself is a file of settings."""
    beside: tuple[str, ...] = ()
    """Rules that are run as well, where this one looks at what becomes of their findings."""
    encoding: str = "utf-8"
    fixed: str | None = None
    """What safe fixes of the rule make of a bad example, its marks left out."""
    fixed_unsafely: str | None = None
    """What all fixes of the rule make of it."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a rule file says; its name is the file's stem."""

    name: str
    title: str
    severity: Severity
    security_severity: float = 0
    """0 to 10, the number by which SARIF consumers sort; 0 has no security meaning."""
    confidence: Confidence = Confidence.HIGH
    profile: Profile = Profile.DEFAULT
    category: str = "custom"
    """The family to which it belongs; `--select` takes it as well."""
    scope: Scope = Scope.CONNECTOR
    since: str = "0.1.0"

    given: str | None = None
    """Where to look: a JSON pointer in which `*` stands for any one step."""
    schema: dict[str, Any] | bool | None = None
    """What every value found there must satisfy: a JSON Schema (draft 2020-12)."""
    when: dict[str, Any] | bool | None = None
    """Only connectors that satisfy this JSON Schema are looked at."""
    message: str | None = None
    """What a declarative rule reports."""

    reads: tuple[str, ...] = ()
    """Every member of a connector that the check looks at."""
    evidence: str | None = None
    """What must be known beside the connector, a member of `Evidence`: without it the rule is not
    applicable, or not observable where the workspace could have told it."""
    needs: tuple[str, ...] = ()
    """Those without which there is nothing to check: if one is unknown, the rule is not
    observable; if one is blank, it is not applicable."""
    options: dict[str, Option] = field(default_factory=dict)
    sensitive: bool = False
    """Whether the value it points at must be masked."""

    summary: str = ""
    why: str = ""
    fix: str = ""
    limits: str = ""
    """What dclint cannot see here."""
    references: tuple[Reference, ...] = ()
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    """The first is the first bad one after it was fixed."""

    __pydantic_config__: ClassVar = _STRICT

    def __post_init__(self) -> None:
        """Refuse what no file may say.  Raises ValueError."""
        if not 0 <= self.security_severity <= 10:  # noqa: PLR2004 - the ends of the scale
            raise ValueError("`security_severity` is a number from 0 to 10")

    @property
    def is_declarative(self) -> bool:
        """Whether the rule file itself says what must hold; else the check is a Python function."""
        return self.given is not None and self.schema is not None

    @property
    def cwe(self) -> tuple[str, ...]:
        """The weaknesses it refers to, as `CWE-319`."""
        titles = (reference.title for reference in self.references)
        return tuple(t.partition(":")[0] for t in titles if t.startswith("CWE-"))

    @property
    def fixes(self) -> str | None:
        """What `--fix` does about it, in a sentence, as the examples prove; None if nothing."""
        is_safe = any(example.fixed is not None for example in self.bad)
        is_unsafe = any(example.fixed_unsafely is not None for example in self.bad)
        match is_safe, is_unsafe:
            case True, True:
                return "`--fix` mends some cases, `--unsafe-fixes` more of them."
            case True, False:
                return "`--fix` mends it where there is no doubt."
            case False, True:
                return "`--unsafe-fixes` mends it; look at what it did."
            case _:
                return None


def make_trusted_rule(entry: dict[str, Any]) -> Rule:
    """Make a rule of what was validated before: the shipped index."""
    known = {
        "severity": Severity(entry["severity"]),
        "security_severity": float(entry["security_severity"]),
        "confidence": Confidence(entry["confidence"]),
        "profile": Profile(entry["profile"]),
        "scope": Scope(entry.get("scope", "connector")),
        "reads": tuple(entry.get("reads", ())),
        "needs": tuple(entry.get("needs", ())),
        "options": {name: Option(**option) for name, option in entry.get("options", {}).items()},
        "references": tuple(Reference(**reference) for reference in entry["references"]),
        "bad": tuple(map(_trusted_example, entry["bad"])),
        "good": tuple(map(_trusted_example, entry["good"])),
    }
    return Rule(**entry | known)


def _trusted_example(entry: dict[str, Any]) -> Example:
    known = {
        "lines": tuple(entry.get("lines", ())),
        "beside": tuple(entry.get("beside", ())),
        "severity": Severity(entry["severity"]) if "severity" in entry else None,
        "profile": Profile(entry.get("profile", "default")),
    }
    return Example(**entry | known)
