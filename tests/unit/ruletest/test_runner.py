"""Trials of rules: examples that must hold, edits that must be noticed, and the command."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.cli import dclint
from support.paths import ROOT
from support.rules import RULES

from dclint.findings.severity import Severity
from dclint.ruleset import registry as ruleset
from dclint.ruleset.rule import Example, Rule, Scope
from dclint.ruletest.mutants import make_mutants, text_mutants
from dclint.ruletest.runner import format_mutation_record, run_rule_tests

RAW: dict[str, Any] = {
    "name": "Get order",
    "url": "https://api.velvetshoes.com/orders/{{order_id}}",
    "direct_fin_usage": False,
    "headers": [{"name": "Accept", "value": "application/json"}],
    "mock_response": {"order": {"id": 5}},
}

RULE = Rule(
    name="foreign-host",
    title="The host is foreign",
    severity=Severity.ERROR,
    given="/url",
    schema={"pattern": "^https://api\\.velvetshoes\\.com/"},
    bad=(
        Example("foreign", "name: a\nhttp_method: get\nurl: https://evil.io/  # <- here\n"),
        Example("json", '{"name": "a",\n"url": "https://evil.io"}', file="a.json", lines=(2,)),
    ),
    good=(Example("ours", "name: a\nhttp_method: get\nurl: https://api.velvetshoes.com/x\n"),),
)


def edits(field: str) -> dict[str, Any]:
    return {m.change: m.raw.get(field, "dropped") for m in make_mutants(RAW) if m.field == field}


def test_one_member_is_changed_and_the_original_is_left_alone() -> None:
    before = repr(RAW)
    for mutant in make_mutants(RAW, [{"name": "Other", "state": "live"}]):
        differing = {
            key
            for key in RAW.keys() | mutant.raw.keys()
            if RAW.get(key, "absent") != mutant.raw.get(key, "absent")
        }
        assert differing == {mutant.field}, mutant.change
    assert repr(RAW) == before


def test_the_edits_of_a_text() -> None:
    assert edits("name") == {
        "drop /name": "dropped",
        "null /name": None,
        "retype /name": 7,
        "blank /name": "",
        "pad /name": " Get order ",
        "capitalise /name": "GET ORDER",
        "append an unknown placeholder to /name": "Get order{{mutant}}",
        "append a zero-width space to /name": "Get order\u200b",
        "append a picture to /name": "Get order \U0001f69a",
    }


def test_the_edits_of_a_switch() -> None:
    assert edits("direct_fin_usage") == {
        "drop /direct_fin_usage": "dropped",
        "null /direct_fin_usage": None,
        "swap /direct_fin_usage": True,
        "quote /direct_fin_usage": "false",
        "set /direct_fin_usage to true": True,
    }


def test_the_edits_of_a_list_and_what_is_in_it() -> None:
    found = edits("headers")
    assert found["drop /headers/0"] == []
    assert found["drop /headers/0/value"] == [{"name": "Accept"}]
    assert found["repeat the last of /headers"] == RAW["headers"] * 2
    assert found["retype /headers/0"] == ["mutant"]


def test_a_url_loses_its_s_and_a_host_its_certainty() -> None:
    found = edits("url")
    assert found["take the s from /url"].startswith("http://api")
    assert found["put a placeholder into the host of /url"].startswith("https://{{mutant}}.api")


def test_an_edit_that_changes_nothing_is_none() -> None:
    raw = {"name": "", "headers": [], "example": 0}
    assert all(mutant.raw != raw for mutant in make_mutants(raw))
    assert "blank /name" not in [mutant.change for mutant in make_mutants(raw)]


def test_a_sample_is_changed_as_a_whole() -> None:
    assert set(edits("mock_response")) == {
        "drop /mock_response",
        "null /mock_response",
        "retype /mock_response",
    }


def test_absent_members_are_set_and_donors_are_asked() -> None:
    changes = {m.change: m.raw for m in make_mutants(RAW, [{"name": "Get order", "state": "live"}])}
    assert changes['set /audiences to ["users"]']["audiences"] == ["users"]
    assert changes['set /http_method to "delete"']["http_method"] == "delete"
    assert changes["take /state from bad connector 1"]["state"] == "live"
    assert "take /name from bad connector 1" not in changes


@pytest.mark.parametrize("text", ['{"name": "x"}\n', "name: x\n"])
def test_the_edits_of_a_text_stay_texts(text: str) -> None:
    changes = dict(text_mutants(text))
    assert changes["cut off the end"] == text.rstrip()[:-1]
    assert changes["repeat a member"].count("mutant") == 2
    assert all(changed != text for changed in changes.values())


def test_a_sound_rule_has_no_failure() -> None:
    trial = run_rule_tests(RULE, [RULE])
    assert trial.failures == ()
    assert 0 < trial.kills < trial.mutants
    assert "take /url from bad connector 1: +error" in format_mutation_record(trial)


BAD, GOOD = RULE.bad[0], RULE.good[0]
UNSOUND: list[tuple[dict[str, Any], str]] = [
    ({"good": (replace(GOOD, text=BAD.text),)}, "good example “ours”: reported error on line 3"),
    ({"bad": (replace(BAD, text=GOOD.text),)}, "bad example “foreign” marks no line"),
    (
        {"bad": (replace(BAD, text=BAD.text.replace("a\n", "a  # <- here\n")),)},
        "bad example “foreign”: expected error on line 1, error on line 3, reported error on line 3",
    ),
    (
        {"bad": (replace(BAD, severity=Severity.INFO),)},
        "bad example “foreign”: expected info on line 3, reported error on line 3",
    ),
    (
        {"good": (replace(GOOD, text="url: [\n"),)},
        "good example “ours” holds no connector",
    ),
    (
        {"bad": (replace(BAD, text="tsconfig: 1\nstrict: 2  # <- here\n"),)},
        "bad example “foreign” holds no connector",
    ),
    ({"bad": ()}, "there is no bad example"),
    ({"good": ()}, "there is no good example"),
    (
        {"schema": {"not": {"const": "https://evil.io/x"}}, "bad": (), "severity": "error"},
        "edits of its good examples makes it report anything",
    ),
]


@pytest.mark.parametrize(("change", "failure"), UNSOUND)
def test_what_is_wrong_with_a_rule_is_said(change: dict[str, Any], failure: str) -> None:
    failures = run_rule_tests(replace(RULE, **change), [replace(RULE, **change)]).failures
    assert any(failure in each for each in failures), failures


def test_a_rule_that_reports_what_it_does_not_read_is_named() -> None:
    dishonest = replace(RULES["missing-description"], reads=("direct_fin_usage",))
    failures = run_rule_tests(dishonest, [dishonest]).failures
    assert any(
        f.endswith(
            "drop /description: `missing-description` reports it and does not read `description`"
        )
        for f in failures
    )


def test_an_edit_that_changes_what_the_origin_shows_excuses_every_rule() -> None:
    export = '{"id": "1", "name": "a", "url": "https://a.io/", "created_at": "2026-03-02"}'
    rule = replace(
        RULES["missing-description"], good=(Example("export", export, file="a.json"),), bad=()
    )
    trial = run_rule_tests(rule, [rule])
    assert "drop /created_at" in [effect.change for effect in trial.effects]
    assert trial.failures == ("there is no bad example",)


@pytest.mark.parametrize("name", ["duplicate-connector-name", "syntax-error"])
def test_rules_of_workspaces_and_of_texts_are_tried_as_well(name: str) -> None:
    assert RULES[name].scope in (Scope.WORKSPACE, Scope.DOCUMENT)
    trial = run_rule_tests(RULES[name], list(RULES.values()))
    assert trial.failures == ()
    assert trial.kills


EXAMPLES = ROOT / "examples" / "rules"


def test_the_rules_of_the_examples_hold() -> None:
    result = dclint("test-rules", str(EXAMPLES), cwd=EXAMPLES)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1].startswith("3 rules, 19 examples, ")
    assert result.stdout.endswith(": all hold.\n")


def test_a_rule_that_does_not_hold_fails_the_command(tmp_path: Path) -> None:
    text = (EXAMPLES / "debug-header.yaml").read_text("utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "debug-header.yaml").write_text(text.replace("ebug(?:-|$)", "ebug$"))
    (tmp_path / "dclint.toml").write_text("rules = ['mine']")
    result = dclint("test-rules", cwd=tmp_path)
    assert result.returncode == 1
    assert "bad example “A header of the same family”: expected warning on line 6" in result.stdout
    assert "FAILED" in result.stdout


def test_no_folder_is_wrong_usage(tmp_path: Path) -> None:
    result = dclint("test-rules", cwd=tmp_path)
    assert result.returncode == 2
    assert "name a folder of rules" in result.stderr


def test_the_shipped_folder_is_known_by_its_place() -> None:
    assert [
        rule.name for rule in ruleset.load_rules_in_folders([str(ruleset.find_builtin_folder())])
    ] == list(RULES)
