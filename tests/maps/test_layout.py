import math
import os
import subprocess
import sys
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.maps.layout import positions

SCRIPT = (
    "import networkx as nx; from kg.maps.layout import positions;"
    "print(positions(nx.relabel_nodes(nx.barabasi_albert_graph(60, 1, seed=1), str)))"
)


def closest(places: dict[object, tuple[float, float]]) -> float:
    return min(math.dist(a, b) for a, b in combinations(places.values(), 2))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 25), st.floats(0, 0.4), st.integers(0, 99))
def test_every_node_has_one_finite_place_of_its_own(n: int, p: float, seed: int) -> None:
    places = positions(nx.gnp_random_graph(n, p, seed=seed, directed=True))
    assert set(places) == set(range(n))
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert n < 2 or closest(places) > 5


def test_neighbours_stand_closer_than_others() -> None:
    graph = nx.random_labeled_tree(80, seed=3)
    places = positions(graph)
    far = [math.dist(places[a], places[b]) for a, b in combinations(graph, 2)]
    near = [math.dist(places[a], places[b]) for a, b in graph.edges()]
    assert sum(near) / len(near) < 0.35 * sum(far) / len(far)


def test_components_do_not_overlap() -> None:
    graph = nx.disjoint_union_all([nx.star_graph(8) for _ in range(6)])
    places = positions(graph)
    boxes = []
    for part in nx.connected_components(graph):
        xs, ys = zip(*(places[node] for node in part), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for a, b in combinations(boxes, 2):
        assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]


def test_loops_parallel_edges_and_directions_make_no_difference() -> None:
    plain = nx.cycle_graph(6)
    multi = nx.MultiDiGraph([*plain.edges(), *((b, a) for a, b in plain.edges()), (0, 0)])
    assert positions(nx.MultiDiGraph(plain.edges())) == positions(multi)


def test_an_empty_graph_has_no_places() -> None:
    assert positions(nx.Graph()) == {}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_layout_is_the_same_in_every_process(seed: str) -> None:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    printed = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    ).stdout
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(60, 1, seed=1), str)
    assert printed.strip() == str(positions(graph))
