"""GraphML and GEXF: the network of concepts for Gephi, Cytoscape and networkx."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.analysis.networks import concept_network
from kg.store import GraphStore


def write_graphml(store: GraphStore, stream: BinaryIO) -> None:
    """Write the network of concepts as GraphML (http://graphml.graphdrawing.org)."""
    nx.write_graphml_xml(_plain(concept_network(store)), stream, named_key_ids=True)


def write_gexf(store: GraphStore, stream: BinaryIO) -> None:
    """Write the network of concepts as GEXF 1.2 (https://gexf.net), without today's date."""
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(_plain(concept_network(store)))
    for element in writer.xml:
        element.attrib.pop("lastmodifieddate", None)
    ElementTree.ElementTree(writer.xml).write(stream, encoding="utf-8", xml_declaration=True)


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
