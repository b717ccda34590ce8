"""Every shape reports what violates it, and pySHACL, the referee, says the same."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pyshacl
import pytest
from pyoxigraph import Triple
from rdflib import RDF, SH, BNode, Graph

from kg.namespaces import PK
from kg.rdf import to_rdflib
from kg.validation.engine import violations
from kg.validation.facts import Facts
from kg.validation.integrity import conditions
from kg.validation.shapes import read_shapes, shipped_shapes

SHAPES = "https://w3id.org/policykg/shapes#"

# thing, property, what stands there instead, shape that is violated, constraint; None is nothing
BROKEN = [
    ("document", "dcterms:title", None, "Document-title", "minCount"),
    ("document", "dcterms:title", ['"甲"@zh', '"乙"@zh'], "Document-title", "maxCount"),
    ("document", "dcterms:title", '"甲"', "Document-title", "datatype"),
    ("document", "dcterms:language", '"Chinese language"', "Document-language", "pattern"),
    ("document", "pk:sha256", '"ABC"', "Document-sha256", "pattern"),
    ("document", "pk:sourceName", '"a/b.txt"', "Document-sourceName", "pattern"),
    ("document", "dcterms:identifier", ['"一"', '"二"'], "Document-identifier", "maxCount"),
    ("document", "dcterms:issued", '"2017-13-08"^^xsd:date', "Document-issued", "datatype"),
    ("document", "dcterms:issued", '"2017"', "Document-issued", "datatype"),
    ("document", "dcterms:publisher", "programme", "Document-publisher", "class"),
    ("document", "pk:addressee", '""@zh', "Document-addressee", "minLength"),
    ("mention-of-robot", "pk:start", 17, "Span-start", "lessThanOrEquals"),
    ("mention-of-robot", "pk:start", -1, "Span-start", "minInclusive"),
    ("paragraph", "pk:end", None, "Span-end", "minCount"),
    ("section", "pk:sourceStart", 99, "Span-sourceStart", "lessThanOrEquals"),
    ("target", "pk:sourceEnd", 20.5, "Span-sourceEnd", "datatype"),
    ("section", "dcterms:isPartOf", "robot", "Section-isPartOf", "or"),
    ("section", "pk:sectionKind", '"chapter"', "Section-sectionKind", "in"),
    ("section", "pk:level", 0, "Section-level", "minInclusive"),
    ("section", "dcterms:title", ['"甲"@zh', '"乙"@zh'], "Section-title", "maxCount"),
    ("section", "pk:number", 1, "Section-number", "datatype"),
    ("paragraph", "dcterms:isPartOf", "task", "Paragraph-isPartOf", "or"),
    ("paragraph", "pk:text", '"无语言"', "Paragraph-text", "datatype"),
    ("task", "dcterms:isPartOf", "section", "Task-isPartOf", "class"),
    ("task", "prov:wasDerivedFrom", "paragraph", "Task-wasDerivedFrom", "class"),
    ("task", "dcterms:source", None, "Task-source", "minCount"),
    ("task", "pk:level", '"一"', "Task-level", "datatype"),
    ("task", "pk:number", ['"一"', '"二"'], "Task-number", "maxCount"),
    ("target", "pk:quote", '""', "Evidence-quote", "minLength"),
    ("mention-of-robot", "prov:wasDerivedFrom", "task", "Evidence-wasDerivedFrom", "or"),
    ("assertion-cites", "dcterms:source", "section", "Evidence-source", "class"),
    ("target", "oa:hasSelector", "position", "Evidence-hasSelector", "minCount"),
    ("target", "oa:hasSelector", ["position", "section"], "Evidence-hasSelector", "xone"),
    ("mention-of-robot", "prov:wasGeneratedBy", None, "Evidence-wasGeneratedBy", "minCount"),
    ("target", "prov:wasGeneratedBy", "document", "Evidence-wasGeneratedBy", "class"),
    ("position", "oa:start", 17, "Position-start", "lessThanOrEquals"),
    ("position", "oa:end", None, "Position-end", "minCount"),
    ("robot", "oa:hasSelector", "position", "Position-use", "class"),
    ("quote", "oa:exact", '""', "Quote-exact", "minLength"),
    ("quote", "oa:prefix", None, "Quote-prefix", "minCount"),
    ("quote", "oa:suffix", ['"一"', '"二"'], "Quote-suffix", "maxCount"),
    ("robot", "oa:hasSelector", "quote", "Quote-use", "class"),
    ("activity", "prov:used", "task", "Activity-used", "class"),
    ("activity", "prov:wasAssociatedWith", None, "Activity-wasAssociatedWith", "minCount"),
    ("software", "pk:version", None, "Software-version", "minCount"),
    ("lexicon", "pk:sourceName", None, "Resource-sourceName", "minCount"),
    ("lexicon", "pk:sha256", '"ABC"', "Resource-sha256", "pattern"),
    ("mention-of-robot", "pk:mentionOf", "target", "Mention-mentionOf", "class"),
    ("mention-of-robot", "pk:inTask", "section", "Mention-inTask", "class"),
    ("mention-of-robot", "pk:name", None, "Mention-name", "minCount"),
    ("mention-of-robot", "pk:pieces", '"10:12"', "Mention-pieces", "pattern"),
    ("mention-of-robot", "pk:confidence", 1.5, "Mention-confidence", "maxInclusive"),
    ("mention-of-robot", "pk:component", None, "Mention-component", "minCount"),
    ("assertion-cites", "rdf:subject", "section", "Assertion-subject", "class"),
    ("assertion-cites", "rdf:predicate", "pk:dependsOn", "Assertion-predicate", "in"),
    ("assertion-cites", "rdf:object", "paragraph", "Assertion-object", "or"),
    ("assertion-cites", "pk:confidence", -0.5, "Assertion-confidence", "minInclusive"),
    ("assertion-cites", "pk:component", None, "Assertion-component", "minCount"),
    ("inference", "rdf:type", ["pk:Inference", "pk:Assertion"], "Inference", "not"),
    ("inference", "rdf:subject", None, "Inference-subject", "minCount"),
    ("inference", "rdf:predicate", '"pk:dependsOn"', "Inference-predicate", "nodeKind"),
    ("inference", "rdf:object", ["task", "other-task"], "Inference-object", "maxCount"),
    ("inference", "pk:reason", None, "Inference-reason", "minCount"),
    ("naming", "rdf:subject", None, "Naming-subject", "minCount"),
    ("naming", "rdf:predicate", "pk:develops", "Naming-predicate", "in"),
    ("naming", "rdf:object", "robot", "Naming-object", "datatype"),
    ("naming", "pk:sameBecause", '"rhyme"', "Naming-sameBecause", "in"),
    ("naming", "dcterms:source", "robot", "Naming-source", "class"),
    ("target", "pk:year", 20, "Target-year", "minInclusive"),
    ("target", "pk:year", 2201, "Target-year", "maxInclusive"),
    ("target", "pk:metric", None, "Target-metric", "minCount"),
    ("target", "pk:comparator", '"more"', "Target-comparator", "in"),
    ("target", "pk:value", '"1,500"^^xsd:decimal', "Target-value", "datatype"),
    ("target", "pk:unit", ['"亿元"', '"万元"'], "Target-unit", "maxCount"),
    ("target", "pk:unit", None, "Target", "or"),
    ("robot", "skos:prefLabel", None, "Label-prefLabel", "minCount"),
    ("robot", "skos:prefLabel", ['"甲"@zh', '"乙"@zh'], "Label-prefLabel", "uniqueLang"),
    ("robot", "skos:altLabel", '"robot 中文"@zh', "Label-prefLabel", "disjoint"),
    ("robot", "skos:altLabel", '"甲"', "Label-altLabel", "datatype"),
    ("robot", "skos:inScheme", "document", "Concept-inScheme", "class"),
    ("mention-of-robot", "pk:mentionOf", "standards", "Concept-hasMention", "minCount"),
    ("robot", "skos:broader", "ministry", "Concept-broader", "class"),
    ("robot", "skos:related", "ministry", "Concept-related", "class"),
    ("robot", "skos:definition", '"甲"', "Concept-definition", "datatype"),
    ("robot", "skos:narrower", "ministry", "Concept-narrower", "class"),
    ("robot", "skos:topConceptOf", "document", "Concept-topConceptOf", "class"),
    ("scheme", "skos:hasTopConcept", "ministry", "HasTopConcept", "class"),
    ("robot", "rdf:type", ["pk:Product", "skos:Collection"], "Collection", "not"),
    ("inference", "pk:score", 1.5, "Inference-score", "maxInclusive"),
    ("graph", "pk:rule", None, "InferenceGraph-rule", "minCount"),
    ("graph", "prov:wasDerivedFrom", '"plan"', "InferenceGraph-wasDerivedFrom", "nodeKind"),
    ("graph", "dcterms:title", '"kinds"', "InferenceGraph-title", "datatype"),
    ("paragraph", "pk:within", "robot", "Within", "class"),
    ("defining", "rdf:subject", "ministry", "Defining-subject", "class"),
    ("defining", "rdf:predicate", "skos:note", "Defining-predicate", "in"),
    ("defining", "rdf:object", '"甲"', "Defining-object", "datatype"),
    ("robot", "rdf:type", ["pk:Product", "pk:Platform"], "Concept", "xone"),
    ("mention-of-programme", "pk:mentionOf", "robot", "Programme-hasMention", "minCount"),
    ("scheme", "rdf:type", ["skos:ConceptScheme", "skos:Concept"], "Scheme", "not"),
    ("task", "pk:develops", "ministry", "Develops-range", "class"),
    ("robot", "pk:develops", "deep-learning", "Develops-domain", "class"),
    ("task", "pk:builds", "robot", "Builds-range", "class"),
    ("robot", "pk:builds", "open-platform", "Builds-domain", "class"),
    ("task", "pk:fosters", "robot", "Fosters-range", "class"),
    ("robot", "pk:fosters", "manufacturing", "Fosters-domain", "class"),
    ("task", "pk:establishes", "robot", "Establishes-range", "class"),
    ("robot", "pk:establishes", "standards", "Establishes-domain", "class"),
    ("robot", "pk:appliedIn", "open-platform", "AppliedIn-range", "class"),
    ("task", "pk:appliedIn", "manufacturing", "AppliedIn-domain", "class"),
    ("robot", "pk:supports", "target", "Supports-range", "class"),
    ("target", "pk:supports", "robot", "Supports-domain", "class"),
    ("robot", "pk:includes", "target", "Includes-range", "class"),
    ("target", "pk:includes", "robot", "Includes-domain", "class"),
    ("ministry", "pk:responsibleFor", "robot", "ResponsibleFor-range", "class"),
    ("robot", "pk:responsibleFor", "task", "ResponsibleFor-domain", "class"),
    ("task", "pk:cites", "ministry", "Cites-range", "class"),
    ("robot", "pk:cites", "programme", "Cites-domain", "class"),
    ("task", "pk:hasTarget", "robot", "HasTarget-range", "class"),
    ("robot", "pk:hasTarget", "target", "HasTarget-domain", "class"),
    ("task", "pk:dependsOn", "document", "DependsOn-range", "class"),
    ("document", "pk:dependsOn", "task", "DependsOn-domain", "class"),
    ("task", "pk:continues", "document", "Continues-range", "class"),
    ("document", "pk:continues", "task", "Continues-domain", "class"),
]
# Two properties that must be broken together.
BROKEN_TOGETHER = [
    (
        "robot",
        {"skos:broader": "standards", "skos:related": "standards"},
        "Concept-broader",
        "disjoint",
    ),
    (
        "robot",
        {"skos:altLabel": '"甲"@zh', "skos:hiddenLabel": '"甲"@zh'},
        "Label-altLabel",
        "disjoint",
    ),
    (
        "robot",
        {"skos:exactMatch": "standards", "skos:broadMatch": "standards"},
        "Concept-exactMatch",
        "disjoint",
    ),
]
CASES = [(thing, {p: term}, shape, name) for thing, p, term, shape, name in BROKEN]
CASES += BROKEN_TOGETHER


@pytest.fixture(scope="module")
def shapes_graph():
    return Graph().parse(str(files("ontology") / "shapes.ttl"))


def ours(triples):
    """What the engine reports, as comparable rows."""
    return Counter(
        (str(v.focus), v.shape.iri.value, v.component, "" if v.value is None else str(v.value))
        for v in violations(Facts(triples))
    )


def referee(triples, shapes_graph):
    """What pySHACL reports, as rows of the same form."""
    data = to_rdflib(triples, "https://example.org/")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes_graph)

    def row(result):
        focus, shape, component = (
            report.value(result, p)
            for p in (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent)
        )
        value = report.value(result, SH.value)
        return (focus.n3(), str(shape), str(component), "" if value is None else value.n3())

    return Counter(row(result) for result in report.subjects(RDF.type, SH.ValidationResult))


def break_(things, thing, changes):
    for predicate, terms in changes.items():
        if terms is None:
            things[thing].pop(predicate, None)
        else:
            things[thing][predicate] = terms


def reported(rows):
    """The rows without their values, which the two write in different ways."""
    return Counter(
        {(focus, shape, component): n for (focus, shape, component, _), n in rows.items()}
    )


def test_the_sample_conforms(things, triples_of, ontology, shapes_graph):
    triples = [*ontology, *triples_of(things)]
    assert not ours(triples)
    assert not referee(triples, shapes_graph)


@pytest.mark.parametrize(("thing", "changes", "shape", "constraint"), CASES)
def test_a_broken_graph_is_reported_by_both_engines(
    thing, changes, shape, constraint, things, triples_of, ontology, shapes_graph
):
    break_(things, thing, changes)
    triples = [*ontology, *triples_of(things)]
    found = violations(Facts(triples))
    assert (shape, constraint) in {
        (v.shape.iri.value.removeprefix(SHAPES), v.constraint) for v in found
    }
    assert reported(ours(triples)) == reported(referee(triples, shapes_graph))


def test_every_shape_has_a_broken_graph(shapes_graph):
    known = {shape for _, _, shape, _ in CASES}
    constrained = {
        str(shape).removeprefix(SHAPES)
        for shape in shapes_graph.subjects(SH.message, None)
        if not isinstance(shape, BNode)
    }
    queried = {shape for shape in constrained if shape.startswith("Integrity-")}
    untargeted = {shape for shape in constrained if shape.startswith("Verified-")}
    assert constrained - untargeted - queried == known
    assert queried == {f"Integrity-{name}" for name in conditions()}
    assert untargeted == {
        f"Verified-{name}"  # the tests of evidence have a broken graph for each
        for name in (
            *("sha256", "text", "quote", "sourceStart", "pieces", "wasDerivedFrom"),
            *("position", "context"),
        )
    }


def test_every_message_comes_in_both_languages(shapes_graph):
    for shape in set(shapes_graph.subjects(SH.message, None)):
        languages = [text.language for text in shapes_graph.objects(shape, SH.message)]
        assert sorted(languages) == ["en", "zh"], shape


def test_every_relation_has_the_domain_and_range_of_the_ontology(ontology, shapes_graph):
    shapes = {shape.iri.value.removeprefix(SHAPES): shape for shape in shipped_shapes()}
    declared = Facts(ontology)
    checked = 0
    for shape in shapes.values():
        for target, predicate in shape.targets:
            if target == "targetClass" or not shape.properties:
                continue
            (inner,) = shape.properties
            wanted = "range" if target == "targetSubjectsOf" else "domain"
            rdfs = "http://www.w3.org/2000/01/rdf-schema#"
            (cls,) = declared.objects(predicate, type(predicate)(rdfs + wanted))
            assert dict(inner.constraints)["class"] == cls
            assert inner.path.inverse == (wanted == "domain")
            checked += 1
    assert checked == 24
    assert not {t for t in shapes if t.startswith(PK)}


def test_a_shape_that_uses_more_than_is_known_is_refused_and_not_passed():
    turtle = f"""@prefix pks: <{SHAPES}> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        pks:X sh:targetClass pks:X ; sh:property [ sh:path pks:p ; sh:maxLength 5 ] ."""
    with pytest.raises(ValueError, match="maxLength"):
        read_shapes(turtle)


def test_the_seeds_conform(seeds):
    triples = [Triple(q.subject, q.predicate, q.object) for q in seeds.quads()]
    assert len(triples) > 10_000
    assert not violations(Facts(triples))
