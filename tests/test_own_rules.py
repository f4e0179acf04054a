"""Rules of users: what is a rule, what is none and why, and what the documentation says of them."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dclint import ruleset, schemas
from dclint.errors import RuleError

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "rules"
FILES = sorted(FOLDER.glob("*.yaml"))
PAGE = (ROOT / "docs" / "writing-rules.md").read_text("utf-8")

VALID = {"title": "x", "severity": "error", "given": "/url", "schema": {"pattern": "^https"}}

WRONG = [
    # what is changed, the line and the sentence by which the loader refuses it
    ({"title": None}, "1: `title`: Input should be a valid string"),
    ({"severity": "eror"}, "2: `severity`: Input should be 'error', 'warning' or 'info'"),
    ({"given": "url"}, "3: `given`: a JSON pointer begins with `/`"),
    ({"given": "/a~b"}, "3: `given`: in a JSON pointer `~` is written `~0`"),
    ({"schema": {"type": "strin"}}, "5: `schema`: not a JSON Schema: 'strin' is not valid"),
    ({"schema": {"pattern": 5}}, "5: `schema`: not a JSON Schema: 5 is not of type 'string'"),
    ({"schema": 5}, "4: `schema`"),
    ({"when": {"required": "url"}}, "7: `when`: not a JSON Schema"),
    ({"shema": {}}, "6: `shema`"),
    ({"check": "os.system"}, "has no `check`"),
    ({"scope": "workspace"}, "no `scope`"),
    ({"options": {"a": {"default": 1, "summary": "b"}}}, "no `options`"),
    ({"security_severity": 11}, "a number from 0 to 10"),
    ({"confidence": "certain"}, "6: `confidence`"),
    ({"bad": [{"title": "no text"}]}, "7: `bad.0.text`"),
    ({"references": [{"title": "x", "link": "y"}]}, "`references.0."),
]


def is_valid(rule: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(json.loads(schemas.render("rule"))).is_valid(rule)


def load(folder: Path, rule: dict[str, Any]) -> None:
    (folder / "some-fault.yaml").write_text(yaml.safe_dump(rule, sort_keys=False))
    ruleset.load([str(folder)])


def test_the_smallest_rule_is_one(tmp_path: Path) -> None:
    load(tmp_path, VALID)
    assert is_valid(VALID)


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
    with pytest.raises(RuleError) as caught:
        load(tmp_path, VALID | change)
    assert str(caught.value).startswith(str(tmp_path / "some-fault.yaml"))
    assert sentence in str(caught.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rules_of_the_examples_have_a_whole_page(path: Path) -> None:
    assert is_valid(yaml.safe_load(path.read_text("utf-8")))
    rule = ruleset.read(path)
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
        ruleset.in_folder(str(tmp_path))
    with pytest.raises(RuleError, match="there is no such folder"):
        ruleset.in_folder(str(tmp_path / "none"))


def test_a_rule_may_not_be_called_like_one_of_ours(tmp_path: Path) -> None:
    shutil.copy(FILES[0], tmp_path / "url-not-https.yaml")
    with pytest.raises(RuleError, match="there is a rule `url-not-https` already"):
        ruleset.load([str(tmp_path)])
