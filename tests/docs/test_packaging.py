"""What is installed is what was built: the wheel, its rules, its hook."""

import json
import re
import subprocess
import sys
import venv
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from support.paths import ROOT

from dclint.document import SUFFIXES
from dclint.ruleset.loader import read_rule
from dclint.ruleset.rule import make_trusted_rule

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment in which the wheel of this checkout is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], check=True)
    venv.create(folder / "venv", with_pip=True)
    binaries = folder / "venv" / "bin"
    (wheel,) = folder.glob("dclint-*.whl")
    subprocess.run([str(binaries / "python"), *pip[1:], "install", str(wheel)], check=True)
    return binaries / "dclint"


def test_the_wheel_lists_as_many_rules_as_the_folder_has(installed: Path, tmp_path: Path) -> None:
    command = [str(installed), "rules", "--format", "json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    names = [rule["name"] for rule in json.loads(result.stdout)]
    assert names == sorted(path.stem for path in (ROOT / "rules").glob("*.yaml"))


def test_the_wheel_explains_and_checks(installed: Path, tmp_path: Path) -> None:
    page = subprocess.run(
        [installed, "explain", "url-not-https"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Before: " in page
    (tmp_path / "a.json").write_text('{"name": "n", "url": "http://api.acme.io"}')
    result = subprocess.run(
        [installed, "check", "a.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "error[url-not-https]" in result.stdout


def test_the_wheel_writes_the_page(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"name": "n", "url": "http://api.acme.io"}')
    command = [str(installed), "check", "--format", "html", "a.json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stdout.startswith("<!DOCTYPE html>")


def test_the_index_says_what_the_files_say(installed: Path) -> None:
    (index,) = installed.parents[1].glob("lib/*/site-packages/dclint/rules/index.json")
    entries = json.loads(index.read_text())
    fast = [make_trusted_rule(entry) for entry in entries]
    slow = [read_rule(path) for path in sorted((ROOT / "rules").glob("*.yaml"))]
    for one, other in zip(fast, slow, strict=True):
        proofs = tuple(e for e in other.bad[1:] if e.fixed or e.fixed_unsafely)
        kept = replace(other, bad=(*other.bad[:1], *proofs), good=other.good[:1])
        assert repr(one) == repr(kept)


def hook() -> dict[str, object]:
    (only,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return dict(only)


@pytest.mark.parametrize(
    ("name", "matches"),
    [
        *((f"connectors/order{suffix}", True) for suffix in sorted(SUFFIXES)),
        ("order.json.bak", False),
        ("json", False),
        ("order.yamlx", False),
        ("README.md", False),
        ("order_json", False),
    ],
)
def test_the_hook_is_given_what_may_hold_a_connector(name: str, *, matches: bool) -> None:
    assert bool(re.search(str(hook()["files"]), name)) is matches


def test_the_hook_skips_what_is_no_connector() -> None:
    assert hook()["entry"] == "dclint check --skip-unrelated"
    assert hook()["id"] == "dclint"
