"""Careless and hostile use: one sentence or a clear finding, never a traceback, hang or secret."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import support.cli
from support.items import as_items, item
from support.rules import RULES

from dclint.config.settings import Config
from dclint.document import Document
from dclint.engine.document_check import MAX_FINDINGS, MAX_HITS
from dclint.engine.lint import lint
from dclint.engine.report import Report, format_traceback
from dclint.errors import RuleError
from dclint.model.connector import Connector
from dclint.model.source_item import SourceItem
from dclint.report import sarif, text
from dclint.report.style import Style
from dclint.ruleset import declarative
from dclint.ruleset import registry as ruleset
from dclint.ruleset.rule import Rule
from dclint.sources.files import read_items

CONNECTOR = {
    "name": "Find a shop",
    "description": "Returns the nearest shop and its opening hours. Use it when somebody asks.",
    "http_method": "get",
    "url": "https://api.shopfinder.io/near",
    "headers": [],
    "data_inputs": [],
    "audiences": ["users"],
    "token_ids": [],
}
NASTY = "x\x1b[31m\n::error::\u202e\x9b"
GITHUB = "ghp_Zq7Lm2Vx9Kp4Rt8Wn3Bs6Yd1Gh5Jc0Faabcd"
LITERAL = "Zq7Lm2Vx9Kp4Rt8Wn3Bs6Yd1Gh5Jc0Fa"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]|^ *::|##\\w*\\[", re.MULTILINE)


def dclint(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return support.cli.dclint(*arguments, cwd=cwd)


def in_shell(cwd: Path, *arguments: str, behind: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, `behind` it, in a shell's words."""
    code = "from dclint.cli import main; main()"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DCLINT", "FORCE"))}
    return subprocess.run(
        ["sh", "-c", f'"$@" {behind}', "sh", sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env=kept,
        check=False,
        timeout=60,
    )


def is_one_sentence(result: subprocess.CompletedProcess[str]) -> bool:
    """Whether a run failed with one harmless line on standard error."""
    lines = result.stderr.splitlines()
    return result.returncode == 2 and len(lines) == 1 and not OBEYED.search(lines[0])


def own_rule(folder: Path, **members: Any) -> Rule:
    """Load one rule of a user."""
    needed = {"title": "T", "severity": "error", "given": "/url", "schema": True}
    content = {**needed, "message": "m", **members}
    (folder / "own.yaml").write_text(json.dumps(content), "utf-8")
    return ruleset.load_rules([str(folder)])["own"]


def report_of(*rules: Rule, **members: Any) -> Report:
    """Lint one connector."""
    return lint([item("a.json", json.dumps(CONNECTOR | members))], rules, Config())


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", NASTY),
        ("check", "--select", NASTY, "."),
        ("check", "--config", NASTY),
        ("check", "--output", f"{NASTY}:x"),
        ("check", "--output", f"json:missing/{NASTY}"),
        ("explain", NASTY),
        ("explain", "../../etc/passwd"),
    ],
)
def test_a_complaint_is_one_harmless_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CONNECTOR))
    assert is_one_sentence(dclint(tmp_path, *arguments))


@pytest.mark.parametrize("arguments", [("check", "--x" + NASTY), ("explain", "a", NASTY), ()])
def test_wrong_usage_is_shown_without_being_obeyed(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = dclint(tmp_path, *arguments)
    assert result.returncode == 2
    assert "Usage: dclint" in result.stderr
    assert not OBEYED.search(result.stderr)


@pytest.mark.parametrize("command", ["--version", "--help", "rules", "explain url-not-https"])
def test_a_full_disk_is_one_sentence_for_every_command(tmp_path: Path, command: str) -> None:
    assert is_one_sentence(in_shell(tmp_path, *command.split(), behind=">/dev/full"))


def test_a_working_folder_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    code = "import os; os.mkdir('x'); os.chdir('x'); os.rmdir('../x')"
    main = f"{code}; from dclint.cli import main; main(['check', '-'])"
    result = subprocess.run(
        [sys.executable, "-c", main], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (2, "dclint: the working folder is gone\n")


@pytest.mark.parametrize(
    "outputs", [("json:a.json",), ("json:./../{0}/a.json",), ("json:x", "sarif:./x")]
)
def test_a_report_replaces_neither_input_nor_report(
    tmp_path: Path, outputs: tuple[str, ...]
) -> None:
    (tmp_path / "a.json").write_text(before := json.dumps(CONNECTOR))
    options = [part for o in outputs for part in ("--output", o.format(tmp_path.name))]
    assert is_one_sentence(dclint(tmp_path, "check", "a.json", *options))
    assert (tmp_path / "a.json").read_text() == before


def test_a_report_may_go_to_a_link_or_a_long_name(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CONNECTOR))
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "link").symlink_to("target")
    for name in ("link", "loop", "x" * 250):
        assert dclint(tmp_path, "check", "a.json", "--output", f"json:{name}").returncode == 0
    assert json.loads((tmp_path / "target").read_text())["version"] == 1


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("dclint.toml", "a=" + "[" * 100_000, "nested too deep"),
        ("dclint.toml", "#" * 2_000_000, "larger than 1 MiB"),
        ("dclint.toml", f"{json.dumps(NASTY)} = 1", "unknown key"),
        ("dclint.toml", "[per-file-ignores]\n'!' = ['url-not-https']", "`!` is no pattern"),
        ("dclint.toml", "[per-file-ignores]\n'[z-a]' = ['url-not-https']", "is no pattern"),
        ("pyproject.toml", "tool.dclint = 5", "the settings are not a table"),
    ],
)
def test_strange_settings_are_one_sentence(
    tmp_path: Path, file: str, content: str, sentence: str
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CONNECTOR))
    (tmp_path / file).write_text(content)
    result = dclint(tmp_path, "check", "a.json")
    assert is_one_sentence(result)
    assert sentence in result.stderr


@pytest.mark.parametrize("content", ["tool = 5 # tool.dclint", "x = ["])
def test_a_project_file_without_our_table_is_none_of_our_business(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CONNECTOR))
    (tmp_path / "pyproject.toml").write_text(content)
    assert dclint(tmp_path, "check", "a.json").returncode == 0


def test_settings_and_rules_are_read_from_regular_files_only(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CONNECTOR))
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "not a regular file" in dclint(tmp_path, "check", "--config", "pipe.yaml").stderr
    assert "not a regular file" in dclint(tmp_path, "check", "--config", "/dev/zero").stderr
    (tmp_path / "dclint.toml").write_text("rules = ['.']")
    assert "not a regular file" in dclint(tmp_path, "check", "a.json").stderr


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"check": "transport.not_https"}, "unknown member `check`"),
        ({"scope": "workspace"}, "has no `scope`"),
        ({"options": {"x": {"default": 1, "summary": "s"}}}, "has no `options`"),
        ({"needs": ["hedaers"]}, "did you mean `headers`"),
        ({"name": "other"}, "has no `name`"),
    ],
)
def test_what_a_rule_of_ones_own_may_not_say(
    tmp_path: Path, members: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RuleError, match=sentence):
        own_rule(tmp_path, **members)


def test_a_rule_holds_numbers_of_json_only(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "title: T\nseverity: error\ngiven: /url\nschema: {enum: [.nan]}"
    )
    with pytest.raises(RuleError, match="infinite or none"):
        ruleset.load_rules([str(tmp_path)])


def test_a_rule_file_with_another_suffix_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("title: T\nseverity: error\ngiven: /url\nschema: true\n")
    with pytest.raises(RuleError, match=r"ends in `[.]yaml`"):
        ruleset.load_rules([str(tmp_path)])


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"schema": {"$ref": "http://127.0.0.1:9/x.json"}}, "which is not in it"),
        ({"schema": {"$ref": "file:///etc/passwd"}}, "which is not in it"),
        ({"when": {"$dynamicRef": "https://example.org/x"}}, "which is not in it"),
        ({"schema": {"$ref": "#"}}, "refers to itself"),
        ({"schema": {"pattern": "^https://(a+)+$"}}, "more than 0.2 seconds"),
    ],
)
def test_a_schema_that_cannot_be_applied_ends_the_run(
    tmp_path: Path, members: dict[str, Any], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declarative, "_SECONDS", 0.2)
    rule = own_rule(tmp_path, **members)
    with pytest.raises(RuleError, match=sentence):
        report_of(rule, url="https://" + "a" * 60 + "!")


@pytest.mark.parametrize(
    "given", ["/mock_response/keys/0", "/custom/0", "/copy/a", "/model_config/0"]
)
def test_members_named_like_ours_crash_nothing(tmp_path: Path, given: str) -> None:
    rule = own_rule(tmp_path, given=given, schema=False)
    strange = {"mock_response": {"keys": [1]}, "custom": [1], "copy": {"a": 1}, "model_config": [1]}
    report = report_of(rule, **strange)
    assert not report.crashes
    assert len(report.findings) == 1


def test_a_sensitive_rule_of_ones_own_masks_its_value(tmp_path: Path) -> None:
    rule = own_rule(tmp_path, given="/description", schema=False, sensitive=True)
    shown = text.render(report_of(rule), Style())
    assert 'description": "Ret****' in shown
    assert "opening hours" not in shown


def test_the_page_of_a_rule_of_ones_own_is_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "dclint.toml").write_text("rules = ['.']")
    own_rule(
        tmp_path,
        category=NASTY,
        since=NASTY,
        why=NASTY,
        references=[{"title": f"CWE-{n}: {NASTY}", "url": NASTY} for n in range(50)],
    )
    result = dclint(tmp_path, "explain", "own")
    assert result.returncode == 0
    assert not OBEYED.search(result.stdout)
    assert not OBEYED.search(dclint(tmp_path, "rules").stdout)


def test_a_rule_has_no_more_tags_than_github_takes(tmp_path: Path) -> None:
    references = [{"title": f"CWE-{n}: x", "url": "https://cwe.mitre.org/"} for n in range(50)]
    log = json.loads(sarif.render(report_of(own_rule(tmp_path, references=references)), Style()))
    assert len(log["runs"][0]["tool"]["driver"]["rules"][0]["properties"]["tags"]) == 20


def test_a_failing_rule_is_told_once_and_quotes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connector: Connector) -> Iterator[None]:
        raise ValueError(connector.url)
        yield

    monkeypatch.setattr("dclint.engine.plan.load_check", lambda _rule: fail)
    items = json.dumps([CONNECTOR | {"url": LITERAL}] * 3)
    report = lint([item("a.json", items)], [RULES["url-not-https"]], Config())
    shown = text.render(report, Style())
    assert len(report.crashes) == 1
    assert "failed on a.json /0 and 2 more connectors" in shown
    assert "ValueError" in shown
    assert LITERAL not in shown
    assert LITERAL not in format_traceback(ValueError(LITERAL))


@pytest.mark.parametrize(
    ("file", "content", "secret"),
    [
        ("a.json", json.dumps(CONNECTOR | {GITHUB: 1}), GITHUB),
        ("a.json", json.dumps(CONNECTOR | {"id": GITHUB, "url": "http://a.io"}), GITHUB),
        ("a.yaml", f"name: x\nhttp_method: get\n{GITHUB}: 1\n{GITHUB}: 2\n", GITHUB),
        ("a.json", f'{{"name": "x", "url": "y", "api_key":\n"{LITERAL}" "x"}}', LITERAL),
        (
            "a.json",
            json.dumps(CONNECTOR | {"body": f"<a><password>{LITERAL}</password></a>{{{{b}}}}"}),
            LITERAL,
        ),
        (
            "a.json",
            json.dumps(CONNECTOR | {"body": f'<a password="{LITERAL}">{{{{b}}}}</a>'}),
            LITERAL,
        ),
    ],
)
def test_no_format_shows_a_secret_in_an_odd_place(
    tmp_path: Path, file: str, content: str, secret: str
) -> None:
    (tmp_path / file).write_text(content)
    for form in ("text", "concise", "json", "sarif"):
        shown = dclint(tmp_path, "check", file, "--format", form).stdout
        assert not [i for i in range(4, len(secret) - 8) if secret[i : i + 8] in shown]


def test_a_name_cannot_command_a_ci_service(tmp_path: Path) -> None:
    lines = (
        "name: x\nhttp_method: get\nbody: |\n  ::error::{{a\n  ##[error]{{b\nurl: https://a.io\n"
    )
    (tmp_path / "::error::x.yaml").write_text(lines)
    for form in ("text", "concise"):
        result = dclint(tmp_path, "check", ".", "--format", form)
        assert result.returncode == 1
        assert not OBEYED.search(result.stdout)


def test_hits_that_are_not_shown_are_counted() -> None:
    report = report_of(RULES["wrong-type"], data_inputs=[5] * (MAX_HITS + 7))
    assert len(report.findings) == MAX_HITS
    assert report.dropped == 7


def test_findings_beyond_the_limit_are_counted_not_placed() -> None:
    items = ",".join(['{"url":"http://a"}'] * (MAX_FINDINGS - 30_000))
    files = [Document(f"{n}.json", f"[{items}]") for n in range(3)]
    report = lint(as_items(*files), [RULES["url-not-https"]], Config())
    assert len(report.findings) == MAX_FINDINGS
    assert report.dropped == 3 * (MAX_FINDINGS - 30_000) - MAX_FINDINGS
    run = json.loads(sarif.render(report, Style()))["runs"][0]
    assert len(run["results"]) == 25_000
    notes = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == ["35,000 more findings not shown"]


def test_many_wrong_items_do_not_take_the_square_of_the_time(assert_linear: Any) -> None:
    def prepare(count: int) -> Any:
        content = json.dumps(CONNECTOR | {"headers": [5] * count})
        return lambda: lint([item("a.json", content)], [RULES["wrong-type"]], Config())

    assert_linear(prepare, 40_000)


@pytest.mark.parametrize("line", ["!", "[z-a]", "\\", "a\\"])
def test_a_line_of_gitignore_that_is_no_pattern_is_passed_over(tmp_path: Path, line: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text(f"{line}\nb.json\n")
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("{}")
    found = [
        each.document.name.rpartition("/")[2]
        for each in as_items(*read_items([str(tmp_path)], stdin=None))
        if isinstance(each, SourceItem)
    ]
    assert found == ["a.json"]


def test_folders_without_end_are_reported_not_walked(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(520):
        os.mkdir("d", dir_fd=here)
        here, last = os.open("d", os.O_RDONLY, dir_fd=here), here
        os.close(last)
    os.close(here)
    result = dclint(tmp_path, "check", ".", "--format", "json")
    assert result.returncode == 3
    assert [u["reason"] for u in json.loads(result.stdout)["unreadable"]] == [
        "this folder is nested too deep"
    ]


def test_standard_input_named_twice_is_read_once() -> None:
    with open(os.devnull, "rb") as stdin:
        assert len(list(read_items(["-", "-"], stdin=stdin))) == 1
