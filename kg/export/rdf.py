"""RDF: Turtle and N-Triples of the default graph; TriG and N-Quads of the dataset.

Written by Oxigraph: rdflib takes two seconds for a graph of 40 000 triples.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.namespaces import PREFIXES
from kg.store import GraphStore


def write_triples(store: GraphStore, stream: BinaryIO, form: RdfFormat) -> None:
    """Write the default graph, sorted."""
    _write(sorted(store.triples(), key=_key), stream, form)


def write_dataset(store: GraphStore, stream: BinaryIO, form: RdfFormat) -> None:
    """Write the named graphs, sorted. The default graph is their union and left out."""
    _write(sorted_quads(store), stream, form)


def sorted_quads(store: GraphStore) -> list[Quad]:
    """Return the triples of the named graphs, sorted."""
    return sorted(store.quads(), key=lambda quad: (str(quad.graph_name), *_key(quad)))


def _write(facts: Sequence[Triple] | Sequence[Quad], stream: BinaryIO, form: RdfFormat) -> None:
    written = serialize(facts, format=form, prefixes=dict(PREFIXES))
    assert written is not None
    # Oxigraph writes prefixes in another order every time.
    lines = written.split(b"\n", len(PREFIXES))
    if lines[0].startswith(b"@prefix"):
        lines[:-1] = sorted(lines[:-1])
    stream.write(b"\n".join(lines))


def _key(fact: Triple | Quad) -> tuple[str, str, str]:
    return str(fact.subject), fact.predicate.value, str(fact.object)
