"""What the API tells of the workspace around its connectors: each of it optional."""

import asyncio
import re
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace

from dclint.base.pointer import Json
from dclint.engine.report import Gap
from dclint.errors import ApiError
from dclint.model.context import Context, Token
from dclint.sources.intercom.client import ApiClient
from dclint.sources.intercom.pagination import fetch_pages

_WORKSPACE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(slots=True)
class WorkspaceContext:
    """A workspace: who it is, what is known of it, and what is not."""

    id: str = "unknown"
    """`app.id_code` of `GET /me`."""
    name: str | None = None
    context: Context = field(default_factory=Context)
    gaps: list[Gap] = field(default_factory=list)


async def fetch_workspace_context(client: ApiClient) -> WorkspaceContext:
    """Ask for whatever helps; what cannot be had is a gap."""
    around = WorkspaceContext()
    gaps = await asyncio.gather(
        _try_fetch("the workspace's settings (`/me`)", _fetch_workspace(client, around)),
        _try_fetch("stored tokens (`/auth_tokens`)", _fetch_tokens(client, around)),
        _try_fetch("attributes of people (`/data_attributes`)", _fetch_attributes(client, around)),
    )
    around.gaps += filter(None, gaps)
    return around


async def _try_fetch(what: str, asking: Awaitable[None]) -> Gap | None:
    try:
        await asking
    except ApiError as error:
        return Gap(what, str(error))
    return None


async def _fetch_workspace(client: ApiClient, around: WorkspaceContext) -> None:
    app = _get_key(await client.fetch_json("/me"), "app")
    if not isinstance(app, dict):
        raise ApiError("the answer says nothing of the workspace")
    own, name, verified = app.get("id_code"), app.get("name"), app.get("identity_verification")
    if isinstance(own, str) and _WORKSPACE_ID.fullmatch(own):
        around.id = own
    around.name = name if isinstance(name, str) else None
    if isinstance(verified, bool):
        around.context = replace(around.context, identity_verification=verified)


async def _fetch_tokens(client: ApiClient, around: WorkspaceContext) -> None:
    tokens = {}
    async for items in fetch_pages(client, "/auth_tokens", per_page="50"):
        for item in items:
            own, header = _get_key(item, "id"), _get_key(item, "request_header_key")
            if isinstance(own, int | str) and isinstance(header, str):
                domain, kind = _get_key(item, "domain"), _get_key(item, "token_type")
                tokens[str(own)] = Token(header, _get_text(domain), _get_text(kind))
    around.context = replace(around.context, tokens=tokens)


async def _fetch_attributes(client: ApiClient, around: WorkspaceContext) -> None:
    answer = await client.fetch_json("/data_attributes", model="contact")
    items = _get_key(answer, "data")
    if not isinstance(items, list):
        raise ApiError("the answer has no `data`")
    told = [(_get_key(item, "full_name"), _get_key(item, "messenger_writable")) for item in items]
    known = {k: v for k, v in told if isinstance(k, str) and isinstance(v, bool)}
    around.context = replace(around.context, attributes=known)


def _get_key(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _get_text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
