"""The command line: exit codes, streams, formats, settings, what cannot be read or written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.cli import CLEAN, FAULTY, NOTED, dclint, write


@pytest.mark.parametrize(
    ("value", "options", "code"),
    [
        (CLEAN, [], 0),
        (FAULTY, [], 1),
        (FAULTY, ["--fail-on", "never"], 0),
        (NOTED, [], 0),
        (NOTED, ["--fail-on", "info"], 1),
        (
            {"type": "data_connector", "name": "n", "description": "d", "url": None},
            ["--strict-evaluation"],
            3,
        ),
    ],
    ids=["clean", "error", "never", "note", "note fails", "not observable"],
)
def test_the_exit_code_says_what_happened(
    tmp_path: Path, value: object, options: list[str], code: int
) -> None:
    name = write(tmp_path, "a.json", value)
    assert dclint("check", *options, name, cwd=tmp_path).returncode == code


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif"])
def test_the_exit_code_is_the_same_in_every_format(tmp_path: Path, form: str) -> None:
    name = write(tmp_path, "a.json", FAULTY)
    result = dclint("check", "--format", form, name, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing.json"], "dclint: nothing.json: there is no such file or folder"),
        (["*.yml"], "dclint: *.yml: nothing matches this pattern"),
        (["empty"], "dclint: empty: there is no JSON, NDJSON or YAML file in this folder"),
        (
            ["--select", "url-not-http", "a.json"],
            "unknown rule or category `url-not-http`; did you mean `url-not-https`?",
        ),
        (
            ["--output", "pdf", "a.json"],
            "dclint: unknown format `pdf`; choose from text, concise, json, sarif",
        ),
        (
            ["--output", "json", "--output", "text", "a.json"],
            "only one format can go to standard output",
        ),
        (
            ["--output", "json:no/such/folder.json", "a.json"],
            "no/such/folder.json: cannot be written",
        ),
        (["--config", "no.toml", "a.json"], "dclint: no.toml: cannot be read"),
    ],
)
def test_wrong_usage_is_one_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    write(tmp_path, "a.json", CLEAN)
    (tmp_path / "empty").mkdir()
    result = dclint("check", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == "" or "--output" in arguments


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("fial-on = 'error'", "dclint.toml: unknown key `fial-on`; did you mean `fail-on`?"),
        (
            "fail-on = 'eror'",
            "dclint.toml: `fail-on`: input should be 'error', 'warning', 'info' or 'never'",
        ),
        ("ignore = ['url-htps']", "unknown rule or category `url-htps`"),
        ("[severity]\nunused-input = 'info'", "unknown rule `unused-input`"),
        ("[tokens.1]\nheadr = 'X'", "unknown key `tokens.1.headr`; did you mean `header`?"),
        (
            "[options.url-template-in-host]\nalow = []",
            "unknown option of `url-template-in-host` `alow`; did you mean `allow`?",
        ),
        ("select = [", "dclint.toml: cannot be read"),
        ("rules = ['mine']", "mine: there is no such folder of rules"),
    ],
)
def test_wrong_settings_are_one_sentence(tmp_path: Path, toml: str, sentence: str) -> None:
    write(tmp_path, "a.json", CLEAN)
    write(tmp_path, "dclint.toml", toml)
    result = dclint("check", "a.json", cwd=tmp_path)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_settings_come_from_file_environment_and_command_line(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    write(tmp_path, "pyproject.toml", "[tool.dclint]\nfail-on = 'never'\n")
    assert dclint("check", "a.json", cwd=tmp_path).returncode == 0
    assert dclint("check", "a.json", cwd=tmp_path, env={"DCLINT_FAIL_ON": "error"}).returncode == 1
    environment = {"DCLINT_FAIL_ON": "never"}
    result = dclint("check", "--fail-on", "error", "a.json", cwd=tmp_path, env=environment)
    assert result.returncode == 1
    assert dclint("check", "--isolated", "a.json", cwd=tmp_path).returncode == 1


def test_the_settings_beside_what_is_checked_count(tmp_path: Path) -> None:
    write(tmp_path, "team/a.json", FAULTY)
    write(tmp_path, "team/dclint.toml", "ignore = ['url-not-https']")
    assert dclint("check", "team", cwd=tmp_path).returncode == 0


def test_standard_input_has_the_name_that_is_given(tmp_path: Path) -> None:
    arguments = ["check", "-", "--stdin-filename", "orders.json", "--format", "concise"]
    result = dclint(*arguments, cwd=tmp_path, stdin=json.dumps(FAULTY))
    assert result.returncode == 1
    assert result.stdout.startswith("orders.json:1:")


def test_folders_are_searched_as_git_would(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("a.json", "b.yaml", "kept/c.json", "old/d.json", "e.txt", "node_modules/f.json"):
        write(tmp_path, name, FAULTY)
    write(tmp_path, ".gitignore", "old/\n*.yaml\n!b.yaml\nkept/*\n")
    write(tmp_path, "kept/.gitignore", "!c.json\n")
    result = dclint("check", ".", "--format", "concise", cwd=tmp_path)
    files = {line.partition(":")[0] for line in result.stdout.splitlines()[:-1]}
    assert files == {"a.json", "b.yaml", "kept/c.json"}


def test_a_glob_that_the_shell_did_not_expand(tmp_path: Path) -> None:
    write(tmp_path, "x/a.json", FAULTY)
    write(tmp_path, "x/y/b.json", FAULTY)
    result = dclint("check", "x/**/*.json", "--format", "concise", cwd=tmp_path)
    assert {line.partition(":")[0] for line in result.stdout.splitlines()[:-1]} == {
        "x/a.json",
        "x/y/b.json",
    }


def test_a_file_named_twice_is_checked_once(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    result = dclint("check", "a.json", "./a.json", ".", "--format", "json", cwd=tmp_path)
    assert json.loads(result.stdout)["summary"]["documents"] == 1


def test_what_cannot_be_read_makes_the_run_incomplete(tmp_path: Path) -> None:
    write(tmp_path, "a.json", CLEAN)
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "loop.json").symlink_to("loop.json")
    result = dclint("check", "a.json", "pipe.json", "loop.json", cwd=tmp_path)
    assert result.returncode == 3
    assert "pipe.json: not read: it is not a regular file" in result.stdout
    assert "loop.json: not read: too many levels of symbolic links" in result.stdout


def test_reports_are_written_to_files_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    outputs = ["--output", "sarif:out.sarif", "--output", "json:out.json"]
    result = dclint("check", "a.json", *outputs, cwd=tmp_path)
    assert "url-not-https" in result.stdout
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tmp_path / "out.json").read_text())["version"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "out.json", "out.sarif"]


@pytest.mark.parametrize(
    ("environment", "options", "is_coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_colour_is_a_matter_of_flag_environment_and_terminal(
    tmp_path: Path, environment: dict[str, str], options: list[str], *, is_coloured: bool
) -> None:
    write(tmp_path, "a.json", FAULTY)
    result = dclint("check", "a.json", *options, cwd=tmp_path, env=environment)
    assert ("\x1b[" in result.stdout) is is_coloured


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-c", "from dclint.cli import main; main()", "check", "a.json"],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr == "dclint: standard output: cannot be written: No space left on device\n"


@pytest.mark.parametrize("closed", [">&-", "| true"])
def test_a_closed_standard_output_is_no_traceback(tmp_path: Path, closed: str) -> None:
    write(tmp_path, "a.json", [FAULTY] * 2000)
    command = f"'{sys.executable}' -c 'from dclint.cli import main; main()' check a.json {closed}"
    result = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


def test_interrupting_ends_with_130(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow")
    command = f"'{sys.executable}' -c 'from dclint.cli import main; main()' check - < slow"
    process = subprocess.Popen(
        ["bash", "-c", f"exec {command}"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    with (tmp_path / "slow").open("w"):
        import signal
        import time

        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_the_hook_skips_what_is_no_connector(tmp_path: Path) -> None:
    write(tmp_path, "package.json", {"name": "x", "version": "1.0.0"})
    write(tmp_path, "values.yaml", "a: {{ .Values.b }}\n")
    result = dclint("check", "--skip-unrelated", "package.json", "values.yaml", cwd=tmp_path)
    assert result.returncode == 0
    assert "2 files without a connector skipped" in result.stdout


def test_commands_that_only_print(tmp_path: Path) -> None:
    assert dclint("--version", cwd=tmp_path).stdout == "dclint 0.1.0\n"
    listed = json.loads(dclint("rules", "--format", "json", cwd=tmp_path).stdout)
    assert "url-not-https" in {rule["name"] for rule in listed}
    assert "url-not-https" in dclint("rules", cwd=tmp_path).stdout
    page = dclint("explain", "url-not-https", cwd=tmp_path).stdout
    assert all(
        head in page for head in ("What happens", "How to fix it", "Before", "After", "CWE-319")
    )
    unknown = dclint("explain", "url-not-http", cwd=tmp_path)
    assert unknown.stderr == "dclint: unknown rule `url-not-http`; did you mean `url-not-https`?\n"
    for shell in ("bash", "zsh", "fish"):
        assert "_DCLINT_COMPLETE" in dclint("completion", shell, cwd=tmp_path).stdout


def test_the_cost_of_rules_can_be_seen(tmp_path: Path) -> None:
    write(tmp_path, "a.json", FAULTY)
    result = dclint("check", "--profile-rules", "a.json", cwd=tmp_path)
    assert result.stderr.startswith("µs/connector  rule\n")
    assert "url-not-https" in result.stderr


def test_declarative_rules_of_ones_own(tmp_path: Path) -> None:
    rule = (
        "title: The host is not ours\nseverity: error\ngiven: /url\n"
        "schema: {pattern: '^https://[a-z]+[.]acme[.]com/'}\nwhen: {required: [url]}\n"
        "message: Connectors call hosts below `acme.com` only\n"
    )
    write(tmp_path, "mine/foreign-host.yaml", rule)
    write(tmp_path, "dclint.toml", "rules = ['mine']\nselect = ['foreign-host']")
    write(tmp_path, "a.json", [CLEAN, CLEAN | {"url": "https://api.acme.com/x"}])
    result = dclint("check", "a.json", "--format", "json", cwd=tmp_path)
    found = json.loads(result.stdout)["findings"]
    assert [(f["rule"], f["pointer"]) for f in found] == [("foreign-host", "/0/url")]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("severity: error\n", "mine/bad.yaml:1: `title` is missing"),
        ("title: x\nseverity: eror\ngiven: /url\n", "mine/bad.yaml:2: `severity`"),
        ("title: x\nseverity: error\n", "by `given` where to look"),
        ("title: x\nseverity: error\ngiven: /url\nschema: {type: strin}\n", "in a JSON Schema"),
        ("title: x\nseverity: error\ncheck: os.system\n", "3: unknown member `check`"),
        ("title: [\n", "mine/bad.yaml:2: Not valid YAML"),
    ],
)
def test_a_rule_that_cannot_be_loaded_is_one_sentence(
    tmp_path: Path, rule: str, sentence: str
) -> None:
    write(tmp_path, "mine/bad.yaml", rule)
    write(tmp_path, "dclint.toml", "rules = ['mine']")
    write(tmp_path, "a.json", CLEAN)
    result = dclint("check", "a.json", cwd=tmp_path)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
