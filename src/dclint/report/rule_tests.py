"""What the terminal shows of trials: a line a rule, and every reason why one failed."""

from collections.abc import Iterator, Sequence

from dclint.report.style import Style, plural, visible
from dclint.ruletest.runner import Trial


def render(trials: Sequence[Trial], style: Style) -> str:
    """Write one line a rule, what is wrong with it, and a summary."""
    longest = max((len(trial.rule.name) for trial in trials), default=0)
    lines = [line for trial in trials for line in _trial(trial, longest, style)]
    return "\n".join([*lines, "", _summary(trials)]) + "\n"


def _trial(trial: Trial, longest: int, style: Style) -> Iterator[str]:
    rule = trial.rule
    verdict = style.paint("FAILED", "error") if trial.failures else style.paint("ok", "info")
    examples = f"{len(rule.bad)} bad, {len(rule.good)} good"
    edits = f"{trial.kills} of {plural(trial.mutants, 'edit')} reported"
    yield f"{style.paint(rule.name.ljust(longest), 'bold')}  {examples}, {edits}: {verdict}"
    for failure in trial.failures:
        yield f"  {visible(failure)}"


def _summary(trials: Sequence[Trial]) -> str:
    examples = sum(len(trial.rule.bad) + len(trial.rule.good) for trial in trials)
    edits = sum(trial.mutants for trial in trials)
    failures = sum(len(trial.failures) for trial in trials)
    counts = (plural(len(trials), "rule"), plural(examples, "example"), plural(edits, "edit"))
    return f"{', '.join(counts)}: {plural(failures, 'failure') if failures else 'all hold'}."
