"""What is stated and what is inferred are told apart, and what is inferred is sound."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from kg.graph.inference import described, inferred_graphs, rules
from kg.graph.ontology import ontology_triples
from kg.namespaces import INFERRED, PREFIXES

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
DATA = """
:doc a pk:PolicyDocument ; dcterms:title "智能产业规划"@zh .
:other a pk:PolicyDocument ; dcterms:title "“互联网＋”行动方案"@zh .
:section dcterms:isPartOf :doc . :paragraph dcterms:isPartOf :section .
:robot a pk:Product ; skos:inScheme :scheme . :arm a pk:Product ; skos:inScheme :scheme .
:hand a pk:Product ; skos:inScheme :scheme . :care a pk:Industry ; skos:inScheme :scheme .
:robot pk:includes :arm . :arm pk:includes :hand . :robot pk:includes :care .
:arm pk:supports :robot . :robot pk:appliedIn :care . :task pk:develops :robot .
:a1 a pk:Assertion ; rdf:predicate pk:includes ; rdf:subject :robot ; rdf:object :arm .
:a2 a pk:Assertion ; rdf:predicate pk:includes ; rdf:subject :arm ; rdf:object :hand .
:a3 a pk:Assertion ; rdf:predicate pk:includes ; rdf:subject :robot ; rdf:object :care .
:a4 a pk:Assertion ; rdf:predicate pk:supports ; rdf:subject :arm ; rdf:object :robot .
:a5 a pk:Assertion ; rdf:predicate pk:appliedIn ; rdf:subject :robot ; rdf:object :care .
:programme a pk:Programme ; skos:prefLabel "《“互联网＋”行动方案》"@zh .
:mention pk:mentionOf :programme ; dcterms:source :doc .
"""


@pytest.fixture
def inferred():
    """What follows from the data above, and what is added to it, by the rules in their order."""

    def infer(added=""):
        store = Store()
        turtle = f"{PROLOGUE}PREFIX : <https://example.org/>\n{DATA}{added}"
        triples = [quad.triple for quad in parse(turtle.encode(), RdfFormat.TURTLE)]
        store.extend(Quad(*t, DefaultGraph()) for t in (*ontology_triples(), *triples))
        found = {}
        for rule in rules():
            triples = list(store.query(rule.query, prefixes=dict(PREFIXES)))
            store.extend(Quad(*triple, DefaultGraph()) for triple in triples)
            found[rule.name] = {tuple(map(short, triple)) for triple in triples}
        return found

    return infer


def short(term):
    for prefix, iri in PREFIXES.items():
        if term.value.startswith(iri):
            return f"{prefix}:{term.value.removeprefix(iri)}"
    return term.value.removeprefix("https://example.org/")


def test_what_includes_another_of_its_class_is_broader_than_it(inferred):
    found = {t for t in inferred()["hierarchy"] if t[1] == "skos:broader"}
    assert found == {("arm", "skos:broader", "robot"), ("hand", "skos:broader", "arm")}


def test_an_inference_names_the_assertion_that_it_was_derived_from(inferred):
    triples = inferred()["hierarchy"]
    (inference,) = (s for s, p, o in triples if (p, o) == ("rdf:subject", "arm"))
    assert (inference, "prov:wasDerivedFrom", "a1") in triples
    assert (inference, "pk:reason", "includes") in triples


def test_inclusions_that_make_a_ring_make_none_broader(inferred):
    ring = """:hand pk:includes :robot .
        :a9 a pk:Assertion ; rdf:predicate pk:includes ; rdf:subject :hand ; rdf:object :robot ."""
    assert not any(t[1] == "skos:broader" for t in inferred(ring)["hierarchy"])


def test_what_is_one_is_not_broader_than_itself(inferred):
    same = ":robot skos:exactMatch :arm . :arm skos:exactMatch :robot ."
    assert ("arm", "skos:broader", "robot") not in inferred(same)["hierarchy"]


def test_broader_concepts_are_broader_at_any_distance(inferred):
    assert inferred()["broader-transitive"] == {
        ("arm", "skos:broaderTransitive", "robot"),
        ("hand", "skos:broaderTransitive", "arm"),
        ("hand", "skos:broaderTransitive", "robot"),
    }


def test_concepts_are_related_both_ways_unless_one_is_broader(inferred):
    found = {t for t in inferred()["related"] if t[1] == "skos:related"}
    assert found == {("robot", "skos:related", "care"), ("care", "skos:related", "robot")}


def test_a_concept_without_a_broader_one_is_a_top_concept(inferred):
    tops = {t[0] for t in inferred()["top-concepts"] if t[1] == "skos:topConceptOf"}
    assert tops == {"robot", "care"}


def test_a_part_of_a_part_is_within_the_whole(inferred):
    assert inferred()["within"] == {
        ("section", "pk:within", "doc"),
        ("paragraph", "pk:within", "section"),
        ("paragraph", "pk:within", "doc"),
    }


def test_relations_go_the_other_way_round(inferred):
    found = inferred()["inverses"]
    assert ("robot", "pk:developedBy", "task") in found
    assert ("robot", "skos:narrowerTransitive", "hand") in found
    assert not any(t[1] in ("pk:hasMention", "pk:encloses") for t in found)


def test_a_document_that_names_the_title_of_another_refers_to_it(inferred):
    assert ("doc", "dcterms:references", "other") in inferred()["references"]


def test_a_graph_says_by_which_rule_and_from_what_it_was_inferred():
    triples = ontology_triples()[:1]
    graph = f"{INFERRED}kinds"
    told = {
        tuple(map(short, t))
        for t in described(graph, "kinds", ("Kinds", "下位"), triples, ["https://example.org/d"])
    }
    assert {(graph, "pk:rule", "kinds"), (graph, "prov:wasDerivedFrom", "d")} <= told
    assert not list(described(graph, "kinds", ("Kinds", "下位"), [], ["d"]))


def test_the_graphs_of_the_documents_of_the_seeds_hold_what_is_stated_only(seeds_graph):
    rows = seeds_graph.query(
        "SELECT ?graph ?p { GRAPH ?graph { ?graph a pk:PolicyDocument . ?s ?p ?o "
        "VALUES ?p { skos:broader skos:narrower skos:related pk:dependsOn pk:developedBy "
        "pk:within pk:continues } } }"
    )
    assert not list(rows)


def test_every_rule_but_that_of_dependencies_has_a_graph_of_the_seeds(seeds_graph):
    described_graphs = {
        row["graph"].value
        for row in seeds_graph.query(
            "SELECT ?graph { GRAPH ?graph { ?graph a pk:InferenceGraph } }"
        )
    }
    assert set(inferred_graphs()) - {INFERRED + "references"} - described_graphs == {
        "https://w3id.org/policykg/matches"
    }


def test_a_continued_task_of_the_seeds_says_how_sure_that_is_and_by_which_concepts(seeds_graph):
    rows = seeds_graph.query(
        "SELECT ?later ?score ?name { GRAPH <https://w3id.org/policykg/inferred/continued> { "
        "?other pk:continues ?one . ?i a pk:Inference ; rdf:subject ?other ; rdf:object ?one ; "
        "rdf:predicate pk:continues ; pk:score ?score ; prov:wasDerivedFrom ?concept } "
        "?one pk:continuedBy ?other . ?concept skos:prefLabel ?name . "
        "?other skos:prefLabel ?later . ?one skos:prefLabel ?earlier "
        'FILTER (STR(?earlier) = "智能家居示范工程" && LANG(?name) = "zh") }'
    )
    found = {(row["later"].value, row["score"].value, row["name"].value) for row in rows}
    assert ("智能家居", "0.92", "家电") in found
    assert {(later, score) for later, score, _ in found} == {("智能家居", "0.92")}


def test_no_relation_of_the_seeds_is_counted_twice(seeds_graph):
    (row,) = seeds_graph.query(
        "SELECT (COUNT(*) AS ?plain) { ?s pk:develops ?o }",
    )
    (stated,) = seeds_graph.query(
        "SELECT (COUNT(*) AS ?count) { SELECT DISTINCT ?s ?o "
        "{ ?a a pk:Assertion ; rdf:predicate pk:develops ; rdf:subject ?s ; rdf:object ?o } }"
    )
    (inverse,) = seeds_graph.query("SELECT (COUNT(*) AS ?count) { ?s pk:developedBy ?o }")
    assert row["plain"] == stated["count"] == inverse["count"]


def test_a_concept_of_the_seeds_is_narrower_than_its_head(seeds_graph):
    assert seeds_graph.query(
        'ASK { ?robot skos:prefLabel "机器人"@zh . ?one skos:broader ?robot ; skos:prefLabel ?name '
        'FILTER (STR(?name) = "手术机器人") }'
    )
