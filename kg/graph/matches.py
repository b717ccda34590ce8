"""What is one across documents as triples, inferred of what the documents of a store name.

Concepts are joined by `skos:exactMatch`; organizations and programmes, which are no concepts in
the sense of SKOS, by `owl:sameAs`. Both go in both directions, so that a path such as
`skos:exactMatch*` reaches every concept that is one with another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files

from pyoxigraph import NamedNode, QuerySolution, Triple

from kg.extraction.facts import MentionClass
from kg.graph.inference import inference_triples
from kg.graph.terms import term
from kg.linking import Match, Naming, Reason
from kg.namespaces import MATCHES, PK

Query = Callable[[str], Iterable[QuerySolution]]

_NO_CONCEPTS = (MentionClass.ORGANIZATION, MentionClass.PROGRAMME)


def match_triples(namings: Sequence[Naming], matches: Iterable[Match]) -> Iterator[Triple]:
    """Yield which concepts are one, each pair with a `pk:Inference` that says why."""
    classes = {naming.concept: naming.cls for naming in namings}
    for found in matches:
        yield from _match(found, classes[found.left])


def _match(found: Match, cls: MentionClass) -> Iterator[Triple]:
    left, right = NamedNode(found.left), NamedNode(found.right)
    same = term("owl:sameAs" if cls in _NO_CONCEPTS else "skos:exactMatch")
    fact = Triple(left, same, right)
    yield fact
    yield Triple(right, same, left)
    yield from inference_triples(MATCHES, fact, found.reason, found.documents, via=found.via)


def dates(query: Query) -> dict[str, str]:
    """Return when the documents of a store were issued, of those that say so."""
    return {row[0]: row[1] for row in rows(query, "dates", "document", "date")}


def titles(query: Query) -> dict[str, str]:
    """Return what the documents of a store are called."""
    return {row[0]: row[1] for row in rows(query, "titles", "document", "title")}


def namings(query: Query) -> Iterator[Naming]:
    """Yield what the documents of a store name; `query` answers SELECT queries from it."""
    called_by = titles(query)
    labels: dict[tuple[str, str], tuple[MentionClass, str]] = {}
    for document, concept, cls, label in rows(
        query, "labels", "document", "concept", "class", "label"
    ):
        if document in called_by:  # other graphs repeat what they tell of
            labels[document, concept] = (MentionClass(cls.removeprefix(PK)), label)
    reasons: dict[tuple[str, str, str], list[Reason]] = {}
    for *name, because in rows(query, "namings", "document", "concept", "name", "because"):
        document, concept, called = name
        reasons.setdefault((document, concept, called), []).append(Reason(because))
    for (document, concept), (cls, label) in labels.items():
        yield Naming(document, called_by[document], concept, cls, label, label)
    for (document, concept, called), why in reasons.items():
        if (document, concept) in labels:
            cls, label = labels[document, concept]
            yield Naming(document, called_by[document], concept, cls, label, called, tuple(why))


def rows(query: Query, name: str, *variables: str) -> Iterator[tuple[str, ...]]:
    """Yield the characters of the terms that the query in `queries/{name}.rq` finds."""
    text = (files("kg.graph") / "queries" / f"{name}.rq").read_text("utf-8")
    for row in query(text):
        yield tuple(row[variable].value for variable in variables)
