"""`policykg stats`: what is in the graph, in numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import store_option

if TYPE_CHECKING:
    from kg.analysis.overview import Overview


@click.command()
@store_option
def stats(store: Path) -> None:
    """Print the documents of the graph and how many concepts, relations and targets it has.

    \b
    Examples:
      policykg stats
      policykg stats --store /tmp/graph
    """
    from kg.analysis.overview import overview
    from kg.store import open_store
    from kg.validation.quarantine import violation_count

    graph = open_store(store)
    click.echo(report(overview(graph), violation_count(graph)))


def report(view: Overview, set_aside: int = 0) -> str:
    """Return an overview as text tables, and how many violations are set aside."""
    from tabulate import tabulate

    documents = [
        [d.title, d.number, d.date, d.issuer, d.concepts, d.tasks, d.relations, d.targets]
        for d in view.documents
    ]
    header = ["document", "number", "date", "issuer", "concepts", "tasks", "relations", "targets"]
    return "\n\n".join(
        [
            tabulate(documents, header),
            tabulate([*view.classes.items(), ("total", view.concepts)], ["class", "concepts"]),
            tabulate([*view.predicates.items(), ("total", view.relations)], ["relation", "stated"]),
            f"{view.tasks} tasks, {len(view.targets)} targets, {view.triples} triples, "
            f"{set_aside} violations set aside",
        ]
    )
