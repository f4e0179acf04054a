"""Checks are found by the name of their rule, in the folder of its category."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from support.rules import RULES

import dclint
from dclint.errors import RuleError
from dclint.ruleset.python_checks import load_check

CHECKS = Path(dclint.__file__).parent / "checks"
CATEGORIES = [f for f in CHECKS.iterdir() if f.is_dir() and f.name != "__pycache__"]


def test_a_rule_without_a_check_is_one_sentence() -> None:
    rule = replace(RULES["url-not-https"], name="url-is-long")
    with pytest.raises(RuleError, match="has no check for the rule `url-is-long`"):
        load_check(rule)


@pytest.mark.parametrize("folder", CATEGORIES, ids=lambda f: f.name)
def test_a_public_function_is_a_check_and_named_as_its_rule(folder: Path) -> None:
    public = {
        node.name
        for path in folder.glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    rules = {rule.name.replace("-", "_") for rule in RULES.values() if rule.category == folder.name}
    assert public <= rules
    assert public
