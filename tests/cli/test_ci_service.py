"""The format where nobody chose one: by the service that runs the job, or by a template."""

import json
import subprocess
from pathlib import Path

import pytest
from support.cli import dclint

FAULTY = {"name": "Find a shop", "url": "http://api.shopfinder.io/near?city={{city}}"}
GITHUB, GITLAB = {"GITHUB_ACTIONS": "true"}, {"GITLAB_CI": "true"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.json").write_text(json.dumps(FAULTY), "utf-8")
    (tmp_path / "t.txt").write_text("{{ report.summary.errors }} by template\n", "utf-8")
    return tmp_path


def check(folder: Path, env: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return dclint("check", "a.json", *options, cwd=folder, env=env)


def test_github_actions_gets_annotations_and_is_told_so(folder: Path) -> None:
    result = check(folder, GITHUB)
    assert result.stdout.startswith("::warning file=a.json,line=1,")
    assert result.stderr == (
        "dclint: on GitHub Actions, so --format github; give --format to change that\n"
    )
    assert result.returncode == 1


def test_gitlab_ci_gets_text_and_is_told_how_to_get_the_rest(folder: Path) -> None:
    result = check(folder, GITLAB)
    assert result.stdout.startswith("a.json\n")
    (line,) = result.stderr.splitlines()
    assert "--output gitlab:gl-code-quality-report.json" in line
    assert sorted(path.name for path in folder.iterdir()) == ["a.json", "t.txt"]


@pytest.mark.parametrize("service", [GITHUB, GITLAB])
@pytest.mark.parametrize(
    ("env", "options", "begins"),
    [
        ({}, ["--format", "text"], "a.json\n"),
        ({"DCLINT_FORMAT": "concise"}, [], "a.json:1:"),
        ({}, ["--output", "sarif:a.sarif"], "a.json\n"),
        ({}, ["--output", "json"], "{"),
        ({}, ["--template", "t.txt"], "2 by template"),
        ({"DCLINT_FORMAT": "json"}, ["--template", "t.txt"], "2 by template"),
        ({}, ["--template", "t.txt", "--output", "concise"], "a.json:1:"),
    ],
)
def test_who_chooses_gets_that_and_no_hint(
    folder: Path, service: dict[str, str], env: dict[str, str], options: list[str], begins: str
) -> None:
    result = check(folder, service | env, *options)
    assert result.stdout.startswith(begins)
    assert result.stderr == ""


@pytest.mark.parametrize("env", [{"GITHUB_ACTIONS": "false"}, {"GITLAB_CI": ""}, {"CI": "true"}])
def test_elsewhere_nothing_changes(folder: Path, env: dict[str, str]) -> None:
    result = check(folder, env)
    assert (result.stdout[:7], result.stderr) == ("a.json\n", "")


def test_a_template_may_write_a_file_beside_another_format(folder: Path) -> None:
    result = check(folder, {}, "--template", "t.txt", "--output", "template:r.txt", "-o", "json")
    assert json.loads(result.stdout)["version"] == 1
    assert (folder / "r.txt").read_text() == "2 by template\n"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--template", "gone.txt"], "gone.txt: there is no such template"),
        (["--output", "template:r.txt"], "unknown format `template`"),
        (
            ["--template", "t.txt", "-o", "json:t.txt"],
            "t.txt: the report would replace its template",
        ),
    ],
)
def test_a_template_that_cannot_be_used_is_wrong_usage(
    folder: Path, options: list[str], sentence: str
) -> None:
    result = check(folder, {}, *options)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"dclint: {sentence}")


def test_a_misspelt_template_is_told_of_before_anything_is_read(folder: Path) -> None:
    (folder / "t.txt").write_text("{% endfor %}", "utf-8")
    result = check(folder, {}, "--template", "t.txt", "nobody.json")
    assert result.returncode == 2
    assert result.stderr.startswith("dclint: t.txt:1: ")


@pytest.mark.parametrize(
    ("began", "shown"),
    [
        ("2026-11-26T08:00:00Z", "2026-11-26T08:00:00"),
        ("yesterday", "1970-01-01T00:00:00"),
        ("", "1970-01-01T00:00:00"),
    ],
)
def test_a_scan_for_gitlab_has_the_time_of_its_job(folder: Path, began: str, shown: str) -> None:
    result = check(folder, {"CI_JOB_STARTED_AT": began}, "--format", "gitlab-sast")
    assert json.loads(result.stdout)["scan"]["start_time"] == shown
