"""A rule: one YAML file that says what is wrong, why, how to mend it, and proves it by examples."""

import importlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dclint.finding import Confidence, Hit, Profile, Severity, Unobserved

Outcome = Hit | Unobserved

Check = Callable[..., Iterator[Outcome]]
"""Called with a connector and the rule's options; in workspace scope, with a subject, the workspace
and the options."""


class Scope(StrEnum):
    """What a rule looks at: a text, one connector, or a connector among others."""

    DOCUMENT = "document"
    CONNECTOR = "connector"
    WORKSPACE = "workspace"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Reference(_Section):
    """A source that a reader can look up."""

    title: str
    url: str


class Option(_Section):
    """A setting of one rule, given to its check as a keyword argument."""

    default: Any
    summary: str


class Example(_Section):
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
    config: dict[str, Any] = Field(default_factory=dict)
    encoding: str = "utf-8"


class Rule(_Section):
    """What a rule file says; its name is the file's stem."""

    name: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    title: str
    severity: Severity
    security_severity: float = Field(default=0, ge=0, le=10)
    confidence: Confidence = Confidence.HIGH
    profile: Profile = Profile.DEFAULT
    category: str
    scope: Scope = Scope.CONNECTOR
    since: str = "0.1.0"

    check: str | None = None
    """`module.function` below `dclint.checks`; None for declarative rules and document problems."""
    given: str | None = None
    """Where to look: a JSON pointer in which `*` stands for any one step."""
    schema_: dict[str, Any] | bool | None = Field(default=None, alias="schema")
    """What every value found there must satisfy: a JSON Schema (draft 2020-12)."""
    when: dict[str, Any] | bool | None = None
    """Only connectors that satisfy this JSON Schema are looked at."""
    message: str | None = None
    """What a declarative rule reports."""

    reads: tuple[str, ...] = ()
    """Every member of a connector that the check looks at."""
    needs: tuple[str, ...] = ()
    """Those without which there is nothing to check: if one is unknown, the rule is not
    observable; if one is blank, it is not applicable."""
    options: dict[str, Option] = Field(default_factory=dict)
    sensitive: bool = False
    """Whether the value it points at must be masked."""

    summary: str
    why: str
    fix: str
    limits: str
    """What dclint cannot see here."""
    references: tuple[Reference, ...] = ()
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()

    @cached_property
    def function(self) -> Check:
        """The Python check.  Raises ImportError or AttributeError if there is none."""
        module, _, function = (self.check or "").rpartition(".")
        found: Check = getattr(importlib.import_module(f"dclint.checks.{module}"), function)
        return found

    @property
    def cwe(self) -> tuple[str, ...]:
        """The weaknesses it refers to, as `CWE-319`."""
        return tuple(r.title.split()[0] for r in self.references if r.title.startswith("CWE-"))
