"""Rules that are off for some files: `per-file-ignores`."""

import re
from collections.abc import Sequence
from typing import Any

from dclint.config import Config
from dclint.errors import ConfigError
from dclint.rule import Rule


class Ignores:
    """Tells which rules are off for a file, by patterns as in `.gitignore`."""

    def __init__(self, config: Config, rules: Sequence[Rule]) -> None:
        self._by_pattern: list[tuple[Any, frozenset[str]]] = []
        if not config.per_file_ignores:
            return
        from pathspec import GitIgnoreSpec

        for pattern, names in config.per_file_ignores.items():
            off = frozenset(r.name for r in rules if r.name in names or r.category in names)
            try:
                spec = GitIgnoreSpec.from_lines([pattern])
            except (ValueError, re.error):
                raise ConfigError(f"per-file-ignores: `{pattern}` is no pattern") from None
            self._by_pattern.append((spec, off))

    def on(self, file: str) -> frozenset[str]:
        """The rules that are off for `file`, a path with forward slashes."""
        off: frozenset[str] = frozenset()
        for pattern, names in self._by_pattern:
            if pattern.match_file(file):
                off |= names
        return off
