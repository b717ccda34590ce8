"""GraphML and GEXF: the network of concepts for Gephi, Cytoscape and networkx."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.analysis.networks import concept_network
from kg.maps import class_style
from kg.store import GraphStore


def write_graphml(store: GraphStore, stream: BinaryIO) -> None:
    """Write the network of concepts as GraphML (http://graphml.graphdrawing.org)."""
    nx.write_graphml_xml(_plain(concept_network(store)), stream, named_key_ids=True)


def write_gexf(store: GraphStore, stream: BinaryIO) -> None:
    """Write the network of concepts as GEXF 1.2 (https://gexf.net), without today's date.

    Nodes have the colours of their classes on maps, edges the names of their relations.
    """
    network = _plain(concept_network(store))
    for _, node in network.nodes(data=True):
        node["viz"] = {"color": _channels(class_style(node["cls"]).colour)}
    for _, _, edge in network.edges(data=True):
        edge["label"] = edge["predicate"]
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(network)
    _keep_to_the_schema(writer.xml)
    ElementTree.ElementTree(writer.xml).write(stream, encoding="utf-8", xml_declaration=True)


def _keep_to_the_schema(gexf: ElementTree.Element) -> None:
    """Take out what networkx writes and the schema does not have, and the date."""
    for element in gexf:
        element.attrib.pop("lastmodifieddate", None)
        element.attrib.pop("name", None)


def _channels(colour: str) -> dict[str, int]:
    """Return the channels of a colour.

    >>> _channels("#064ace")
    {'r': 6, 'g': 74, 'b': 206}
    """
    return {name: int(colour[at : at + 2], 16) for name, at in zip("rgb", (1, 3, 5), strict=True)}


def _plain(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return a network with attributes that both formats have, and an id of its own for each edge.

    networkx writes the keys of edges as their ids, and in a network of ours they repeat.
    """
    plain = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        plain.add_node(node, **data | {"documents": " | ".join(data["documents"])})
    for number, (a, b, data) in enumerate(network.edges(data=True)):
        plain.add_edge(a, b, f"e{number}", **data, weight=data["count"])
    return plain
