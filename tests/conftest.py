"""What the tests share: linting a text as the command line would, without the command line."""

import os

import pytest
from support.linear import assert_linear

from dclint.ruleset import registry as ruleset
from dclint.ruleset.rule import Rule

for service in ("GITHUB_ACTIONS", "GITLAB_CI", "CI_JOB_STARTED_AT"):
    os.environ.pop(service, None)  # the tests mean dclint at a desk, wherever they run


__all__ = ["assert_linear", "rules"]


@pytest.fixture(scope="session")
def rules() -> dict[str, Rule]:
    """All shipped rules, by name."""
    return ruleset.load_rules()
