"""What several commands share: the store option, where output goes, and who waits for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from kg.errors import UsageError

Command = Callable[..., Any]

store_option: Callable[[Command], Command] = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=True),
    default=Path("policykg-store"),
    show_default=True,
    envvar="POLICYKG_STORE",
    show_envvar=True,
    help="The folder that holds the graph.",
)

output_option: Callable[[Command], Command] = click.option(
    "-o",
    "--output",
    "output_",
    default="-",
    metavar="FILE",
    help="Where to write; '-' is standard output (the default).",
)

model_option: Callable[[Command], Command] = click.option(
    "--model",
    metavar="NAME",
    help="An installed spaCy model (zh_core_web_…) whose components run first; none is needed.",
)

learned_option: Callable[[Command], Command] = click.option(
    "--learned",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Weights of your own, made by “policykg train”; others come with the program.",
)

llm_option: Callable[[Command], Command] = click.option(
    "--llm",
    is_flag=True,
    help="Let a language model propose further names; POLICYKG_LLM_URL, _KEY and _MODEL name it.",
)


@contextmanager
def output(name: str) -> Iterator[BinaryIO]:
    """Yield where to write bytes: standard output for "-", else a file.

    The file appears under its name only when all is written, so that what stood there before
    is not lost when the work fails.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    part = path.with_name(f".{path.name}.part")
    try:
        stream = part.open("wb")
    except OSError as error:
        raise UsageError(f"Cannot write {name}: {error.strerror}.") from error
    try:
        with stream:
            yield stream
        if path.is_dir():
            raise UsageError(f"Cannot write {name}: it is a folder.")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
