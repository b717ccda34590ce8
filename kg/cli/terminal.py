"""What the command line says to the person before it: sentences and progress, never on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Advance = Callable[[int, int], None]


def fail(sentence: str, status: int) -> int:
    """Print one sentence on standard error and return `status`."""
    click.echo(f"policykg: {sentence}", err=True)
    return status


def warn(sentence: str) -> None:
    """Print one sentence on standard error about work that is done, but not as fully as asked."""
    click.echo(f"policykg: {sentence}", err=True)


@contextmanager
def progress(label: str) -> Iterator[Advance | None]:
    """Yield a function that shows progress, called with what is done and how much there is.

    Yields None where nobody watches: standard error is not a terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return

    def advance(done: int, total: int) -> None:
        click.echo(f"\r{label} {done}/{total}", nl=False, err=True)

    yield advance
    click.echo("\r\033[K", nl=False, err=True)
