"""The part of version 1 of the report that tells of a live workspace."""

from typing_extensions import TypedDict


class GapV1(TypedDict):
    """Something beside the connectors that was asked for and could not be read."""

    what: str
    reason: str


class WorkspaceV1(TypedDict):
    """A live workspace; `id` is `unknown` if the API does not tell."""

    id: str
    name: str | None
    region: str
    host: str


class ExposureV1(TypedDict):
    """One version of a connector in words; `connector` is its position in `connectors`."""

    connector: int
    reach: str
    effect: str
    guard: str
    questions: list[str]


class AuditV1(TypedDict):
    """A visit to a live workspace.  `exposure` has the most exposed connector first."""

    workspace: WorkspaceV1
    api_version: str
    taken_at: str
    requests: int
    executions_since: str | None
    executions: int
    sampled: int
    unseen: list[str]
    gaps: list[GapV1]
    exposure: list[ExposureV1]
