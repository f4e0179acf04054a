"""Intercom's REST API for the tests: stateful, on loopback, and as faulty as it is told to be."""

import gzip
import json
import re
import socket
import ssl
import struct
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "dG9rOjEyMzQ1Njc4LWFiY2QtbG9vcGJhY2s="
JSON = "application/json; charset=utf-8"

# Answers a request in its own way; it may also break off, or say nothing at all.
Fault = Callable[["Exchange"], None]


class Asked(NamedTuple):
    """A request that has arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float
    target: str
    """The path and the query as they were sent."""


@dataclass
class Stored:
    """A connector with what is live and what is being drafted; None if there is no such version."""

    item: Any
    """What stands in the list."""
    live: Any = None
    draft: Any = None


@dataclass
class Workspace:
    """What the server knows; tests change it as they like, also while somebody reads."""

    me: Any = None
    connectors: dict[str, Stored] = field(default_factory=dict)
    tokens: list[Any] = field(default_factory=list)
    attributes: list[Any] = field(default_factory=list)
    executions: dict[str, list[Any]] = field(default_factory=dict)
    per_page: int = 50
    """The most items of a page, whatever is asked for."""

    def add(self, detail: dict[str, Any], draft: dict[str, Any] | None = None) -> str:
        """Store a connector; with a draft of its own if there is a second one."""
        own = str(detail["id"])
        item = {name: detail[name] for name in LISTED if name in detail}
        if detail.get("state") == "live":
            self.connectors[own] = Stored(item, detail, draft or detail)
        else:
            self.connectors[own] = Stored(item, None, detail)
        return own


# Members of an item of the list (OpenAPI 2.16, `data_connector`).
LISTED = (
    "type",
    "id",
    "name",
    "description",
    "state",
    "http_method",
    "direct_fin_usage",
    "created_by_admin_id",
    "updated_by_admin_id",
    "created_at",
    "updated_at",
    "execution_results_url",
)


def connector(number: int | str, **members: Any) -> dict[str, Any]:
    """A connector without a fault, as its detail is answered; `members` replace its own."""
    return {
        "type": "data_connector",
        "id": str(number),
        "name": f"Find shop {number}",
        "description": "Returns the nearest shop and its hours. Use it when somebody asks for one.",
        "state": "live",
        "http_method": "get",
        "url": f"https://api.shopfinder.io/v{number}/near?city={{{{city}}}}",
        "body": "",
        "headers": [{"name": "Accept", "value": "****"}],
        "direct_fin_usage": False,
        "audiences": ["users"],
        "execution_type": "server_side",
        "configuration_response_type": "test_response_type",
        "data_transformation_type": "full_access",
        "client_function_name": None,
        "client_function_timeout_ms": None,
        "data_inputs": [
            {
                "name": "city",
                "type": "string",
                "description": "The city to look in, as the customer wrote it",
                "required": True,
                "default_value": "",
            }
        ],
        "response_fields": [
            {"path": "hours", "type": "string", "example_value": "9-17", "redacted": False}
        ],
        "object_mappings": [],
        "token_ids": [],
        "customer_authentication": False,
        "bypass_authentication": False,
        "validate_missing_attributes": True,
        "created_by_admin_id": "456",
        "updated_by_admin_id": "456",
        "created_at": "2025-11-15T09:30:00Z",
        "updated_at": "2026-01-20T14:22:15Z",
        "execution_results_url": f"/data_connectors/{number}/execution_results",
        **members,
    }


def faulty(number: int | str, **members: Any) -> dict[str, Any]:
    """A connector with one error: its URL is http."""
    return connector(number, url=f"http://api.shopfinder.io/v{number}/near", **members)


def execution(number: int, own: str = "1", **members: Any) -> dict[str, Any]:
    """One recorded call."""
    return {
        "type": "data_connector.execution",
        "id": str(number),
        "data_connector_id": own,
        "success": True,
        "http_status": 200,
        "http_method": "get",
        "request_url": "https://api.shopfinder.io/v1/near",
        "execution_time_ms": 150,
        "source_type": "workflow",
        "source_id": "5001",
        "conversation_id": "8001",
        "created_at": "2026-02-10T18:15:32Z",
        **members,
    }


def problem(code: str) -> dict[str, Any]:
    """An error in the API's own envelope."""
    own = "b4a45e2c-7a8d-4f3e-9c1a-2d5e8f7a6b3c"
    return {"type": "error.list", "request_id": own, "errors": [{"code": code, "message": "No"}]}


class Exchange(BaseHTTPRequestHandler):
    """One connection: its requests, and the means to answer them well or badly."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"
    asked: Asked

    def do_GET(self) -> None:
        """Note the request, and answer it as the server was told to."""
        server = self.server
        with server.lock:
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        try:
            fault = server.note(self)
            if server.latency:
                server.closing.wait(server.latency)
            (fault or server.answer)(self)
        except OSError:
            self.close_connection = True
        finally:
            with server.lock:
                server.at_once -= 1

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Treat every other method in the same way: the tests look at what was recorded."""
        if name.startswith("do_"):
            return self.do_GET
        raise AttributeError(name)

    def say(self, value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Answer with JSON."""
        self.send(json.dumps(value).encode(), status, headers)

    def send(
        self,
        content: bytes,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        *,
        length: int | None = None,
    ) -> None:
        """Answer with these bytes; the announced `length` may be another one than theirs."""
        self.send_response(status)
        told = {
            "Content-Type": JSON,
            "Content-Length": str(len(content) if length is None else length),
        }
        for name, value in (told | dict(headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def raw(self, content: bytes) -> None:
        """Write to the socket, with no regard to HTTP."""
        self.wfile.write(content)

    def reset(self) -> None:
        """Break the connection off so that the other side gets an error, not an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on standard error."""


class Server(ThreadingHTTPServer):
    """The API on a port of its own."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.workspace = Workspace(me=deepcopy(ME))
        self.asked: list[Asked] = []
        self.answered: list[tuple[Asked, int, bytes]] = []
        self.latency = 0.0
        self.at_once = self.most_at_once = 0
        self._faults: list[tuple[re.Pattern[str], Fault, list[None] | None]] = []
        self.scheme = "http"

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing of connections that the other side has broken off."""

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [asked.path for asked in self.asked]

    def count(self, path: str) -> int:
        """How often this path was asked for."""
        return self.paths.count(path)

    def fail(self, path: str, fault: Fault, times: int | None = None) -> None:
        """Answer requests for paths with their query like `path` with `fault`, `times` or always."""
        self._faults.append((re.compile(path), fault, None if times is None else [None] * times))

    def heal(self) -> None:
        """Forget all faults and requests."""
        self._faults.clear()
        self.asked.clear()

    def note(self, exchange: Exchange) -> Fault | None:
        """Record a request and return the fault that it meets."""
        parts = urlsplit(exchange.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        now = time.monotonic()
        asked = Asked(exchange.command, parts.path, query, headers, now, exchange.path)
        exchange.asked = asked
        with self.lock:
            self.asked.append(asked)
            for pattern, fault, left in self._faults:
                if pattern.fullmatch(exchange.path) and left != []:
                    if left is not None:
                        left.pop()
                    return fault
        return None

    def answer(self, exchange: Exchange) -> None:
        """Answer as documented."""
        parts = urlsplit(exchange.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if exchange.headers.get("Authorization") != f"Bearer {TOKEN}":
            status, value = 401, problem("unauthorized")
        else:
            status, value = self._found(unquote(parts.path), query)
        content = json.dumps(value).encode()
        with self.lock:
            self.answered.append((exchange.asked, status, content))
        zipped = "gzip" in exchange.headers.get("Accept-Encoding", "")
        headers = {"Content-Encoding": "gzip"} if zipped else {}
        exchange.send(gzip.compress(content, 1) if zipped else content, status, headers)

    def _found(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        known = self.workspace
        found: tuple[int, Any] = 404, problem("data_connector_not_found")
        match path.strip("/").split("/"):
            case ["me"]:
                found = 200, known.me
            case ["auth_tokens"]:
                found = self._page(known.tokens, query, 50)
            case ["data_attributes"]:
                found = 200, {"type": "list", "data": known.attributes}
            case ["data_connectors"]:
                found = self._page([each.item for each in known.connectors.values()], query, 50)
            case ["data_connectors", own]:
                found = self._detail(own, query.get("state_version", "live"))
            case ["data_connectors", own, "execution_results"] if own in known.connectors:
                found = self._results(own, query)
        return found

    def _detail(self, own: str, state: str) -> tuple[int, Any]:
        if state not in ("live", "draft"):
            return 400, problem("parameter_invalid")
        stored = self.workspace.connectors.get(own)
        version = getattr(stored, state, None)
        if version is None:
            return 404, problem("data_connector_not_found")
        return 200, version

    def _results(self, own: str, query: dict[str, str]) -> tuple[int, Any]:
        found = self.workspace.executions.get(own, [])
        if query.get("include_bodies") != "true":
            found = [{k: v for k, v in each.items() if not k.endswith("_body")} for each in found]
        return self._page(found, query, 30)

    def _page(self, items: list[Any], query: dict[str, str], most: int) -> tuple[int, Any]:
        per_page = int(query.get("per_page", "20"))
        if not 1 <= per_page <= most:
            return 400, problem("parameter_invalid")
        start = 0
        if cursor := query.get("starting_after"):
            try:
                start = int(urlsafe_b64decode(cursor))
            except ValueError:
                return 400, problem("client_error")
        end = start + min(per_page, self.workspace.per_page)
        following = {"starting_after": page_after(end)} if end < len(items) else None
        pages = {"type": "pages", "per_page": per_page, "next": following}
        return 200, {"type": "list", "data": items[start:end], "pages": pages}


def page_after(index: int) -> str:
    """The cursor of the page that begins at `index`."""
    return urlsafe_b64encode(str(index).encode()).decode()


ME = {
    "type": "admin",
    "id": "456",
    "email": "auditor@shopfinder.io",
    "name": "Audrey",
    "app": {
        "type": "app",
        "id_code": "abc12345",
        "name": "Shop Finder",
        "region": "US",
        "identity_verification": True,
    },
}


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that is up, and down again afterwards."""
    server = Server()
    if context:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
