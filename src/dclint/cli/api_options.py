"""Which live workspace a command reads, and with which token."""

import functools
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from urllib.parse import urlsplit

import click

from dclint.cli.progress import ProgressBar, choose_progress
from dclint.errors import UsageError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from dclint.sources.intercom.connectors import VersionState
    from dclint.sources.intercom.executions import ExecutionWindow
    from dclint.sources.live import SnapshotStore, WorkspaceReader


_Command = TypeVar("_Command", bound=Callable[..., Any])
KEYRING_SERVICE = "dclint"  # the name of the token in the keyring of the operating system
_TOKEN_VARIABLE = "INTERCOM_ACCESS_TOKEN"  # noqa: S105 - the name of a variable
_HOST_PATTERN = re.compile(r"[a-z0-9._:-]+")
_VERSION_PATTERN = re.compile(r"[1-9]?[0-9]\.[0-9]{1,2}|Preview|Unstable")


class ApiOptions(NamedTuple):
    """Which workspace to read, as the command line says."""

    region: str
    base_url: str | None
    token_env: str
    api_version: str
    max_rate: float
    time_limit: float

    def open_reader(
        self,
        state: "VersionState",
        *,
        in_order: bool = True,
        window: "ExecutionWindow | None" = None,
        store: "SnapshotStore | None" = None,
        bar: ProgressBar | None = None,
    ) -> "WorkspaceReader":
        """Prepare a visit.  Raises UsageError if there is no token or no such place."""
        from dclint.sources.intercom.client import RequestLimits
        from dclint.sources.intercom.reader import WorkspaceRequest
        from dclint.sources.live import REGIONS, WorkspaceReader

        request = WorkspaceRequest(
            base_url=_check_base_url(self.base_url) if self.base_url else REGIONS[self.region],
            token=_read_token(self.token_env),
            api_version=_check_version(self.api_version),
            state=state,
            in_order=in_order,
            window=window,
            limits=RequestLimits(rate=self.max_rate, deadline=self.time_limit * 60),
        )
        region = "custom" if self.base_url else self.region
        return WorkspaceReader(request, region, bar or choose_progress(sys.stderr), store=store)


def _check_version(version: str) -> str:
    """Return the name of a version as the API has it now."""
    if not _VERSION_PATTERN.fullmatch(version):
        raise UsageError("--api-version: write a number, as in 2.16, or Preview")
    return "Preview" if version == "Unstable" else version


def _check_base_url(base_url: str) -> str:
    """Return the address of an API that may be given the token."""
    import httpx

    try:
        url = httpx.URL(base_url)
        host = url.host and url.raw_host.decode()
        host.encode("idna")
        urlsplit(base_url).port  # noqa: B018 - raises ValueError if there is no such port
    except (httpx.InvalidURL, ValueError):
        raise UsageError("--base-url: this is no URL") from None
    has_more = any((url.userinfo, url.query, url.fragment, url.path not in ("", "/")))
    if has_more or not _HOST_PATTERN.fullmatch(host):
        raise UsageError("--base-url: write the scheme and the host, as in https://api.intercom.io")
    is_local = url.scheme == "http" and _is_loopback(url.host)
    if url.scheme != "https" and not is_local:
        raise UsageError("--base-url: the token goes over https only; http is for localhost")
    return str(url)


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    with suppress(ValueError):
        return ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


def _read_token(variable: str) -> "SecretStr":
    """Read the token from the environment, else from the keyring.  Raises UsageError."""
    from pydantic import SecretStr

    token = os.environ.get(variable, "").strip() or _read_keyring(variable)
    # what stands after --token-env may be the token itself, by mistake: it is not repeated
    name = variable if variable == _TOKEN_VARIABLE else "the variable that --token-env names"
    if not token:
        raise UsageError(
            f"set {name} to an access token of the workspace, with the scope "
            "`read_workflow_connector_execution_result`"
        )
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise UsageError(f"what {name} holds is no access token: it has other characters")
    return SecretStr(token)


def _read_keyring(variable: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(KEYRING_SERVICE, variable) or "").strip()
    except (KeyringError, ImportError, AttributeError):  # the latter two: no such backend
        return ""


def _refuse_nan(_context: click.Context, option: click.Parameter, value: float) -> float:
    """Refuse `nan`, which no range excludes."""
    if isnan(value):
        raise click.BadParameter("this is no number", param=option)
    return value


_OPTIONS = (
    click.option(
        "--region",
        type=click.Choice(["us", "eu", "au"]),
        default="us",
        envvar="DCLINT_REGION",
        help="Where the workspace is hosted (us).",
    ),
    click.option("--base-url", metavar="URL", help="Another address of the API."),
    click.option(
        "--token-env",
        default=_TOKEN_VARIABLE,
        metavar="NAME",
        help="The variable that holds the access token (INTERCOM_ACCESS_TOKEN).",
    ),
    click.option(
        "--api-version",
        default="2.16",
        metavar="VERSION",
        help="The version of the API (2.16).",
    ),
    click.option(
        "--max-rate",
        type=click.FloatRange(min=0.1, max=100),
        callback=_refuse_nan,
        default=20,
        metavar="N",
        help="Requests a second (20).",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(min=0.1),
        callback=_refuse_nan,
        default=30,
        metavar="MINUTES",
        help="When to give up (30).",
    ),
)


def add_api_options(command: _Command) -> _Command:
    """Add the options of every command that reads a workspace; it gets them as `visiting`."""

    @functools.wraps(command)
    def gather_options(**options: Any) -> Any:
        own = {name: options.pop(name) for name in ApiOptions._fields}
        return command(visiting=ApiOptions(**own), **options)

    wrapped: Any = gather_options
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return cast(_Command, wrapped)
