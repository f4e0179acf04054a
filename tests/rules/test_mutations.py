"""Edits of the good examples: the rules that read what is changed notice, and nobody else."""

import pytest
from support.paths import GOLDEN
from support.rules import RULES

from dclint.ruleset.rule import Scope
from dclint.ruletest.runner import format_mutation_record, list_strays, run_rule_tests

pytestmark = pytest.mark.slow

MUTATIONS = GOLDEN / "mutations"
ALL = list(RULES.values())


@pytest.mark.parametrize("name", RULES)
def test_edits_are_noticed_by_the_rules_that_read_what_they_change(name: str) -> None:
    trial = run_rule_tests(RULES[name], ALL)
    assert trial.failures == ()
    assert trial.kills
    recorded = MUTATIONS / f"{name}.txt"
    assert recorded.exists(), "`make docs` records what the edits change"
    assert format_mutation_record(trial) == recorded.read_text("utf-8")


@pytest.mark.parametrize(
    "name", [name for name in RULES if RULES[name].scope is not Scope.DOCUMENT]
)
def test_no_rule_reports_an_edit_of_what_it_does_not_read(name: str) -> None:
    rule = RULES[name]
    assert list(list_strays(rule, rule.good[0], ALL)) == []


def test_no_recorded_trial_is_left_over() -> None:
    assert {path.stem for path in MUTATIONS.glob("*.txt")} == set(RULES)
