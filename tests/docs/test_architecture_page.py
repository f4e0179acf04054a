"""docs/architecture.md is true: its names exist, and its steps make a rule."""

import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from support.paths import ROOT

pytestmark = pytest.mark.process

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
SOURCE = ROOT / "src" / "dclint"

RULE = """\
title: The name begins with `Test`
severity: warning
category: texts
reads: [name]
needs: [name]
summary: The name of a connector begins with the word `Test`.
why: A colleague sets a connector live that was only a try, and Fin calls it.
fix: Give it the name of what it does, or delete it.
limits: What the connector does cannot be seen from its name.
references: [{title: "Intercom: data connectors", url: "https://www.intercom.com/help"}]
bad:
  - {title: A try, text: "name: Test order  # <- here\\nurl: https://a.io\\n"}
good:
  - {title: A name, text: "name: Get order\\nurl: https://a.io\\n"}
"""
CHECK = '''"""Names of connectors that were only a try."""

from collections.abc import Iterator

from dclint.findings.hit import Hit
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome


def name_of_a_test(connector: Connector) -> Iterator[Outcome]:
    """Report a name that begins with `Test`."""
    if isinstance(connector.name, str) and connector.name.startswith("Test"):
        yield Hit("The name begins with `Test`", ("name",))
'''


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(tree / 'src')!r}); from dclint.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("step", ["rules", "explain", "check"])
def test_two_files_make_a_rule(tmp_path: Path, step: str) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SOURCE, tmp_path / "src" / "dclint", ignore=ignored)
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "name-of-a-test.yaml").write_text(RULE, "utf-8")
    module = tmp_path / "src" / "dclint" / "checks" / "texts" / "tests.py"
    module.write_text(CHECK, "utf-8")
    (tmp_path / "a.yaml").write_text("name: Test order\nurl: https://a.io\n", "utf-8")
    if step == "rules":
        assert "name-of-a-test" in run(tmp_path, "rules").stdout
    elif step == "explain":
        assert "was only a try" in run(tmp_path, "explain", "name-of-a-test").stdout
    else:
        done = run(tmp_path, "check", "a.yaml", "--select", "name-of-a-test")
        assert done.returncode == 1
        assert "The name begins with `Test`" in done.stdout


def test_every_package_has_a_line_and_every_line_a_package() -> None:
    listed = set(re.findall(r"^\| `([a-z_]+)/?` \|", PAGE, re.MULTILINE))
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    assert listed - {"errors"} == packages


def test_every_path_on_the_page_is_there() -> None:
    for path in re.findall(r"`((?:src|tests|docs|rules|scripts|benchmarks)/[\w/.]*)`", PAGE):
        assert (ROOT / path).exists(), path


def test_every_dotted_name_on_the_page_is_there() -> None:
    for dotted in re.findall(r"`((?:[A-Za-z_]+\.)+[A-Za-z_]+)(?:\([^`]*\))?`", PAGE):
        module = dotted.partition(".")[0]
        if not (SOURCE / module).is_dir():
            continue
        assert resolve(f"dclint.{dotted}") is not None, dotted


def resolve(dotted: str) -> object:
    """The module, class or function of a dotted name; None if there is none."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name, None)
        return found
    return None
