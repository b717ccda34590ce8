"""JSON-LD with a context: keys and values as JSON has them, and IRIs where they say more.

https://www.w3.org/TR/json-ld11/. The context is `ontology/context.jsonld`; each document carries
it whole, so that nothing has to be fetched to read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad

from kg.export.rdf import sorted_quads
from kg.namespaces import PREFIXES, RDF, XSD
from kg.store import GraphStore

_TYPE, _STRING = f"{RDF}type", f"{XSD}string"
_ID, _LANGUAGE = "@id", "@language"


@dataclass(frozen=True, slots=True)
class _Key:
    """What the context says of a predicate."""

    name: str
    kind: str  #: "@id", "@language", the IRI of a datatype, or "" of plain strings


def write_jsonld(store: GraphStore, stream: BinaryIO) -> None:
    """Write the named graphs, sorted, one node a line."""
    stream.write(b'{"@context": ' + json.dumps(dict(_context()), ensure_ascii=False).encode())
    stream.write(b',\n"@graph": [')
    by_graph = groupby(sorted_quads(store), key=lambda quad: quad.graph_name)
    for number, (graph, quads) in enumerate(by_graph):
        iri = graph.value if isinstance(graph, NamedNode) else ""
        head = f'{{"id": {json.dumps(iri, ensure_ascii=False)}, "@graph": ['
        nodes = ",\n".join(_nodes(quads))
        stream.write(f"{',' if number else ''}\n{head}\n{nodes}\n]}}".encode())
    stream.write(b"\n]}\n")


@cache
def _context() -> Mapping[str, Any]:
    content = json.loads((files("ontology") / "context.jsonld").read_text("utf-8"))
    return MappingProxyType(content["@context"])


@cache
def _keys() -> Mapping[str, _Key]:
    """Return the keys of the context by the IRI of their predicate."""
    keys = {}
    for name, value in _context().items():
        if isinstance(value, dict):
            kind = value.get("@container") or value.get("@type") or ""
            keys[_expand(value[_ID])] = _Key(name, kind if kind.startswith("@") else _expand(kind))
    return MappingProxyType(keys)


def _expand(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{_context()[prefix]}{local}" if colon else name


def _nodes(quads: Iterable[Quad]) -> Iterable[str]:
    for subject, about in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"id": subject.value if isinstance(subject, NamedNode) else ""}
        for predicate, group in groupby(about, key=lambda quad: quad.predicate.value):
            name, value = _entry(predicate, [quad.object for quad in group])
            node[name] = value
        yield json.dumps(node, ensure_ascii=False)


def _entry(predicate: str, values: list[Any]) -> tuple[str, Any]:
    """Return a predicate's key, and its values as short as the context lets them be."""
    if predicate == _TYPE:
        return "type", _one([_class(value.value) for value in values])
    key = _keys().get(predicate)
    if key is None or not all(_fits(value, key.kind) for value in values):
        return _compact(predicate), [_full(value) for value in values]
    if key.kind != _LANGUAGE:
        return key.name, _one([value.value for value in values])
    by_language: dict[str, list[str]] = {}
    for value in values:
        by_language.setdefault(value.language, []).append(value.value)
    return key.name, {language: _one(texts) for language, texts in by_language.items()}


def _fits(value: Any, kind: str) -> bool:
    if kind == _ID:
        return isinstance(value, NamedNode)
    if not isinstance(value, Literal):
        return False
    if kind == _LANGUAGE:
        return value.language is not None
    return value.datatype.value == (kind or _STRING)


def _full(value: Any) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {_ID: value.value}
    if value.language:
        return {"@value": value.value, _LANGUAGE: value.language}
    return {"@value": value.value, "@type": value.datatype.value}


def _class(iri: str) -> str:
    key = _keys().get(iri)
    return key.name if key else _compact(iri)


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.isidentifier():
            return f"{prefix}:{local}"
    return iri


def _one(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values
