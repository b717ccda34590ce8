"""`policykg map`: one interactive page in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.options import output, output_option, store_option


@click.command("map")
@click.option("--class", "classes", metavar="CLASS", multiple=True, help="Only these classes.")
@click.option("--document", "documents", metavar="TITLE", multiple=True, help="Only these texts.")
@click.option("--focus", metavar="CONCEPT", help="One concept and its neighbourhood.")
@click.option("--depth", type=click.IntRange(1, 5), default=1, show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=300,
    show_default=True,
    help="At most so many nodes, the most connected first.",
)
@store_option
@output_option
def map_(
    classes: Sequence[str],
    documents: Sequence[str],
    focus: str | None,
    depth: int,
    limit: int,
    store: Path,
    output_: str,
) -> None:
    """Draw a map of concepts: one HTML file that opens offline.

    \b
    Examples:
      policykg map -o map.html
      policykg map --class Theory --class KeyTechnology -o technologies.html
      policykg map --focus 智能机器人 --depth 2 -o robots.html
    """
    from kg.analysis.networks import concept_network
    from kg.maps import page
    from kg.store import open_store

    graph = concept_network(
        open_store(store), classes=classes, documents=documents, focus=focus, depth=depth
    )
    with output(output_) as stream:
        stream.write(page(graph, limit=limit).encode())
