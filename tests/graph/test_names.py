"""The other names of concepts in the graph, within a document and across documents."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.build import build
from kg.extraction.facts import Extraction, Mention, MentionClass, Predicate, Relation
from kg.graph import document_iri, document_triples
from kg.graph.matches import match_triples, namings
from kg.linking import link, match
from kg.namespaces import MATCHES, PREFIXES
from kg.reading import read_text
from kg.store import open_store

FIRST = "汽车方案\n\n一、任务\n\n研发数据记录系统（DSSAD），推广DSSAD，突破深度学习。\n"
SECOND = "机器人方案\n\n一、任务\n\n突破深度学习技术。由工业和信息化部牵头负责。\n"
PRODUCT, TECHNOLOGY = MentionClass.PRODUCT, MentionClass.KEY_TECHNOLOGY
ORGANIZATION = MentionClass.ORGANIZATION

NAMES = """SELECT ?label ?name ?because ?quote {
  ?naming a pk:Naming ; rdf:subject ?concept ; rdf:predicate skos:altLabel ; rdf:object ?name ;
    pk:sameBecause ?because ; dcterms:source ?document .
  ?concept skos:prefLabel ?label ; skos:altLabel ?name
  OPTIONAL { ?naming pk:quote ?quote ; pk:start ?start ; prov:wasDerivedFrom ?place }
}"""
ONE = """SELECT ?name ?other ?same ?reason ?via (COUNT(?document) AS ?documents) {
  ?inference a pk:Inference ; rdf:subject ?left ; rdf:predicate ?same ; rdf:object ?right ;
    pk:reason ?reason ; pk:via ?via ; prov:wasDerivedFrom ?document .
  ?left ?same ?right ; skos:prefLabel ?name . ?right ?same ?left ; skos:prefLabel ?other
} GROUP BY ?name ?other ?same ?reason ?via"""


def extracted(text, *names):
    """Extract names, each (name, class), in whose first place the document develops them."""
    document = read_text(text)
    spans = [(document.text.index(name), name, cls) for name, cls in names]
    mentions = tuple(
        Mention(f"m{i}", name, cls, ((start, start + len(name)),), "p1", "task:", 0.9, "names")
        for i, (start, name, cls) in enumerate(sorted(spans), start=1)
    )
    relations = tuple(
        Relation("task:", Predicate.DEVELOPS, m.id, m.start, m.end, "p1", 0.9, "relations")
        for m in mentions
        if m.cls is not ORGANIZATION
    )
    return Extraction(document, (), mentions, relations, ())


@pytest.fixture
def first():
    return extracted(FIRST, ("数据记录系统", PRODUCT), ("DSSAD", PRODUCT), ("深度学习", TECHNOLOGY))


@pytest.fixture
def second():
    return extracted(SECOND, ("深度学习技术", TECHNOLOGY), ("工业和信息化部", ORGANIZATION))


def stored(*extractions):
    """Put extractions into a store, and what matches across them."""
    store = Store()
    for extraction in extractions:
        graph = NamedNode(document_iri(extraction.document))
        triples = document_triples(extraction, link(extraction))
        store.extend(Quad(*triple, graph) for triple in triples)
    named = list(namings(lambda text: store.query(text, prefixes=dict(PREFIXES))))
    matches = list(match_triples(named, match(named)))
    store.extend(Quad(*triple, NamedNode(MATCHES)) for triple in matches)
    return store


def answers(store, query):
    rows = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    names = [variable.value for variable in rows.variables]
    return {tuple(row[name] and row[name].value for name in names) for row in rows}


def test_another_name_is_a_label_and_tells_why_with_the_words_that_say_so(first):
    assert answers(stored(first), NAMES) == {
        ("数据记录系统", "DSSAD", "stated", "数据记录系统（DSSAD）")
    }


def test_a_reason_that_no_words_state_has_the_document_only():
    text = "汽车方案\n\n一、任务\n\n突破深度学习，推广深度学习技术。\n"
    merged = extracted(text, ("深度学习", TECHNOLOGY), ("深度学习技术", TECHNOLOGY))
    assert answers(stored(merged), NAMES) == {("深度学习技术", "深度学习", "class word", None)}


def test_relations_of_either_name_are_the_concepts(first):
    query = "SELECT ?name (COUNT(?a) AS ?count) { ?a rdf:object ?c ; rdf:predicate pk:develops . "
    query += "?c skos:prefLabel ?name } GROUP BY ?name"
    assert answers(stored(first), query) == {("数据记录系统", "2"), ("深度学习", "1")}


def test_concepts_are_matched_across_documents_and_say_why(first, second):
    exact = f"{PREFIXES['skos']}exactMatch"
    assert answers(stored(first, second), ONE) == {
        ("深度学习", "深度学习技术", exact, "class word", "深度学习技术", "2"),
    }


def test_organizations_are_no_skos_concepts_and_are_the_same_as_one_another():
    text = "方案\n\n一、任务\n\n由工信部牵头。\n"
    short = extracted(text, ("工信部", ORGANIZATION))
    long = extracted(SECOND, ("工业和信息化部", ORGANIZATION))
    (row,) = answers(stored(short, long), ONE)
    assert row[2] == f"{PREFIXES['owl']}sameAs"


def test_the_publisher_is_the_organization_that_the_text_names_otherwise():
    text = (
        "关于印发方案的通知\n\n各省：\n\n现印发。由工业和信息化部负责。\n\n工信部\n2017年7月8日\n"
    )
    extraction = extracted(text, ("工业和信息化部", ORGANIZATION), ("工信部", ORGANIZATION))
    assert extraction.document.metadata.issuer == "工信部"
    query = "SELECT ?name { ?document dcterms:publisher ?body . ?body skos:prefLabel ?name }"
    assert answers(stored(extraction), query) == {("工业和信息化部",)}


@pytest.fixture
def folder(tmp_path):
    """Two documents that name one organization differently, and one that names none."""
    folder = tmp_path / "plans"
    folder.mkdir()
    texts = {"a": "由工信部牵头负责。", "b": "由工业和信息化部牵头负责。", "c": "完善标准体系。"}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"方案{name}\n\n一、任务\n\n{text}\n", "utf-8")
    return folder


def graphs(store):
    return {quad.graph_name.value for quad in open_store(store).quads()}


def test_matches_are_a_graph_of_their_own_and_go_with_the_document(tmp_path, folder):
    store = tmp_path / "store"
    build([folder], store)
    assert MATCHES in graphs(store)
    (folder / "b.txt").unlink()
    build([folder], store)
    assert MATCHES not in graphs(store)
    assert not any("sameAs" in str(triple) for triple in open_store(store).triples())


def test_a_document_has_the_same_graph_whatever_others_there_are(tmp_path, folder):
    build([folder], tmp_path / "store")
    build([folder / "a.txt"], tmp_path / "alone")
    (document,) = open_store(tmp_path / "alone").documents
    alone, among = (
        set(open_store(tmp_path / name).graph(document.graph)) for name in ("alone", "store")
    )
    assert len(alone) > 20
    assert alone == among


def test_step_by_step_gives_what_one_build_gives(tmp_path, folder):
    build([folder], tmp_path / "store")
    for name in ("c.txt", "b.txt", "a.txt"):
        build([folder / name], tmp_path / "steps")
    one, steps = (set(open_store(tmp_path / name).quads()) for name in ("store", "steps"))
    assert one == steps
