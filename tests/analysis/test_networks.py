import networkx as nx
import pytest

from kg.analysis.networks import concept_network, task_network
from kg.errors import UsageError
from kg.store import GraphStore

PLAN = "新一代人工智能发展规划"


def by_label(graph: nx.MultiDiGraph, label: str, cls: str) -> str:
    [found] = [n for n, d in graph.nodes(data=True) if (d["label"], d["cls"]) == (label, cls)]
    return found


def stated(store: GraphStore, predicate: str) -> set[tuple[str, str]]:
    rows = store.query(f"SELECT DISTINCT ?s ?o {{ ?s pk:{predicate} ?o }}")
    return {(row["s"].value, row["o"].value) for row in rows}


@pytest.mark.parametrize("predicate", ["develops", "appliedIn", "includes", "supports"])
def test_the_network_has_exactly_the_relations_of_the_graph(
    seeds: GraphStore, predicate: str
) -> None:
    graph = concept_network(seeds)
    edges = {(a, b) for a, b, key in graph.edges(keys=True) if key == predicate}
    assert edges == stated(seeds, predicate) != set()


def test_nodes_count_their_mentions_and_know_their_documents(seeds: GraphStore) -> None:
    rows = seeds.query(
        "SELECT ?c (COUNT(*) AS ?n) (COUNT(DISTINCT ?d) AS ?documents) "
        "{ ?m pk:mentionOf ?c ; dcterms:source ?d } GROUP BY ?c"
    )
    expected = {row["c"].value: (int(row["n"].value), int(row["documents"].value)) for row in rows}
    found = {
        node: (data["mentions"], len(data["documents"]))
        for node, data in concept_network(seeds).nodes(data=True)
        if data["mentions"]
    }
    assert found == expected
    assert max(documents for _, documents in found.values()) == 2


def test_an_edge_counts_the_passages_that_state_it(seeds: GraphStore) -> None:
    graph = concept_network(seeds)
    rows = seeds.query("SELECT (COUNT(*) AS ?n) { ?a a pk:Assertion ; rdf:predicate pk:develops }")
    [row] = rows
    counted = sum(
        data["count"] for *_, data in graph.edges(data=True) if data["predicate"] == "develops"
    )
    assert counted == int(row["n"].value)


def test_only_the_wanted_classes_stay_with_the_tasks_that_act_on_them(seeds: GraphStore) -> None:
    graph = concept_network(seeds, classes=["Theory"])
    classes = {data["cls"] for _, data in graph.nodes(data=True)}
    assert classes == {"Theory", "Task"}
    whole = concept_network(seeds)
    theories = {node for node, cls in whole.nodes(data="cls") if cls == "Theory"}
    assert {node for node, cls in graph.nodes(data="cls") if cls == "Theory"} == theories
    assert all(
        not theories.isdisjoint(nx.all_neighbors(whole, node))
        for node, cls in graph.nodes(data="cls")
        if cls == "Task"
    )


def test_a_document_can_be_named_by_title_number_or_iri(seeds: GraphStore) -> None:
    [iri] = [document.graph for document in seeds.documents if document.title == PLAN]
    by_title = concept_network(seeds, documents=[PLAN])
    assert {titles for _, titles in by_title.nodes(data="documents")} == {(PLAN,)}
    for name in ("国发〔2017〕35号", iri):
        assert nx.utils.graphs_equal(concept_network(seeds, documents=[name]), by_title)


def test_the_documents_together_are_the_whole(seeds: GraphStore) -> None:
    parts = [concept_network(seeds, documents=[d.graph]) for d in seeds.documents]
    whole = concept_network(seeds)
    assert set(nx.compose(*parts)) == set(whole)
    assert set(nx.compose(*parts).edges(keys=True)) == set(whole.edges(keys=True))


def test_the_neighbourhood_of_a_name_grows_with_depth(seeds: GraphStore) -> None:
    whole = concept_network(seeds)
    near = concept_network(seeds, focus="深度学习")
    far = concept_network(seeds, focus="深度学习", depth=2)
    centre = near.graph["focus"]
    assert whole.nodes[centre]["label"] == "深度学习"
    assert set(near) == {centre, *nx.all_neighbors(whole, centre)}
    assert set(near) < set(far) < set(whole)


def test_a_focus_can_be_an_iri(seeds: GraphStore) -> None:
    centre = concept_network(seeds, focus="深度学习").graph["focus"]
    assert nx.utils.graphs_equal(
        concept_network(seeds, focus=centre), concept_network(seeds, focus="深度学习")
    )


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"classes": ["Elephant"]}, "There is no class Elephant; there are: Theory"),
        ({"documents": ["没有"]}, f"There is no document 没有 in this graph; there are: .*{PLAN}"),
        ({"focus": "没有这个"}, "There is no concept or task 没有这个 here"),
    ],
)
def test_what_is_not_there_is_said(
    seeds: GraphStore, wish: dict[str, object], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        concept_network(seeds, **wish)


def test_tasks_form_one_tree_under_each_document(seeds: GraphStore) -> None:
    graph = task_network(seeds)
    tree = nx.DiGraph(
        (whole, part) for part, whole, key in graph.edges(keys=True) if key == "isPartOf"
    )
    roots = {node for node, degree in tree.in_degree() if degree == 0}
    assert roots == {document.graph for document in seeds.documents}
    assert nx.is_forest(tree)
    tasks = {node for node, cls in graph.nodes(data="cls") if cls == "Task"}
    assert tasks == set(tree) - roots
    assert len(tasks) > 100


def test_every_edge_of_the_task_network_touches_a_task_or_document(seeds: GraphStore) -> None:
    graph = task_network(seeds)
    doers = {node for node, cls in graph.nodes(data="cls") if cls in ("Task", "PolicyDocument")}
    assert all(a in doers or b in doers for a, b in graph.edges())
    assert stated(seeds, "develops") <= set(graph.edges())


def test_a_task_of_a_heading_hangs_under_the_task_above(seeds: GraphStore) -> None:
    graph = task_network(seeds)
    below = by_label(graph, "突破应用基础理论瓶颈", "Task")
    [above] = [b for _, b, key in graph.out_edges(below, keys=True) if key == "isPartOf"]
    assert graph.nodes[above]["label"] == "建立新一代人工智能基础理论体系"
