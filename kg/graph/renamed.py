"""Which concepts may stand for each other in different documents, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.graph.inference import RENAMED, inference_triples
from kg.graph.terms import term
from kg.linking import Successor

CLOSE = term("skos:closeMatch")


def renamed_triples(found: Iterable[Successor]) -> Iterator[Triple]:
    """Yield `skos:closeMatch` both ways for each pair, with a `pk:Inference` and its score."""
    for pair in found:
        earlier, later = NamedNode(pair.earlier), NamedNode(pair.later)
        fact = Triple(earlier, CLOSE, later)
        yield fact
        yield Triple(later, CLOSE, earlier)
        yield from inference_triples(
            RENAMED,
            fact,
            "renamed or widened",
            pair.documents,
            via=pair.shared,
            score=pair.score,
        )
