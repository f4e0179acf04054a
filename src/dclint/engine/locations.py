"""Where one connector's hits stand in its text, and what of it must not be shown."""

from collections.abc import Iterable
from typing import NamedTuple

from dclint.base.pointer import Json, Pointer, resolve_pointer
from dclint.base.spans import Fragment
from dclint.document import Document, Span
from dclint.edits.edit import SuggestedFix, prefix_edit
from dclint.edits.text import TextChange, compute_changes
from dclint.engine.locator import Locator
from dclint.findings.finding import CodeFlow, CodeFlowStep, Fix, Location, Replacement
from dclint.findings.hit import Hit, HitFlow, Related
from dclint.model.subject import Subject
from dclint.secrets.connector import find_connector_secrets
from dclint.secrets.patterns import mask_span
from dclint.secrets.redaction import MAX_SCANNED, redact_text, shorten_message

# Characters of a secret that may be shown; a message may quote more and cut off the rest.
_TELLING = 4


class _Secret(NamedTuple):
    text: str
    masked: str


class LocationResolver:
    """Finds the places of one connector, and masks what of it must not be shown."""

    def __init__(self, document: Document, subject: Subject, sensitive: Iterable[Hit]) -> None:
        self._document = document
        self._subject = subject
        self._connector = subject.connector
        self._raw = subject.connector.raw
        self._places = list(find_connector_secrets(subject.connector))
        self._shown: dict[Pointer, str] = {}
        spans: list[Span] = []
        self._secrets: list[_Secret] = []
        places = [(at, (start, end)) for at, start, end, _ in self._places]
        for at, fragment in (*places, *((hit.at, hit.fragment) for hit in sensitive)):
            spans.append(document.locate_value(subject.at + at, fragment))
            value = resolve_pointer(self._raw, at)
            if isinstance(value, str) and value:
                text = value[slice(*fragment)] if fragment else value
                self._secrets.append(_Secret(text, mask_span(text, 0, len(text))))
        self._locator = Locator(document, spans, document.locate_value(subject.at))

    def read_value(self, hit: Hit) -> Json:
        """What stands at a hit, as far as it belongs to the hit's identity."""
        value = None if hit.on_key else self._at(hit.at)
        return None if isinstance(value, (dict, list)) else value

    def locate(
        self, at: Pointer, fragment: Fragment | None = None, *, on_key: bool = False
    ) -> Location:
        """Return the place of a hit; an object is known by its name."""
        pointer = self._subject.at + at
        if isinstance(self._at(at), dict) and not on_key:
            return self._locator.locate_by_name(pointer)
        return self._locator.locate_pointer(pointer, fragment, on_key=on_key)

    def locate_step(self, related: Related) -> CodeFlowStep:
        """Return the place of what belongs to a hit."""
        return CodeFlowStep(
            shorten_message(self.mask_text(related.message)),
            self.locate(related.at, related.fragment),
        )

    def build_code_flow(self, flow: HitFlow, *, show_exploit: bool) -> CodeFlow:
        """Return the places through which a value goes and, if wanted, what it does there."""
        steps = tuple(map(self.locate_step, flow.steps))
        if not show_exploit:
            return CodeFlow(shorten_message(flow.name), steps)
        from dclint.analysis.exploit import build_exploit

        return CodeFlow(
            shorten_message(flow.name),
            steps,
            build_exploit(self._connector, flow, self.show_masked),
        )

    def write_fix(self, suggested: SuggestedFix | None) -> Fix | None:
        """Return what a fix does to the document; None if it cannot be written."""
        if suggested is None:
            return None
        edits = tuple(prefix_edit(self._subject.at, edit) for edit in suggested.edits)
        found = compute_changes(self._document, edits)
        if found is None:
            return None
        is_open = all(self._masked(text) == text == redact_text(text) for _, _, text in found)
        replacements = tuple(map(self._replacement, found)) if is_open else ()
        return Fix(suggested.is_safe, edits, replacements)

    def _replacement(self, change: TextChange) -> Replacement:
        position = self._document.line_column
        return Replacement(*position(change.start), *position(change.end), change.text)

    def show_masked(self, at: Pointer) -> str:
        """Return a text of the connector with its secrets masked; `` if there is none."""
        if at not in self._shown:
            self._shown[at] = self._redacted(at)
        return self._shown[at]

    def _redacted(self, at: Pointer) -> str:
        text = resolve_pointer(self._raw, at) if at[0] in self._raw else ""
        if not isinstance(text, str):
            return ""
        for secret in self._places:
            if secret.at == at:
                text = mask_span(text, secret.start, secret.end)
        label = ""
        if at[0] == "headers" and at[-1] == "value":  # its name tells whether it is a secret
            label = f"{self.show_masked((*at[:-1], 'name'))}: "
        return redact_text(label + text)[len(label) :]

    def mask_text(self, text: str) -> str:
        """Mask the connector's secrets in what a message quotes; the rest of it is ours."""
        text = text[:MAX_SCANNED]
        return "`".join(
            self._masked(part) if number % 2 else part
            for number, part in enumerate(text.split("`"))
        )

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            if secret.text[: _TELLING + 1] not in text:
                continue
            text = text.replace(secret.text, secret.masked)
            for length in range(min(len(secret.text) - 1, len(text)), _TELLING, -1):
                text = text.replace(f"{secret.text[:length]}…", f"{secret.masked[:length]}…")
        return text

    def mask_hit(self, hit: Hit) -> Hit:
        """Mask the connector's secrets in what a hit says."""
        if not self._secrets:
            return hit
        remedy = hit.remedy and self.mask_text(hit.remedy)
        return hit._replace(message=self.mask_text(hit.message), remedy=remedy)

    def _at(self, at: Pointer) -> Json:
        return resolve_pointer(self._raw, at)
