"""`policykg export`: the graph in the formats of other tools."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import output, output_option, store_option
from kg.export import FORMATS
from kg.export import export as export_graph
from kg.store import open_store


@click.command()
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="ttl", show_default=True
)
@store_option
@output_option
def export(form: str, store: Path, output_: str) -> None:
    """Write the whole graph in a format that other tools read.

    RDF as Turtle, TriG, N-Triples, N-Quads or JSON-LD; the network of concepts as GraphML or
    GEXF (Gephi, Cytoscape, networkx), as lists of nodes and edges in CSV, or as Cypher (Neo4j);
    all stated relations with the words that state them as csv.

    \b
    Examples:
      policykg export --format ttl -o graph.ttl
      policykg export --format graphml -o concepts.graphml
      policykg export --format csv | head
      policykg export --format cypher | cypher-shell
    """
    graph = open_store(store)
    with output(output_) as stream:
        export_graph(graph, form, stream)
