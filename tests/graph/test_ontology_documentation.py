"""What is said of the ontology's terms: notes, examples, status, alignments, disjointness."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

from kg.namespaces import ONTOLOGY, PK
from kg.rdf import to_rdflib

SEEDS = Path(__file__).parents[2] / "seeds"
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
JUSTIFICATIONS = {"semapv:ManualMappingCuration"}
MATCHES = {"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:relatedMatch"}


@pytest.fixture(scope="module")
def ontology():
    return Graph().parse(str(files("ontology") / "policy.ttl"))


@pytest.fixture(scope="module")
def terms(ontology):
    return sorted({term for term in ontology.subjects() if term.startswith(PK)})


@pytest.fixture(scope="module")
def texts():
    """The characters of the seeds, without the breaks of lines."""
    return "\n".join(re.sub(r"\s", "", path.read_text("utf-8")) for path in SEEDS.glob("*.txt"))


@pytest.fixture(scope="module")
def alignments():
    lines = (files("ontology") / "alignments.sssom.tsv").read_text("utf-8").splitlines()
    prefixes = dict(re.findall(r"^#  ([a-z-]+): (\S+)$", "\n".join(lines), re.MULTILINE))
    rows = list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"))
    return prefixes, rows


def test_every_scope_note_has_an_example_that_the_texts_hold(ontology, terms, texts):
    for term in terms:
        notes = {note.language: str(note) for note in ontology.objects(term, SKOS.scopeNote)}
        assert sorted(notes) == ["en", "zh"], term
        for note in notes.values():
            quotes = [q for q in re.findall("“([^”]+)”", note) if "…" not in q]
            examples = [quote for quote in quotes if quote in texts]
            assert examples, (term, note)
            assert all(q in examples for q in quotes if len(q) > 2), (term, note)


def test_every_term_has_one_status(ontology, terms):
    for term in terms:
        assert [str(s) for s in ontology.objects(term, STATUS)] in (["stable"], ["testing"]), term


def test_the_ontology_names_its_version(ontology):
    iri = ontology.value(URIRef(ONTOLOGY), OWL.versionIRI)
    assert str(iri) == f"{ONTOLOGY}/{ontology.value(URIRef(ONTOLOGY), OWL.versionInfo)}"


def test_the_ontology_has_no_blank_nodes(ontology):
    assert not any(isinstance(node, BNode) for triple in ontology for node in triple)


@pytest.mark.parametrize(
    "group",
    [
        ("Theory", "KeyTechnology", "Platform", "Product", "Industry", "Safeguard"),
        ("PolicyConcept", "Organization", "Programme", "PolicyUnit"),
        ("PolicyDocument", "Section", "Paragraph", "Task", "Target", "Mention", "Assertion"),
    ],
)
def test_what_cannot_be_one_thing_is_disjoint_in_pairs(group, ontology):
    for one, other in combinations(group, 2):
        pair = URIRef(PK + one), URIRef(PK + other)
        assert (pair[0], OWL.disjointWith, pair[1]) in ontology, (one, other)


def errors(graph):
    """What the reasoner finds wrong with a graph."""
    closure = Graph() + graph
    DeductiveClosure(OWLRL_Semantics).expand(closure)
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    return [str(m) for node in closure.subjects(RDF.type, error) for m in closure.objects(node)]


def members_of_every_class(terms, ontology):
    """The ontology with one thing in every class: a class that can have none is found out."""
    graph = Graph() + ontology
    for term in terms:
        if (term, RDF.type, OWL.Class) in ontology:
            graph.add((URIRef(f"https://example.org/{term.rpartition('#')[2]}"), RDF.type, term))
    return graph


def test_a_reasoner_finds_no_contradiction_and_no_class_without_members(ontology, terms):
    assert errors(members_of_every_class(terms, ontology)) == []


def test_the_reasoner_finds_a_contradiction_where_there_is_one(ontology):
    thing = URIRef("https://example.org/thing")
    graph = Graph() + ontology
    for cls in ("Theory", "Product"):
        graph.add((thing, RDF.type, URIRef(PK + cls)))
    assert errors(graph)
    graph = Graph() + ontology
    graph.add((thing, URIRef(f"{PK}dependsOn"), thing))
    assert errors(graph)


def test_the_sample_entails_no_contradiction(ontology, extraction):
    from kg.graph import document_graph
    from kg.linking import link

    graph = document_graph(extraction, link(extraction)) + ontology
    assert errors(graph) == []


def test_the_facts_of_the_seeds_entail_no_contradiction(seeds_graph):
    """Of mentions, assertions and inferences every fortieth: a reasoner in Python takes long."""
    seen: dict[str, int] = {}

    def taken(triple):
        subject = triple.subject.value
        if any(part in subject for part in ("/position/", "/quote/")):
            return False
        if any(part in subject for part in ("/mention/", "/assertion/", "/inferred/")):
            return not seen.setdefault(subject, len(seen)) % 40
        return not triple.predicate.value.endswith(("within", "Transitive"))

    triples = [t for t in seeds_graph.triples() if isinstance(t.object, NamedNode) and taken(t)]
    assert len(triples) > 5_000
    assert errors(to_rdflib(triples, ONTOLOGY)) == []


def test_alignments_have_the_columns_and_prefixes_of_sssom(alignments):
    prefixes, rows = alignments
    assert len(rows) >= 25
    for row in rows:
        assert row["mapping_justification"] in JUSTIFICATIONS
        assert row["predicate_id"] in MATCHES
        assert row["comment"]
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, _, local = row[column].partition(":")
            assert prefix in prefixes
            assert local.isidentifier()


def test_alignments_reach_every_standard_that_the_ontology_leans_on(alignments):
    _, rows = alignments
    reached = {row["object_id"].partition(":")[0] for row in rows}
    assert {"skos", "prov", "dcterms", "org", "eli", "oa", "dpv-ai", "airo"} <= reached


def test_alignments_speak_of_terms_by_their_labels(alignments, ontology):
    _, rows = alignments
    for row in rows:
        term = URIRef(PK + row["subject_id"].removeprefix("pk:"))
        assert Literal(row["subject_label"], lang="en") in set(ontology.objects(term, RDFS.label))


def test_no_term_is_aligned_twice_with_the_same(alignments):
    _, rows = alignments
    pairs = [(row["subject_id"], row["object_id"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
