"""What the API tells of the workspace around its connectors: each of it optional."""

import asyncio
import re
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace

from dclint.base.pointer import Json
from dclint.engine.report import Gap
from dclint.errors import ApiError
from dclint.model.context import Context, Token
from dclint.sources.intercom.client import Client
from dclint.sources.intercom.pagination import pages

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(slots=True)
class WorkspaceContext:
    """A workspace: who it is, what is known of it, and what is not."""

    id: str = "unknown"
    """`app.id_code` of `GET /me`."""
    name: str | None = None
    evidence: Context = field(default_factory=Context)
    gaps: list[Gap] = field(default_factory=list)


async def fetch_workspace_context(client: Client) -> WorkspaceContext:
    """Ask for whatever helps; what cannot be had is a gap."""
    around = WorkspaceContext()
    gaps = await asyncio.gather(
        _try("the workspace's settings (`/me`)", _me(client, around)),
        _try("stored tokens (`/auth_tokens`)", _tokens(client, around)),
        _try("attributes of people (`/data_attributes`)", _attributes(client, around)),
    )
    around.gaps += filter(None, gaps)
    return around


async def _try(what: str, asking: Awaitable[None]) -> Gap | None:
    try:
        await asking
    except ApiError as error:
        return Gap(what, str(error))
    return None


async def _me(client: Client, around: WorkspaceContext) -> None:
    app = _member(await client.get("/me"), "app")
    if not isinstance(app, dict):
        raise ApiError("the answer says nothing of the workspace")
    own, name, verified = app.get("id_code"), app.get("name"), app.get("identity_verification")
    if isinstance(own, str) and _NAME.fullmatch(own):
        around.id = own
    around.name = name if isinstance(name, str) else None
    if isinstance(verified, bool):
        around.evidence = replace(around.evidence, identity_verification=verified)


async def _tokens(client: Client, around: WorkspaceContext) -> None:
    tokens = {}
    async for items in pages(client, "/auth_tokens", per_page="50"):
        for item in items:
            own, header = _member(item, "id"), _member(item, "request_header_key")
            if isinstance(own, int | str) and isinstance(header, str):
                domain, kind = _member(item, "domain"), _member(item, "token_type")
                tokens[str(own)] = Token(header, _text(domain), _text(kind))
    around.evidence = replace(around.evidence, tokens=tokens)


async def _attributes(client: Client, around: WorkspaceContext) -> None:
    answer = await client.get("/data_attributes", model="contact")
    items = _member(answer, "data")
    if not isinstance(items, list):
        raise ApiError("the answer has no `data`")
    told = [(_member(item, "full_name"), _member(item, "messenger_writable")) for item in items]
    known = {k: v for k, v in told if isinstance(k, str) and isinstance(v, bool)}
    around.evidence = replace(around.evidence, attributes=known)


def _member(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None
