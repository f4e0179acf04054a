"""The command line: the only place that prints, writes files, or ends the process.

Only click and the standard library are imported here; a command imports what it needs.
"""

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import StringIO
from typing import NoReturn

import click

from dclint._version import __version__
from dclint.cli.output import CLEAN, FAILED, INTERRUPTED, silence_stdout
from dclint.errors import DclintError

_MAX_LINE_LENGTH = 2000  # characters of a line; what was given wrongly may be of any length


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with one of the documented exit codes."""
    gc.set_threshold(100_000, 50, 100)  # start-up and parsing make many objects and no garbage
    code = run(arguments)
    gc.freeze()  # the interpreter would look through all that is left, for a sixth of a short run
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code, whatever happens."""
    try:
        return cli.main(arguments, prog_name="dclint", standalone_mode=False) or CLEAN
    except click.ClickException as error:
        shown = StringIO()
        error.show(shown)
        return _print_failure(*shown.getvalue().rstrip().split("\n"))
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except DclintError as error:
        return _print_failure(f"dclint: {error}")
    except OSError as error:
        silence_stdout()
        is_gone = isinstance(error, FileNotFoundError) and error.filename is None
        return _print_failure(f"dclint: {'the working folder is gone' if is_gone else error}")
    except Exception as error:  # noqa: BLE001 - whatever happens, the exit code is a documented one
        from dclint.engine.report import format_traceback

        return _print_failure(*format_traceback(error).split("\n"))


def _print_failure(*lines: str) -> int:
    from dclint.report.style import escape_unsafe

    with suppress(OSError):  # standard error may be closed or full
        for line in lines:
            click.echo(escape_unsafe(line[:_MAX_LINE_LENGTH]), err=True)
    return FAILED


# Command → the module in which it stands.
_COMMAND_MODULES = {
    "check": "check",
    "audit": "audit",
    "pull": "audit",
    "diff": "diff",
    "lock": "diff",
    "baseline": "baseline",
    "waive": "baseline",
    "init": "init.command",
    "config": "config",
    "rules": "rules",
    "explain": "rules",
    "test-rules": "rule_tests",
    "schema": "rules",
    "completion": "rules",
}

_CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _LazyGroup(click.Group):
    """Imports a command when it is wanted: the hook starts for every commit."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_COMMAND_MODULES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMAND_MODULES:
            return None
        module = import_module(f"dclint.cli.{_COMMAND_MODULES[name]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command


@click.group(cls=_LazyGroup, context_settings=_CONTEXT_SETTINGS)
@click.version_option(__version__, prog_name="dclint", message="%(prog)s %(version)s")
def cli() -> None:
    """Lint Intercom data connectors: find the ones that break, leak or let strangers in."""
