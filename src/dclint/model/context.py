"""What is known beside a document: what Intercom's API tells of the workspace around it.

A file alone comes with none of it; a live audit, a snapshot and a comparison do.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import ClassVar

from dclint.base.pointer import Json, Pointer

_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a stored token: the header it fills and the host it was made for."""

    header: str
    domain: str | None = None
    kind: str | None = None
    """`token_type` of the API, such as `user`."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Probing:
    """One conversation in which many values of one path segment were tried within an hour."""

    segment: int
    """Which segment of the path, from 1."""
    values: int
    """How many different ones."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Executions:
    """What the recorded calls of one connector have in common; never who made them."""

    since: str
    """The beginning of the window, as ISO 8601."""
    looked_at: int = 0
    """Results that were counted."""
    complete: bool = True
    """Whether the window held no others."""
    statuses: Mapping[str, int] = field(default_factory=dict)
    """HTTP status → number of results."""
    errors: Mapping[str, int] = field(default_factory=dict)
    """`error_type` → number of results."""
    hosts: Mapping[str, int] = field(default_factory=dict)
    """Host of the call → number of results, of those since the live version was last changed."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of one recorded response.  It stays in memory and is never written anywhere."""

    execution: str
    """The id of the result."""
    body: Json

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not the same on the other side of a comparison."""

    at: Pointer
    """Where it is on this side, relative to the connector."""
    message: str
    effect: str
    """`weaker`, `stronger`, `changed` or `unknown`: what the other side does to security."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """All that is known beside the connectors of a document; None stands for what is not."""

    version: str | None = None
    """Which version of a connector the document shows, `live` or `draft`, if it is a live one's."""
    tokens: Mapping[str, Token] | None = None
    """Token id → what is known of it."""
    attributes: Mapping[str, bool] | None = None
    """Name of an attribute of people → whether the Messenger may change it."""
    identity_verification: bool | None = None
    """Whether the workspace verifies who is signed in (`GET /me`)."""
    executions: Mapping[str, Executions] | None = None
    """Connector id → what its recorded calls have in common."""
    answers: Mapping[str, tuple[Answer, ...]] | None = None
    """Connector id → the bodies of recorded responses."""
    probings: Mapping[str, tuple[Probing, ...]] | None = None
    """Connector id → the conversations that tried many values; like bodies, in memory only."""
    differences: Mapping[str, tuple[Difference, ...]] | None = None
    """Place and key of a connector (`versions.key_of`) → how the other side differs."""
    lock: Mapping[str, Mapping[str, str]] | None = None
    """Key of a connector → its security-relevant members and the digests they were locked with."""
    unasked: frozenset[str] = frozenset()
    """Names of the members above that the workspace could tell and was not asked for."""

    __pydantic_config__: ClassVar = _STRICT


def parse_context(data: Mapping[str, Json]) -> Context:
    """Make evidence of its JSON form.  Raises ValueError if it is none."""
    from pydantic import TypeAdapter

    return TypeAdapter(Context).validate_python(data)


_WRITTEN = ("tokens", "attributes", "identity_verification", "executions", "unasked")


def serialize_context(evidence: Context) -> dict[str, Json]:
    """Return the JSON form of what a snapshot keeps; what is not known is left out."""
    known = {name: value for name, value in asdict(evidence).items() if name in _WRITTEN}
    known["unasked"] = sorted({*evidence.unasked, "answers", "probings"})
    return {name: value for name, value in known.items() if value not in (None, [])}
