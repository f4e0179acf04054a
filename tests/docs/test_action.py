"""The GitHub Action and the examples for CI: their steps are run as the services would."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click import Context
from support.cli import CLEAN, FAULTY, git, write
from support.paths import ROOT

from dclint.cli import cli
from dclint.cli.init import scaffold as setup

pytestmark = pytest.mark.process

CI = ROOT / "examples" / "ci"
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step.get("name"): step for step in ACTION["runs"]["steps"]}
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")


class Ran(NamedTuple):
    """What became of a step."""

    code: int
    log: str
    output: str
    summary: str


def run(step: str, folder: Path, given: dict[str, str] | None = None, **env: str) -> Ran:
    """Run a step of the action with inputs, as GitHub's runner does."""
    inputs = {name: each["default"] for name, each in ACTION["inputs"].items()} | (given or {})
    own = {n: INPUT.sub(lambda found: inputs[found[1]], t) for n, t in STEPS[step]["env"].items()}
    files = {
        name: folder.parent / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    }
    for file in files.values():
        file.write_text("", "utf-8")
    script = folder.parent / "step.sh"
    script.write_text(STEPS[step]["run"], "utf-8")
    found = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DCLINT")}
    named = {name: str(file) for name, file in files.items()}
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
        cwd=folder,
        env=kept | {"GITHUB_ACTIONS": "true", "PATH": found} | named | own | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    return Ran(
        ran.returncode, ran.stdout + ran.stderr, *(f.read_text("utf-8") for f in files.values())
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with one connector that is clean and one that is not."""
    write(tmp_path, "work/good/a.json", CLEAN)
    write(tmp_path, "work/bad one/b.json", FAULTY)
    return tmp_path / "work"


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({}, 1),
        ({"paths": "good"}, 0),
        ({"paths": "  good\n\n  bad one  \n"}, 1),
        ({"paths": "b*/*.json"}, 1),
        ({"paths": "good", "format": "json"}, 0),
        ({"fail-on": "never"}, 0),
        ({"fail-on": "eror"}, 2),
        ({"paths": "nothing"}, 2),
        ({"paths": " \n"}, 2),
        ({"paths": "--help"}, 2),
        ({"paths": "$(touch x)\n`touch x`"}, 2),
        ({"paths": "good", "sarif-file": "$(touch x).sarif"}, 0),
    ],
)
def test_the_check_ends_as_dclint_does_and_leaves_a_sarif_file(
    folder: Path, inputs: dict[str, str], code: int
) -> None:
    ran = run("Check", folder, inputs)
    assert ran.code == code, ran.log
    assert not (folder / "x").exists()
    if code == 2:
        return
    assert ran.output == f"exit-code={code}\n"
    sarif = json.loads((folder / inputs.get("sarif-file", "dclint.sarif")).read_text("utf-8"))
    assert bool(sarif["runs"][0]["results"]) == (inputs.get("paths") != "good")
    assert ran.summary.startswith("## dclint")


def test_the_log_annotates_the_line(folder: Path) -> None:
    assert "::error file=bad one/b.json,line=1" in run("Check", folder).log


def test_what_cannot_be_read_fails_the_check_too(folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    assert run("Check", folder, {"paths": "good\npipe.json"}).output == "exit-code=3\n"


def test_a_baseline_lets_the_check_pass(folder: Path) -> None:
    command = [str(Path(sys.executable).parent / "dclint"), "baseline", "write"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert run("Check", folder, {"baseline": "dclint-baseline.txt"}).code == 0


@pytest.mark.parametrize(
    ("version", "wanted"),
    [
        ("", "/the/action"),
        ("0.1.0", "dclint==0.1.0"),
        ("1.0rc1", "dclint==1.0rc1"),
        ("--index-url=http://evil", None),
        ("0.1 --pre", None),
        ("git+https://evil", None),
    ],
)
def test_a_version_is_installed_and_nothing_else(
    folder: Path, version: str, wanted: str | None
) -> None:
    tools = folder.parent / "tools"
    tools.mkdir()
    python = tools / "python"
    python.write_text('#!/bin/sh\necho "python $*"\n', "utf-8")
    python.chmod(0o755)
    env = {"PATH": f"{tools}:/usr/bin:/bin", "GITHUB_ACTION_PATH": "/the/action"}
    ran = run("Install dclint", folder, {"version": version}, **env)
    if wanted is None:
        assert ran.code == 2
        assert "python" not in ran.log
    else:
        assert ran.log == f"python -I -m pip install --quiet --disable-pip-version-check {wanted}\n"


def test_no_expression_stands_in_a_script() -> None:
    scripts = [step["run"] for step in STEPS.values() if "run" in step]
    assert len(scripts) == 2
    assert not [script for script in scripts if "${{" in script]


def test_findings_are_uploaded_when_asked_even_if_the_check_fails() -> None:
    condition = STEPS["Upload to code scanning"]["if"]
    assert "!cancelled()" in condition
    assert "inputs.upload-sarif == 'true'" in condition
    assert ACTION["inputs"]["upload-sarif"]["default"] == "false"


def uses(path: Path) -> list[str]:
    return re.findall(r"^ *-? ?uses: (.*)$", path.read_text("utf-8"), re.MULTILINE)


def test_every_action_is_pinned_and_to_the_same_commit_everywhere() -> None:
    files = [ROOT / "action.yml", *CI.glob("*.yml")]
    found = {use for file in files for use in uses(file)} | {setup.CHECKOUT, setup.PYTHON}
    ours = {use for use in found if use.startswith("dclint/dclint@")}
    assert all(re.fullmatch(r"[\w/.-]+@[0-9a-f]{40} # v[\d.]+", use) for use in found - ours)
    names = [use.partition("@")[0] for use in found]
    assert len(names) == len(set(names))


def test_the_example_uses_inputs_that_the_action_has() -> None:
    text = (CI / "gate.yml").read_text("utf-8")
    (step,) = (s for s in yaml.safe_load(text)["jobs"]["dclint"]["steps"] if "dclint" in s["uses"])
    assert step["with"].keys() <= ACTION["inputs"].keys()


def commands(text: str) -> list[str]:
    return re.findall(r"dclint (?:check|audit) [^\n']*", text)


WRITTEN = {
    setup.WORKFLOW: setup.plan_workflow(None).after,
    setup.GITLAB: setup.plan_pipeline(None).after,
}
TEXTS = {path.name: path.read_text("utf-8") for path in CI.iterdir()} | WRITTEN


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_command_of_an_example_has_options_that_exist(name: str) -> None:
    for command in commands(TEXTS[name]):
        words = command.split()
        found = cli.get_command(Context(cli), words[1])
        assert found
        known = {option for each in found.params for option in each.opts}
        assert known.issuperset(word.partition("=")[0] for word in words if word.startswith("--"))


CHECKS = [
    (name, command)
    for name, text in sorted(TEXTS.items())
    for command in commands(text)
    if command.startswith("dclint check")
]


@pytest.mark.parametrize("command", [c for _, c in CHECKS], ids=[name for name, _ in CHECKS])
@pytest.mark.parametrize(("value", "code"), [(CLEAN, 0), (FAULTY, 1)], ids=["clean", "faulty"])
def test_a_command_of_an_example_passes_what_is_clean_and_writes_its_report(
    tmp_path: Path, command: str, value: dict[str, Any], code: int
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-qm", "first", "--allow-empty")
    write(tmp_path, "connectors/a.json", value)
    env = {"BASE": "HEAD", "GITHUB_STEP_SUMMARY": "summary.md"}
    found = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        env=os.environ | env | {"PATH": found},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == code
    for report in re.findall(
        r"[a-z]+:([\w.$-]+)", command.replace("$GITHUB_STEP_SUMMARY", "summary.md")
    ):
        assert (tmp_path / report).stat().st_size
