"""Lists of nodes and edges: as CSV for Gephi and pandas, as Cypher for Neo4j.

They hold what `kg.analysis.networks` calls the network of concepts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, BinaryIO

import networkx as nx

from kg.analysis.networks import concept_network
from kg.store import GraphStore

_BATCH = 500  # rows of one Cypher statement

NODE_COLUMNS = ("Id", "Label", "English", "Class", "Mentions", "Documents")
EDGE_COLUMNS = ("Source", "Target", "Type", "Label", "Weight", "Inferred")


def write_nodes(store: GraphStore, stream: BinaryIO) -> None:
    """Write the nodes as CSV (RFC 4180) with the column names that Gephi expects."""
    rows = [
        (
            node["id"],
            node["label"],
            node["english"],
            cls,
            node["mentions"],
            " | ".join(node["documents"]),
        )
        for cls, node in _nodes(concept_network(store))
    ]
    _write_csv(NODE_COLUMNS, rows, stream)


def write_edges(store: GraphStore, stream: BinaryIO) -> None:
    """Write the edges as CSV (RFC 4180) with the column names that Gephi expects."""
    rows = [
        (edge["source"], edge["target"], "Directed", predicate, edge["count"], edge["inferred"])
        for predicate, edge in _edges(concept_network(store))
    ]
    _write_csv(EDGE_COLUMNS, rows, stream)


def write_cypher(store: GraphStore, stream: BinaryIO) -> None:
    """Write Cypher statements that make the network in Neo4j; run twice they change nothing.

    Nodes have the label `PolicyEntity` and that of their class, relationships the name of the
    relation in Neo4j's manner: APPLIED_IN.
    """
    network = concept_network(store)
    key = (
        "CREATE CONSTRAINT policy_entity IF NOT EXISTS FOR (n:PolicyEntity) REQUIRE n.id IS UNIQUE;"
    )
    stream.write(f"{key}\n".encode())
    for cls, rows in groupby(sorted(_nodes(network), key=_kind), key=_kind):
        action = f"MERGE (n:PolicyEntity {{id: row.id}}) SET n:{cls}, n += row"
        _write_statements(action, [row for _, row in rows], stream)
    for predicate, rows in groupby(sorted(_edges(network), key=_kind), key=_kind):
        action = (
            "MATCH (a:PolicyEntity {id: row.source}), (b:PolicyEntity {id: row.target}) "
            f"MERGE (a)-[r:{_relationship(predicate)}]->(b) "
            "SET r.count = row.count, r.inferred = row.inferred"
        )
        _write_statements(action, [row for _, row in rows], stream)


def _nodes(network: nx.MultiDiGraph) -> Iterator[tuple[str, dict[str, Any]]]:
    for node, data in network.nodes(data=True):
        yield (
            data["cls"],
            {
                "id": node,
                "label": data["label"],
                "english": data["label_en"],
                "mentions": data["mentions"],
                "documents": list(data["documents"]),
            },
        )


def _edges(network: nx.MultiDiGraph) -> Iterator[tuple[str, dict[str, Any]]]:
    for source, target, data in network.edges(data=True):
        yield (
            data["predicate"],
            {
                "source": source,
                "target": target,
                "count": data["count"],
                "inferred": data["inferred"],
            },
        )


def _kind(row: tuple[str, Mapping[str, Any]]) -> str:
    return row[0]


def _relationship(predicate: str) -> str:
    """Return the name of a relation in Neo4j's manner.

    >>> _relationship("appliedIn")
    'APPLIED_IN'
    """
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in predicate).upper()


def _write_statements(action: str, rows: Sequence[Mapping[str, Any]], stream: BinaryIO) -> None:
    for first in range(0, len(rows), _BATCH):
        maps = ",\n".join(_map(row) for row in rows[first : first + _BATCH])
        stream.write(f"UNWIND [\n{maps}\n] AS row {action};\n".encode())


def _map(row: Mapping[str, Any]) -> str:
    """Return a map of Cypher. Its strings and lists are written like those of JSON."""
    return f"{{{', '.join(f'{k}: {json.dumps(v, ensure_ascii=False)}' for k, v in row.items())}}}"


def _write_csv(header: Sequence[str], rows: Sequence[Sequence[Any]], stream: BinaryIO) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    stream.write(text.getvalue().encode())
