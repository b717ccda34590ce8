from __future__ import annotations

from importlib.resources import files

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg.extraction.facts import MentionClass, Predicate
from kg.graph import document_graph
from kg.linking import link
from kg.namespaces import ONTOLOGY, PK

PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.fixture(scope="module")
def ontology():
    return Graph().parse(str(files("ontology") / "policy.ttl"))


@pytest.fixture(scope="module")
def terms(ontology):
    return sorted({term for term in ontology.subjects() if term.startswith(PK)})


def used_terms(triples):
    """The terms of the ontology that triples use as predicate, class or stated predicate."""
    used = set()
    for _, predicate, object_ in triples:
        used |= {str(term) for term in (predicate, object_) if str(term).startswith(PK)}
    return used


def declared(terms):
    return {str(term) for term in terms}


def test_every_term_that_the_sample_uses_is_declared(terms, extraction):
    used = used_terms(document_graph(extraction, link(extraction)))
    assert len(used) > 30
    assert used <= declared(terms)


def test_every_term_that_the_seeds_use_is_declared(terms, seeds_graph):
    used = used_terms(
        (None, quad.predicate.value, quad.object.value)
        for quad in seeds_graph.quads()
        if quad.graph_name.value != ONTOLOGY
    )
    assert len(used) > 30
    assert used <= declared(terms)


def test_every_class_and_relation_of_an_extraction_is_declared(terms):
    names = [*MentionClass, *Predicate]
    assert {f"{PK}{name}" for name in names} <= declared(terms)


def test_every_term_has_a_label_and_a_definition_in_both_languages(ontology, terms):
    for term in terms:
        for predicate in (RDFS.label, SKOS.definition):
            languages = sorted(literal.language for literal in ontology.objects(term, predicate))
            assert languages == ["en", "zh"], (term, predicate)


def test_every_property_has_a_domain_and_a_range(ontology, terms):
    properties = [t for t in terms if ontology.value(t, RDF.type) not in (OWL.Class,)]
    assert len(properties) > 40
    for term in properties:
        assert ontology.value(term, RDFS.domain) in terms, term
        assert ontology.value(term, RDFS.range) is not None, term


def test_every_relation_has_an_inverse_with_domain_and_range_swapped(ontology):
    for predicate in (*Predicate, "dependsOn", "continues", "mentionOf"):
        term = URIRef(PK + predicate)
        inverse = ontology.value(term, OWL.inverseOf)
        assert ontology.value(inverse, RDFS.domain) == ontology.value(term, RDFS.range)
        assert ontology.value(inverse, RDFS.range) == ontology.value(term, RDFS.domain)


def test_the_classes_of_concepts_are_skos_concepts(ontology):
    concepts = set(ontology.transitive_subjects(RDFS.subClassOf, SKOS.Concept))
    others = {MentionClass.ORGANIZATION, MentionClass.PROGRAMME}
    assert {URIRef(PK + cls) for cls in MentionClass if cls not in others} <= concepts
    assert not {URIRef(PK + cls) for cls in others} & concepts


def test_every_named_range_and_superclass_of_its_own_is_declared(ontology, terms):
    for term in (*ontology.objects(None, RDFS.range), *ontology.objects(None, RDFS.subClassOf)):
        assert not term.startswith(PK) or term in terms


def test_the_store_holds_the_ontology_as_a_graph_of_its_own(seeds_graph, ontology):
    assert len(seeds_graph.graph(ONTOLOGY)) == len(ontology)
