"""Nothing is lost on the way from the record of `policykg extract` to the graph, or added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.evaluation.facts import Fact, Row, facts_of_record, name, title
from kg.evaluation.gold import read_gold
from kg.extraction import create, extract
from kg.extraction.record import record
from kg.graph import document_iri
from kg.namespaces import PK, PREFIXES
from kg.reading import read

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"

Rows = Callable[[str], Iterable[Any]]
Facts = dict[str, set[tuple[Any, ...]]]

QUERIES = {
    "entities": """SELECT ?name ?class ?start ?end ?task ?component {
        ?mention a pk:Mention ; pk:name ?name ; pk:mentionOf/a ?type ; pk:start ?start ;
                 pk:end ?end ; pk:component ?component ; pk:inTask ?unit .
        ?unit skos:prefLabel|dcterms:title ?task
        BIND(STRAFTER(STR(?type), "#") AS ?class) }""",
    "tasks": """SELECT ?title ?number ?level ?parent ?start ?end {
        ?task a pk:Task ; skos:prefLabel ?title ; pk:level ?level ; pk:start ?start ; pk:end ?end ;
              dcterms:isPartOf/(skos:prefLabel|dcterms:title) ?parent
        OPTIONAL { ?task pk:number ?number } }""",
    "targets": """SELECT ?year ?metric ?comparator ?value ?unit ?quote ?start ?end {
        ?target a pk:Target ; pk:year ?year ; pk:metric ?metric ; pk:quote ?quote ;
                pk:start ?start ; pk:end ?end
        OPTIONAL { ?target pk:comparator ?comparator ; pk:value ?value ; pk:unit ?unit } }""",
    "assertions": """SELECT ?subject ?relation ?object ?start ?end {
        ?assertion a pk:Assertion ; rdf:subject ?subject ; rdf:predicate ?predicate ;
                   rdf:object ?object ; pk:start ?start ; pk:end ?end .
        ?subject ?predicate ?object
        BIND(STRAFTER(STR(?predicate), "#") AS ?relation) }""",
}
NAMES = """SELECT ?node ?name {
    { ?mention pk:mentionOf ?node ; pk:name ?name }
    UNION { ?node a pk:Task ; skos:prefLabel ?name }
    UNION { ?node a pk:PolicyDocument ; dcterms:title ?name }
    UNION { ?node a pk:Target BIND(REPLACE(STR(?node), ".*/", "") AS ?name) } }"""


def facts_of_graph(ask: Rows) -> Facts:
    """The facts of a document's graph in the form of a record: names where the graph has nodes."""
    facts = {kind: {plain(row) for row in ask(query)} for kind, query in QUERIES.items()}
    names: dict[str, set[str]] = defaultdict(set)
    for node, label in ask(NAMES):
        names[node.value].add(label.value)
    facts["relations"] = {
        (one, predicate, other, start, end)
        for subject, predicate, object_, start, end in facts.pop("assertions")
        for one in names[subject]
        for other in names[object_]
    }
    return facts


def plain(row: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(value_of(term) for term in row)


def value_of(term: Any) -> Any:
    if isinstance(term, Literal) and term.datatype.value.endswith(("#integer", "#decimal")):
        return float(term.value)
    return term.value if term is not None else None


def facts_of(given: dict[str, Any]) -> Facts:
    """The facts of a record. The document as a whole is one of its tasks, not in the graph."""
    titles = {task["id"]: task["title"] for task in given["tasks"]}
    tasks = [task | {"parent": titles.get(task["parent"])} for task in given["tasks"]]
    given = given | {"tasks": [task for task in tasks if task["level"] > 0]}
    keys = {
        "entities": ("text", "class", "start", "end", "task", "component"),
        "relations": ("subject", "predicate", "object", "start", "end"),
        "tasks": ("title", "number", "level", "parent", "start", "end"),
        "targets": ("year", "metric", "comparator", "value", "unit", "statement", "start", "end"),
    }
    return {
        kind: {tuple(fact[key] if fact[key] != "" else None for key in own) for fact in given[kind]}
        for kind, own in keys.items()
    }


@pytest.fixture(scope="module")
def records(seeds) -> dict[str, dict[str, Any]]:
    """What extraction finds in each seed, by the IRI of the document's graph."""
    nlp = create()
    found = {}
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        document = read(path)
        found[document_iri(document)] = record(extract(document, nlp))
    assert sorted(found) == sorted(document.graph for document in seeds.documents)
    return found


@pytest.fixture(scope="module")
def graphs(seeds, records) -> dict[str, Store]:
    """A store of each document's graph alone, by its IRI."""
    stores = {graph: Store() for graph in records}
    for quad in seeds.quads():
        if quad.graph_name.value in stores:
            stores[quad.graph_name.value].add(Quad(*quad.triple))
    return stores


@pytest.fixture
def smaller(graphs, records) -> tuple[dict[str, Any], Store]:
    """The record of the shorter document, and a copy of its graph to take from."""
    graph = min(graphs, key=lambda graph: len(graphs[graph]))
    copy = Store()
    copy.extend(graphs[graph])
    return records[graph], copy


def asked(store: Store) -> Rows:
    return lambda sparql: store.query(sparql, prefixes=dict(PREFIXES))


def lost(given: dict[str, Any], store: Store) -> dict[str, set[tuple[Any, ...]]]:
    """What a record says and a graph does not."""
    graph = facts_of_graph(asked(store))
    return {
        kind: missing for kind, facts in facts_of(given).items() if (missing := facts - graph[kind])
    }


def test_every_fact_of_the_records_is_in_the_graph_of_its_document(graphs, records):
    for graph, given in records.items():
        assert lost(given, graphs[graph]) == {}
        assert all(len(facts) > 5 for facts in facts_of(given).values())


def test_the_graphs_of_documents_state_nothing_that_the_records_do_not(graphs, records):
    for graph, given in records.items():
        said, stored = facts_of(given), facts_of_graph(asked(graphs[graph]))
        for kind in ("entities", "tasks", "targets"):
            assert stored[kind] == said[kind]
        # A concept has all its names, so that of a relation only predicate and place are compared.
        one, other = (
            {(predicate, start, end) for _, predicate, _, start, end in facts["relations"]}
            for facts in (stored, said)
        )
        assert one == other


@pytest.mark.parametrize(
    ("cls", "kind"), [("Mention", "entities"), ("Assertion", "relations"), ("Target", "targets")]
)
def test_a_fact_that_is_dropped_from_the_graph_is_missed(cls, kind, smaller):
    given, store = smaller
    nodes = store.quads_for_pattern(None, None, NamedNode(PK + cls), None)
    dropped = min((quad.subject for quad in nodes), key=str)
    for quad in list(store.quads_for_pattern(dropped, None, None, None)):
        store.remove(quad)
    assert lost(given, store)[kind]


def test_a_relation_without_its_plain_triple_is_missed(smaller):
    given, store = smaller
    store.remove(next(store.quads_for_pattern(None, NamedNode(f"{PK}develops"), None, None)))
    assert lost(given, store).keys() == {"relations"}


def names_of(store: Store) -> dict[str, set[str]]:
    """The names of each node of a graph, as they are compared with annotations."""
    found: dict[str, set[str]] = defaultdict(set)
    for node, label in asked(store)(NAMES):
        found[node.value].add(title(label.value))
    return found


def facts_beside_annotations(store: Store) -> Iterator[tuple[Row, Fact]]:
    """Yield what a graph says, as `kg.evaluation` compares it, one by one."""
    for text, cls in asked(store)("SELECT ?n ?c { ?m pk:name ?n ; pk:mentionOf/a ?c }"):
        yield Row.ENTITY, (name(text.value), cls.value.removeprefix(PK))
    names = names_of(store)
    for predicate in {q.predicate for q in store if q.predicate.value.startswith(PK)}:
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.object, NamedNode) and not quad.object.value.startswith(PK):
                for one in names[quad.subject.value]:
                    for other in names[quad.object.value]:
                        yield Row.RELATION, (one, predicate.value.removeprefix(PK), other)


@pytest.mark.parametrize(
    ("text", "row", "share", "least"),
    [
        ("2016", Row.ENTITY, 0.95, 150),
        ("2016", Row.RELATION, 0.85, 60),
        ("2017-tasks", Row.ENTITY, 0.95, 150),
        ("2017-tasks", Row.RELATION, 0.85, 60),
    ],
)
def test_what_both_annotators_and_extraction_say_the_graph_says(
    text, row, share, least, graphs, records
):
    (gold,) = read_gold(sorted(GOLD.glob(f"{text}.[ab].json")))
    one, other = (set(annotator[row]) for annotator in gold.annotators)
    extracted: set[Fact] = set()
    stored: set[Fact] = set()
    for graph, given in records.items():
        if text[:4] in given["document"]["path"].rpartition("/")[2]:
            extracted |= set(facts_of_record(given)[row])
            said = facts_beside_annotations(graphs[graph])
            stored |= {fact for kind, fact in said if kind == row}
    agreed = one & other & extracted
    assert len(agreed) >= least
    assert len(agreed & stored) >= share * len(agreed)
