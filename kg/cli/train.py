"""`policykg train`: weights from annotated documents."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.terminal import progress


@click.command(no_args_is_help=True)
@click.argument(
    "gold", metavar="GOLD.json…", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write the tables and the weights.",
)
def train(gold: Sequence[Path], folder: Path) -> None:
    """Learn from annotated documents how to tell names and their classes.

    The text of plan.json is plan.txt beside it; plan.a.json and plan.b.json are two people's
    annotations of one text. The order of the files does not matter. Training needs PyTorch (pip
    install policykg[train]); the weights are used without it.

    \b
    Examples:
      policykg train gold/*.json -o weights
      policykg extract plan.txt --learned weights
    """
    from kg.extraction.annotations import read_annotated
    from kg.extraction.learned import save
    from kg.extraction.learned.fitting import fit

    begin = time.perf_counter()
    documents = [read_annotated(path) for path in sorted(set(gold))]
    with progress("Training") as advance:
        learned = fit(documents, advance)
    save(learned, folder)
    names = sum(len(names) for annotated in documents for names in annotated.names.values())
    click.echo(
        f"Learned from {names} names in {len(documents)} annotations;"
        f" {time.perf_counter() - begin:.0f} s; the weights are in {folder}."
    )
