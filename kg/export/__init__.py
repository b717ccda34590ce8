"""The graph in the formats of other tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import BinaryIO

from pyoxigraph import RdfFormat

from kg.errors import UsageError
from kg.export.jsonld import write_jsonld
from kg.export.lists import write_cypher, write_edges, write_nodes
from kg.export.network import write_gexf, write_graphml
from kg.export.rdf import write_dataset, write_triples
from kg.export.table import write_statements
from kg.store import GraphStore

FORMATS: Mapping[str, Callable[[GraphStore, BinaryIO], None]] = MappingProxyType(
    {
        "ttl": partial(write_triples, form=RdfFormat.TURTLE),
        "trig": partial(write_dataset, form=RdfFormat.TRIG),
        "nt": partial(write_triples, form=RdfFormat.N_TRIPLES),
        "nq": partial(write_dataset, form=RdfFormat.N_QUADS),
        "jsonld": write_jsonld,
        "graphml": write_graphml,
        "gexf": write_gexf,
        "csv": write_statements,
        "nodes": write_nodes,
        "edges": write_edges,
        "cypher": write_cypher,
    }
)
"""What writes each format. Every export of one store gives the same bytes."""


def export(store: GraphStore, form: str, stream: BinaryIO) -> None:
    """Write a graph in one of `FORMATS`.

    Raises
    ------
    UsageError
        If there is no such format.
    """
    if form not in FORMATS:
        raise UsageError(f"There is no export format {form}; there are: {', '.join(FORMATS)}.")
    FORMATS[form](store, stream)
