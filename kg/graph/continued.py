"""Which tasks continue tasks of earlier documents, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.graph.inference import CONTINUED, inference_triples
from kg.graph.matches import Query, rows
from kg.graph.terms import term
from kg.linking import Continuation, Ordering

CONTINUES = term("pk:continues")


def continued_triples(found: Iterable[Continuation]) -> Iterator[Triple]:
    """Yield `pk:continues` for each pair, with a `pk:Inference`, its score and the concepts."""
    for pair in found:
        fact = Triple(NamedNode(pair.later), CONTINUES, NamedNode(pair.earlier))
        yield fact
        yield from inference_triples(
            CONTINUED, fact, "same matter", pair.concepts, score=pair.score
        )


def orderings(query: Query) -> Iterator[Ordering]:
    """Yield the tasks of a store with what they act on; `query` answers SELECT queries from it."""
    concepts: dict[tuple[str, str, str], list[str]] = {}
    for task, title, document, concept in rows(
        query, "orderings", "task", "title", "document", "concept"
    ):
        concepts.setdefault((task, title, document), []).append(concept)
    for (task, title, document), acted_on in concepts.items():
        yield Ordering(task, title, document, tuple(sorted(acted_on)))
