"""Visits for the tests: to the server on loopback or to a function, impatient ones by default."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

import support.cli
from dclint.document.unreadable import Unreadable
from dclint.engine.report import Audit
from dclint.model.source_item import SourceItem
from dclint.sources.intercom.client import RequestLimits
from dclint.sources.intercom.reader import WorkspaceRequest
from dclint.sources.live import WorkspaceReader
from support.audit.server import TOKEN, Server

FAST = RequestLimits(rate=1000, backoff=0.001, read_timeout=0.6, attempt_timeout=1)


@dataclass
class Listener:
    """Notes what a progress bar would show."""

    heard: list[tuple[str, float]] = field(default_factory=list)

    def set_total(self, connectors: int) -> None:
        self.heard.append(("listed", connectors))

    def set_done(self, connectors: int) -> None:
        self.heard.append(("read", connectors))

    def show_wait(self, seconds: float) -> None:
        self.heard.append(("waiting", seconds))

    def clear_line(self) -> None:
        self.heard.append(("clear", 0))


@dataclass
class Visited:
    """What a visit brought."""

    items: list[SourceItem]
    lost: list[Unreadable]
    audit: Audit
    progress: Listener

    @property
    def read(self) -> list[str]:
        """Each version that was read, as `id.state`."""
        return [each.document.name.rpartition("/")[2].removesuffix(".json") for each in self.items]

    @property
    def reasons(self) -> list[str]:
        return [each.reason for each in self.lost]


def visit(where: Server | httpx.AsyncBaseTransport, *, token: str = TOKEN, **asked: Any) -> Visited:
    """Read a whole workspace; what is `asked` are members of a request."""
    is_server = isinstance(where, Server)
    request = WorkspaceRequest(
        base_url=where.url if isinstance(where, Server) else "https://api.intercom.io",
        token=SecretStr(token),
        **{"limits": FAST, **asked},
    )
    listener = Listener()
    transport = None if is_server else where
    assert not isinstance(transport, Server)
    going = WorkspaceReader(request, "us", listener, transport=transport)
    found = list(going.read_items())
    items = [each for each in found if isinstance(each, SourceItem)]
    assert going.unreadable == [each for each in found if isinstance(each, Unreadable)]
    return Visited(items, going.unreadable, going.audit, listener)


def answering(answer: Callable[[httpx.Request], Any]) -> httpx.MockTransport:
    """A transport that answers with JSON, or with the response that the function makes."""

    def respond(request: httpx.Request) -> httpx.Response:
        value = answer(request)
        return value if isinstance(value, httpx.Response) else reply(value)

    return httpx.MockTransport(respond)


def reply(
    value: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))


def environment(**members: str | None) -> dict[str, str]:
    """The environment without anything that changes what dclint does, and with the token."""
    strange = ("DCLINT", "INTERCOM", "NO_COLOR", "FORCE", "SSL_CERT", "PYTHON_KEYRING")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(strange)}
    kept = {k: v for k, v in kept.items() if not k.lower().endswith("_proxy")}
    told = {"INTERCOM_ACCESS_TOKEN": TOKEN} | members
    return kept | {name: value for name, value in told.items() if value is not None}


COMMAND = (sys.executable, "-c", "from dclint.cli import main; main()")


def dclint(*arguments: str, cwd: Path, **env: str | None) -> subprocess.CompletedProcess[str]:
    """Run the command line within this process; the token never leaves it."""
    wanted = environment(**env)
    hidden: dict[str, str | None] = {name: None for name in os.environ if name not in wanted}
    result = support.cli.dclint(*arguments, cwd=cwd, env={**wanted, **hidden})
    assert TOKEN not in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    return result
