"""No fix lets more people in, and none moves a comment to something it was not written for."""

from typing import Any

import pytest
from support.items import item
from support.rules import RULES

from dclint.config.settings import Config
from dclint.fixing.fixer import apply_fixes
from dclint.ruleset import registry as ruleset

ALL = ruleset.select_rules(RULES, Config())
HEAD = "name: Find a shop\nhttp_method: get\nurl: https://api.shopfinder.io/near\n"


def mended(text: str, *, unsafe: bool = False) -> Any:
    return apply_fixes(item("a.yaml", text), ALL, Config(), unsafe=unsafe).after.document.text


@pytest.mark.parametrize(
    "line",
    [
        'bypass_authentication: "true"',
        'customer_authentication: "false"',
        'direct_fin_usage: "true"',
        'validate_missing_attributes: "false"',
        "validate_missing_attribute: false",
        "stat: live",
        "bypass_authentification: true",
    ],
)
def test_no_fix_arms_a_switch(line: str) -> None:
    assert mended(f"{HEAD}{line}\n", unsafe=True) == f"{HEAD}{line}\n"


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ('customer_authentication: "true"', "customer_authentication: true"),
        ('bypass_authentication: "false"', "bypass_authentication: false"),
    ],
)
def test_a_fix_may_guard(line: str, fixed: str) -> None:
    assert mended(f"{HEAD}{line}\n", unsafe=True) == f"{HEAD}{fixed}\n"


COMMENTED = f"""{HEAD}headers:
  - name: Accept
    value: application/json
  # dclint: ignore[forbidden-header] the proxy needs it
  - name: accept
    value: application/json
  - name: Host
    value: api.shopfinder.io
"""


def test_no_fix_lets_a_comment_speak_of_something_else() -> None:
    assert "ignore[forbidden-header] the proxy needs it\n  - name: accept" in mended(COMMENTED)


def test_no_fix_takes_a_comment_away_with_an_item() -> None:
    text = COMMENTED.replace(
        "  # dclint: ignore[forbidden-header] the proxy needs it\n", ""
    ).replace("  - name: accept\n", "  - name: accept\n    # see ticket 4711\n")
    assert "# see ticket 4711" in mended(text)


def test_of_two_members_of_one_name_none_is_fixed() -> None:
    text = f"{HEAD}name: 'B '\nstate: draft\n"
    assert mended(text, unsafe=True) == text
