"""What may go wrong with an answer: each is something that `Server.fail` takes."""

import gzip
from collections.abc import Mapping
from functools import cache
from typing import Any

from support.audit.server import TOKEN, Exchange, Fault, problem


def status(code: int, error: str = "server_error", **headers: str) -> Fault:
    """An error of the API, with these headers."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.say(problem(error), code, told)


def says(value: Any, **headers: str) -> Fault:
    """Other JSON than is stored."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.say(value, 200, told)


def sends(content: bytes, code: int = 200, headers: Mapping[str, str] | None = None) -> Fault:
    """Whatever bytes."""
    return lambda exchange: exchange.send(content, code, headers)


def redirects(location: str, code: int = 302) -> Fault:
    """The way to somewhere else."""
    return lambda exchange: exchange.send(b"", code, {"Location": location})


def reset(exchange: Exchange) -> None:
    """No answer, and no connection."""
    exchange.reset()


def reset_within(exchange: Exchange) -> None:
    """The beginning of an answer, and no connection."""
    exchange.send(b'{"type": "list", "data": [', length=1000)
    exchange.reset()


def cut(exchange: Exchange) -> None:
    """The beginning of an answer, and a regular end of the connection."""
    exchange.send(b'{"type": "list", "data": [', length=1000)
    exchange.close_connection = True


def nonsense(exchange: Exchange) -> None:
    """Something that is not even HTTP."""
    exchange.raw(b"220 mail.shopfinder.io ESMTP\r\n\r\n")
    exchange.close_connection = True


def silence(exchange: Exchange) -> None:
    """Nothing, for ever."""
    exchange.server.closing.wait(60)
    exchange.close_connection = True


def drip(exchange: Exchange) -> None:
    """A byte at a time, for ever."""
    exchange.send(b"{", length=1_000_000)
    while not exchange.server.closing.wait(0.02):
        exchange.raw(b" ")


def flood(exchange: Exchange) -> None:
    """Two hundred megabytes."""
    size = 200 * 1024 * 1024
    exchange.send(b'{"type": "list", "data": [', length=size)
    chunk = b'"' + b"x" * (1 << 16) + b'",'
    for _ in range(size // len(chunk)):
        exchange.raw(chunk)


def endless_gzip(exchange: Exchange) -> None:
    """A short answer in gzip, behind which other bytes follow for two hundred megabytes."""
    content = gzip.compress(b"{}")
    size = 200 * 1024 * 1024
    exchange.send(content, 200, {"Content-Encoding": "gzip"}, length=size)
    for _ in range(size // (1 << 16)):
        exchange.raw(b"\0" * (1 << 16))


def bomb(layers: int = 1, *, code: int = 200) -> Fault:
    """Two hundred megabytes in some kilobytes."""
    encoding = ", ".join(["gzip"] * layers)
    return lambda exchange: exchange.send(_bomb(layers), code, {"Content-Encoding": encoding})


@cache
def _bomb(layers: int) -> bytes:
    content = _bomb(layers - 1) if layers > 1 else b" " * (200 * 1024 * 1024)
    return gzip.compress(content, 1)


def echoes(exchange: Exchange) -> None:
    """The access token, wherever it may stand."""
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in TOKEN)
    exchange.send(f'{{"type": "{TOKEN}", "id": 1, "name": "{escaped}"}}'.encode())
