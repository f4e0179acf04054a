"""Makes the index of the shipped rules when a wheel is built."""

import json
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RuleIndex(BuildHookInterface[Any]):
    """Adds `dclint/rules/index.json`: all rules, with the first examples and those of fixes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the index beside the rules in the wheel; an editable install reads the files."""
        if version == "editable":
            return
        rules = [
            {"name": path.stem, **yaml.safe_load(path.read_text("utf-8"))}
            for path in sorted(Path(self.root, "rules").glob("*.yaml"))
        ]
        entries = [rule | {kind: _few(rule[kind]) for kind in ("bad", "good")} for rule in rules]
        self._folder = tempfile.TemporaryDirectory()
        index = Path(self._folder.name, "index.json")
        index.write_text(json.dumps(entries), "utf-8")
        build_data["force_include"][str(index)] = "dclint/rules/index.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        if version != "editable":
            self._folder.cleanup()


def _few(examples: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the first example, which is shown, and those that prove what can be fixed."""
    proofs = [each for each in examples[1:] if not {"fixed", "fixed_unsafely"}.isdisjoint(each)]
    return [*examples[:1], *proofs]
