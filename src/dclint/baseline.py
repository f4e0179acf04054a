"""Baselines: findings that were there before, so that only new ones count.

One line a finding, sorted: fingerprint, rule, connector and place, without line numbers, times or
values.  Lines can be merged in any order.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dclint.disk import display
from dclint.document import MAX_BYTES
from dclint.errors import ConfigError
from dclint.finding import ConnectorRef, Finding
from dclint.silenced import Fixed, Means, Silenced

_HEAD = "# dclint baseline 1"
_LINE = re.compile(r'([0-9a-f]{64}) ([a-z0-9-]+) ("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*")')


class Known(NamedTuple):
    """Findings that somebody knows already."""

    place: str
    """The file or the revision that knows them."""
    entries: Mapping[str, Fixed]
    """Fingerprint → what it was."""

    def match(self, finding: Finding) -> Silenced | None:
        """Tell whether a finding is known."""
        if finding.fingerprint not in self.entries:
            return None
        return Silenced(finding, Means.BASELINE, self.place)

    def fixed(
        self,
        findings: Iterable[Finding],
        connectors: Sequence[ConnectorRef],
        enabled: Iterable[str],
    ) -> list[Fixed]:
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


def entry(finding: Finding) -> Fixed:
    """Return what a baseline keeps of a finding."""
    return Fixed(finding.fingerprint, finding.rule, key_of(finding.connector), finding.path)


def known(place: str, findings: Iterable[Finding]) -> Known:
    """Make findings known."""
    return Known(place, {finding.fingerprint: entry(finding) for finding in findings})


def read(path: Path) -> Known:
    """Read a baseline.  Raises ConfigError if it cannot be used."""
    try:
        with path.open("rb") as file:
            lines = file.read(MAX_BYTES).decode("utf-8").splitlines()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: this is no baseline") from None
    if not lines or lines[0] != _HEAD:
        raise ConfigError(f"{path}: this is no baseline; its first line would be `{_HEAD}`")
    entries = {}
    for number, line in enumerate(lines[1:], 2):
        match = _LINE.fullmatch(line.strip())
        if match:
            connector, path_in_it = (json.loads(text, strict=False) for text in match.groups()[2:])
            entries[match[1]] = Fixed(match[1], match[2], connector, path_in_it)
        elif line.strip():
            raise ConfigError(f"{path}:{number}: this line names no finding")
    return Known(display(path), entries)


def write(entries: Iterable[Fixed]) -> str:
    """Write a baseline."""
    lines = {
        f"{e.fingerprint} {e.rule} {json.dumps(e.connector)} {json.dumps(e.path)}" for e in entries
    }
    return "\n".join([_HEAD, *sorted(lines)]) + "\n"
