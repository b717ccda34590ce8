"""`policykg build`: documents in, graph out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import learned_option, llm_option, model_option, store_option
from kg.cli.terminal import fail, progress, warn

if TYPE_CHECKING:
    from kg.build import BuildReport


@click.command(no_args_is_help=True)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
@model_option
@learned_option
@llm_option
def build(
    paths: Sequence[Path], store: Path, model: str | None, learned: Path | None, llm: bool
) -> int:
    """Build or update the graph of these documents and folders.

    A folder stands for all text files (*.txt) below it. Documents that have not changed since
    the last build are not read again; a document that has gone from a folder is withdrawn.
    Documents of other folders stay.

    \b
    Examples:
      policykg build seeds
      policykg build plans/2016.txt plans/2017.txt --store /tmp/graph
    """
    from kg.build import build as build_graph

    begin = time.perf_counter()
    with progress("Extracting") as advance:
        report = build_graph(paths, store, model=model, learned=learned, llm=llm, progress=advance)
    click.echo(summary(report))
    click.echo(f"{time.perf_counter() - begin:.1f} s; the store is {store}.")
    for _, sentence in report.failed:
        fail(sentence, 1)
    if report.shortfall:
        warn(report.shortfall)
    return 1 if report.failed else 0


def summary(report: BuildReport) -> str:
    """Return what a build did, in lines for people."""
    done = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "withdrawn": report.removed,
        "failed": report.failed,
    }
    parts = [f"{len(what)} {name}" for name, what in done.items() if what]
    lines = [f"Documents: {', '.join(parts)}."]
    lines += [f"{file.path} has the text of {other.path}." for file, other in report.duplicates]
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    lines.append(f"In the graph: {counts}.")
    if report.set_aside:
        violations = "1 violation" if report.set_aside == 1 else f"{report.set_aside} violations"
        lines.append(f"Set aside: the facts of {violations}; `policykg validate` lists them.")
    return "\n".join(lines)
