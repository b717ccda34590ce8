"""What a document is and how it is built: metadata, sections, paragraphs, tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from pyoxigraph import Literal, NamedNode, Triple

from kg.extraction.facts import MentionClass, Task
from kg.graph.iris import concept_iri
from kg.graph.places import DERIVED_FROM, Places
from kg.graph.terms import date, term
from kg.namespaces import BASE

A = term("rdf:type")
PREF_LABEL = term("skos:prefLabel")
TITLE = term("dcterms:title")
IS_PART_OF = term("dcterms:isPartOf")


def metadata_triples(places: Places, issuer: str, base: str = BASE) -> Iterator[Triple]:
    """Yield what the document says of itself, and the file that it was read from.

    `issuer` is the label of the concept that the issuer is, "" where the document names none.
    """
    document, iri = places.document, places.iri
    metadata = document.metadata
    title = Literal(metadata.title, language=metadata.language)
    yield Triple(iri, A, term("pk:PolicyDocument"))
    yield Triple(iri, TITLE, title)
    yield Triple(iri, PREF_LABEL, title)
    yield Triple(iri, term("dcterms:language"), Literal(metadata.language))
    yield Triple(iri, term("pk:sha256"), Literal(document.sha256))
    yield Triple(iri, term("pk:sourceName"), Literal(PurePath(document.path).name))
    if metadata.number:
        yield Triple(iri, term("dcterms:identifier"), Literal(metadata.number))
    if metadata.date:
        yield Triple(iri, term("dcterms:issued"), date(metadata.date))
    for addressee in metadata.addressees:
        yield Triple(iri, term("pk:addressee"), Literal(addressee, language=metadata.language))
    if issuer:
        publisher = NamedNode(concept_iri(MentionClass.ORGANIZATION, issuer, base))
        yield Triple(iri, term("dcterms:publisher"), publisher)
        yield Triple(publisher, A, term("pk:Organization"))
        yield Triple(publisher, PREF_LABEL, Literal(issuer, language=metadata.language))


def section_triples(places: Places) -> Iterator[Triple]:
    """Yield the sections and paragraphs; their order is that of `pk:start`."""
    document = places.document
    for section in document.sections:
        if section.parent is None:
            continue
        node = places.part("section", section.id)
        yield Triple(node, A, term("pk:Section"))
        yield Triple(node, IS_PART_OF, places.part("section", section.parent))
        yield Triple(node, term("pk:sectionKind"), Literal(section.kind))
        yield Triple(node, term("pk:level"), Literal(section.level))
        if section.title:
            yield Triple(node, TITLE, Literal(section.title, language=document.metadata.language))
        if section.number:
            yield Triple(node, term("pk:number"), Literal(section.number))
        yield from places.position(node, section.start, section.end)
    for paragraph in document.paragraphs:
        node = places.part("paragraph", paragraph.id)
        text = document.text[paragraph.start : paragraph.end]
        yield Triple(node, A, term("pk:Paragraph"))
        yield Triple(node, IS_PART_OF, places.part("section", paragraph.section))
        yield Triple(node, term("pk:text"), Literal(text, language=document.metadata.language))
        yield from places.position(node, paragraph.start, paragraph.end)


def task_triples(tasks: Iterable[Task], places: Places) -> Iterator[Triple]:
    """Yield the tasks and which is part of which. The document as a whole is none of them."""
    language = places.document.metadata.language
    for task in tasks:
        if task.section == "":
            continue
        node = task_node(task.id, places)
        yield Triple(node, A, term("pk:Task"))
        yield Triple(node, PREF_LABEL, Literal(task.title, language=language))
        yield Triple(node, IS_PART_OF, task_node(task.parent or "", places))
        yield Triple(node, DERIVED_FROM, places.part("section", task.section))
        yield Triple(node, term("dcterms:source"), places.iri)
        yield Triple(node, term("pk:level"), Literal(task.level))
        if task.number:
            yield Triple(node, term("pk:number"), Literal(task.number))
        yield from places.position(node, task.start, task.end)


def task_node(id_: str, places: Places) -> NamedNode:
    """Return the task of an id; "" and "task:" are the document as a whole."""
    return places.part("task", id_.removeprefix("task:"))
