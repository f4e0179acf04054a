"""Every edit of every good example, with all rules: who notices, and nobody else."""

import pytest
from support.paths import GOLDEN
from support.rules import RULES

from dclint.ruletest.runner import format_mutation_record, run_rule_tests

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


def test_no_recorded_trial_is_left_over() -> None:
    assert {path.stem for path in MUTATIONS.glob("*.txt")} == set(RULES)
