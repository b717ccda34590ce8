"""The other names of a concept as triples, each with why it is one."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.iris import concept_iri, naming_iri
from kg.graph.places import SOURCE, Places
from kg.graph.provenance import GENERATED_BY, LINKING, activity
from kg.graph.terms import term
from kg.linking import Concept
from kg.namespaces import BASE

A, ALT_LABEL, BECAUSE = term("rdf:type"), term("skos:altLabel"), term("pk:sameBecause")


def naming_triples(concept: Concept, places: Places, base: str = BASE) -> Iterator[Triple]:
    """Yield the alternative labels of a concept, and a `pk:Naming` for each.

    Where words of the text make it a name of the concept, the naming is their place.
    """
    node = NamedNode(concept_iri(concept.cls, concept.label, base))
    for alternative in concept.alternatives:
        label = Literal(alternative.label, language="zh")
        naming = NamedNode(naming_iri(places.iri.value, node.value, alternative.label))
        yield Triple(node, ALT_LABEL, label)
        yield Triple(naming, A, term("pk:Naming"))
        yield Triple(naming, term("rdf:subject"), node)
        yield Triple(naming, term("rdf:predicate"), ALT_LABEL)
        yield Triple(naming, term("rdf:object"), label)
        yield Triple(naming, GENERATED_BY, activity(LINKING, places))
        for reason in alternative.reasons:
            yield Triple(naming, BECAUSE, Literal(reason))
        if alternative.place is None:
            yield Triple(naming, SOURCE, places.iri)
        else:
            yield Triple(naming, A, term("pk:TextSpan"))
            yield from places.evidence(naming, *alternative.place)
