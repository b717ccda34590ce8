"""Which tasks continue tasks of earlier documents, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.inference import CONTINUED
from kg.graph.iris import inference_iri
from kg.graph.matches import Query, rows
from kg.graph.terms import decimal, term
from kg.linking import Continuation, Ordering

CONTINUES = term("pk:continues")


def continued_triples(found: Iterable[Continuation]) -> Iterator[Triple]:
    """Yield `pk:continues` for each pair, with a `pk:Inference`, its score and the concepts."""
    for pair in found:
        later, earlier = NamedNode(pair.later), NamedNode(pair.earlier)
        inference = NamedNode(inference_iri(CONTINUED, pair.later, pair.earlier))
        yield Triple(later, CONTINUES, earlier)
        yield Triple(inference, term("rdf:type"), term("pk:Inference"))
        yield Triple(inference, term("rdf:subject"), later)
        yield Triple(inference, term("rdf:predicate"), CONTINUES)
        yield Triple(inference, term("rdf:object"), earlier)
        yield Triple(inference, term("pk:reason"), Literal("same matter"))
        yield Triple(inference, term("pk:score"), decimal(pair.score))
        for concept in pair.concepts:
            yield Triple(inference, term("prov:wasDerivedFrom"), NamedNode(concept))


def orderings(query: Query) -> Iterator[Ordering]:
    """Yield the tasks of a store with what they act on; `query` answers SELECT queries from it."""
    concepts: dict[tuple[str, str, str], list[str]] = {}
    for task, title, document, concept in rows(
        query, "orderings", "task", "title", "document", "concept"
    ):
        concepts.setdefault((task, title, document), []).append(concept)
    for (task, title, document), acted_on in concepts.items():
        yield Ordering(task, title, document, tuple(sorted(acted_on)))
