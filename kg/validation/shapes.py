"""SHACL shapes, read from their Turtle: https://www.w3.org/TR/shacl/, of which a part is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.namespaces import SH
from kg.validation.constraints import CONSTRAINTS, PREPARED
from kg.validation.facts import Facts, Node, Path, Term

SHAPES = "https://w3id.org/policykg/shapes#"
"""The namespace of the shipped shapes."""

TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
_SHAPE, _SHAPES, _TERMS = {"not"}, {"or", "xone"}, {"in", "languageIn"}
_DESCRIPTIONS = {"property", "path", "message", "name", "description", *TARGETS}


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a path a property shape."""

    iri: Node
    path: Path | None
    targets: tuple[tuple[str, NamedNode], ...]  #: which of `TARGETS`, and its value
    constraints: tuple[tuple[str, Any], ...]
    """The local name of each parameter, and its value: a term, or what `PREPARED` makes of it, a
    tuple of terms, or a shape or a tuple of them."""
    properties: tuple[Shape, ...]
    messages: Mapping[str, str]  #: by language


@cache
def shape_of(iri: str) -> Shape:
    """Return the shape of an IRI as `ontology/shapes.ttl` has it, or one that says nothing.

    >>> shape_of(f"{SHAPES}Verified-quote").messages["en"]
    'A quote is what the text has in its place.'
    """
    return _shape(_shipped_facts(), NamedNode(iri))


@cache
def shipped_shapes() -> tuple[Shape, ...]:
    """Return the shapes of `ontology/shapes.ttl`."""
    return _targeted(_shipped_facts())


def read_shapes(turtle: bytes | str) -> tuple[Shape, ...]:
    """Return the shapes that have a target, sorted by IRI.

    Raises
    ------
    ValueError
        If a shape uses what is not known here, rather than take it for fulfilled.
    """
    return _targeted(_facts(turtle))


def _targeted(facts: Facts) -> tuple[Shape, ...]:
    targeted: dict[Node, None] = {}
    for target in TARGETS:
        for nodes in facts.subjects(_sh(target)).values():
            targeted.update(dict.fromkeys(_nodes(nodes)))
    return tuple(_shape(facts, node) for node in sorted(targeted, key=str))


@cache
def _shipped_facts() -> Facts:
    return _facts((files("ontology") / "shapes.ttl").read_bytes())


def _facts(turtle: bytes | str) -> Facts:
    return Facts(quad.triple for quad in parse(turtle, RdfFormat.TURTLE))


def _shape(facts: Facts, node: Node) -> Shape:
    shape = Shape(
        iri=node,
        path=next((_path(facts, path) for path in facts.objects(node, _sh("path"))), None),
        targets=tuple(
            (target, value)
            for target in TARGETS
            for value in facts.objects(node, _sh(target))
            if isinstance(value, NamedNode)
        ),
        constraints=tuple(_constraints(facts, node)),
        properties=tuple(
            _shape(facts, inner) for inner in _nodes(facts.objects(node, _sh("property")))
        ),
        messages={
            text.language or "": text.value
            for text in facts.objects(node, _sh("message"))
            if isinstance(text, Literal)
        },
    )
    _refuse_unknown(facts, shape)
    return shape


def _constraints(facts: Facts, node: Node) -> Iterator[tuple[str, Any]]:
    for name in CONSTRAINTS:
        for value in facts.objects(node, _sh(name)):
            if name in _SHAPE:
                yield name, _shape(facts, *_nodes([value]))
            elif name in _SHAPES:
                yield name, tuple(_shape(facts, inner) for inner in _nodes(facts.items(value)))
            elif name in _TERMS:
                yield name, tuple(facts.items(value))
            else:
                yield name, PREPARED[name](value) if name in PREPARED else value


def _path(facts: Facts, node: Term) -> Path:
    for name, key in (("inversePath", "inverse"), ("oneOrMorePath", "transitive")):
        for predicate in facts.objects(node, _sh(name)):
            assert isinstance(predicate, NamedNode)
            return Path(predicate, **{key: True})
    if not isinstance(node, NamedNode):
        raise ValueError(f"the path {node} is none of those that are known here")
    return Path(node)


def _refuse_unknown(facts: Facts, shape: Shape) -> None:
    known = {*CONSTRAINTS, *_DESCRIPTIONS}
    for triple in facts.about(shape.iri):
        name = triple.predicate.value.removeprefix(SH)
        if name != triple.predicate.value and name not in known:
            raise ValueError(f"{shape.iri} uses sh:{name}, which is not known here")


def _nodes(terms: object) -> list[Node]:
    return [term for term in terms if not isinstance(term, Literal)]  # type: ignore[attr-defined]


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
