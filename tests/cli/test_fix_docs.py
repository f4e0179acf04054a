"""The example of docs/fixing.md is what dclint does."""

import re
from pathlib import Path

from support.cli import dclint
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
    result = dclint("check", "--isolated", "--diff", "lost.yaml", cwd=tmp_path)
    assert result.stdout == block("diff")
