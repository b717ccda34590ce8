"""What the text says itself of what concepts are, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.iris import assertion_iri
from kg.graph.places import Places
from kg.graph.provenance import GENERATED_BY, LINKING, activity
from kg.graph.terms import term
from kg.linking import Definition

DEFINITION = term("skos:definition")


def definition_triples(
    definitions: Iterable[Definition], nodes: Mapping[str, NamedNode], places: Places
) -> Iterator[Triple]:
    """Yield the definitions of concepts, each with its place.

    `nodes` are what the ids of mentions stand for.
    """
    for definition in definitions:
        concept = nodes[definition.mention]
        text = Literal(definition.text, language=places.document.metadata.language)
        at = f"{definition.start}-{definition.end}"
        iri = assertion_iri(places.iri.value, concept.value, DEFINITION.value, definition.text, at)
        node = NamedNode(iri)
        yield Triple(concept, DEFINITION, text)
        yield Triple(node, term("rdf:type"), term("pk:Defining"))
        yield Triple(node, term("rdf:subject"), concept)
        yield Triple(node, term("rdf:predicate"), DEFINITION)
        yield Triple(node, term("rdf:object"), text)
        yield Triple(node, GENERATED_BY, activity(LINKING, places))
        yield from places.evidence(node, definition.start, definition.end)
