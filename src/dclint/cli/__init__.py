"""The command line: the only place that prints, writes files, or ends the process.

Only click and the standard library are imported here; a command imports what it needs.
"""

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import StringIO
from typing import NoReturn

import click

from dclint import __version__
from dclint.cli.audit import audit, pull
from dclint.cli.check import check
from dclint.cli.output import CLEAN, FAILED, INTERRUPTED, silence_stdout
from dclint.cli.show import completion, explain, rules, schema
from dclint.cli.trials import test_rules
from dclint.errors import DclintError

_LONGEST = 2000
"""Characters of a line; what was given wrongly may be of any length."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with one of the documented exit codes."""
    gc.set_threshold(100_000, 50, 100)  # start-up and parsing make many objects and no garbage
    try:
        code = cli.main(arguments, prog_name="dclint", standalone_mode=False) or CLEAN
    except click.ClickException as error:
        shown = StringIO()
        error.show(shown)
        code = _failed(*shown.getvalue().rstrip().split("\n"))
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except DclintError as error:
        code = _failed(f"dclint: {error}")
    except OSError as error:
        silence_stdout()
        is_gone = isinstance(error, FileNotFoundError) and error.filename is None
        code = _failed(f"dclint: {'the working folder is gone' if is_gone else error}")
    except Exception as error:  # noqa: BLE001 - whatever happens, the exit code is a documented one
        from dclint.result import trace

        code = _failed(*trace(error).split("\n"))
    gc.freeze()  # the interpreter would look through all that is left, for a sixth of a short run
    sys.exit(code)


def _failed(*lines: str) -> int:
    from dclint.report.style import visible

    with suppress(OSError):  # standard error may be closed or full
        for line in lines:
            click.echo(visible(line[:_LONGEST]), err=True)
    return FAILED


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dclint", message="%(prog)s %(version)s")
def cli() -> None:
    """Lint Intercom data connectors: find the ones that break, leak or let strangers in."""


for command in (check, audit, pull, rules, explain, test_rules, schema, completion):
    cli.add_command(command)
