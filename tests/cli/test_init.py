"""`dclint init` and `dclint config show`: setting up, and what holds afterwards."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Context, Group
from hypothesis import given
from hypothesis import strategies as st
from support.cli import CLEAN, FAULTY, dclint, write

from dclint.cli import cli
from dclint.cli.init.scaffold import (
    GITLAB,
    HOOK,
    WORKFLOW,
    detect_services,
    plan_hook,
    plan_pipeline,
    plan_settings,
)
from dclint.cli.init.yaml_insert import YamlOutline

LOCAL = """\
# Ours.
repos:
  - repo: local  # here
    hooks:
      - id: fmt
        args: [
          a]   # odd, and kept

# The end.
ci:
  autofix_prs: false
"""


def tree(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}
    return {name: text for name, text in found.items() if not name.startswith(".git/")}


def repository(folder: Path, *, service: str = ".github/CODEOWNERS") -> Path:
    (folder / ".git").mkdir(parents=True)
    write(folder, service, "")
    write(folder, "connectors/a.json", FAULTY)
    return folder


def init(folder: Path, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    ran = dclint("init", *options, cwd=folder, env=env)
    assert "Traceback" not in ran.stderr
    return ran


def test_a_repository_is_set_up_and_its_check_passes(tmp_path: Path) -> None:
    repository(tmp_path)
    ran = init(tmp_path, "--baseline")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.startswith("1 connector in 1 file: 1 error.\ndclint.toml: written.\n")
    assert {"dclint.toml", "dclint-baseline.txt", HOOK, WORKFLOW} < tree(tmp_path).keys()
    assert dclint("check", ".", cwd=tmp_path).returncode == 0
    write(tmp_path, "b.json", FAULTY | {"name": "Another shop"})
    assert dclint("check", ".", cwd=tmp_path).returncode == 1


def test_without_a_baseline_what_is_wrong_goes_on_counting(tmp_path: Path) -> None:
    repository(tmp_path)
    init(tmp_path)
    assert "dclint-baseline.txt" not in tree(tmp_path)
    assert dclint("check", ".", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("service", [".github/CODEOWNERS", GITLAB])
def test_a_second_time_changes_nothing(tmp_path: Path, service: str) -> None:
    repository(tmp_path, service=service)
    write(tmp_path, HOOK, LOCAL)
    init(tmp_path, "--baseline")
    before = tree(tmp_path)
    ran = init(tmp_path, "--baseline")
    assert tree(tmp_path) == before
    assert ran.stderr.count("there already; left as it is") == 4


def test_a_dry_run_shows_everything_and_writes_nothing(tmp_path: Path) -> None:
    repository(tmp_path)
    write(tmp_path, HOOK, LOCAL)
    before = tree(tmp_path)
    ran = init(tmp_path, "--dry-run", "--baseline")
    assert tree(tmp_path) == before
    assert f"--- a/{HOOK}\n+++ b/{HOOK}\n" in ran.stdout
    assert "--- /dev/null\n+++ b/dclint.toml\n" in ran.stdout


def test_what_a_dry_run_shows_is_what_git_would_apply(tmp_path: Path) -> None:
    shown, done = repository(tmp_path / "shown"), repository(tmp_path / "done")
    write(shown, HOOK, LOCAL)
    write(done, HOOK, LOCAL)
    patch = init(shown, "--dry-run", "--baseline").stdout
    (shown / ".git").rmdir()
    subprocess.run(["git", "apply", "--no-index"], cwd=shown, input=patch, text=True, check=True)
    init(done, "--baseline")
    assert tree(shown) == tree(done)


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    repository(tmp_path)
    mine = {"dclint.toml": "# mine\nfail-on = 'error'\n", WORKFLOW: "name: mine\n"}
    for name, text in mine.items():
        write(tmp_path, name, text)
    ran = init(tmp_path)
    assert {name: tree(tmp_path)[name] for name in mine} == mine
    assert f"{WORKFLOW}: there already; left as it is." in ran.stderr


def test_a_baseline_is_named_in_settings_that_are_there(tmp_path: Path) -> None:
    repository(tmp_path)
    write(tmp_path, "pyproject.toml", "[project]\nname = 'x'\n[tool.dclint] # ours\nignore = []\n")
    ran = init(tmp_path, "--baseline")
    assert "pyproject.toml: changed; nothing removed." in ran.stderr
    assert "dclint.toml" not in tree(tmp_path)
    assert (
        '[tool.dclint] # ours\nbaseline = "dclint-baseline.txt"\n'
        in tree(tmp_path)["pyproject.toml"]
    )
    assert dclint("check", ".", cwd=tmp_path).returncode == 0


def test_a_table_that_cannot_be_found_is_left_with_the_line_to_add() -> None:
    step = plan_settings("tool.dclint.ignore = []\n", baseline="x.txt", path="pyproject.toml")
    assert step.after == step.before
    assert step.advice == 'baseline = "x.txt"\n'


def test_a_folder_without_connectors_is_set_up_too(tmp_path: Path) -> None:
    ran = init(tmp_path)
    assert ran.returncode == 0
    assert ran.stderr.startswith("No data connectors found here yet.\n")
    assert set(tree(tmp_path)) == {"dclint.toml", HOOK}


def test_below_the_root_of_a_repository_it_says_where_to_run(tmp_path: Path) -> None:
    repository(tmp_path)
    ran = init(tmp_path / "connectors")
    assert ran.returncode == 2
    assert ran.stderr.endswith("run `dclint init` there\n")


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / HOOK).write_bytes(b"\xff")
    ran = init(tmp_path)
    assert ran.returncode == 2
    assert f"{HOOK}: cannot be read" in ran.stderr
    assert not (tmp_path / "dclint.toml").exists()


def test_below_settings_it_says_where_to_run(tmp_path: Path) -> None:
    write(tmp_path, "dclint.toml", "")
    (tmp_path / "team").mkdir()
    ran = init(tmp_path / "team", "--baseline")
    assert ran.returncode == 2
    assert ran.stderr == (
        f"dclint: {tmp_path}/dclint.toml holds for this folder; run `dclint init` beside it\n"
    )
    assert tree(tmp_path) == {"dclint.toml": ""}


@pytest.mark.parametrize("name", ["dclint.toml", HOOK])
def test_a_link_out_of_the_folder_is_not_written_through(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_text("repos: \n" if name == HOOK else "", "utf-8")
    folder = repository(tmp_path / "here")
    (folder / ".github" / "workflows").symlink_to(tmp_path)
    (folder / name).symlink_to(outside)
    before = outside.read_text("utf-8")
    ran = init(folder, "--baseline")
    assert ran.returncode == 2
    assert "leads out of the folder" in ran.stderr
    assert outside.read_text("utf-8") == before
    assert not (tmp_path / "dclint.yml").exists()


@pytest.mark.parametrize(
    ("present", "remotes", "expected"),
    [
        ([".github"], "", ("github",)),
        ([".gitlab-ci.yml"], "", ("gitlab",)),
        ([".github", ".gitlab-ci.yml"], "", ("github", "gitlab")),
        ([".git"], "url = git@github.com:acme/x.git", ("github",)),
        ([".git"], "url = https://gitlab.acme.com/x.git", ("gitlab",)),
        ([".github"], "url = https://gitlab.acme.com/x.git", ("github",)),
        ([".git"], "", ()),
    ],
)
def test_the_service_is_told_by_what_is_there(
    present: list[str], remotes: str, expected: tuple[str, ...]
) -> None:
    assert detect_services(present, remotes) == expected


def test_the_service_may_be_chosen(tmp_path: Path) -> None:
    repository(tmp_path)
    init(tmp_path, "--ci", "none")
    assert WORKFLOW not in tree(tmp_path)
    init(tmp_path, "--ci", "gitlab")
    assert GITLAB in tree(tmp_path)


def answer(folder: Path, answers: str, *options: str, **env: str) -> tuple[int, str]:
    """Run `dclint init` at a terminal at which somebody types `answers`."""
    parent, child = pty.openpty()
    os.write(parent, answers.encode())
    code = "from dclint.cli import main; main()"
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    with subprocess.Popen(
        [sys.executable, "-c", code, "init", *options],
        cwd=folder, env=kept | env, stdin=child, stdout=child, stderr=child,
    ) as process:  # fmt: skip
        os.close(child)
        shown = b""
        while True:
            try:
                shown += os.read(parent, 4096)
            except OSError:  # the other end is closed
                break
    os.close(parent)
    return process.returncode, shown.decode()


def test_at_a_terminal_it_asks_before_each_file(tmp_path: Path) -> None:
    repository(tmp_path)
    code, shown = answer(tmp_path, "y\ny\nn\ny\n")
    assert code == 0
    assert shown.count("[Y/n]") == 3
    assert "Let them count as known (a baseline)? [y/N]" in shown
    assert {"dclint.toml", "dclint-baseline.txt", WORKFLOW} < tree(tmp_path).keys()
    assert HOOK not in tree(tmp_path)


@pytest.mark.parametrize(("options", "env"), [(["--yes"], {}), ([], {"CI": "true"})])
def test_it_asks_nothing_if_told_so_or_in_ci(
    tmp_path: Path, options: list[str], env: dict[str, str]
) -> None:
    repository(tmp_path)
    code, shown = answer(tmp_path, "", *options, **env)
    assert code == 0
    assert "[Y/n]" not in shown
    assert {"dclint.toml", HOOK, WORKFLOW} < tree(tmp_path).keys()


def test_the_hook_is_added_and_every_other_character_stays() -> None:
    step = plan_hook(LOCAL)
    added = "  - repo: https://github.com/dclint/dclint\n    rev: v0.1.0\n    hooks:\n"
    added += "      - id: dclint\n"
    assert step.after == LOCAL.replace("# odd, and kept\n", f"# odd, and kept\n{added}")


@pytest.mark.parametrize(
    "text",
    [
        "repos:\n- repo: local\n  hooks:\n  - id: x\n",
        "repos:\n- repo: local\n  hooks:\n  - id: x",
        "repos:\r\n  - repo: local\r\n    hooks:\r\n      - id: x\r\n",
        "repos:\n  - repo: local\n    hooks: [{id: x}]\nci: {}\n",
        "repos:\n  - repo: local\n    hooks:\n      - id: x\n        entry: |\n          a\n\n\nci: {}\n",
        "repos:\n  - repo: local\n    hooks:\n      - id: x\n        entry:\n",
        "\ufeffrepos:\n  - repo: local\n    hooks: []\n",
        "---\nrepos:\n  - &a {repo: local, hooks: []}\n  - *a\n...\n",
    ],
)
def test_the_hook_is_the_last_of_the_list(text: str) -> None:
    step = plan_hook(text)
    before, after = yaml.safe_load(text), yaml.safe_load(step.after)
    assert after["repos"][-1]["hooks"] == [{"id": "dclint"}]
    assert after | {"repos": after["repos"][:-1]} == before
    assert ("\r\n" in text) == ("\r\n" in step.after)
    assert step.after.count("\r") in (0, step.after.count("\n"))
    assert plan_hook(step.after).after == step.after


@pytest.mark.parametrize(
    "text",
    [
        "repos: []\n",
        "repos: [{repo: local, hooks: []}]\n",
        "minimum_pre_commit_version: '3'\n",
        "- repo: local\n  hooks: []\n",
        "repos: {\n",
        "{repos: \n [a]}",
        "x: &x\n  - a\nrepos: *x\n",
        "repos: text\n",
    ],
)
def test_where_the_hook_cannot_be_added_the_lines_are_shown(text: str) -> None:
    step = plan_hook(text)
    assert step.after == text
    assert "- id: dclint" in step.advice


def test_the_lines_to_add_are_shown_to_whoever_runs_it(tmp_path: Path) -> None:
    repository(tmp_path)
    write(tmp_path, HOOK, "repos: []\n")
    ran = init(tmp_path)
    assert f"{HOOK}: left as it is; add this by hand:\n- repo: https://" in ran.stderr


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("build:\n  script: make\n", "test"),
        ("stages: [lint, test]\nbuild:\n  script: make\n", "test"),
        ("stages:\n  - lint\n  - ship\n", "lint"),
        ("stages: ['a: b']\n", "test"),
        ("spec:\n  inputs: {}\n---\nx: !reference [a, b]", "test"),
        ("x: &x {a: 1}\ny: *x\n*x : 1\n", "test"),
    ],
)
def test_a_job_is_added_in_a_stage_that_is_there(text: str, stage: str) -> None:
    step = plan_pipeline(text)
    assert step.after.startswith(text)
    outline = YamlOutline(step.after)
    assert "dclint" in outline.members
    assert f"\n  stage: {stage}\n" in step.after
    assert plan_pipeline(step.after).after == step.after


@pytest.mark.parametrize("text", ["{a: b}\n", "a: {\n", "- a\n", "a: b\n...\n", "text\n"])
def test_where_the_job_cannot_be_added_the_lines_are_shown(text: str) -> None:
    step = plan_pipeline(text)
    assert step.after == text
    assert "\n  stage: test\n" in step.advice


@pytest.mark.parametrize(
    "text", ["dclint:\n  script: x\n", "lint:\n  script:\n    - dclint check .\n"]
)
def test_a_pipeline_that_runs_dclint_stays_as_it_is(text: str) -> None:
    assert plan_pipeline(text) == (GITLAB, text, text, "")


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.lists(VALUES, min_size=1), st.dictionaries(st.text("abc", min_size=1), VALUES))
def test_whatever_else_a_file_says_is_kept(items: list[Any], others: dict[str, Any]) -> None:
    data = {"repos": items, **others}
    for width in (20, 1000):
        text = yaml.safe_dump(data, sort_keys=False, width=width, default_flow_style=None)
        step = plan_hook(text)
        if step.advice:
            assert step.after == text
        else:
            new = yaml.safe_load(step.after)
            assert new.pop("repos")[:-1] == items
            assert new == others


def shown(folder: Path, *options: str, **env: str) -> dict[str, tuple[Any, str, str | None]]:
    ran = dclint("config", "show", "--format", "json", *options, cwd=folder, env=env)
    assert ran.stderr == ""
    settings = json.loads(ran.stdout)["settings"]
    return {each["name"]: (each["value"], each["origin"], each["place"]) for each in settings}


def test_every_setting_is_shown_with_where_it_comes_from(tmp_path: Path) -> None:
    write(tmp_path, "dclint.toml", "fail-on = 'info'\nprofile = 'pedantic'\nignore = ['texts']\n")
    waiver = 'rule = "url-not-https"\nconnector = "x"\nfingerprint = "0"\nreason = "y"\n'
    write(tmp_path, "dclint-waivers.toml", f"[[waivers]]\n{waiver}expires = 2099-12-31\n")
    found = shown(tmp_path, "--ignore", "format,body", DCLINT_FAIL_ON="never", DCLINT_FORMAT="csv")
    assert found["profile"] == ("pedantic", "file", "dclint.toml")
    assert found["fail-on"] == ("never", "environment", "DCLINT_FAIL_ON")
    assert found["ignore"] == (["format", "body"], "command line", "--ignore")
    assert found["select"] == ([], "default", None)
    assert found["format"] == ("csv", "environment", "DCLINT_FORMAT")
    assert found["region"] == ("us", "default", None)
    accepted, *origin = found["waivers"]
    assert accepted[0]["expires"] == "2099-12-31"
    assert origin == ["file", "dclint-waivers.toml"]


def test_the_settings_nearest_to_the_paths_are_shown(tmp_path: Path) -> None:
    write(tmp_path, "team/dclint.toml", "fail-on = 'error'\n[tokens.7]\nheader = 'X'\n")
    write(tmp_path, "team/a.json", CLEAN)
    assert shown(tmp_path)["fail-on"][1] == "default"
    assert shown(tmp_path, "team/a.json")["fail-on"] == ("error", "file", "team/dclint.toml")
    assert shown(tmp_path, "--isolated", "team")["fail-on"][1] == "default"
    named = shown(tmp_path, DCLINT_CONFIG="team/dclint.toml")
    assert named["tokens"][0] == {"7": {"header": "X", "domain": None}}


def test_the_text_shows_the_same_and_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    hostile = r'known-variables = ["\u001b[31m", "::error::x"]'
    write(tmp_path, "dclint.toml", f"{hostile}\nfail-on = 'error'\n")
    ran = dclint("config", "show", cwd=tmp_path)
    assert ran.stdout.startswith("Settings: dclint.toml\n\n")
    assert "\x1b" not in ran.stdout
    (line,) = [line for line in ran.stdout.splitlines() if line.startswith("fail-on")]
    assert line.split() == ["fail-on", '"error"', "file", "(dclint.toml)"]


@pytest.mark.parametrize(
    ("toml", "env", "sentence"),
    [
        ("fial-on = 'error'", {}, "unknown key `fial-on`; did you mean `fail-on`?"),
        ("ignore = ['url-htps']", {}, "unknown rule or category `url-htps`"),
        ("", {"DCLINT_FORMAT": "pdf"}, "'pdf' is not one of"),
        ("", {"DCLINT_PROFILE": "all"}, "'all' is not one of"),
    ],
)
def test_wrong_settings_are_errors_here_too(
    tmp_path: Path, toml: str, env: dict[str, str], sentence: str
) -> None:
    write(tmp_path, "dclint.toml", toml)
    ran = dclint("config", "show", cwd=tmp_path, env=env)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert sentence in ran.stderr


def test_options_that_change_settings_are_those_of_check() -> None:
    context = Context(cli)
    check, group = cli.get_command(context, "check"), cli.get_command(context, "config")
    assert check
    assert isinstance(group, Group)
    theirs = {each.name: each for each in check.params}
    for option in group.commands["show"].params:
        if option.name not in ("form", "paths"):
            same = theirs[str(option.name)]
            assert (option.opts, option.envvar) == (same.opts, same.envvar)
            assert option.to_info_dict()["type"] == same.to_info_dict()["type"]
