"""Which concepts may stand for each other in different documents, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.inference import RENAMED
from kg.graph.iris import inference_iri
from kg.graph.terms import decimal, term
from kg.linking import Successor

CLOSE = term("skos:closeMatch")


def renamed_triples(found: Iterable[Successor]) -> Iterator[Triple]:
    """Yield `skos:closeMatch` both ways for each pair, with a `pk:Inference` and its score."""
    for pair in found:
        earlier, later = NamedNode(pair.earlier), NamedNode(pair.later)
        inference = NamedNode(inference_iri(RENAMED, pair.earlier, pair.later))
        yield Triple(earlier, CLOSE, later)
        yield Triple(later, CLOSE, earlier)
        yield Triple(inference, term("rdf:type"), term("pk:Inference"))
        yield Triple(inference, term("rdf:subject"), earlier)
        yield Triple(inference, term("rdf:predicate"), CLOSE)
        yield Triple(inference, term("rdf:object"), later)
        yield Triple(inference, term("pk:reason"), Literal("renamed or widened"))
        yield Triple(inference, term("pk:via"), Literal(pair.shared))
        yield Triple(inference, term("pk:score"), decimal(pair.score))
        for document in pair.documents:
            yield Triple(inference, term("prov:wasDerivedFrom"), NamedNode(document))
