"""What the terminal shows of trials: a line a rule, and every reason why one failed."""

from collections.abc import Iterator, Sequence

from dclint.report.style import Style, escape_unsafe, format_count
from dclint.ruletest.runner import RuleTestResult


def render_rule_tests(trials: Sequence[RuleTestResult], style: Style) -> str:
    """Write one line a rule, what is wrong with it, and a summary."""
    longest = max((len(trial.rule.name) for trial in trials), default=0)
    lines = [line for trial in trials for line in _format_rule_test(trial, longest, style)]
    return "\n".join([*lines, "", _format_summary(trials)]) + "\n"


def _format_rule_test(trial: RuleTestResult, longest: int, style: Style) -> Iterator[str]:
    rule = trial.rule
    verdict = style.paint("FAILED", "error") if trial.failures else style.paint("ok", "info")
    examples = f"{len(rule.bad)} bad, {len(rule.good)} good"
    edits = f"{trial.kills} of {format_count(trial.mutants, 'edit')} reported"
    yield f"{style.paint(rule.name.ljust(longest), 'bold')}  {examples}, {edits}: {verdict}"
    for failure in trial.failures:
        yield f"  {escape_unsafe(failure)}"


def _format_summary(trials: Sequence[RuleTestResult]) -> str:
    examples = sum(len(trial.rule.bad) + len(trial.rule.good) for trial in trials)
    edits = sum(trial.mutants for trial in trials)
    failures = sum(len(trial.failures) for trial in trials)
    counts = (
        format_count(len(trials), "rule"),
        format_count(examples, "example"),
        format_count(edits, "edit"),
    )
    return f"{', '.join(counts)}: {format_count(failures, 'failure') if failures else 'all hold'}."
