"""Reading a whole workspace: many requests under way, their answers in the order of the list."""

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import httpx
from pydantic import SecretStr

from dclint._version import __version__
from dclint.errors import ApiError, UsageError
from dclint.sources.intercom.client import Client, Limits
from dclint.sources.intercom.connectors import FetchError, Item, State, Version, listing, versions
from dclint.sources.intercom.executions import Recorded, Window, recorded
from dclint.sources.intercom.workspace import WorkspaceContext, fetch_workspace_context

_AGENT = f"dclint/{__version__} (+https://github.com/dclint/dclint)"
_CONNECT = 10.0  # seconds until a connection must stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of which workspace."""

    base_url: str
    token: SecretStr
    api_version: str = "2.16"
    state: State = State.BOTH
    in_order: bool = True
    """Whether connectors come in the order of their files, so that all have to be known first."""
    window: Window | None = None
    """Which recorded calls are read as well; None for none."""
    limits: Limits = field(default_factory=Limits)


class Progress(Protocol):
    """Somebody who wants to know how far the reading is."""

    def listed(self, connectors: int) -> None:
        """So many connectors are known to exist by now."""

    def read(self, connectors: int) -> None:
        """So many of them have been read."""

    def waiting(self, seconds: float) -> None:
        """Nobody may ask for so long."""

    def clear(self) -> None:
        """Something else is to be shown now."""


class Found(NamedTuple):
    """One version of a connector, and its recorded calls if they were wanted and could be read."""

    version: Version
    recorded: Recorded | None


class WorkspaceReading:
    """Reads one workspace, inside one event loop."""

    def __init__(
        self, request: Request, progress: Progress, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        self.unrecorded: list[str] = []
        """Why recorded calls could not be read, a reason for each connector."""
        self._request = request
        self._progress = progress
        self._http = _http(request, transport)
        self._client = Client(self._http, request.token, request.limits, progress.waiting)
        self._queue: asyncio.Queue[asyncio.Task[list[Found | FetchError]] | None] = asyncio.Queue()
        self._listed: asyncio.Queue[Item | FetchError | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(2 * request.limits.concurrency)

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self._client.requests

    async def begin(self) -> WorkspaceContext:
        """Start with the connectors, and learn what there is to know beside them."""
        self._lister = asyncio.create_task(self._list())
        self._beginner = asyncio.create_task(self._begin())
        return await fetch_workspace_context(self._client)

    async def following(self) -> list[Found | FetchError] | None:
        """Return the versions of the next connector; None after the last one."""
        task = await self._queue.get()
        if task is None:
            await self._beginner
            return None
        self._room.release()
        return await task

    async def end(self) -> None:
        """Give up what is still under way, and close all connections."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._http.aclose()

    async def _list(self) -> None:
        """Learn of all connectors, if order does not matter while the first ones are read."""
        found: list[Item | FetchError] = []
        try:
            async for item in listing(self._client):
                found.append(item)
                self._progress.listed(len(found))
                if not self._request.in_order:
                    self._listed.put_nowait(item)
            if self._request.in_order:
                for item in sorted(found, key=_file):
                    self._listed.put_nowait(item)
        finally:
            self._listed.put_nowait(None)

    async def _begin(self) -> None:
        """Begin to read each connector, but not too many of them ahead."""
        try:
            while (item := await self._listed.get()) is not None:
                await self._room.acquire()
                self._queue.put_nowait(asyncio.create_task(self._read(item)))
            await self._lister
        finally:
            self._queue.put_nowait(None)

    async def _read(self, item: Item | FetchError) -> list[Found | FetchError]:
        if isinstance(item, FetchError):
            return [item]
        found = await versions(self._client, item, self._request.state)
        return [
            each if isinstance(each, FetchError) else Found(each, await self._recorded(each))
            for each in found
        ]

    async def _recorded(self, version: Version) -> Recorded | None:
        window = self._request.window
        if window is None or version.state is not State.LIVE:
            return None
        try:
            return await recorded(self._client, version.raw, window)
        except ApiError as error:
            self.unrecorded.append(str(error))
            return None


def _file(item: Item | FetchError) -> str:
    """The beginning of the name of a connector's files; what has none comes first."""
    return f"{item.id}." if item.id else ""


def _http(request: Request, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
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
                "User-Agent": _AGENT,
            },
            timeout=httpx.Timeout(limits.silence, connect=_CONNECT, pool=None),
            limits=httpx.Limits(max_connections=limits.concurrency),
            follow_redirects=False,
            trust_env=request.base_url.startswith("https:"),
            transport=transport,
        )
    except OSError:
        raise UsageError("the certificates that SSL_CERT_FILE names cannot be read") from None
    except (ValueError, ImportError, httpx.InvalidURL):
        raise UsageError("the proxy that the environment names cannot be used") from None
