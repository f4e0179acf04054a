"""The commands that only show something: rules, explain, schema, completion."""

import click

from dclint.cli.config_options import add_common_options, load_config
from dclint.cli.output import choose_style, write_output


@click.command(short_help="List the rules.")
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text")
@add_common_options
def rules(form: str, config: str | None, color: str, *, isolated: bool) -> None:
    """List the rules, those of the settings file included."""
    from dclint.report import rule_pages as page
    from dclint.ruleset import registry as ruleset

    chosen = load_config(config, isolated=isolated)
    found = list(ruleset.load_rules(chosen.rules).values())
    write_output(
        page.render_rules_json(found)
        if form == "json"
        else page.render_rule_list(found, choose_style(color))
    )


@click.command(short_help="Explain a rule.")
@click.argument("rule")
@add_common_options
def explain(rule: str, config: str | None, color: str, *, isolated: bool) -> None:
    """Explain a rule: what is wrong, what happens because of it, how to fix it, an example."""
    from dclint.report import rule_pages as page
    from dclint.ruleset import registry as ruleset

    chosen = load_config(config, isolated=isolated)
    write_output(page.render_rule_page(ruleset.find_rule(rule, chosen.rules), choose_style(color)))


@click.command(short_help="Print a JSON Schema.")
@click.argument("kind", type=click.Choice(["connector", "report", "config", "rule"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of connector files, the report, the settings, or rule files."""
    from dclint.cli import schemas

    write_output(schemas.render_schema(kind))


@click.command(short_help="Print a completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a completion script for a shell, to be evaluated in its start-up file."""
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    complete = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}[shell]
    write_output(
        complete(context.find_root().command, {}, "dclint", "_DCLINT_COMPLETE").source() + "\n"
    )
