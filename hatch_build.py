"""Makes the index of the shipped rules when a wheel is built."""

import json
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RuleIndex(BuildHookInterface[Any]):
    """Adds `dclint/rules/index.json`: all rule files, with one bad and one good example each."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the index beside the rules in the wheel; an editable install reads the files."""
        if version == "editable":
            return
        rules = [
            {"name": path.stem, **yaml.safe_load(path.read_text("utf-8"))}
            for path in sorted(Path(self.root, "rules").glob("*.yaml"))
        ]
        entries = [rule | {kind: rule[kind][:1] for kind in ("bad", "good")} for rule in rules]
        self._folder = tempfile.TemporaryDirectory()
        index = Path(self._folder.name, "index.json")
        index.write_text(json.dumps(entries), "utf-8")
        build_data["force_include"][str(index)] = "dclint/rules/index.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        if version != "editable":
            self._folder.cleanup()
