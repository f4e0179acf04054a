"""The command line: the only place that prints, writes files, or ends the process.

Only click and the standard library are imported here; a command imports what it needs.
"""

import gc
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from dclint import __version__
from dclint.cli.check import check
from dclint.cli.output import CLEAN, FAILED, INTERRUPTED
from dclint.cli.show import completion, explain, rules, schema
from dclint.errors import DclintError


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with one of the documented exit codes."""
    gc.set_threshold(100_000, 50, 100)  # start-up and parsing make many objects and no garbage
    try:
        code = cli.main(arguments, prog_name="dclint", standalone_mode=False) or CLEAN
    except click.ClickException as error:
        error.show()
        code = FAILED
    except click.Abort:
        code = INTERRUPTED
    except DclintError as error:
        click.echo(f"dclint: {error}", err=True)
        code = FAILED
    except Exception:  # noqa: BLE001 - whatever happens, the exit code is a documented one
        traceback.print_exc()
        code = FAILED
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dclint", message="%(prog)s %(version)s")
def cli() -> None:
    """Lint Intercom data connectors: find the ones that break, leak or let strangers in."""


for command in (check, rules, explain, schema, completion):
    cli.add_command(command)
