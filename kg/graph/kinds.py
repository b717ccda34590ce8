"""Which concepts are kinds of others by their names, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.graph.inference import KINDS, inference_triples
from kg.graph.terms import term
from kg.linking import Kind

BROADER = term("skos:broader")


def kind_triples(found: Iterable[Kind]) -> Iterator[Triple]:
    """Yield `skos:broader` for each kind, with a `pk:Inference` that says why."""
    for kind in found:
        fact = Triple(NamedNode(kind.narrower), BROADER, NamedNode(kind.broader))
        yield fact
        yield from inference_triples(KINDS, fact, "head noun", kind.documents, via=kind.head)
