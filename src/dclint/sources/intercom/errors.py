"""What an error of the API means, in one sentence that says what to do."""

import re
import ssl
from http import HTTPStatus

import httpx

from dclint.base.pointer import Json
from dclint.errors import ApiError

# An error code of the API; what else stands there comes from a stranger and is not repeated.
_ERROR_CODE = re.compile(r"[a-z0-9_]{1,60}")

# The scope that each path needs (https://developers.intercom.com, version 2.17).
_SCOPES = {
    "auth_tokens": "read_auth_tokens",
    "data_connectors": "read_workflow_connector_execution_result",
}

LIST_PATH = "/data_connectors"  # the path of the list; whoever has a workspace has this


def explain_refusal(status: int, said: Json, path: str, host: str) -> ApiError:
    """Make an error of an answer that is none; `said` is its JSON, if it had any."""
    code = _find_error_code(said)
    label = f"{status} {code}" if code else f"HTTP {status}"
    return ApiError(_describe_status(status, code, label, path, host), status, code)


def _describe_status(status: int, code: str | None, label: str, path: str, host: str) -> str:
    match status, code:
        case _, "intercom_version_invalid":
            said = f"the API version does not have it ({label}); set --api-version to 2.16 or later"
        case 401, _:
            said = (
                f"{host} does not accept the access token ({label}); is it complete, still valid, "
                "and of a workspace in this region?"
            )
        case _, "api_plan_restricted":
            said = f"the workspace's plan does not include it ({label})"
        case 403, _:
            scope = _SCOPES.get(path.split("/")[1])
            needs = f"; give it the scope `{scope}`" if scope else ""
            said = f"the access token may not read it ({label}){needs}"
        case 404, _ if path == LIST_PATH:
            said = (
                f"{host} knows no data connectors ({label}); check --region, and that "
                "--api-version is 2.16 or later"
            )
        case 404, _ if path == "/auth_tokens":
            said = f"this API version has none ({label}); set --api-version to 2.18 or Preview"
        case 404, _:
            said = f"it is not there ({label})"
        case 429, _:
            said = f"the API's rate limit is used up ({label}); try again later"
        case _:
            said = f"the API answers with an error ({label})"
    return said


def _find_error_code(said: Json) -> str | None:
    try:
        code = said["errors"][0]["code"]
    except (LookupError, TypeError):
        return None
    return code if isinstance(code, str) and _ERROR_CODE.fullmatch(code) else None


def is_certificate_error(error: BaseException) -> bool:
    """Whether the certificate of the host could not be verified."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def explain_untrusted(host: str) -> ApiError:
    """Make an error of a certificate that cannot be verified."""
    return ApiError(
        f"the certificate of {host} cannot be verified; behind a proxy that inspects traffic, "
        "name its certificate in SSL_CERT_FILE"
    )


def explain_silence(error: httpx.HTTPError, host: str) -> ApiError:
    """Make an error of what httpx raises; its own text is not repeated, it may hold anything."""
    match error:
        case httpx.TimeoutException():
            return ApiError(f"{host} does not answer in time")
        case httpx.ProxyError():
            return ApiError(f"the proxy does not lead to {host}")
        case httpx.ConnectError():
            return ApiError(f"{host} cannot be reached")
        case httpx.DecodingError():
            return ApiError(f"{host} answers with something that is no gzip")
        case _:
            return ApiError(f"{host} breaks the connection off")


def is_transient_status(status: int) -> bool:
    """Whether an error may pass: too many requests, or trouble on the server."""
    return status in (
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    )
