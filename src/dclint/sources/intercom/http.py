"""One request and its answer: to one origin only, and never more of it than is sensible."""

import zlib
from collections.abc import Mapping
from typing import NamedTuple

import httpx

from dclint.errors import ApiError

# What is read of an answer; a connector with everything has some kilobytes.
MAX_RESPONSE_BYTES = 8 * 1024 * 1024

_GZIP_WINDOW_BITS = 16 + zlib.MAX_WBITS
_BAD_REQUEST = 400


class ApiResponse(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes


async def send_request(http: httpx.AsyncClient, url: httpx.URL) -> ApiResponse | httpx.URL:
    """Send one GET request, and return its answer or, within the same origin, where it leads.

    Raises ApiError if the answer leads elsewhere or is too large, and what httpx raises if there
    is none.
    """
    try:
        async with http.stream("GET", url) as response:
            if response.has_redirect_location:
                return _resolve_redirect(response)
            return ApiResponse(
                response.status_code, response.headers, await _read_content(response)
            )
    except (httpx.InvalidURL, UnicodeError):  # a host that IDNA does not allow
        raise ApiError("the API redirects to something that is no URL") from None


def _resolve_redirect(response: httpx.Response) -> httpx.URL:
    target = response.url.join(response.headers["location"])
    if _get_origin(target) != _get_origin(response.url):
        message = "the API redirects to another host, which never gets the token"
        raise ApiError(message, response.status_code)
    return target.copy_with(username=None, password=None, fragment=None)


def _get_origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


async def _read_content(response: httpx.Response) -> bytes:
    """Read and decompress an answer; an error's explanation may be cut off, nothing else."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip"):
        raise ApiError("the API answers in an encoding that was not asked for")
    unzip = zlib.decompressobj(_GZIP_WINDOW_BITS) if encoding == "gzip" else None
    content = bytearray()
    received = 0
    try:
        async for chunk in response.aiter_raw():
            received += len(chunk)
            room = MAX_RESPONSE_BYTES - len(content) + 1
            content += unzip.decompress(chunk, room) if unzip else chunk
            if max(received, len(content)) > MAX_RESPONSE_BYTES:
                return _refuse_large_answer(response)
    except zlib.error:
        raise httpx.DecodingError("no gzip", request=response.request) from None
    if unzip and content and not unzip.eof:
        raise httpx.DecodingError("cut off", request=response.request)
    return bytes(content)


def _refuse_large_answer(response: httpx.Response) -> bytes:
    if response.status_code >= _BAD_REQUEST:
        return b""
    raise ApiError(f"the answer is larger than {MAX_RESPONSE_BYTES // 1024**2} MiB")
