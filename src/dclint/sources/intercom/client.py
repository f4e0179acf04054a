"""A client that can only read: GET requests with patience, a pace, and an end."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from dclint.base.pointer import Json
from dclint.errors import ApiError
from dclint.sources.intercom import json as payload
from dclint.sources.intercom.errors import (
    explain_refusal,
    explain_silence,
    explain_untrusted,
    is_certificate_error,
    is_transient_status,
)
from dclint.sources.intercom.http import ApiResponse, send_request
from dclint.sources.intercom.rate_limit import MAX_WAIT, RateLimiter, read_requested_wait

_TOO_MANY_REQUESTS = 429
_OK = 200
_MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How much is asked of the API; times are in seconds."""

    rate: float = 20
    """Requests a second."""
    concurrency: int = 8
    """Requests under way at once."""
    deadline: float = 1800
    """For the whole audit."""
    attempt_timeout: float = 60
    """For one request with its answer."""
    read_timeout: float = 20
    """For the next byte."""
    backoff: float = 0.5
    """What the first pause after a failure may last; later ones double it."""


class _TransientError(Exception):
    """A failure that may pass: `tries` say how often it is worth it."""

    def __init__(self, error: ApiError, tries: int, pause: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.max_tries = tries
        self.pause = pause


class ApiClient:
    """Asks one workspace, with its access token, at one version of the API."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        token: SecretStr,
        limits: RequestLimits,
        waiting: Callable[[float], None],
    ) -> None:
        self.request_count = 0
        """Sent so far, those that failed included."""
        self._http = http
        self._token = token.get_secret_value()
        self._limits = limits
        self._rate_limiter = RateLimiter(limits.rate, waiting)
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._final_error: ApiError | None = None
        """Why nothing is asked any more: the API wants to be left alone for too long."""
        self._deadline = asyncio.get_running_loop().time() + limits.deadline

    @property
    def host(self) -> str:
        """The name of the API's host."""
        return self._http.base_url.host

    async def fetch_json(self, path: str, **params: str) -> Json:
        """Return what the API answers.  Raises ApiError."""
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._get_patiently(path, params)
        except TimeoutError:
            minutes = self._limits.deadline / 60
            raise ApiError(f"the time for the whole audit, {minutes:g} minutes, is over") from None

    async def _get_patiently(self, path: str, params: dict[str, str]) -> Json:
        """Return the answer of the first attempt that succeeds.  Raises ApiError of the last."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._attempt_request(path, params)
            except _TransientError as error:
                if attempt == error.max_tries:
                    raise error.error from None
                pause = self._choose_pause(error, attempt)
            await asyncio.sleep(pause)

    async def _attempt_request(self, path: str, params: dict[str, str]) -> Json:
        url = self._http.base_url.join(path).copy_merge_params(params)
        async with self._slots:
            for _ in range(_MAX_REDIRECTS + 1):
                await self._wait_for_turn()
                answer = await self._fetch_response(url)
                if not isinstance(answer, httpx.URL):
                    return self._parse_response(answer, path)
                url = answer
        raise ApiError("the API redirects in a circle")

    async def _wait_for_turn(self) -> None:
        """Wait for the moment to send a request.  Raises ApiError or TimeoutError if none comes."""
        await self._rate_limiter.wait_for_turn()
        if self._final_error:
            raise ApiError(str(self._final_error), self._final_error.status, self._final_error.code)
        if asyncio.get_running_loop().time() >= self._deadline:
            raise TimeoutError
        self.request_count += 1

    async def _fetch_response(self, url: httpx.URL) -> ApiResponse | httpx.URL:
        try:
            async with asyncio.timeout(self._limits.attempt_timeout):
                return await send_request(self._http, url)
        except TimeoutError:
            raise _TransientError(ApiError(f"{self.host} does not answer in time"), 3) from None
        except httpx.HTTPError as error:
            if is_certificate_error(error):
                raise explain_untrusted(self.host) from None
            raise _TransientError(explain_silence(error, self.host), 4) from None

    def _parse_response(self, answer: ApiResponse, path: str) -> Json:
        """Return what an answer says; whoever asks for a pause gets it."""
        pause = read_requested_wait(answer.headers)
        if pause is not None and (pause <= MAX_WAIT or answer.status == _OK):
            self._rate_limiter.hold_all(pause)
        try:
            said = payload.parse_json(answer.content, self._token)
        except ValueError:
            if answer.status == _OK:
                raise _TransientError(self._make_format_error(answer), 2) from None
            said = None
        if answer.status == _OK:
            return said
        raise self._classify_error(
            explain_refusal(answer.status, said, path, self.host), answer.status, pause
        )

    def _classify_error(self, error: ApiError, status: int, pause: float | None) -> Exception:
        if not is_transient_status(status):
            return error
        if (pause or 0) > MAX_WAIT:
            self._final_error = error
            return error
        return _TransientError(error, 6 if status == _TOO_MANY_REQUESTS else 4, pause)

    def _make_format_error(self, answer: ApiResponse) -> ApiError:
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        what = "a web page" if kind == "text/html" else "something that is no valid JSON"
        sentence = f"{self.host} answers with {what}, as if it were not Intercom's API"
        return ApiError(sentence, answer.status)

    def _choose_pause(self, passing: _TransientError, attempt: int) -> float:
        """Return seconds to wait: twice as long as before, and never the same for all requests."""
        longest = self._limits.backoff
        if passing.pause is None:  # else the pace holds every request for the time asked
            longest *= 2 ** (attempt - 1)
        return random.uniform(0.5, 1) * longest  # noqa: S311 - nothing secret depends on it
