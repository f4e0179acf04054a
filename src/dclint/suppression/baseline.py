"""Baselines: findings that were there before, so that only new ones count.

One line a finding, sorted: fingerprint, severity, rule, connector and place, without line numbers,
times or values.  Lines can be merged in any order.  A file that
cannot be read is never known: whatever it comes to hold would go unchecked.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dclint.base.files import display_path
from dclint.base.toml_files import read_regular_file
from dclint.document import MAX_BYTES
from dclint.errors import ConfigError
from dclint.findings.finding import ConnectorRef, Finding
from dclint.findings.severity import Severity
from dclint.findings.suppression import BaselineEntry, Suppression, SuppressionKind

_HEAD = "# dclint baseline 1"
_TEXT = r'("(?:[^"\\]|\\.)*")'
_LINE = re.compile(rf"([0-9a-f]{{64}}) (error|warning|info) ([a-z0-9-]+) {_TEXT} {_TEXT}")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings that were there before."""

    place: str
    """The file or the revision that knows them."""
    entries: Mapping[str, BaselineEntry]
    """Fingerprint → what it was."""

    def match_finding(self, finding: Finding) -> Suppression | None:
        """Tell whether a finding is known."""
        known = self.entries.get(finding.fingerprint)
        if known is None or known.severity.rank < finding.severity.rank:
            return None
        return Suppression(SuppressionKind.BASELINE, self.place)

    def list_fixed(
        self,
        findings: Iterable[Finding],
        connectors: Sequence[ConnectorRef],
        enabled: Iterable[str],
    ) -> list[BaselineEntry]:
        """List what is gone, of the connectors that were looked at and the rules that were run."""
        present = {finding.fingerprint for finding in findings}
        running, seen = frozenset(enabled), {key_of(connector) for connector in connectors}
        return [
            entry
            for fingerprint, entry in sorted(self.entries.items())
            if fingerprint not in present and entry.rule in running
            if not entry.connector or entry.connector in seen
        ]


def key_of(connector: ConnectorRef | None) -> str:
    """Name a connector as a baseline does: by its id, else by its name."""
    if connector is None:
        return ""
    return f"id:{connector.id}" if connector.id else f"name:{connector.name or ''}"


# The rules that report what could not be checked.
_UNREAD = frozenset({"invalid-text-encoding", "not-a-connector", "syntax-error", "unsafe-document"})


def can_be_known(finding: Finding) -> bool:
    """Whether a finding may be in a baseline: not if it says that something was not checked."""
    return finding.rule not in _UNREAD


def make_entry(finding: Finding) -> BaselineEntry:
    """Return what a baseline keeps of a finding."""
    key = key_of(finding.connector)
    return BaselineEntry(finding.fingerprint, finding.severity, finding.rule, key, finding.path)


def make_baseline(place: str, findings: Iterable[Finding]) -> Baseline:
    """Return a baseline of findings, but for those that say that something was not checked."""
    return Baseline(
        place, {each.fingerprint: make_entry(each) for each in findings if can_be_known(each)}
    )


def load_baseline(path: Path) -> Baseline:
    """Read a baseline.  Raises ConfigError if it cannot be used."""
    try:
        lines = read_regular_file(path, MAX_BYTES).decode("utf-8").splitlines()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: this is no baseline") from None
    if not lines or lines[0] != _HEAD:
        raise ConfigError(f"{path}: this is no baseline; its first line would be `{_HEAD}`")
    entries: dict[str, BaselineEntry] = {}
    for number, line in enumerate(lines[1:], 2):
        try:
            entries |= _parse_line(line)
        except ValueError:
            raise ConfigError(f"{path}:{number}: this line names no finding") from None
    return Baseline(display_path(path), entries)


def _parse_line(line: str) -> dict[str, BaselineEntry]:
    """Read one line.  Raises ValueError if it names no finding."""
    if not line.strip():
        return {}
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError("another form")
    connector, path = (json.loads(text) for text in match.groups()[3:])
    return {match[1]: BaselineEntry(match[1], Severity(match[2]), match[3], connector, path)}


def format_baseline(entries: Iterable[BaselineEntry]) -> str:
    """Return the text of a baseline."""
    lines = {
        f"{each.fingerprint} {each.severity} {each.rule} "
        f"{json.dumps(each.connector)} {json.dumps(each.path)}"
        for each in entries
    }
    return "\n".join([_HEAD, *sorted(lines)]) + "\n"
