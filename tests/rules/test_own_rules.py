"""Rules of users: what is a rule, what is none and why, and what the documentation says of them."""

import json
import math
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from support.items import item
from support.paths import ROOT

from dclint.cli import schemas
from dclint.config.settings import Config
from dclint.engine.lint import lint
from dclint.errors import RuleError
from dclint.report import rule_pages as page
from dclint.report import sarif
from dclint.report.style import Style
from dclint.ruleset import registry as ruleset
from dclint.ruleset.loader import read_rule

FOLDER = ROOT / "examples" / "rules"
FILES = sorted(FOLDER.glob("*.yaml"))
PAGE = (ROOT / "docs" / "writing-rules.md").read_text("utf-8")
VALID = {"title": "x", "severity": "error", "given": "/url", "schema": {"pattern": "^https"}}

WRONG = [
    # what is changed, the line and the sentence by which the loader refuses it
    ({"title": None}, "1: `title`: input should be a valid string"),
    ({"severity": "eror"}, "2: `severity`: input should be 'error', 'warning' or 'info'"),
    ({"given": "url"}, "3: `given`: a JSON pointer begins with `/`: 'url'"),
    ({"given": "/a~b"}, "3: `given`: in a JSON pointer `~` is written `~0`: '/a~b'"),
    ({"schema": {"type": "strin"}}, '5: `schema.type` cannot be "strin" in a JSON Schema'),
    ({"schema": {"type": None}}, "5: `schema.type` cannot be null in a JSON Schema"),
    ({"schema": {"pattern": 5}}, "5: `schema.pattern` cannot be 5 in a JSON Schema"),
    ({"schema": {"anyOf": "x" * 99}}, f'`schema.anyOf` cannot be "{"x" * 79}… in a JSON Schema'),
    ({"schema": 5}, "4: `schema`: input should be an object"),
    ({"when": {"required": "url"}}, '7: `when.required` cannot be "url" in a JSON Schema'),
    ({"shema": {}}, "6: unknown member `shema`; did you mean `schema`?"),
    ({"check": "os.system"}, "6: unknown member `check`"),
    ({"scope": "connector"}, "6: a rule of one's own has no `scope`"),
    ({"options": {"a": {"default": 1, "summary": "b"}}}, "6: a rule of one's own has no `options`"),
    ({"reads": ["url"]}, "6: a rule of one's own has no `reads`"),
    ({"name": "other"}, "6: a rule has no `name`: it is called as its file is"),
    ({"needs": ["body", "urll"]}, "8: unknown member of a connector `urll`; did you mean `url`?"),
    ({"security_severity": 11}, "6: `security_severity` is a number from 0 to 10"),
    ({"security_severity": "5"}, "6: `security_severity`: input should be a valid number"),
    ({"sensitive": "yes"}, "6: `sensitive`: input should be a valid boolean"),
    ({"confidence": "certain"}, "6: `confidence`: input should be 'high', 'medium' or 'low'"),
    ({"bad": {}}, "6: `bad`: input should be a valid array"),
    ({"bad": [{"title": "no text"}]}, "7: `bad.0.text` is missing"),
    ({"bad": [{"title": "x", "text": "y", "lines": ["2"]}]}, "10: `bad.0.lines.0`: input should"),
    ({"references": [{"title": "x", "link": "y"}]}, "8: unknown member `link`"),
]

WRONG_FOR_A_LOADER = [
    # as above, but nothing that a JSON Schema could tell
    ({"schema": {"pattern": "("}}, '5: `schema.pattern` cannot be "(" in a JSON Schema: missing )'),
    ({"schema": {"const": math.inf}}, "5: a number in it is infinite or none at all"),
    ({"schema": {"enum": [1, math.nan]}}, "7: a number in it is infinite or none at all"),
    ({"good": [{"title": "x", "text": "é", "encoding": "ascii"}]}, "9: `good.0`: its text cannot"),
    ({"good": [{"title": "x", "text": "y", "encoding": "hex"}]}, "9: `good.0`: its text cannot"),
    (
        {"good": [{"title": "x", "text": "y", "config": {"profil": "auditor"}}]},
        "9: `good.0`: unknown key `profil`; did you mean `profile`?",
    ),
]


def is_valid(rule: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(json.loads(schemas.render_schema("rule"))).is_valid(rule)


def load(folder: Path, rule: dict[str, Any]) -> None:
    (folder / "some-fault.yaml").write_text(yaml.safe_dump(rule, sort_keys=False))
    ruleset.load_rules([str(folder)])


def refusal(folder: Path, rule: dict[str, Any]) -> str:
    with pytest.raises(RuleError) as caught:
        load(folder, rule)
    assert str(caught.value).startswith(f"{folder / 'some-fault.yaml'}:")
    return str(caught.value)


def test_the_smallest_rule_is_one(tmp_path: Path) -> None:
    load(tmp_path, VALID)
    assert is_valid(VALID)


def test_the_page_of_the_smallest_rule_has_no_empty_section(tmp_path: Path) -> None:
    load(tmp_path, VALID)
    rule = ruleset.find_rule("some-fault", [str(tmp_path)])
    assert page.render_rule_page(rule, Style()).splitlines() == [
        "some-fault",
        "x",
        "error, security severity 0, high confidence, profile default, custom, since 0.1.0",
    ]
    (shown,) = json.loads(sarif.render(lint([], [rule], Config()), Style()))["runs"]
    (descriptor,) = shown["tool"]["driver"]["rules"]
    assert descriptor["help"] == {"text": "x", "markdown": "x"}
    assert descriptor["fullDescription"] == {"text": "x"}


@pytest.mark.parametrize("member", ["title", "severity", "given", "schema"])
def test_a_rule_needs_four_members(tmp_path: Path, member: str) -> None:
    rule = {key: value for key, value in VALID.items() if key != member}
    assert not is_valid(rule)
    with pytest.raises(RuleError, match=re.escape(str(tmp_path / "some-fault.yaml"))):
        load(tmp_path, rule)


@pytest.mark.parametrize(("change", "sentence"), WRONG, ids=lambda value: str(value)[:40])
def test_the_schema_and_the_loader_refuse_the_same(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    assert not is_valid(VALID | change)
    assert sentence in refusal(tmp_path, VALID | change)


@pytest.mark.parametrize(("change", "sentence"), WRONG_FOR_A_LOADER, ids=lambda v: str(v)[:40])
def test_the_loader_refuses_more(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(tmp_path, VALID | change)


def test_a_file_is_one_mapping(tmp_path: Path) -> None:
    for text in ("", "- a\n", "title: x\n---\ntitle: y\n"):
        (tmp_path / "some-fault.yaml").write_text(text)
        with pytest.raises(RuleError, match="yaml:1: a rule is one mapping"):
            ruleset.load_rules([str(tmp_path)])


HEADERS = [{"name": "X-Debug", "value": "****"}, {"name": "X-Other"}, {"name": "Accept"}]
EXPORT = {"id": "1", "name": "Get order", "url": "https://a.io/", "headers": HEADERS}

UNSEEN = [
    # given, schema, when, what is missing in an export that hides header values and the body
    ("/headers/*/value", {"pattern": "^x"}, True, "headers[].value"),
    ("/headers/0", {"properties": {"value": {"pattern": "^x"}}}, True, "headers[].value"),
    ("/headers", {"contains": {"required": ["value"]}}, True, "headers[].value"),
    ("", {"properties": {"headers": {"items": {"required": ["value"]}}}}, True, "headers[].value"),
    ("", {"$ref": "#/$defs/a", "$defs": {"a": {"required": ["body"]}}}, True, "body"),
    ("", {"allOf": [{"not": {"required": ["body"]}}]}, True, "body"),
    ("", {"dependentRequired": {"url": ["body"]}}, True, "body"),
    ("", {"dependentSchemas": {"url": {"required": ["body"]}}}, True, "body"),
    ("/name", False, {"not": {"required": ["body"]}}, "body"),
    ("/body", False, True, "body"),
    ("/*", True, True, "body"),
    ("", {"additionalProperties": False}, True, "body"),
]


@pytest.mark.parametrize(("given", "schema", "when", "fact"), UNSEEN)
def test_what_an_export_hides_is_neither_passed_nor_reported(
    tmp_path: Path, given: str, schema: Any, when: Any, fact: str
) -> None:
    load(tmp_path, VALID | {"given": given, "schema": schema, "when": when})
    rule = ruleset.load_rules([str(tmp_path)])["some-fault"]
    export = EXPORT | {"created_at": "2026-03-02"}
    report = lint([item("a.json", json.dumps(export))], [rule], Config())
    assert report.findings == []
    ((facts, _),) = report.coverage["some-fault"].unobserved.items()
    assert fact in facts


SEEN = [
    ("/headers/*/name", {"pattern": "^X-"}, True, ["/headers/2/name"]),
    ("/headers/*", {"properties": {"name": {"pattern": "^X-"}}}, True, ["/headers/2"]),
    ("", {"$ref": "#/$defs/a", "$defs": {"a": {"required": ["url"]}}}, True, []),
    ("", {"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"url": False}}}}, True, [""]),
    ("", {"properties": {"headers": {"maxItems": 2}}}, {"required": ["url"]}, [""]),
]


@pytest.mark.parametrize(("given", "schema", "when", "places"), SEEN)
def test_what_an_export_shows_is_checked(
    tmp_path: Path, given: str, schema: Any, when: Any, places: list[str]
) -> None:
    load(tmp_path, VALID | {"given": given, "schema": schema, "when": when})
    rule = ruleset.load_rules([str(tmp_path)])["some-fault"]
    export = EXPORT | {"created_at": "2026-03-02"}
    report = lint([item("a.json", json.dumps(export))], [rule], Config())
    assert [finding.location.pointer for finding in report.findings] == places
    assert report.coverage["some-fault"].checked == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rules_of_the_examples_have_a_whole_page(path: Path) -> None:
    assert is_valid(yaml.safe_load(path.read_text("utf-8")))
    rule = read_rule(path)
    assert len(rule.bad) >= 3
    assert len(rule.good) >= 3
    assert all((rule.summary, rule.why, rule.fix, rule.limits, rule.references))


def test_the_page_quotes_the_rules_as_they_are() -> None:
    quoted = [
        yaml.safe_load(text)
        for text in re.findall(r"^```yaml\n(title.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    ]
    assert len(quoted) == len(FILES) == 3
    by_title = {rule["title"]: rule for rule in map(yaml.safe_load, map(Path.read_text, FILES))}
    for rule in quoted:
        assert rule.items() <= by_title[rule["title"]].items()


def test_a_folder_without_a_rule_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no rule in this folder"):
        ruleset.load_rules_in_folders([str(tmp_path)])
    with pytest.raises(RuleError, match="there is no such folder"):
        ruleset.load_rules_in_folders([str(tmp_path / "none")])
    with pytest.raises(RuleError, match="there is no rule in this folder"):
        ruleset.load_rules([str(tmp_path)])


def test_a_suffix_in_capitals_is_not_passed_over(tmp_path: Path) -> None:
    shutil.copy(FILES[0], tmp_path / "other-rule.YAML")
    with pytest.raises(RuleError, match=r"other-rule[.]YAML: the name of a rule file ends in"):
        ruleset.load_rules([str(tmp_path)])


def test_two_folders_may_not_have_one_rule_twice(tmp_path: Path) -> None:
    shutil.copy(FILES[0], tmp_path / FILES[0].name)
    with pytest.raises(RuleError, match="there is a rule `debug-header` already"):
        ruleset.load_rules_in_folders([str(FOLDER), str(tmp_path)])


def test_a_rule_may_not_be_called_like_one_of_ours(tmp_path: Path) -> None:
    shutil.copy(FILES[0], tmp_path / "url-not-https.yaml")
    with pytest.raises(RuleError, match="there is a rule `url-not-https` already"):
        ruleset.load_rules([str(tmp_path)])


@pytest.mark.parametrize(
    ("given", "meant"),
    [("/ulr", "`url`"), ("/dataInputs/*/name", "`data_inputs`"), ("/header/0", "`headers`")],
)
def test_a_misspelt_place_is_not_passed_over(tmp_path: Path, given: str, meant: str) -> None:
    with pytest.raises(RuleError, match=re.escape(f"did you mean {meant}?")) as caught:
        load(tmp_path, VALID | {"given": given})
    assert str(caught.value).startswith(f"{tmp_path / 'some-fault.yaml'}:3: ")


@pytest.mark.parametrize(
    "given", ["", "/*", "/url", "/audience_type", "/x-team", "/headers/*/nmae"]
)
def test_a_place_that_resembles_nothing_may_be_of_a_newer_version(
    tmp_path: Path, given: str
) -> None:
    load(tmp_path, VALID | {"given": given})
