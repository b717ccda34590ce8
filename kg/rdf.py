"""Triples as an rdflib graph: to author, check with SHACL, or serialise."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral

from kg.namespaces import PREFIXES


def to_rdflib(triples: Iterable[Triple], iri: str) -> Graph:
    """Return a graph of these triples, named `iri`, with the program's prefixes."""
    graph = Graph(identifier=URIRef(iri), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for subject, predicate, object_ in triples:
        graph.add((_term(subject), URIRef(predicate.value), _term(object_)))
    return graph


def _term(node: NamedNode | BlankNode | Literal | Triple) -> URIRef | BNode | RdflibLiteral:
    """Return rdflib's form of a term, literals with the very characters that they have."""
    if isinstance(node, Literal):
        if node.language:
            return RdflibLiteral(node.value, lang=node.language)
        datatype = node.datatype.value
        plain = datatype.endswith("#string")
        return RdflibLiteral(
            node.value, datatype=None if plain else URIRef(datatype), normalize=False
        )
    if isinstance(node, NamedNode):
        return URIRef(node.value)
    if isinstance(node, BlankNode):
        return BNode(node.value)
    raise TypeError("rdflib has no triple terms")
