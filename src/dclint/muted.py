"""What the settings keep quiet: a change of them can silence a finding as well as a comment can."""

from collections.abc import Iterator, Sequence

from dclint.config import Config, FailOn
from dclint.rule import Rule


def muted(rules: Sequence[Rule], config: Config) -> Iterator[str]:
    """Say in a few words what the settings leave out, lower, or let pass."""
    if config.ignore:
        yield f"`ignore` leaves out {_listed(config.ignore)}"
    for pattern, names in config.per_file_ignores.items():
        yield f"`per-file-ignores` leaves out {_listed(names)} in `{pattern}`"
    given = config.severity
    lowered = [r.name for r in rules if r.name in given and given[r.name].rank < r.severity.rank]
    if lowered:
        yield f"`severity` is lowered for {_listed(lowered)}"
    if config.fail_on in (FailOn.ERROR, FailOn.NEVER):
        yield f"`fail-on` is {config.fail_on}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
