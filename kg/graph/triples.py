"""`Extraction` → triples: everything that one document is, names and states.

A stated relation is a plain triple, and a `pk:Assertion` that tells where the words stand that
state it (RDF reification, https://www.w3.org/TR/rdf11-schema/#ch_reificationvocab).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.extraction.facts import (
    Dependency,
    Extraction,
    Mention,
    MentionClass,
    Relation,
    Target,
)
from kg.graph.definitions import definition_triples
from kg.graph.iris import assertion_iri, concept_iri, scheme_iri
from kg.graph.names import naming_triples
from kg.graph.outline import (
    PREF_LABEL,
    A,
    metadata_triples,
    section_triples,
    task_node,
    task_triples,
)
from kg.graph.places import SOURCE, Places
from kg.graph.provenance import (
    GENERATED_BY,
    LINKING,
    TARGETS,
    Resource,
    activity,
    activity_triples,
)
from kg.graph.selectors import selector_triples
from kg.graph.terms import decimal, term
from kg.linking import Concept, Definition, definitions, normalise
from kg.namespaces import BASE

if TYPE_CHECKING:
    from rdflib import Graph

SUBJECT, PREDICATE, OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
CONFIDENCE, COMPONENT = term("pk:confidence"), term("pk:component")


def document_graph(extraction: Extraction, concepts: Sequence[Concept], base: str = BASE) -> Graph:
    """Return the triples of a document as an rdflib graph that is named by the document's IRI."""
    from kg.rdf import to_rdflib  # rdflib is slow to import, and building needs none

    iri = Places.of(extraction.document, base).iri.value
    return to_rdflib(document_triples(extraction, concepts, base), iri)


def document_triples(
    extraction: Extraction,
    concepts: Sequence[Concept],
    base: str = BASE,
    read: Sequence[Resource] = (),
) -> Iterator[Triple]:
    """Yield the triples of a document. A triple may come more than once.

    Parameters
    ----------
    extraction
        The facts of the document.
    concepts
        `kg.linking.link(extraction)`.
    base
        Under which IRIs are made; ends in "/" or "#".
    read
        What the components read beside the document.
    """
    places = Places.of(extraction.document, base)
    nodes = _nodes(extraction, concepts, places, base)
    issuer = _issuer(extraction.document.metadata.issuer, concepts)
    yield from metadata_triples(places, issuer, base)
    yield from section_triples(places)
    yield from task_triples(extraction.tasks, places)
    yield from _scheme(base)
    for concept in concepts:
        yield from _concept(concept, base)
        yield from naming_triples(concept, places, base)
    for mention in extraction.mentions:
        yield from _mention(mention, nodes[mention.id], places)
    for target in extraction.targets:
        yield from _target(target, nodes[target.id], places)
    for relation in _relations(extraction, nodes):
        yield from _assertion(relation, nodes, places)
    defined = _defined(extraction, nodes)
    yield from definition_triples(defined, nodes, places)
    for start, end in _spans(extraction, concepts, defined):
        yield from selector_triples(extraction.document, places.iri.value, start, end)
    yield from activity_triples(_components(extraction), read, places, base)


def dependency_triples(extraction: Extraction, base: str = BASE) -> Iterator[Triple]:
    """Yield which tasks need which, which no words state: inferred, and kept apart."""
    places = Places.of(extraction.document, base)
    for dependency in extraction.dependencies:
        yield from _dependency(dependency, places)


def _defined(extraction: Extraction, nodes: dict[str, NamedNode]) -> list[Definition]:
    """Return the definitions of the concepts, of each the first that the text has."""
    first: dict[NamedNode, Definition] = {}
    for definition in definitions(extraction):
        first.setdefault(nodes[definition.mention], definition)
    return list(first.values())


def _spans(
    extraction: Extraction, concepts: Iterable[Concept], defined: Iterable[Definition]
) -> list[tuple[int, int]]:
    """Return the passages that say something, each once, in the order of the text."""
    facts: tuple[Mention | Target | Relation | Definition, ...] = (
        *extraction.mentions,
        *extraction.targets,
        *extraction.relations,
        *defined,
    )
    spans = {(fact.start, fact.end) for fact in facts}
    spans |= {other.place for concept in concepts for other in concept.alternatives if other.place}
    return sorted(spans)


def _components(extraction: Extraction) -> set[str]:
    """Return the components that found the facts of a document."""
    return {
        *(mention.component for mention in extraction.mentions),
        *(relation.component for relation in extraction.relations),
        TARGETS,
        LINKING,
    }


def _nodes(
    extraction: Extraction, concepts: Sequence[Concept], places: Places, base: str
) -> dict[str, NamedNode]:
    """Return what the ids of an extraction's facts stand for in the graph."""
    nodes = {task.id: task_node(task.id, places) for task in extraction.tasks}
    nodes["task:"] = places.iri
    for concept in concepts:
        node = NamedNode(concept_iri(concept.cls, concept.label, base))
        nodes.update(dict.fromkeys(concept.mentions, node))
    nodes.update({target.id: places.part("target", target.id) for target in extraction.targets})
    return nodes


def _issuer(name: str, concepts: Iterable[Concept]) -> str:
    """Return the label of the organization that the text names so, if any; else the name."""
    label = normalise(name)
    for concept in concepts:
        if concept.cls is MentionClass.ORGANIZATION and label in concept.alt_labels:
            return concept.label
    return label


def _concept(concept: Concept, base: str) -> Iterator[Triple]:
    node = NamedNode(concept_iri(concept.cls, concept.label, base))
    yield Triple(node, A, term(f"pk:{concept.cls}"))
    yield Triple(node, PREF_LABEL, Literal(concept.label, language="zh"))
    if concept.en:
        yield Triple(node, PREF_LABEL, Literal(concept.en, language="en"))
    if concept.cls not in (MentionClass.ORGANIZATION, MentionClass.PROGRAMME):
        yield Triple(node, term("skos:inScheme"), NamedNode(scheme_iri(base)))


def _scheme(base: str) -> Iterator[Triple]:
    node = NamedNode(scheme_iri(base))
    yield Triple(node, A, term("skos:ConceptScheme"))
    yield Triple(node, PREF_LABEL, Literal("政策概念", language="zh"))
    yield Triple(node, PREF_LABEL, Literal("policy concepts", language="en"))


def _mention(mention: Mention, concept: NamedNode, places: Places) -> Iterator[Triple]:
    node = places.part("mention", mention.id)
    pieces = " ".join(f"{start}-{end}" for start, end in mention.pieces)
    yield Triple(node, A, term("pk:Mention"))
    yield Triple(node, term("pk:mentionOf"), concept)
    yield Triple(node, term("pk:inTask"), task_node(mention.task, places))
    yield Triple(node, term("pk:name"), Literal(mention.text))
    yield Triple(node, term("pk:pieces"), Literal(pieces))
    yield Triple(node, CONFIDENCE, decimal(mention.confidence))
    yield Triple(node, COMPONENT, Literal(mention.component))
    yield Triple(node, GENERATED_BY, activity(mention.component, places))
    yield from places.evidence(node, mention.start, mention.end)


def _target(target: Target, node: NamedNode, places: Places) -> Iterator[Triple]:
    yield Triple(node, A, term("pk:Target"))
    yield Triple(node, GENERATED_BY, activity(TARGETS, places))
    yield Triple(node, term("pk:year"), Literal(target.year))
    yield Triple(node, term("pk:metric"), Literal(target.metric))
    if target.value is not None:
        yield Triple(node, term("pk:comparator"), Literal(target.comparator))
        yield Triple(node, term("pk:value"), decimal(target.value))
        yield Triple(node, term("pk:unit"), Literal(target.unit))
    yield from places.evidence(node, target.start, target.end)


def _relations(extraction: Extraction, nodes: dict[str, NamedNode]) -> Iterable[Relation]:
    """Return the stated relations, each once for the words that state it.

    Where names of one concept give the same one twice, the most confident stands, of equals the
    first.
    """
    best: dict[tuple[NamedNode, str, NamedNode, int, int], Relation] = {}
    for relation in extraction.relations:
        subject, object_ = nodes[relation.subject], nodes[relation.object]
        key = (subject, relation.predicate, object_, relation.start, relation.end)
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    return best.values()


def _assertion(relation: Relation, nodes: dict[str, NamedNode], places: Places) -> Iterator[Triple]:
    subject, object_ = nodes[relation.subject], nodes[relation.object]
    predicate = term(f"pk:{relation.predicate}")
    at = f"{relation.start}-{relation.end}"
    node = NamedNode(
        assertion_iri(places.iri.value, subject.value, predicate.value, object_.value, at)
    )
    yield Triple(subject, predicate, object_)
    yield Triple(node, A, term("pk:Assertion"))
    yield Triple(node, SUBJECT, subject)
    yield Triple(node, PREDICATE, predicate)
    yield Triple(node, OBJECT, object_)
    yield Triple(node, CONFIDENCE, decimal(relation.confidence))
    yield Triple(node, COMPONENT, Literal(relation.component))
    yield Triple(node, GENERATED_BY, activity(relation.component, places))
    yield from places.evidence(node, relation.start, relation.end)


def _dependency(dependency: Dependency, places: Places) -> Iterator[Triple]:
    dependent = task_node(dependency.dependent, places)
    needed = task_node(dependency.dependency, places)
    depends_on = term("pk:dependsOn")
    node = NamedNode(
        assertion_iri(places.iri.value, dependent.value, depends_on.value, needed.value, "inferred")
    )
    yield Triple(dependent, depends_on, needed)
    yield Triple(node, A, term("pk:Inference"))
    yield Triple(node, SUBJECT, dependent)
    yield Triple(node, PREDICATE, depends_on)
    yield Triple(node, OBJECT, needed)
    yield Triple(node, term("pk:reason"), Literal(dependency.evidence))
    for name in dependency.via:
        yield Triple(node, term("pk:via"), Literal(name))
    yield Triple(node, SOURCE, places.iri)
