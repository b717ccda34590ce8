"""Where the nodes of a map stand: computed once, the same each time, without scipy.

Each connected component is laid out alone: first as a radial tree around its most connected
node, which already untangles most of a policy's star-like graph, then relaxed by a few rounds
of springs (Fruchterman and Reingold, "Graph drawing by force-directed placement", 1991). The
components are then packed on shelves, the largest first.

Measured on 2 cores: 300 nodes in 0.1 s, 1,500 nodes in 2 s.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Positions = dict[Hashable, tuple[float, float]]
_Points = NDArray[np.float32]

SPACING = 100.0  #: the wished distance between neighbours, in the map's units
WIDTH = np.array([1.5, 1.0], dtype=np.float32)  #: names are wide and screens are, too
_ROUNDS = 60


def positions(graph: nx.Graph) -> Positions:
    """Return where each node stands, rounded to whole units.

    Any kind of networkx graph will do; directions and parallel edges make no difference. The
    result depends on the order of the nodes, never on chance.

    >>> positions(nx.path_graph(1))
    {0: (0.0, 0.0)}
    """
    plain = nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_edges_from((a, b) for a, b in graph.edges() if a != b)
    rank = {node: place for place, node in enumerate(plain)}
    components = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(plain)]
    components.sort(key=lambda part: (-len(part), rank[part[0]]))
    return _pack([(part, _component(plain, part)) for part in components])


def _component(graph: nx.Graph, nodes: list[Hashable]) -> _Points:
    points = _radial_tree(graph, nodes)
    if len(nodes) > 2:
        index = {node: place for place, node in enumerate(nodes)}
        edges = [(index[a], index[b]) for a, b in graph.edges(nodes)]
        points = _relax(points, np.array(edges, dtype=np.intp))
    from_origin: _Points = (points - points.min(axis=0)) * WIDTH
    return from_origin


def _radial_tree(graph: nx.Graph, nodes: list[Hashable]) -> _Points:
    """Breadth-first tree from the best connected node; each subtree gets a wedge by its size."""
    rank = {node: place for place, node in enumerate(nodes)}
    root = min(nodes, key=lambda node: (-graph.degree(node), rank[node]))
    children: dict[Hashable, list[Hashable]] = {node: [] for node in nodes}
    order, seen = [root], {root}
    for node in order:
        for neighbour in sorted(graph[node], key=rank.__getitem__):
            if neighbour not in seen:
                seen.add(neighbour)
                children[node].append(neighbour)
                order.append(neighbour)
    weight = dict.fromkeys(nodes, 1)
    for node in reversed(order):
        weight[node] += sum(weight[child] for child in children[node])
    points = np.zeros((len(nodes), 2), dtype=np.float32)
    wedge = {root: (0.0, math.tau, 0)}
    for node in order:
        start, width, ring = wedge[node]
        angle = start + width / 2
        points[rank[node]] = ring * math.cos(angle), ring * math.sin(angle)
        for child in children[node]:
            share = width * weight[child] / max(weight[node] - 1, 1)
            wedge[child] = (start, share, ring + 1)
            start += share
    return points * SPACING


def _relax(points: _Points, edges: NDArray[np.intp]) -> _Points:
    """Let springs pull neighbours together while all nodes push each other away."""
    count = len(points)
    step = SPACING * 2.0
    source, target = edges[:, 0], edges[:, 1]
    for turn in range(_ROUNDS):
        x, y = points[:, 0], points[:, 1]
        across = x[:, None] - x[None, :]
        down = y[:, None] - y[None, :]
        push = np.float32(SPACING**2) / np.maximum(across * across + down * down, 1.0)
        force = np.stack(((push * across).sum(axis=1), (push * down).sum(axis=1)), axis=1)
        along = points[source] - points[target]
        pull = along * (np.hypot(along[:, 0], along[:, 1]) / SPACING)[:, None]
        np.subtract.at(force, source, pull)
        np.add.at(force, target, pull)
        force -= (points - points.mean(axis=0)) * np.float32(0.02 * math.sqrt(count))
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-6)
        limit = step * (1 - turn / _ROUNDS)
        points = points + force * (np.minimum(length, limit) / length)[:, None]
    return points


def _pack(components: Iterable[tuple[list[Hashable], _Points]]) -> Positions:
    """Put the components on shelves that together are about half as high as wide."""
    boxes = [(part, points, points.max(axis=0) + SPACING * WIDTH) for part, points in components]
    if not boxes:
        return {}
    area = sum(float(box[0] * box[1]) for _, _, box in boxes)
    width = max(math.sqrt(area * 1.8), float(boxes[0][2][0]))
    placed: Positions = {}
    left = top = shelf = 0.0
    for part, points, box in boxes:
        if left > 0 and left + float(box[0]) > width:
            left, top, shelf = 0.0, top + shelf, 0.0
        for node, (x, y) in zip(part, points, strict=True):
            placed[node] = (round(left + float(x)), round(top + float(y)))
        left += float(box[0])
        shelf = max(shelf, float(box[1]))
    return {node: (float(x), float(y)) for node, (x, y) in placed.items()}
