"""The example of docs/fixing.md is what dclint does."""

import re
import subprocess
import sys
from pathlib import Path

from support.paths import ROOT

PAGE = ROOT / "docs" / "fixing.md"


def block(language: str) -> str:
    found = re.search(
        rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    return found[1]


def test_the_documented_diff_is_the_one_that_is_shown(tmp_path: Path) -> None:
    (tmp_path / "lost.yaml").write_text(block("yaml"), "utf-8")
    code = "from dclint.cli import main; main()"
    command = [sys.executable, "-c", code, "check", "--isolated", "--diff", "lost.yaml"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.stdout == block("diff")
