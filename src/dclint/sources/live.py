"""Documents from a live workspace: one a connector and version, in the order of their names."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import httpx

from dclint.base.pointer import Json
from dclint.document import Document
from dclint.document.unreadable import Unreadable
from dclint.engine.report import Audit, Gap
from dclint.model.canonical import write_canonical
from dclint.model.context import Context
from dclint.model.source_item import SourceItem
from dclint.sources.intercom.connectors import CONNECTOR_LIST, FetchError, VersionState
from dclint.sources.intercom.executions import RecordedCalls
from dclint.sources.intercom.reader import (
    FetchedVersion,
    ProgressDisplay,
    WorkspaceReading,
    WorkspaceRequest,
)
from dclint.sources.intercom.workspace import WorkspaceContext
from dclint.sources.manifest import of_version

# Region → the address of the API (OpenAPI 2.16, `servers`).
REGIONS: Mapping[str, str] = {
    "us": "https://api.intercom.io",
    "eu": "https://api.eu.intercom.io",
    "au": "https://api.au.intercom.io",
}


class SnapshotStore(Protocol):
    """Somebody who keeps what is read, and returns it as the item that it is then."""

    def check_workspace(self, audit: Audit) -> None:
        """Learn of which workspace it is.  Raises UsageError if it keeps another one."""

    def store_version(
        self, own: str, state: str, raw: dict[str, Json], evidence: Context
    ) -> SourceItem:
        """Keep one version of a connector.  Raises ValueError if it is too large."""


def _draft_first(found: FetchedVersion | FetchError) -> bool:
    """Sort versions as their files are."""
    return isinstance(found, FetchedVersion) and found.version.state is VersionState.LIVE


class WorkspaceReader:
    """One visit to a workspace; after its documents were read, it knows how it went."""

    def __init__(
        self,
        request: WorkspaceRequest,
        region: str,
        progress: ProgressDisplay,
        *,
        store: SnapshotStore | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.unreadable: list[Unreadable] = []
        self.audit = Audit(
            workspace="unknown",
            name=None,
            region=region,
            host=httpx.URL(request.base_url).host,
            api_version=request.api_version,
            state=request.state.value,
            taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
            since=request.window and request.window.since.isoformat(timespec="seconds"),
        )
        self._request = request
        self.progress = progress
        self._store = store or self
        self._transport = transport
        self._context = Context()

    def read_items(self) -> Iterator[SourceItem | Unreadable]:
        """Yield every version of every connector, and what could not be read."""
        with asyncio.Runner() as runner:
            reading = runner.run(self._start_reading())
            try:
                self._record_workspace(runner.run(reading.start_fetching()))
                read = 0
                while (batch := runner.run(reading.fetch_next())) is not None:
                    yield from map(self._make_document, sorted(batch, key=_draft_first))
                    read += 1
                    self.progress.set_done(read)
            finally:
                runner.run(reading.stop_fetching())
                self.progress.clear_line()
            self._finish_audit(reading)

    def check_workspace(self, audit: Audit) -> None:
        """Keep any workspace."""

    def store_version(
        self, own: str, state: str, raw: dict[str, Json], evidence: Context
    ) -> SourceItem:
        """Keep nothing: name the document after the workspace."""
        name = f"{self._folder}/{own}.{state}.json"
        return SourceItem(Document(name, write_canonical(raw)), of_version(evidence, state))

    @property
    def _folder(self) -> str:
        return f"intercom/{self.audit.region}-{self.audit.workspace}/data_connectors"

    async def _start_reading(self) -> WorkspaceReading:
        return WorkspaceReading(self._request, self.progress, self._transport)

    def _record_workspace(self, around: WorkspaceContext) -> None:
        audit, window = self.audit, self._request.window
        audit.workspace, audit.name = around.id, around.name
        audit.gaps += around.gaps
        self._store.check_workspace(audit)
        unasked = set() if window else {"executions"}
        if not (window and window.bodies):
            unasked |= {"answers", "probings"}
        self._context = replace(around.context, unasked=frozenset(unasked))

    def _finish_audit(self, reading: WorkspaceReading) -> None:
        self.audit.requests = reading.request_count
        known = {lost.reason for lost in self.unreadable if lost.name == CONNECTOR_LIST}
        self.audit.gaps = [gap for gap in self.audit.gaps if gap.reason not in known]
        if reading.call_errors:
            count = len(reading.call_errors)
            what = f"recorded calls of {count:,} connector{'s' * (count > 1)}"
            self.audit.gaps.append(Gap(what, reading.call_errors[0]))

    def _make_document(self, found: FetchedVersion | FetchError) -> SourceItem | Unreadable:
        if isinstance(found, FetchError):
            return self._record_unreadable(found)
        version = found.version
        evidence = self._add_recorded_calls(version.id, found.recorded_calls)
        try:
            return self._store.store_version(version.id, version.state.value, version.raw, evidence)
        except ValueError:
            what = f"the connector “{version.raw.get('name')}”"
            return self._record_unreadable(FetchError(what, "it is too large", version.id))

    def _add_recorded_calls(self, own: str, calls: RecordedCalls | None) -> Context:
        """Return what is known beside one connector: that of the workspace, and its own calls."""
        if self._request.window is None:
            return self._context
        if calls is None:
            return replace(self._context, executions={})
        self.audit.results += calls.executions.looked_at
        self.audit.sampled += not calls.executions.complete
        known = replace(self._context, executions={own: calls.executions})
        if not self._request.window.bodies:
            return known
        return replace(known, answers={own: calls.answers}, probings={own: calls.probings})

    def _record_unreadable(self, lost: FetchError) -> Unreadable:
        name = f"{self._folder}/{lost.id}.json" if lost.id else lost.what
        reason = f"{lost.what}: {lost.reason}" if lost.id else lost.reason
        unreadable = Unreadable(name, reason)
        self.unreadable.append(unreadable)
        return unreadable
