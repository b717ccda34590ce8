from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import DCTERMS, PROV, RDF, SKOS, Literal, Namespace, URIRef

from kg.graph import (
    concept_iri,
    dependency_triples,
    document_graph,
    document_iri,
    document_triples,
)
from kg.graph.provenance import Resource, resources
from kg.linking import link
from kg.namespaces import OA as OA_IRI
from kg.namespaces import PK as PK_IRI
from kg.namespaces import XSD
from kg.rdf import to_rdflib

PK, OA = Namespace(PK_IRI), Namespace(OA_IRI)


@pytest.fixture
def graph(extraction):
    return document_graph(extraction, link(extraction))


@pytest.fixture
def document(extraction):
    return URIRef(document_iri(extraction.document))


def concept(cls, label):
    return URIRef(concept_iri(cls, label))


def the_assertion(graph, subject, predicate, object_):
    (found,) = (
        node
        for node in graph.subjects(RDF.subject, subject)
        if (node, RDF.predicate, predicate) in graph and (node, RDF.object, object_) in graph
    )
    return found


def test_the_graph_is_named_by_the_document(graph, document):
    assert graph.identifier == document


def test_metadata_are_those_of_the_document(graph, document):
    assert graph.value(document, DCTERMS.title) == Literal("智能产业发展规划", lang="zh")
    assert graph.value(document, DCTERMS.identifier) == Literal("国发〔2017〕35号")
    assert graph.value(document, DCTERMS.issued) == Literal(
        "2017-07-08", datatype=URIRef(XSD + "date")
    )
    publisher = graph.value(document, DCTERMS.publisher)
    assert publisher == concept("Organization", "国务院")
    assert (publisher, RDF.type, PK.Organization) in graph


def test_the_path_of_the_file_is_not_in_the_graph(graph, document):
    assert graph.value(document, PK.sourceName) == Literal("sample.txt")
    assert not any("plans" in str(term) for triple in graph for term in triple)


def test_what_the_document_does_not_say_is_left_out(extraction, document):
    metadata = replace(extraction.document.metadata, number="", date="", issuer="", addressees=())
    bare = replace(extraction, document=replace(extraction.document, metadata=metadata))
    graph = document_graph(bare, link(bare))
    for predicate in (DCTERMS.identifier, DCTERMS.issued, DCTERMS.publisher, PK.addressee):
        assert graph.value(document, predicate) is None


def test_every_part_leads_up_to_the_document(graph, document):
    for cls in (PK.Section, PK.Paragraph, PK.Task):
        parts = list(graph.subjects(RDF.type, cls))
        assert parts
        for part in parts:
            assert document in set(graph.transitive_objects(part, DCTERMS.isPartOf))


def test_a_paragraph_has_its_text_and_its_place(graph, extraction):
    text = extraction.document.text
    for paragraph in graph.subjects(RDF.type, PK.Paragraph):
        start, end = (graph.value(paragraph, p).toPython() for p in (PK.start, PK.end))
        assert str(graph.value(paragraph, PK.text)) == text[start:end]


def test_a_stated_relation_is_a_triple_and_an_assertion_with_its_words(graph, document):
    task = URIRef(f"{document}/task/一")
    technology = concept("KeyTechnology", "深度学习技术")
    assert (task, PK.develops, technology) in graph
    assertion = the_assertion(graph, task, PK.develops, technology)
    assert graph.value(assertion, PK.quote) == Literal("突破深度学习技术")
    assert graph.value(assertion, DCTERMS.source) == document
    assert graph.value(assertion, PK.component) == Literal("relations")
    paragraph = graph.value(assertion, PROV.wasDerivedFrom)
    assert (paragraph, RDF.type, PK.Paragraph) in graph
    assert "突破深度学习技术" in str(graph.value(paragraph, PK.text))


def test_source_offsets_lead_to_the_words_across_a_broken_line(graph, document, extraction):
    task = URIRef(f"{document}/task/一")
    assertion = the_assertion(graph, task, PK.develops, concept("KeyTechnology", "深度学习技术"))
    start, end = (graph.value(assertion, p).toPython() for p in (PK.sourceStart, PK.sourceEnd))
    assert extraction.document.source[start:end] == "突破深度\n\n学习技术"


def test_the_document_as_a_whole_can_be_the_subject(graph, document):
    assert (document, PK.fosters, concept("Industry", "智能制造")) in graph
    assert (document, RDF.type, PK.Task) not in graph


def test_words_of_a_title_are_derived_from_the_section(graph, document):
    industry = concept("Industry", "智能制造")
    place = graph.value(the_assertion(graph, document, PK.fosters, industry), PROV.wasDerivedFrom)
    assert place == URIRef(f"{document}/section/二/智能制造")
    assert (place, RDF.type, PK.Section) in graph


def test_organizations_answer_for_tasks(graph, document):
    organization = concept("Organization", "科技部")
    assert (organization, PK.responsibleFor, URIRef(f"{document}/task/一")) in graph
    assert (organization, SKOS.inScheme, None) not in graph


def test_a_target_has_its_figure(graph, document):
    target = URIRef(f"{document}/target/t1")
    assert (URIRef(f"{document}/task/一"), PK.hasTarget, target) in graph
    assert graph.value(target, PK.year) == Literal(2020)
    assert graph.value(target, PK.value) == Literal("1500", datatype=URIRef(XSD + "decimal"))
    assert graph.value(target, PK.unit) == Literal("亿元")
    assert graph.value(target, PK.comparator) == Literal(">")


def test_a_target_without_a_figure_has_none(extraction, document):
    target = replace(extraction.targets[0], value=None, unit="", comparator="")
    without = replace(extraction, targets=(target,))
    graph = document_graph(without, link(without))
    for predicate in (PK.value, PK.unit, PK.comparator):
        assert graph.value(URIRef(f"{document}/target/t1"), predicate) is None


def test_a_name_of_several_pieces_quotes_the_whole_and_lists_them(graph, document, extraction):
    mention = URIRef(f"{document}/mention/m2")
    assert graph.value(mention, PK.name) == Literal("微型智能无人系统")
    assert graph.value(mention, PK.quote) == Literal("微型和轻小型智能无人系统")
    spans = (map(int, p.split("-")) for p in str(graph.value(mention, PK.pieces)).split())
    assert "".join(extraction.document.text[a:b] for a, b in spans) == "微型智能无人系统"


def test_a_concept_has_its_names_and_the_scheme(graph):
    technology = concept("KeyTechnology", "深度学习技术")
    assert set(graph.objects(technology, SKOS.prefLabel)) == {
        Literal("深度学习技术", lang="zh"),
        Literal("deep learning technology", lang="en"),
    }
    scheme = graph.value(technology, SKOS.inScheme)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph


def test_a_dependency_is_told_apart_as_inferred_with_its_reason(extraction, graph, document):
    first, second = URIRef(f"{document}/task/二"), URIRef(f"{document}/task/一")
    assert (first, PK.dependsOn, second) not in graph
    graph = to_rdflib(dependency_triples(extraction), str(document))
    assert (first, PK.dependsOn, second) in graph
    inference = the_assertion(graph, first, PK.dependsOn, second)
    assert (inference, RDF.type, PK.Inference) in graph
    assert (inference, RDF.type, PK.Assertion) not in graph
    assert graph.value(inference, PK.via) == Literal("深度学习技术")


def test_what_is_found_has_its_place_and_its_words_as_selectors(graph, document, extraction):
    technology = concept("KeyTechnology", "深度学习技术")
    assertion = the_assertion(graph, URIRef(f"{document}/task/一"), PK.develops, technology)
    text = extraction.document.text
    start, end = (int(graph.value(assertion, PK[name])) for name in ("start", "end"))
    by_class = {graph.value(s, RDF.type): s for s in graph.objects(assertion, OA.hasSelector)}
    position, quote = by_class[OA.TextPositionSelector], by_class[OA.TextQuoteSelector]
    assert (int(graph.value(position, OA.start)), int(graph.value(position, OA.end))) == (
        start,
        end,
    )
    assert str(graph.value(quote, OA.exact)) == text[start:end]
    assert text[:start].endswith(str(graph.value(quote, OA.prefix)))
    assert text[end:].startswith(str(graph.value(quote, OA.suffix)))
    assert len(graph.value(quote, OA.prefix)) == len(graph.value(quote, OA.suffix)) == 12


def test_facts_about_the_same_words_share_their_selectors(graph):
    both = [
        assertion
        for concept_ in ("微型智能无人系统", "轻小型智能无人系统")
        for assertion in graph.subjects(RDF.object, concept("Product", concept_))
    ]
    one, other = (set(graph.objects(assertion, OA.hasSelector)) for assertion in both)
    assert one == other


def test_what_is_found_was_generated_by_the_work_of_its_component(extraction, document):
    read = (Resource("lexicon", "0" * 64, members=(Resource("verbs.tsv", "1" * 64),)),)
    triples = document_triples(extraction, link(extraction), read=read)
    graph = to_rdflib(triples, str(document))
    found = [*graph.subjects(RDF.type, PK.Mention), *graph.subjects(RDF.type, PK.Assertion)]
    assert len(found) > 8
    for node in found:
        activity = graph.value(node, PROV.wasGeneratedBy)
        assert str(activity).endswith(f"/activity/{graph.value(node, PK.component)}")
        assert (activity, PROV.used, document) in graph
        (lexicon,) = set(graph.objects(activity, PROV.used)) - {document}
        assert str(graph.value(lexicon, PK.sha256)) == "0" * 64
        assert str(graph.value(graph.value(lexicon, PROV.hadMember), PK.sourceName)) == "verbs.tsv"
        assert graph.value(graph.value(activity, PROV.wasAssociatedWith), PK.version) is not None


def test_a_changed_word_list_is_another_resource(tmp_path):
    (tmp_path / "heads.tsv").write_text("平台\t1\n", "utf-8")
    shipped, own = resources(), resources(tmp_path)
    assert shipped == resources()
    assert [r.name for r in shipped] == [r.name for r in own] == ["lexicon", "network.npz"]
    assert shipped[0].sha256 != own[0].sha256
    assert shipped[1] == own[1]


def test_no_time_is_told(graph):
    assert not any("Time" in predicate for predicate in graph.predicates())


def test_of_two_readings_of_the_same_words_the_surer_one_stands(extraction, document):
    sure = replace(extraction.relations[0], confidence=0.95, component="sure")
    twice = replace(extraction, relations=(*extraction.relations, sure))
    graph = document_graph(twice, link(twice))
    assertion = the_assertion(
        graph,
        URIRef(f"{document}/task/一"),
        PK.develops,
        concept("KeyTechnology", "深度学习技术"),
    )
    assert list(graph.objects(assertion, PK.component)) == [Literal("sure")]


def test_there_are_no_blank_nodes(graph):
    assert all(isinstance(s, URIRef) and isinstance(o, URIRef | Literal) for s, _, o in graph)


def test_all_iris_of_the_data_are_made_under_the_base(extraction):
    base = "https://example.org/kg#"
    graph = document_graph(extraction, link(extraction), base)
    assert str(graph.identifier).startswith(base)
    assert all(subject.startswith(base) for subject in graph.subjects())


def test_the_rdflib_graph_has_the_same_triples_as_the_store_gets(extraction, graph):
    assert len(graph) == len(set(document_triples(extraction, link(extraction))))
