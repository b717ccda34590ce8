from __future__ import annotations

import random

import pytest
from pyoxigraph import Triple

import kg.graph
from kg.build import build
from kg.namespaces import SH
from kg.store import open_store
from kg.validation.engine import violations
from kg.validation.facts import Facts
from kg.validation.quarantine import quarantine_iri, quarantine_triples, separate, violation_count

TEXT = "智能产业发展规划\n\n一、重点任务\n\n突破深度学习技术，建设开放平台。\n"
OTHER = "机器人行动方案\n\n一、重点任务\n\n研制服务机器人，突破深度学习技术。\n"


@pytest.fixture
def parted(things, triples_of, ontology):
    """A function that parts the sample as it then is."""
    return lambda: separate(triples_of(things), ontology)


def subjects(triples):
    return {triple.subject for triple in triples}


def test_what_conforms_is_kept_whole_and_nothing_is_set_aside(things, triples_of, parted):
    separation = parted()
    assert set(separation.kept) == set(triples_of(things))
    assert not separation.quarantined
    assert not separation.violations
    assert not list(quarantine_triples(separation, "https://example.org/document/1"))


def test_a_bad_mention_goes_and_its_concept_that_nothing_else_names(things, node, parted):
    things["mention-of-robot"]["pk:confidence"] = 1.5
    separation = parted()
    assert subjects(separation.quarantined) >= {node("mention-of-robot"), node("robot")}
    assert node("robot") not in subjects(separation.kept)
    assert node("deep-learning") in subjects(separation.kept)


def test_what_refers_to_a_thing_that_goes_goes_too(things, node, parted):
    things["robot"]["skos:prefLabel"] = '"robot"'
    separation = parted()
    gone = subjects(separation.quarantined)
    names = ("robot", "mention-of-robot", "assertion-includes", "naming", "defining")
    assert gone == {node(name) for name in names}
    assert (
        Triple(node("robot"), node("pk:includes"), node("open-platform")) in separation.quarantined
    )


def test_a_relation_of_wrong_range_goes_with_what_states_it_and_its_ends_stay(things, node, parted):
    things["task"]["pk:builds"] = "robot"
    things["assertion-builds"]["rdf:object"] = "robot"
    separation = parted()
    assert subjects(separation.quarantined) == {node("task"), node("assertion-builds")}
    assert [t for t in separation.quarantined if t.subject == node("task")] == [
        Triple(node("task"), node("pk:builds"), node("robot"))
    ]
    assert {node("task"), node("robot")} <= subjects(separation.kept)


def test_a_bad_assertion_takes_its_relation_along_unless_another_states_it(things, node, parted):
    relation = Triple(node("task"), node("pk:develops"), node("deep-learning"))
    things["assertion-develops"]["pk:quote"] = '""'
    assert relation in parted().quarantined
    things["again"] = things["assertion-cites"] | {
        "rdf:subject": "task",
        "rdf:predicate": "pk:develops",
        "rdf:object": "deep-learning",
    }
    separation = parted()
    assert relation in separation.kept
    assert subjects(separation.quarantined) == {node("assertion-develops")}


def test_the_document_stays_and_loses_a_bad_value_only(things, node, parted):
    things["document"]["dcterms:issued"] = '"last year"^^xsd:date'
    separation = parted()
    assert [t.predicate for t in separation.quarantined] == [node("dcterms:issued")]
    things["document"].pop("dcterms:title")
    separation = parted()
    assert node("document") in subjects(separation.kept)
    assert {v.constraint for v in separation.violations} == {"datatype", "minCount"}


def test_nothing_is_lost_whatever_is_broken_and_what_is_kept_conforms(
    things, triples_of, node, ontology
):
    triples = list(triples_of(things))
    roots = {node("document"), node("scheme")}
    for seed in range(25):
        chance = random.Random(seed)
        removed = {t for t in chance.sample(triples, 3) if t.subject not in roots}
        broken = [triple for triple in triples if triple not in removed]
        separation = separate(broken, ontology)
        assert sorted(map(str, (*separation.kept, *separation.quarantined))) == sorted(
            map(str, broken)
        )
        assert not violations(Facts((*ontology, *separation.kept)))


def test_the_report_names_what_violates_what_and_why(things, node, parted):
    things["mention-of-robot"]["pk:confidence"] = 1.5
    document = "https://example.org/document/1"
    facts = Facts(quarantine_triples(parted(), document))
    graph = node("quarantine/1")
    assert quarantine_iri(document) == graph.value
    sh = {name: type(graph)(SH + name) for name in ("result", "focusNode", "value", "resultPath")}
    results = facts.objects(graph, sh["result"])
    (first,) = (
        r for r in results if facts.objects(r, sh["focusNode"]) == [node("mention-of-robot")]
    )
    assert facts.objects(first, sh["resultPath"]) == [node("pk:confidence")]
    assert [v.value for v in facts.objects(first, sh["value"])] == ["1.5"]
    messages = facts.objects(first, type(graph)(f"{SH}resultMessage"))
    assert sorted(m.language for m in messages) == ["en", "zh"]


@pytest.fixture
def with_a_fault(monkeypatch):
    """Builds in which every mention of 深度学习技术 has a confidence above 1."""
    original = kg.graph.document_triples

    def broken(*arguments):
        triples = list(original(*arguments))
        facts = Facts(triples)
        for triple in triples:
            name = facts.objects(triple.subject, type(triple.predicate)(NAME))
            if triple.predicate.value == CONFIDENCE and name and name[0].value == "深度学习技术":
                yield Triple(triple.subject, triple.predicate, type(triple.object)("7"))
            else:
                yield triple

    monkeypatch.setattr(kg.graph, "document_triples", broken)


NAME = "https://w3id.org/policykg/ontology#name"
CONFIDENCE = "https://w3id.org/policykg/ontology#confidence"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    return folder


def test_a_build_sets_aside_what_violates_and_says_so(with_a_fault, folder, tmp_path):
    report = build([folder], tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert report.set_aside == violation_count(store) > 0
    assert not violations(Facts(store.triples()))
    label = '{ ?c skos:prefLabel "深度学习技术"@zh }'
    assert not store.query(f"ASK {label}")
    assert store.query(f"ASK {{ GRAPH ?g {label} FILTER(CONTAINS(STR(?g), '/quarantine/')) }}")


def test_a_quarantine_goes_with_its_document_or_its_cause(
    with_a_fault, folder, tmp_path, monkeypatch
):
    store = tmp_path / "store"
    build([folder], store)
    (folder / "a.txt").unlink()
    left = build([folder], store)
    assert left.set_aside == build([folder], tmp_path / "fresh").set_aside > 0
    assert set(open_store(store).quads()) == set(open_store(tmp_path / "fresh").quads())
    monkeypatch.undo()
    monkeypatch.setattr(kg.build, "software", lambda: "9.9")
    assert build([folder], store).set_aside == 0
    graphs = {quad.graph_name.value for quad in open_store(store).quads()}
    assert not any("/quarantine/" in graph for graph in graphs)


def test_what_one_document_sets_aside_another_may_still_say(folder, tmp_path, monkeypatch):
    store = tmp_path / "store"
    build([folder], store)
    shared = '{ ?c skos:prefLabel "深度学习技术"@zh }'
    original = kg.graph.document_triples

    def broken(extraction, concepts, base, read):
        for triple in original(extraction, concepts, base, read):
            bad = triple.predicate.value == CONFIDENCE and extraction.document.path.endswith(
                "b.txt"
            )
            yield (
                Triple(triple.subject, triple.predicate, type(triple.object)("7"))
                if bad
                else triple
            )

    monkeypatch.setattr(kg.graph, "document_triples", broken)
    monkeypatch.setattr(kg.build, "software", lambda: "9.9")
    build([folder], store)
    assert open_store(store).query(f"ASK {shared}")
    (folder / "a.txt").unlink()
    build([folder], store)
    assert not open_store(store).query(f"ASK {shared}")
