"""What is documented is true: commands, settings, options, examples, generated files."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from support import RULES

from dclint import ruleset
from dclint.cli import cli
from dclint.config import validate
from dclint.rule import Rule

ROOT = Path(__file__).parents[1]
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
    known = {name: {o for p in c.params for o in p.opts} for name, c in COMMANDS.items()}
    assert words[0] in known
    for word in words[1:]:
        if word.startswith("--"):
            assert word.partition("=")[0] in known[words[0]]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme_and_has_help_that_fits_a_screen(name: str) -> None:
    assert f"`dclint {name}" in (ROOT / "README.md").read_text("utf-8")
    code = "from dclint.cli import main; main()"
    shown = subprocess.run(
        [sys.executable, "-c", code, name, "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert len(shown.splitlines()) <= 45
    assert len(shown.split("\n\n")[1].strip()) > 20


def test_the_documented_settings_are_accepted() -> None:
    (text,) = blocks(ROOT / "docs" / "configuration.md", "toml")
    config = validate(tomllib.loads(text), "configuration.md")
    ruleset.select(ruleset.load(), config)
    assert config.tokens["4411"].header == "Authorization"


def test_the_changelog_counts_the_rules() -> None:
    count = len(list((ROOT / "rules").glob("*.yaml")))
    assert f"checked by {count} rules" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_decisions_are_short() -> None:
    for record in (ROOT / "docs" / "decisions").glob("*.md"):
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
    golden = ROOT / "tests" / "golden" / f"{workspace}.{suffix}"
    assert result.stdout == golden.read_text("utf-8")


def needs_evidence(rule: Rule) -> bool:
    """Whether files alone never show what the rule reports."""
    return all(example.evidence or example.against is not None for example in rule.bad)


def test_the_vulnerable_workspace_shows_every_rule_that_files_alone_can_break() -> None:
    text = (ROOT / "tests" / "golden" / "vulnerable.txt").read_text("utf-8")
    shown = set(re.findall(r"(?:error|warning|info)\[([a-z0-9-]+)\]", text))
    silent = {name for name, rule in RULES.items() if needs_evidence(rule)}
    assert silent == {name for name, rule in RULES.items() if rule.evidence} | {
        "identity-verification-off"
    }
    assert RULES.keys() - shown == silent | {"not-a-connector"}
