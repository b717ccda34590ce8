"""The graph as networks of networkx: concepts and tasks, and the relations between them.

Nodes are IRIs with the attributes `label`, `label_en`, `cls` (local name of the class),
`mentions` (how often the text names it) and `documents` (titles). Edges are keyed by their
predicate's local name and have `predicate`, `count` (how many passages state it; 1 for what no
passage states) and `inferred`. Nodes and edges come sorted by IRI, so that a network is the same
in every run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import networkx as nx
from pyoxigraph import QuerySolution

from kg.analysis.sparql import local_name, solutions, value
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.store import GraphStore

CLASSES = (
    "Theory",
    "KeyTechnology",
    "Platform",
    "Product",
    "Industry",
    "Safeguard",
    "Organization",
    "Programme",
)  #: what a concept network is about; tasks hold it together
DOERS = ("Task", "PolicyDocument")  #: what acts on concepts
IS_PART_OF = "isPartOf"

_WHOLE: WeakKeyDictionary[GraphStore, nx.MultiDiGraph] = WeakKeyDictionary()


def concept_network(
    store: GraphStore,
    *,
    classes: Sequence[str] = (),
    documents: Sequence[str] = (),
    focus: str | None = None,
    depth: int = 1,
) -> nx.MultiDiGraph:
    """Return the concepts with the relations between them and the tasks that act on them.

    Parameters
    ----------
    classes
        Only concepts of these classes (local names), with the tasks that are directly related
        to them; "Task" alone gives the tasks. Empty: all.
    documents
        Only what these documents say; each by IRI, title or number. Empty: all.
    focus
        Only the neighbourhood of one concept or task, by IRI or name. Its IRI is then
        `graph.graph["focus"]`.
    depth
        How many steps from the focus, in either direction.

    Raises
    ------
    UsageError
        If there is no such class, document or concept.
    """
    graph = _load(store, documents)
    graph.remove_edges_from(_memberships(graph))
    if classes:
        graph = _restricted(graph, classes)
    graph.remove_nodes_from(_idle_documents(graph))
    return graph if focus is None else _neighbourhood(graph, focus, depth)


def task_network(store: GraphStore, *, documents: Sequence[str] = ()) -> nx.MultiDiGraph:
    """Return the documents and tasks as a tree, and what each is directly related to.

    The tree's edges are `isPartOf`, from the part to the whole. Relations between two concepts
    are left out.

    Raises
    ------
    UsageError
        If there is no such document.
    """
    graph = _load(store, documents)
    doers = set(_of_class(graph, (*DOERS,)))
    graph.remove_edges_from(
        [(a, b, key) for a, b, key in graph.edges(keys=True) if not {a, b} & doers]
    )
    graph.remove_nodes_from([node for node in nx.isolates(graph) if node not in doers])
    return graph


def _load(store: GraphStore, documents: Sequence[str]) -> nx.MultiDiGraph:
    """Return all that relations hold between, and the relations, of these documents.

    An open store does not change: the whole is read once, and copied.
    """
    if documents:
        return _read(store, _titles(store, documents))
    if store not in _WHOLE:
        _WHOLE[store] = _read(store, _titles(store, ()))
    whole: nx.MultiDiGraph = _WHOLE[store].copy()
    return whole


def _read(store: GraphStore, titles: Mapping[str, str]) -> nx.MultiDiGraph:
    graph = _nodes(store, titles)
    for row in _sorted(store, "relations"):
        if value(row["document"]) in titles:
            _add_relation(graph, row, int(value(row["count"])), inferred=False)
    for row in _sorted(store, "inferences"):
        if value(row["document"]) in titles:
            _add_relation(graph, row, 1, inferred=True)
    for row in _sorted(store, "task_parts"):
        part, whole = value(row["part"]), value(row["whole"])
        if part in graph and whole in graph:
            graph.add_edge(part, whole, IS_PART_OF, predicate=IS_PART_OF, count=1, inferred=False)
    return graph


def _sorted(store: GraphStore, name: str) -> list[QuerySolution]:
    """Return the rows of a query in the order of their terms.

    The engine's ORDER BY reads both terms from disk for each comparison: for 1,400 rows it takes
    ten times as long as the query itself.
    """
    return sorted(solutions(store, name), key=lambda row: [value(term) for term in row])


def _titles(store: GraphStore, wanted: Sequence[str]) -> dict[str, str]:
    """Return the titles of the documents wanted, by IRI."""
    names = {
        value(row["document"]): (value(row["document"]), value(row["title"]), value(row["number"]))
        for row in solutions(store, "documents")
    }
    for name in wanted:
        if not any(name in known for known in names.values()):
            known = ", ".join(title for _, title, _ in names.values())
            raise UsageError(f"There is no document {name} in this graph; there are: {known}.")
    return {iri: known[1] for iri, known in names.items() if not wanted or set(wanted) & set(known)}


def _nodes(store: GraphStore, titles: Mapping[str, str]) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for row in _sorted(store, "nodes"):
        iri, document = value(row["node"]), value(row["document"])
        if document in titles:
            before = graph.nodes[iri]["documents"] if iri in graph else ()
            seen = tuple(dict.fromkeys((*before, titles[document])))
            cls = local_name(value(row["class"]))
            graph.add_node(iri, label="", label_en="", cls=cls, mentions=0, documents=seen)
    for row in _sorted(store, "names"):
        if (iri := value(row["node"])) in graph:
            key = "label_en" if row["name"].language == "en" else "label"
            graph.nodes[iri][key] = value(row["name"])
    for _, data in graph.nodes(data=True):
        if not data["label"]:  # a document in English
            data["label"], data["label_en"] = data["label_en"], ""
    for row in solutions(store, "mention_counts"):
        if value(row["document"]) in titles:
            graph.nodes[value(row["node"])]["mentions"] += int(value(row["count"]))
    return graph


def _add_relation(
    graph: nx.MultiDiGraph, row: QuerySolution, count: int, *, inferred: bool
) -> None:
    subject, object_ = value(row["subject"]), value(row["object"])
    if subject not in graph or object_ not in graph:  # targets are no nodes
        return
    predicate = local_name(value(row["predicate"]))
    if not graph.has_edge(subject, object_, predicate):
        graph.add_edge(
            subject, object_, predicate, predicate=predicate, count=count, inferred=inferred
        )
    elif not inferred:
        graph.edges[subject, object_, predicate]["count"] += count


def _of_class(graph: nx.MultiDiGraph, classes: Sequence[str]) -> list[str]:
    return [node for node, cls in graph.nodes(data="cls") if cls in classes]


def _memberships(graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    """Return the edges that only say which document a task belongs to."""
    documents = _of_class(graph, ("PolicyDocument",))
    return [(part, whole, IS_PART_OF) for part, whole in graph.in_edges(documents)]


def _idle_documents(graph: nx.MultiDiGraph) -> list[str]:
    return [node for node in _of_class(graph, ("PolicyDocument",)) if not graph.degree(node)]


def _restricted(graph: nx.MultiDiGraph, classes: Sequence[str]) -> nx.MultiDiGraph:
    unknown = [name for name in classes if name not in (*CLASSES, *DOERS)]
    if unknown:
        known = ", ".join((*CLASSES, *DOERS))
        raise UsageError(f"There is no class {unknown[0]}; there are: {known}.")
    kept = set(_of_class(graph, classes))
    doers = [
        node
        for node in _of_class(graph, DOERS)
        if not kept.isdisjoint(nx.all_neighbors(graph, node))
    ]
    return _part(graph, kept.union(doers if kept.difference(doers) else ()))


def _neighbourhood(graph: nx.MultiDiGraph, focus: str, depth: int) -> nx.MultiDiGraph:
    centre = _find(graph, focus)
    near = nx.ego_graph(graph.to_undirected(as_view=True), centre, radius=depth)
    part = _part(graph, set(near))
    part.graph["focus"] = centre
    return part


def _part(graph: nx.MultiDiGraph, kept: set[str]) -> nx.MultiDiGraph:
    """Return a copy with some of the nodes, in the order of the whole."""
    part = graph.copy()
    part.remove_nodes_from([node for node in graph if node not in kept])
    return part


def _find(graph: nx.MultiDiGraph, name: str) -> str:
    """Return the node of this IRI or name; of several, the one that is named most often."""
    if name in graph:
        return name
    wanted = name.casefold()
    found: list[str] = [
        node
        for node, data in graph.nodes(data=True)
        if wanted in (data["label"].casefold(), data["label_en"].casefold())
    ]
    if not found:
        raise UsageError(
            f"There is no concept or task {name} here; `policykg query` or the search page "
            "find names that hold certain words."
        )
    return max(found, key=lambda node: graph.nodes[node]["mentions"])
