"""A network as one interactive page that opens anywhere, offline: the only module with pyvis.

pyvis is used for what it is good at, the data model of vis-network and the library itself;
its faults are mended here and nowhere else:

- its template loads Bootstrap from another host whatever it is told; ours loads nothing;
- it writes names into the page as they come; ours escapes them, and a Content-Security-Policy
  lets nothing run but the two scripts of this module;
- `from_nx` and `add_edge` search the list of nodes for every edge; nodes and edges are put in
  directly;
- it runs a physics simulation in the browser; here places are computed beforehand;
- it writes files in the encoding of the system; here a page is a string that says it is UTF-8.
"""

from __future__ import annotations

import base64
import hashlib
import heapq
import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import networkx as nx
from jinja2 import DictLoader, Environment
from markupsafe import Markup
from pyvis.network import Network

from kg.maps.layout import positions
from kg.maps.styles import ClassStyle, class_style, class_styles, relation_words, words

_LABEL_LENGTH = 16


def page(
    graph: nx.MultiDiGraph,
    *,
    title: str = "",
    language: str = "en",
    limit: int = 300,
    address: Callable[[str], str] = str,
    controls: str = "",
) -> str:
    """Return a network as one HTML page that needs nothing else, neither files nor network.

    Parameters
    ----------
    graph
        Nodes are IRIs with the attributes `label`, `label_en`, `cls`, `mentions`, `documents`;
        edges have `predicate` and `count`. `graph.graph["focus"]`, where there is one, names
        the node that is open at first.
    title
        The heading; without, a general one.
    language
        Of the interface, "en" or "zh". Names are shown in both.
    limit
        Show at most so many nodes, the most connected; the page says how many there are.
    address
        Gives the address of a node's own page from its IRI.
    controls
        HTML to stand in the head of the page. It is trusted and not escaped.
    """
    shown = most_connected(graph, limit)
    says = words(language)
    network = Network(directed=True)
    _fill(network, shown, address)
    network.options = _options(len(shown))
    network.heading = title or says["concepts"]
    network.path = "page.html"
    network.templateEnv = Environment(
        loader=DictLoader({"page.html": _read("page.html")}), autoescape=True
    )
    network.templateEnv.globals |= {
        "language": language,
        "says": says,
        "relations": relation_words(language),
        "legend": _legend(shown),
        "note": says["all" if len(shown) == len(graph) else "part"].format(
            shown=f"{len(shown):,}", total=f"{len(graph):,}"
        ),
        "focus": _number(shown).get(graph.graph.get("focus")),
        "policy": content_security_policy(),
        "style": Markup(_read("map.css")),
        "library": Markup(_library()),
        "script": Markup(_read("map.js")),
        "controls": Markup(controls),
    }
    html: str = network.generate_html()
    return html


@cache
def content_security_policy() -> str:
    """Return the policy of a map's page: its own two scripts run, and nothing is loaded."""
    digests = (hashlib.sha256(text.encode()).digest() for text in (_library(), _read("map.js")))
    scripts = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'self'; base-uri 'none'"
    )


def most_connected(graph: nx.MultiDiGraph, limit: int) -> nx.MultiDiGraph:
    """Return the part of a network around its best connected nodes, the focus first.

    It grows from the node with most edges by that neighbour of the part which has most edges
    itself, so that what is shown hangs together; when there is no neighbour left, it goes on
    elsewhere. Of equally connected nodes the most often mentioned is taken, then the first by
    IRI.

    >>> star = nx.MultiDiGraph([("hub", "a"), ("hub", "b")])
    >>> list(most_connected(star, 2))
    ['hub', 'a']
    """
    if len(graph) <= limit:
        return graph
    focus = graph.graph.get("focus")

    ranks = {
        node: (node != focus, -degree, -graph.nodes[node].get("mentions", 0), node)
        for node, degree in graph.degree()
    }
    kept: set[str] = set()
    for start in sorted(ranks.values()):
        frontier = [start]
        while frontier and len(kept) < limit:
            node = heapq.heappop(frontier)[-1]
            if node not in kept:
                kept.add(node)
                for neighbour in nx.all_neighbors(graph, node):
                    heapq.heappush(frontier, ranks[neighbour])
    # Not `graph.subgraph(kept)`, whose order is that of the set.
    part = nx.MultiDiGraph(**graph.graph)
    part.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in kept)
    part.add_edges_from(
        (a, b, data) for a, b, data in graph.edges(data=True) if a in kept and b in kept
    )
    return part


def _fill(network: Network, graph: nx.MultiDiGraph, address: Callable[[str], str]) -> None:
    number = _number(graph)
    places = positions(graph)
    for iri, data in graph.nodes(data=True):
        x, y = places[iri]
        node = _node(iri, data, graph.degree(iri))
        network.nodes.append(node | {"id": number[iri], "x": x, "y": y, "url": address(iri)})
    network.node_ids = list(number.values())
    for source, target, data in graph.edges(data=True):
        edge = {"from": number[source], "to": number[target], "predicate": data["predicate"]}
        count = data.get("count", 1)
        if count > 1:
            edge["width"] = round(1 + math.log2(count), 1)
        if data.get("inferred") or data["predicate"] == "isPartOf":
            edge["dashes"] = True
        network.edges.append(edge)


def _node(iri: str, data: dict[str, Any], degree: int) -> dict[str, Any]:
    name = data.get("label") or iri
    english = data.get("label_en", "")
    mentions = data.get("mentions", 0)
    # Tasks are titles, not names that a text mentions: what counts is what they are related to.
    weight = mentions or degree / 2
    size = round(min(9 + 5 * math.sqrt(weight), 45), 1)
    return {
        "label": "\n".join(_shortened(text) for text in (name, english) if text),
        "name": name,
        "en": english,
        "group": class_style(data.get("cls", "")).name,
        "mentions": mentions,
        "documents": list(data.get("documents", ())),
        "size": size,
        "font": {"size": round(11 + size / 3)},
    }


def _shortened(text: str) -> str:
    # Latin letters are about half as wide as Chinese characters.
    length = _LABEL_LENGTH * 2 if text.isascii() else _LABEL_LENGTH
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _number(graph: nx.MultiDiGraph) -> dict[str, int]:
    return {iri: place for place, iri in enumerate(graph)}


def _legend(graph: nx.MultiDiGraph) -> list[tuple[ClassStyle, int]]:
    counts = Counter(class_style(data.get("cls", "")).name for _, data in graph.nodes(data=True))
    return [
        (class_style(name), counts[name]) for name in (*class_styles(), "other") if counts[name]
    ]


def _options(nodes: int) -> dict[str, Any]:
    groups = {
        style.name: {"shape": style.shape, "color": _colours(style.colour)}
        for style in (*class_styles().values(), class_style("other"))
    }
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "tooltipDelay": 150, "hideEdgesOnDrag": nodes > 1000},
        "groups": {"useDefaultGroups": False, **groups},
        "nodes": {
            "borderWidth": 1,
            "borderWidthSelected": 3,
            "font": {
                "color": "#1f2937",
                "strokeWidth": 3,
                "strokeColor": "#ffffff",
                "face": "sans-serif",
            },
            "scaling": {"label": {"drawThreshold": 7}},
        },
        "edges": {
            "smooth": False,
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "color": {"color": "#b3bcc7", "highlight": "#334155", "hover": "#64748b"},
            "selectionWidth": 1,
            "hoverWidth": 0.5,
        },
    }


def _colours(colour: str) -> dict[str, Any]:
    plain = {"background": colour, "border": colour}
    return plain | {"hover": plain, "highlight": {"background": colour, "border": "#f59e0b"}}


@cache
def _library() -> str:
    script = files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js"
    # The map of its sources is not shipped: browsers would ask for it and complain.
    return script.read_text("utf-8").replace("//# sourceMappingURL=vis-network.min.js.map", "")


@cache
def _read(name: str) -> str:
    return (files("kg.maps") / name).read_text("utf-8")
