"""Which concepts are kinds of others by their names, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.inference import KINDS
from kg.graph.iris import inference_iri
from kg.graph.terms import term
from kg.linking import Kind

BROADER = term("skos:broader")


def kind_triples(found: Iterable[Kind]) -> Iterator[Triple]:
    """Yield `skos:broader` for each kind, with a `pk:Inference` that says why."""
    for kind in found:
        narrower, broader = NamedNode(kind.narrower), NamedNode(kind.broader)
        inference = NamedNode(inference_iri(KINDS, kind.narrower, kind.broader))
        yield Triple(narrower, BROADER, broader)
        yield Triple(inference, term("rdf:type"), term("pk:Inference"))
        yield Triple(inference, term("rdf:subject"), narrower)
        yield Triple(inference, term("rdf:predicate"), BROADER)
        yield Triple(inference, term("rdf:object"), broader)
        yield Triple(inference, term("pk:reason"), Literal("head noun"))
        yield Triple(inference, term("pk:via"), Literal(kind.head))
        for document in kind.documents:
            yield Triple(inference, term("prov:wasDerivedFrom"), NamedNode(document))
