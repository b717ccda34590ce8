from kg.analysis.overview import overview
from kg.store import GraphStore


def count(store: GraphStore, pattern: str) -> int:
    [row] = store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")
    return int(row["n"].value)


def test_documents_come_with_what_they_say_of_themselves(seeds: GraphStore) -> None:
    documents = {document.title: document for document in overview(seeds).documents}
    plan = documents["新一代人工智能发展规划"]
    assert (plan.number, plan.date, plan.issuer) == ("国发〔2017〕35号", "2017-07-08", "国务院")
    other = documents["“互联网+”人工智能三年行动实施方案"]
    assert (other.number, other.date) == ("", "")


def test_counts_are_those_of_the_graph(seeds: GraphStore) -> None:
    view = overview(seeds)
    assert view.classes["Theory"] == count(seeds, "?x a pk:Theory") > 0
    assert view.tasks == count(seeds, "?x a pk:Task") > 0
    assert sum(d.tasks for d in view.documents) == view.tasks
    assert sum(d.mentions for d in view.documents) == count(seeds, "?x a pk:Mention")
    assert sum(d.relations for d in view.documents) == count(seeds, "?x a pk:Assertion")
    assert view.triples == sum(1 for _ in seeds.quads())


def test_a_relation_that_two_passages_state_counts_once(seeds: GraphStore) -> None:
    [row] = seeds.query("SELECT (COUNT(*) AS ?n) { ?s pk:develops ?o }")
    assert overview(seeds).predicates["develops"] == int(row["n"].value)


def test_every_class_is_listed_even_without_members(seeds: GraphStore) -> None:
    assert list(overview(seeds).classes)[:2] == ["Theory", "KeyTechnology"]
    assert len(overview(seeds).classes) == 8


def test_targets_come_by_year_with_their_figures(seeds: GraphStore) -> None:
    targets = overview(seeds).targets
    assert [t.year for t in targets] == sorted(t.year for t in targets)
    figures = {(t.year, t.metric, t.value, t.unit) for t in targets}
    assert (2020, "人工智能核心产业规模", "1500", "亿元") in figures
