"""A client that can only read: GET requests with patience, a pace, and an end."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import httpx
from pydantic import SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from dclint.errors import ApiError
from dclint.intercom.pace import LONGEST_WAIT, Pace, asked_to_wait
from dclint.intercom.problems import is_temporary, is_untrusted, refused, unanswered, untrusted
from dclint.intercom.wire import Answer, fetch
from dclint.pointer import Json

_TOO_MANY_REQUESTS = 429
_OK = 200
_REMOVED = b"[access token]"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked of the API; times are in seconds."""

    rate: float = 20
    """Requests a second."""
    concurrency: int = 8
    """Requests under way at once."""
    deadline: float = 1800
    """For the whole audit."""
    attempt: float = 60
    """For one request with its answer."""
    silence: float = 20
    """For the next byte."""
    backoff: float = 0.5
    """What the first pause after a failure may last; later ones double it."""


class _PassingError(Exception):
    """A failure that may pass: `tries` say how often it is worth it."""

    def __init__(self, error: ApiError, tries: int, pause: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.tries = tries
        self.pause = pause


class Client:
    """Asks one workspace, with its access token, at one version of the API."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        token: SecretStr,
        limits: Limits,
        waiting: Callable[[float], None],
    ) -> None:
        self.requests = 0
        """Sent so far, those that failed included."""
        self._http = http
        self._token = token.get_secret_value().encode()
        self._limits = limits
        self._pace = Pace(limits.rate, waiting)
        self._deadline = asyncio.get_running_loop().time() + limits.deadline

    @property
    def host(self) -> str:
        """The name of the API's host."""
        return self._http.base_url.host

    async def get(self, path: str, **params: str) -> Json:
        """Return what the API answers.  Raises ApiError."""
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_PassingError),
            stop=_is_enough,
            wait=self._pause,
            reraise=True,
        )
        try:
            async with asyncio.timeout_at(self._deadline):
                return await retrying(self._attempt, path, params)
        except _PassingError as passing:
            raise passing.error from None
        except TimeoutError:
            minutes = self._limits.deadline / 60
            raise ApiError(f"the time for the whole audit, {minutes:g} minutes, is over") from None

    async def _attempt(self, path: str, params: dict[str, str]) -> Json:
        await self._pace.turn()
        self.requests += 1
        try:
            async with asyncio.timeout(self._limits.attempt):
                answer = await fetch(self._http, path, params)
        except TimeoutError:
            raise _PassingError(ApiError(f"{self.host} does not answer in time"), 3) from None
        except httpx.HTTPError as error:
            if is_untrusted(error):
                raise untrusted(self.host) from None
            raise _PassingError(unanswered(error, self.host), 4) from None
        self._obey(answer)
        if answer.status != _OK:
            raise self._refused(answer, path)
        return self._parsed(answer)

    def _obey(self, answer: Answer) -> None:
        pause = asked_to_wait(answer.headers)
        if pause is not None and (pause <= LONGEST_WAIT or answer.status == _OK):
            self._pace.hold(pause)

    def _refused(self, answer: Answer, path: str) -> Exception:
        error = refused(answer.status, answer.content, path, self.host)
        pause = asked_to_wait(answer.headers)
        if not is_temporary(answer.status) or (pause or 0) > LONGEST_WAIT:
            return error
        tries = 6 if answer.status == _TOO_MANY_REQUESTS else 4
        return _PassingError(error, tries, pause)

    def _parsed(self, answer: Answer) -> Json:
        """Read JSON, in which the token, should somebody send it back, is replaced."""
        try:
            content = answer.content.replace(self._token, _REMOVED)
            return json.loads(content, parse_constant=_refuse, parse_float=_finite)
        except (ValueError, RecursionError):
            kind = answer.headers.get("content-type", "").partition(";")[0].strip()
            what = "a web page" if kind == "text/html" else "something that is no valid JSON"
            sentence = f"{self.host} answers with {what}, as if it were not Intercom's API"
            raise _PassingError(ApiError(sentence, answer.status), 2) from None

    def _pause(self, state: RetryCallState) -> float:
        """Wait as long as asked, else twice as long as before, and never all at the same time."""
        passing = _passing(state)
        jitter = random.uniform(0.5, 1)  # noqa: S311 - nothing secret depends on it
        if passing.pause is not None:
            return jitter * self._limits.backoff  # the pace holds everybody for the time asked
        return float(jitter * self._limits.backoff * 2 ** (state.attempt_number - 1))


def _passing(state: RetryCallState) -> _PassingError:
    error = state.outcome and state.outcome.exception()
    assert isinstance(error, _PassingError)  # noqa: S101 - nothing else is tried again
    return error


def _is_enough(state: RetryCallState) -> bool:
    return state.attempt_number >= _passing(state).tries


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse(text)
