"""Requests of an audit, and the answers of the tests' server, against Intercom's own description.

Usage: `python scripts/check_openapi.py OPENAPI_FILE`.  What that file does not describe is named.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.audit.server import Asked, Server, connector, execution, faulty, serving  # noqa: E402
from support.audit.visits import visit  # noqa: E402

from dclint.sources.intercom.client import RequestLimits  # noqa: E402
from dclint.sources.intercom.executions import ExecutionWindow  # noqa: E402

# What an audit asks for besides, and the file says nothing of.
NOT_DESCRIBED = ("/me", "/auth_tokens", "/data_attributes")

HOST = "https://api.intercom.io"


class Request:
    """A recorded request, as openapi-core wants to see it."""

    def __init__(self, asked: Asked) -> None:
        self.host_url = HOST
        self.path = asked.path
        self.method = asked.method.lower()
        self.content_type = ""
        self.body = None
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(asked.query), header=Headers(asked.headers)
        )


class Response:
    """A recorded answer, as openapi-core wants to see it."""

    content_type = "application/json"

    def __init__(self, status: int, content: bytes) -> None:
        self.status_code = status
        self.data = content
        self.headers: dict[str, str] = {}


def fill(server: Server) -> None:
    """Store something of every kind."""
    for number in range(1, 121):
        server.workspace.add(connector(number), connector(number, name=f"Draft {number}"))
    server.workspace.add(faulty(121, state="draft"))
    server.workspace.executions["1"] = [
        *(execution(n, response_body="{}") for n in range(70)),
        execution(70, success=False, http_status=None, error_type="3rd_party_error"),
    ]
    del server.workspace.connectors["7"].live


def described(path: Path) -> OpenAPI:
    """Read the description; bearer tokens are checked, servers are those of Intercom."""
    return OpenAPI.from_dict(yaml.safe_load(path.read_text("utf-8")))


Answered = tuple[Asked, int, bytes]

# What must be called a mistake, or nothing is compared at all.
WRONG: list[Answered] = [
    (Asked("GET", "/data_connectors", {"per_page": "51"}, {}, 0, "?per_page=51"), 200, b"{}"),
    (Asked("GET", "/data_connectors/1", {}, {}, 0, "/1"), 200, b'{"state": "paused"}'),
    (Asked("GET", "/data_connectors/1/drafts", {}, {}, 0, "/1/drafts"), 200, b"{}"),
]


def mistakes(api: OpenAPI, answered: Iterable[Answered]) -> Iterator[str]:
    """Yield what does not agree with the description, with the request that shows it."""
    for asked, status, content in answered:
        if asked.path in NOT_DESCRIBED:
            continue
        request: Any = Request(asked)
        response: Any = Response(status, content)
        for check, arguments in (
            (api.validate_request, (request,)),
            (api.validate_response, (request, response)),
        ):
            try:
                check(*arguments)
            except OpenAPIError as error:
                yield f"{asked.method} {asked.target} -> {status}: {error!r}: {error.__cause__!r}"


def main(path: Path) -> None:
    """Audit, compare, and say how many requests were compared."""
    api = described(path)
    unseen = [wrong[0].target for wrong in WRONG if not list(mistakes(api, [wrong]))]
    if unseen:
        raise SystemExit(f"mistakes that were not seen: {unseen}")
    with serving() as server:
        fill(server)
        window = ExecutionWindow(datetime(2026, 1, 1, tzinfo=UTC), bodies=True)
        visit(server, window=window, limits=RequestLimits(rate=1000))
        found = list(mistakes(api, server.answered))
        kinds = Counter(re.sub("[0-9]+", "{id}", each.path) for each, *_ in server.answered)
    for mistake in found:
        print(mistake)
    for kind, count in sorted(kinds.items()):
        print(f"{count:5} {kind}{' (not described there)' if kind in NOT_DESCRIBED else ''}")
    if found:
        raise SystemExit(f"{len(found)} requests or answers are not as described")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
