"""Counterexamples: one request with a benign and with a hostile value, side by side.

Nothing is sent, and the same connector always gives the same lines.  Values are inserted as text,
as they are: Intercom does not document how it escapes them, so a proof has a confidence of its own.
"""

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import NamedTuple
from urllib.parse import unquote_plus

from dclint.attacks import CASES, EVIL, Case
from dclint.checks.taint import Kind, source
from dclint.connector import Connector
from dclint.finding import Attack, Flow, Fragment, Proof, Rendering
from dclint.pointer import Pointer, resolve
from dclint.template import Placeholder, scan
from dclint.url import Region, destination, parse

TextAt = Callable[[Pointer], str]
"""Returns the text at a pointer as it may be shown: its secrets masked, its length unchanged."""

_LONGEST = 4000
"""Characters of a text that is rendered; a longer one proves nothing to a reader."""

_WINDOW = 60
"""Characters of a body or a query that are shown on each side of a value."""

_PLAIN = "7"
"""What stands for a value that is not looked at."""


def demonstrate(connector: Connector, flow: Flow, text_at: TextAt) -> Proof | None:
    """Render the request of `connector` with a benign and a hostile value where `flow` ends.

    None if the flow changes nothing about the request itself, or if no hostile value is known
    that would.
    """
    if flow.attack is None or not flow.steps[-1].fragment:
        return None
    scene = _Scene(connector, flow, flow.steps[-1].at, flow.steps[-1].fragment, text_at)
    if max(map(len, (text_at(scene.at), text_at(("url",)), scene.header))) > _LONGEST:
        return None
    case = scene.case(CASES[flow.attack])
    if not case.hostile:
        return None
    benign, hostile = scene.render(case.benign), scene.render(case.hostile[0])
    compared = slice(-1, None) if flow.attack is Attack.HOST else slice(None)
    if benign.lines[compared] == hostile.lines[compared]:
        return None
    return Proof(benign, hostile, case.effect, case.confidence)


class _Scene(NamedTuple):
    """A placeholder and the request around it."""

    connector: Connector
    flow: Flow
    at: Pointer
    span: Fragment
    text_at: TextAt

    @property
    def header(self) -> str:
        """The name of the header in which the placeholder stands; `` elsewhere."""
        return self.text_at((*self.at[:-1], "name")) if self.at[0] == "headers" else ""

    def case(self, case: Case) -> Case:
        """Adapt what is inserted to the kind of the value and to where it stands."""
        is_number = source(self.connector, self.flow.name).kind is Kind.NUMBER
        match self.flow.attack:
            case Attack.HOST:
                return self._host_case(case, is_number=is_number)
            case Attack.QUERY:
                return case._replace(hostile=case.hostile[self._quote() == '"' :])
            case Attack.GRAPHQL:
                is_quoted = self._before().endswith('"')
                return case._replace(hostile=case.hostile[not is_quoted :])
            case Attack.JSON:
                is_key = self._text_behind().lstrip().startswith(":")
                return case._replace(hostile=case.hostile[is_key:])
            case Attack.EMPTY:
                is_last = self._before().endswith("/") and self._text_behind()[:1] in ("", "?", "#")
                meaning = "means the whole collection" if is_last else "is another one"
                effect = f"without the value the address {meaning}"
                return case._replace(effect=effect, benign="1042" if is_number else case.benign)
            case _:
                return case

    def _host_case(self, case: Case, *, is_number: bool) -> Case:
        if is_number:
            effect = "the value chooses another port or another host"
            return case._replace(benign="8443", hostile=("22",), effect=effect)
        hostile = tuple(filter(self._reaches_evil, case.hostile))
        return case._replace(benign=self._benign_host(), hostile=hostile)

    def render(self, value: str) -> Rendering:
        """Write the lines of the request that matter, the host last where the value chooses it."""
        match self.flow.attack, self.at:
            case ((Attack.QUERY | Attack.GRAPHQL), _):
                lines: Iterable[str] = (self._query(value),)
            case Attack.HEADER, _:
                header = f"{self.header}: {self._filled(value)}"
                lines = (*self._request(""), *header.split("\r\n"))
            case _, ("body",):
                lines = (*self._request(""), self._window(value))
            case _:
                lines = self._request(value)
        return Rendering(value, tuple(lines))

    def _request(self, value: str) -> tuple[str, ...]:
        """Write the request line and the host."""
        method = self.connector.http_method
        verb = method.upper() if isinstance(method, str) else "METHOD"
        text = self._filled(value) if self.at == ("url",) else _neutral(self.text_at(("url",)))
        found = destination(text)
        return (f"{verb} {found.target}", f"Host: {found.host}") if found else (f"{verb} {text}",)

    def _filled(self, value: str) -> str:
        """Insert `value` for this placeholder and plain values for the others."""
        placeholders = scan(resolve(self.connector.raw, self.at))  # some are masked in the other
        chosen = (value if p.name == self.flow.name else _PLAIN for p in placeholders)
        return _fill(self.text_at(self.at), placeholders, chosen)

    def _window(self, value: str) -> str:
        """Write what surrounds the value, on one line."""
        text = self.text_at(self.at)
        before = _neutral(text[: self.span[0]])
        after = _neutral(text[self.span[1] :])
        left = f"…{before[-_WINDOW:]}" if len(before) > _WINDOW else before
        right = f"{after[:_WINDOW]}…" if len(after) > _WINDOW else after
        return " ".join(f"{left}{value}{right}".split())

    def _query(self, value: str) -> str:
        """Write the query text as the service reads it, without escapes."""
        text = self._decoded(self._window(value))
        return text if self.at == ("url",) else text.replace('\\"', '"').replace("\\n", " ")

    def _quote(self) -> str:
        """Guess which quotes stand around the placeholder: on both sides, and nearest to it."""
        before, behind = self._before(), self._decoded(self._text_behind())
        return max("'\"", key=lambda quote: (quote in behind, before.rfind(quote)))

    def _before(self) -> str:
        """Return what stands before the placeholder, without percent-encoding."""
        return self._decoded(self.text_at(self.at)[: self.span[0]])

    def _decoded(self, text: str) -> str:
        return unquote_plus(text) if self.at == ("url",) else text

    def _text_behind(self) -> str:
        return self.text_at(self.at)[self.span[1] :]

    def _reaches_evil(self, value: str) -> bool:
        found = destination(self._filled(value))
        return found is not None and found.host == EVIL

    def _benign_host(self) -> str:
        """Choose a value that the author may have meant."""
        url = parse(self.text_at(("url",)))
        if url.starts_with_placeholder:
            is_scheme = self._text_behind().startswith(":")
            return "https" if is_scheme else "https://api.acme.example"
        if url.region(Placeholder(*self.span, self.flow.name)) is Region.PORT:
            return "8443"
        start, end = url.authority or (0, 0)
        return "/v1" if start < self.span[0] and self.span[1] == end else "acme"


def _neutral(text: str) -> str:
    return _fill(text, scan(text), repeat(_PLAIN))


def _fill(text: str, placeholders: Iterable[Placeholder], values: Iterable[str]) -> str:
    """Replace every placeholder by its value."""
    pieces: list[str] = []
    position = 0
    for placeholder, value in zip(placeholders, values, strict=False):
        pieces += [text[position : placeholder.start], value]
        position = placeholder.end
    return "".join([*pieces, text[position:]])
