"""What is documented is true: commands, settings, options, examples, generated files."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from support.cli import FAULTY, dclint, git, write
from support.paths import GOLDEN, ROOT
from support.rules import RULES

from dclint.cli import cli
from dclint.config.settings import validate_settings
from dclint.ruleset import registry as ruleset
from dclint.ruleset.rule import Rule

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "examples" / "README.md"]

COMMANDS = {
    name: command
    for name in cli.list_commands(click.Context(cli))
    if (command := cli.get_command(click.Context(cli), name))
}


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


def options(command: click.Command) -> set[str]:
    """The options of a command and of those below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    own = {option for each in command.params for option in each.opts}
    return own.union(*map(options, below))


def commands() -> list[str]:
    return [
        line
        for page in PAGES
        for block in blocks(page, "bash")
        for line in block.splitlines()
        if line.startswith("dclint ")
    ]


@pytest.mark.parametrize("command", commands())
def test_a_documented_command_is_one(command: str) -> None:
    words = shlex.split(command.partition("<")[0], comments=True)[1:]
    known = {name: options(command) for name, command in COMMANDS.items()}
    assert words[0] in known
    for word in words[1:]:
        if word.startswith("--"):
            assert word.partition("=")[0] in known[words[0]]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme_and_has_help_that_fits_a_screen(name: str) -> None:
    assert f"`dclint {name}" in (ROOT / "README.md").read_text("utf-8")
    shown = dclint(name, "--help", cwd=ROOT).stdout
    assert len(shown.splitlines()) <= 45
    assert len(shown.split("\n\n")[1].strip()) > 20


def test_the_documented_settings_are_accepted() -> None:
    (text,) = blocks(ROOT / "docs" / "configuration.md", "toml")
    config = validate_settings(tomllib.loads(text), "configuration.md")
    ruleset.select_rules(ruleset.load_rules(), config)
    assert config.tokens["4411"].header == "Authorization"
    assert {field.name for field in fields(config) if getattr(config, field.name)} == {
        field.name for field in fields(config)
    }, "every setting is shown"


# Files that have to be mended before anything in them can be known.
UNREADABLE = (
    "clinic-sick-note.json",
    "course-search.yaml",
    "insurance-claim.yaml",
    "restaurant-menu.json",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository with the vulnerable examples as they were committed long ago."""
    shutil.copytree(ROOT / "examples" / "vulnerable", tmp_path / "connectors")
    (tmp_path / "connectors" / "dclint.toml").unlink()
    for name in UNREADABLE:
        (tmp_path / "connectors" / name).unlink()
    write(tmp_path, ".github/CODEOWNERS", "")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    return tmp_path


def run(page: str, folder: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """Run the commands of a page, one after the other."""
    ran = {}
    soon = (datetime.now(UTC) + timedelta(90)).date().isoformat()
    for line in "".join(blocks(ROOT / "docs" / page, "bash")).splitlines():
        command, _, remark = line.partition("#")
        command = command.replace("2027-03-31", soon)
        found = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        ran[line] = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=os.environ | {"PATH": found},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        expected = re.search(r"exits with (\d)", remark)
        assert ran[line].returncode == int(expected[1] if expected else 0), ran[line]
        assert "Traceback" not in ran[line].stderr
    return ran


@pytest.mark.process
def test_the_way_to_adopt_it_can_be_walked(workspace: Path) -> None:
    ran = run("adopting.md", workspace)
    assert (
        "--- connectors/"
        in ran["dclint check connectors/ --diff                      # exits with 1"].stdout
    )
    assert "No findings (" in ran["dclint check connectors/ --diff-base origin/main"].stdout
    assert "dclint.toml: written." in ran["dclint init --baseline"].stderr
    assert " 0 removed" not in ran["dclint baseline update connectors/"].stderr
    assert "the bank asks again" in ran["dclint check connectors/ --format markdown"].stdout


def test_the_comment_that_is_shown_silences(tmp_path: Path) -> None:
    (text,) = blocks(ROOT / "docs" / "adopting.md", "yaml")
    write(tmp_path, "ward.yaml", text)
    ran = dclint("check", "ward.yaml", "--format", "json", cwd=tmp_path)
    report = json.loads(ran.stdout)
    assert (ran.returncode, report["findings"]) == (0, [])
    assert [each["reason"] for each in report["silenced"]] == [
        "a menu offers the five wards, nobody types"
    ]
    write(tmp_path, "dclint.toml", blocks(ROOT / "docs" / "adopting.md", "toml")[0])
    assert dclint("check", "ward.yaml", cwd=tmp_path).returncode == 0


def test_the_schemas_for_editors_can_be_written_and_are_named(tmp_path: Path) -> None:
    run("editors.md", tmp_path)
    named, tasks = map(json.loads, blocks(ROOT / "docs" / "editors.md", "json"))
    urls = [each["url"] for each in named["json.schemas"]]
    for url in [
        *urls,
        *named["yaml.schemas"],
        *named["evenBetterToml.schema.associations"].values(),
    ]:
        assert json.loads((tmp_path / url).read_text("utf-8"))["$schema"]
    (task,) = tasks["tasks"]
    write(tmp_path, "connectors/a.json", FAULTY)
    ran = dclint(*shlex.split(task["command"])[1:], cwd=tmp_path)
    pattern = task["problemMatcher"]["pattern"]
    found = re.fullmatch(pattern["regexp"], ran.stdout.splitlines()[0])
    assert found
    assert found[pattern["file"]] == "connectors/a.json"
    assert found[pattern["severity"]] == "error"
    assert found[pattern["code"]] == "url-not-https"


def test_the_changelog_counts_the_rules() -> None:
    count = len(list((ROOT / "rules").glob("*.yaml")))
    assert f"checked by {count} rules" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_decisions_are_short() -> None:
    for record in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        assert len(record.read_text("utf-8").splitlines()) <= 30, record.name


@pytest.mark.parametrize("workspace", ["clean", "vulnerable"])
@pytest.mark.parametrize(
    ("form", "suffix"), [("text", "txt"), ("json", "json"), ("sarif", "sarif")]
)
def test_the_reports_of_the_examples_are_the_golden_ones(
    workspace: str, form: str, suffix: str
) -> None:
    code = "from dclint.cli import main; main()"
    arguments = ["check", "--format", form, f"examples/{workspace}"]
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == (0 if workspace == "clean" else 1)
    golden = GOLDEN / f"{workspace}.{suffix}"
    assert result.stdout == golden.read_text("utf-8")


def needs_evidence(rule: Rule) -> bool:
    """Whether files alone never show what the rule reports."""
    return all(example.evidence or example.against is not None for example in rule.bad)


def test_the_vulnerable_workspace_shows_every_rule_that_files_alone_can_break() -> None:
    text = (GOLDEN / "vulnerable.txt").read_text("utf-8")
    shown = set(re.findall(r"(?:error|warning|info)\[([a-z0-9-]+)\]", text))
    silent = {name for name, rule in RULES.items() if needs_evidence(rule)}
    assert silent == {name for name, rule in RULES.items() if rule.evidence} | {
        "identity-verification-off",
        "lapsed-waiver",
    }
    assert RULES.keys() - shown == silent | {"not-a-connector"}
