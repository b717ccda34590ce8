"""The command line: `policykg COMMAND …`.

Every command is an entry point in the group `policykg.commands` and is imported only when it
is called, so that `policykg query` need not wait for spaCy. `serve` comes from the package
`service` in that way, which `kg` itself never imports.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points

import click

from kg import __version__
from kg.cli.terminal import fail
from kg.errors import PolicyKGError

COMMANDS = "policykg.commands"
#: After how many new objects, and how many such collections, Python looks for garbage in cycles.
#: A command makes millions of objects that stay, and few cycles: by default a third of the time of
#: a build goes into looking.
COLLECTION = (200_000, 30, 30)


class EntryPointGroup(click.Group):
    """A command group whose commands are the entry points of the group `policykg.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all installed commands, sorted."""
        return sorted(entry_points(group=COMMANDS).names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, imported, or None if there is none."""
        for entry_point in entry_points(group=COMMANDS, name=cmd_name):
            command: click.Command = entry_point.load()
            return command
        return None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. That the reader went (`| head`) is no failure: it has what it needs."""
        try:
            status: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python flushes once more at exit, and would complain then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return status


@click.group(cls=EntryPointGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policykg")
def cli() -> None:
    """Read policy documents and publish them as a knowledge graph.

    \b
    Begin with
      policykg serve seeds
    which builds the graph of the documents in the folder "seeds" and shows it in the browser.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed work, 2 wrong use, 130 interrupted.

    What a user can cause ends in one sentence on standard error, never in a traceback.
    """
    gc.set_threshold(*COLLECTION)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with these arguments (default: the process's) and return its status."""
    try:
        status = cli.main(args=arguments, prog_name="policykg", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return fail(f"{error.format_message()}{_see_help(error)}", error.exit_code)
    except PolicyKGError as error:
        return fail(str(error), error.exit_status)
    except (KeyboardInterrupt, click.Abort):
        return fail("Interrupted.", 130)


def _see_help(error: click.ClickException) -> str:
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return ""
    return f" See: {error.ctx.command_path} --help"
