"""What the commands that lint have in common: their options, and what becomes of a report."""

import functools
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from dclint.cli.ci_service import NO_SERVICE, CiService, detect_service
from dclint.cli.config_options import add_common_options, load_config, split_names
from dclint.cli.output import (
    FORMATS,
    TEMPLATE,
    WITHOUT_FIXES,
    Target,
    choose_style,
    decide_exit_code,
    parse_targets,
    render_report,
    write_output,
)

if TYPE_CHECKING:
    from dclint.config.settings import Config
    from dclint.document.unreadable import Unreadable
    from dclint.engine.plan import FindingListener
    from dclint.engine.report import Report
    from dclint.findings.finding import Finding
    from dclint.model.source_item import SourceItem
    from dclint.suppression.baseline import Baseline


_STREAMED = Target("concise", None)  # the one that is written while the run goes on

_Command = TypeVar("_Command", bound=Callable[..., Any])


class LintCommandOptions(NamedTuple):
    """How to lint and how to report, as the command line says."""

    form: str | None
    template: str | None
    outputs: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    profile: str | None
    fail_on: str | None
    strict_evaluation: bool
    show_proof: bool
    profile_rules: bool
    config: str | None
    isolated: bool
    color: str
    baseline: str | None

    @property
    def output_targets(self) -> list[Target]:
        """What to write where.  Raises UsageError."""
        form = TEMPLATE if self.template else self.form or self._ci_service.default_format
        return parse_targets(form, self.outputs, self.template)

    @property
    def _ci_service(self) -> CiService:
        """Where dclint runs, as far as nobody has said what to write."""
        return (
            NO_SERVICE if self.form or self.template or self.outputs else detect_service(os.environ)
        )

    def load_config(self, paths: tuple[str, ...] = ()) -> "Config":
        """Read the settings nearest to `paths`; the command line wins.  Raises ConfigError.

        A template is read as well, so that a long run does not end with its misspelling.
        """
        if self.template:
            from dclint.report import template

            template.load_template(self.template)
        return load_config(
            self.config,
            isolated=self.isolated,
            paths=paths,
            select=split_names(self.select),
            ignore=split_names(self.ignore),
            profile=self.profile,
            fail_on=self.fail_on,
            baseline=self.baseline,
        )

    def lint_items(
        self,
        items: "Iterable[SourceItem | Unreadable]",
        chosen: "Config",
        *,
        known: "Baseline | None" = None,
        **options: Any,
    ) -> "Report":
        """Lint with the rules that the settings choose; what is in the baseline is known.

        `options` are further fields of `LintOptions`.
        """
        from dclint.engine.lint import lint
        from dclint.engine.plan import LintOptions
        from dclint.ruleset import registry as ruleset
        from dclint.ruleset.python_checks import load_check
        from dclint.ruleset.rule import Scope

        rules = ruleset.select_rules(ruleset.load_rules(chosen.rules), chosen)
        if any(rule.evidence == "lock" for rule in rules):
            from dclint.compare import lock as locks

            items = locks.add_lock_context(items, locks.load_lock(Path(chosen.lock)))
        # While a workspace is read, an interrupt during an import would be lost: import before.
        is_audit = "audit" in options
        if is_audit:
            for rule in rules:
                if rule.scope is not Scope.DOCUMENT and not rule.is_declarative:
                    load_check(rule)
        formats = {target.form for target in self.output_targets}
        wanted = LintOptions(
            time_rules=self.profile_rules,
            show_exploits=self.show_proof,
            profile_risks=is_audit or "html" in formats,
            write_fixes=not formats <= WITHOUT_FIXES,
            baseline=known or _load_baseline(chosen),
            **options,
        )
        return lint(items, rules, chosen, wanted)

    def fail_on_errors_only(self, chosen: "Config") -> "Config":
        """Return the settings for a command that fails on errors only, unless told otherwise."""
        from dclint.config.settings import overlay_settings

        return chosen if self.fail_on else overlay_settings(chosen, {"fail_on": "error"})

    def make_streamer(self, clear: Callable[[], None]) -> "FindingListener | None":
        """Return who writes each finding at once; None if the format has to wait for the end."""
        if _STREAMED not in self.output_targets:
            return None
        from dclint.report.text import format_finding_line

        def write_finding(finding: "Finding") -> None:
            clear()
            write_output(format_finding_line(finding, choose_style(self.color)))

        return write_finding

    def write_report(
        self, report: "Report", chosen: "Config", *, streamed: bool = False, aside: bool = False
    ) -> int:
        """Write the report in every wanted format, and return the exit code.

        With `streamed`, the findings stand on standard output already; with `aside`, something
        else does, and the report goes to standard error.
        """
        if self._ci_service.hint:
            click.echo(f"dclint: {self._ci_service.hint}", err=True)
        for target in self.output_targets:
            if streamed and target == _STREAMED:
                from dclint.report.text import format_concise_footer

                write_output(format_concise_footer(report, choose_style(self.color)))
                continue
            how = choose_style(self.color, is_file=target.path is not None)
            text = render_report(target.form, report, how, self.template)
            if aside and target.path is None:
                click.echo(text.encode("utf-8", "backslashreplace"), nl=False, err=True)
            else:
                write_output(text, target.path)
        if self.profile_rules:
            click.echo(_format_rule_costs(report), err=True)
        return decide_exit_code(report, chosen, strict_evaluation=self.strict_evaluation)


_OPTIONS = (
    click.option(
        "--format",
        "-f",
        "form",
        type=click.Choice(FORMATS),
        envvar="DCLINT_FORMAT",
        help="What to write to standard output (text).",
    ),
    click.option(
        "--template",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Write what a Jinja2 template makes of it.",
    ),
    click.option(
        "--output",
        "-o",
        "outputs",
        multiple=True,
        metavar="FORMAT[:FILE]",
        help="Write this format as well, to FILE or to standard output. Repeatable.",
    ),
    click.option("--select", multiple=True, metavar="RULES", help="Rules or categories to run."),
    click.option(
        "--ignore", multiple=True, metavar="RULES", help="Rules or categories to leave out."
    ),
    click.option(
        "--profile",
        type=click.Choice(["default", "pedantic", "auditor"]),
        envvar="DCLINT_PROFILE",
        help="How much to show.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "info", "never"]),
        envvar="DCLINT_FAIL_ON",
        help="The least severity that fails (warning).",
    ),
    click.option(
        "--baseline",
        type=click.Path(),
        metavar="FILE",
        help="Findings that are known and do not count.",
    ),
    click.option("--strict-evaluation", is_flag=True, help="Fail if a check was not observable."),
    click.option("--show-proof", is_flag=True, help="Show what hostile values do to the request."),
    click.option(
        "--profile-rules", is_flag=True, help="Say what each rule cost, on standard error."
    ),
)


def _load_baseline(chosen: "Config") -> "Baseline | None":
    if chosen.baseline is None:
        return None
    from dclint.suppression import baseline

    return baseline.load_baseline(Path(chosen.baseline))


def add_lint_options(command: _Command) -> _Command:
    """Add the options of every command that lints; it gets them as one value, `linting`."""

    @functools.wraps(command)
    def gather_options(**options: Any) -> Any:
        own = {name: options.pop(name) for name in LintCommandOptions._fields}
        return command(linting=LintCommandOptions(**own), **options)

    wrapped: Any = add_common_options(gather_options)
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return cast(_Command, wrapped)


def _format_rule_costs(report: "Report") -> str:
    """The rules, dearest first, with microseconds a connector."""
    count = max(1, len(report.connectors))
    rows = [f"{ns / count / 1000:12.2f}  {name}" for name, ns in report.nanoseconds.most_common()]
    return "\n".join(["µs/connector  rule", *rows])
