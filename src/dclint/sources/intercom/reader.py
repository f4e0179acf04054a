"""Reading a whole workspace: many requests under way, their answers in the order of the list."""

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import httpx
from pydantic import SecretStr

from dclint._version import __version__
from dclint.errors import ApiError, UsageError
from dclint.sources.intercom.client import ApiClient, RequestLimits
from dclint.sources.intercom.connectors import (
    ConnectorVersion,
    FetchError,
    ListedConnector,
    VersionState,
    fetch_versions,
    list_connectors,
)
from dclint.sources.intercom.executions import ExecutionWindow, RecordedCalls, fetch_recorded_calls
from dclint.sources.intercom.workspace import WorkspaceContext, fetch_workspace_context

_USER_AGENT = f"dclint/{__version__} (+https://github.com/dclint/dclint)"
_CONNECT_TIMEOUT = 10.0  # seconds until a connection must stand


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceRequest:
    """What is asked of which workspace."""

    base_url: str
    token: SecretStr
    api_version: str = "2.16"
    state: VersionState = VersionState.BOTH
    in_order: bool = True
    """Whether connectors come in the order of their files, so that all have to be known first."""
    window: ExecutionWindow | None = None
    """Which recorded calls are read as well; None for none."""
    limits: RequestLimits = field(default_factory=RequestLimits)


class ProgressDisplay(Protocol):
    """Somebody who wants to know how far the reading is."""

    def set_total(self, connectors: int) -> None:
        """So many connectors are known to exist by now."""

    def set_done(self, connectors: int) -> None:
        """So many of them have been read."""

    def show_wait(self, seconds: float) -> None:
        """Nobody may ask for so long."""

    def clear_line(self) -> None:
        """Something else is to be shown now."""


class FetchedVersion(NamedTuple):
    """One version of a connector, and its recorded calls if they were wanted and could be read."""

    version: ConnectorVersion
    recorded_calls: RecordedCalls | None


class WorkspaceReading:
    """Reads one workspace, inside one event loop."""

    def __init__(
        self,
        request: WorkspaceRequest,
        progress: ProgressDisplay,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.call_errors: list[str] = []
        """Why recorded calls could not be read, a reason for each connector."""
        self._request = request
        self._progress = progress
        self._http_client = _create_http_client(request, transport)
        self._client = ApiClient(
            self._http_client, request.token, request.limits, progress.show_wait
        )
        self._fetches: asyncio.Queue[asyncio.Task[list[FetchedVersion | FetchError]] | None] = (
            asyncio.Queue()
        )
        self._entries: asyncio.Queue[ListedConnector | FetchError | None] = asyncio.Queue()
        self._read_ahead = asyncio.Semaphore(2 * request.limits.concurrency)

    @property
    def request_count(self) -> int:
        """How many requests were sent so far."""
        return self._client.request_count

    async def start_fetching(self) -> WorkspaceContext:
        """Start with the connectors, and learn what there is to know beside them."""
        self._list_task = asyncio.create_task(self._list_entries())
        self._schedule_task = asyncio.create_task(self._schedule_fetches())
        return await fetch_workspace_context(self._client)

    async def fetch_next(self) -> list[FetchedVersion | FetchError] | None:
        """Return the versions of the next connector; None after the last one."""
        task = await self._fetches.get()
        if task is None:
            await self._schedule_task
            return None
        self._read_ahead.release()
        return await task

    async def stop_fetching(self) -> None:
        """Give up what is still under way, and close all connections."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._http_client.aclose()

    async def _list_entries(self) -> None:
        """Learn of all connectors, if order does not matter while the first ones are read."""
        found: list[ListedConnector | FetchError] = []
        try:
            async for item in list_connectors(self._client):
                found.append(item)
                self._progress.set_total(len(found))
                if not self._request.in_order:
                    self._entries.put_nowait(item)
            if self._request.in_order:
                for item in sorted(found, key=_get_file_prefix):
                    self._entries.put_nowait(item)
        finally:
            self._entries.put_nowait(None)

    async def _schedule_fetches(self) -> None:
        """Begin to read each connector, but not too many of them ahead."""
        try:
            while (item := await self._entries.get()) is not None:
                await self._read_ahead.acquire()
                self._fetches.put_nowait(asyncio.create_task(self._fetch_connector(item)))
            await self._list_task
        finally:
            self._fetches.put_nowait(None)

    async def _fetch_connector(
        self, item: ListedConnector | FetchError
    ) -> list[FetchedVersion | FetchError]:
        if isinstance(item, FetchError):
            return [item]
        found = await fetch_versions(self._client, item, self._request.state)
        return [
            each
            if isinstance(each, FetchError)
            else FetchedVersion(each, await self._fetch_calls(each))
            for each in found
        ]

    async def _fetch_calls(self, version: ConnectorVersion) -> RecordedCalls | None:
        window = self._request.window
        if window is None or version.state is not VersionState.LIVE:
            return None
        try:
            return await fetch_recorded_calls(self._client, version.raw, window)
        except ApiError as error:
            self.call_errors.append(str(error))
            return None


def _get_file_prefix(item: ListedConnector | FetchError) -> str:
    """The beginning of the name of a connector's files; what has none comes first."""
    return f"{item.id}." if item.id else ""


def _create_http_client(
    request: WorkspaceRequest, transport: httpx.AsyncBaseTransport | None
) -> httpx.AsyncClient:
    """Make the one connection pool; what leaves this machine may go through a proxy."""
    limits = request.limits
    try:
        return httpx.AsyncClient(
            base_url=request.base_url,
            headers={
                "Authorization": f"Bearer {request.token.get_secret_value()}",
                "Intercom-Version": request.api_version,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": _USER_AGENT,
            },
            timeout=httpx.Timeout(limits.read_timeout, connect=_CONNECT_TIMEOUT, pool=None),
            limits=httpx.Limits(max_connections=limits.concurrency),
            follow_redirects=False,
            trust_env=request.base_url.startswith("https:"),
            transport=transport,
        )
    except OSError:
        raise UsageError("the certificates that SSL_CERT_FILE names cannot be read") from None
    except (ValueError, ImportError, httpx.InvalidURL):
        raise UsageError("the proxy that the environment names cannot be used") from None
