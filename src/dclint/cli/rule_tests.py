"""`dclint test-rules`."""

import click

from dclint.cli.config_options import add_common_options, load_config
from dclint.cli.output import CLEAN, FINDINGS, choose_style, write_output
from dclint.errors import UsageError


@click.command("test-rules", short_help="Test rules of your own.")
@click.argument("folders", nargs=-1, type=click.Path())
@add_common_options
def test_rules(folders: tuple[str, ...], config: str | None, color: str, *, isolated: bool) -> int:
    """Test the rules in FOLDERS, or those of the settings file: their examples, and edits of them.

    Every bad example must be reported at its marked lines, every good one must not, and at least
    one small edit of a good one must be reported. Exit code: 0 all hold, 1 one does not, 2 a rule
    cannot be loaded.
    """
    from dclint.report import rule_tests as report
    from dclint.ruleset import registry as ruleset
    from dclint.ruletest.runner import run_rule_tests

    chosen = folders or load_config(config, isolated=isolated).rules
    if not chosen:
        raise UsageError("name a folder of rules, or list one under `rules` in dclint.toml")
    rules = ruleset.load_rules_in_folders(chosen)
    trials = [run_rule_tests(rule, rules) for rule in rules]
    write_output(report.render_rule_tests(trials, choose_style(color)))
    return FINDINGS if any(trial.failures for trial in trials) else CLEAN
