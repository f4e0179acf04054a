"""The published JSON Schemas accept what dclint accepts and refuse what it refuses."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.paths import ROOT

from dclint.cli import schemas
from dclint.document import SUFFIXES, Document

KINDS = ("connector", "report", "config", "rule")


def validator(kind: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(schemas.render_schema(kind))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_names_its_dialect_and_itself(kind: str) -> None:
    schema = json.loads(schemas.render_schema(kind))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]


def clean_files() -> list[Path]:
    files = sorted((ROOT / "examples" / "clean").rglob("*"))
    return [path for path in files if path.suffix in SUFFIXES]


@pytest.mark.parametrize("path", clean_files(), ids=lambda path: path.name)
def test_the_clean_examples_are_connector_files(path: Path) -> None:
    for _, root in Document(path.name, path.read_bytes()).iter_roots():
        assert [error.message for error in validator("connector").iter_errors(root)] == []


@pytest.mark.parametrize(
    "value",
    [
        {"name": 5},
        {"name": "x", "http_method": "GET"},
        {"name": "x", "audiences": ["user"]},
        {"name": "x", "headers": {"Accept": "a"}},
        {"type": "list", "data": [{"name": "x", "direct_fin_usage": "true"}]},
        "x",
    ],
    ids=str,
)
def test_a_wrong_connector_is_refused(value: Any) -> None:
    assert not validator("connector").is_valid(value)


def test_a_rule_file_names_no_unknown_member() -> None:
    assert not validator("rule").is_valid({"title": "x", "severity": "error", "givn": "/url"})


def test_settings_have_the_names_that_files_use() -> None:
    config = validator("config")
    assert config.is_valid(tomllib.loads("fail-on = 'error'\n[tokens.1]\nheader = 'X'"))
    assert not config.is_valid({"fail_on": "error"})
    assert not config.is_valid({"fail-on": "eror"})


WAIVER = """
[[waivers]]
rule = "url-not-https"
connector = "x"
fingerprint = "0"
reason = "y"
expires = 2099-12-31
"""


def test_a_waiver_says_nothing_of_where_it_stands() -> None:
    table = json.loads(json.dumps(tomllib.loads(WAIVER), default=str))
    assert validator("config").is_valid(table)
    for member in ({"file": "dclint.toml"}, {"line": 1}):
        assert not validator("config").is_valid({"waivers": [table["waivers"][0] | member]})


def test_an_editor_can_say_what_every_setting_means() -> None:
    schema = json.loads(schemas.render_schema("config"))
    described = [schema, *(schema["$defs"][name] for name in ("Waiver", "TokenConfig"))]
    obvious = {"rule", "fingerprint", "reason", "owner"}
    for table in described:
        for name, member in table["properties"].items():
            assert "description" in member or name in obvious, name
