"""Which facts violate which shapes.

The part of SHACL Core that `ontology/shapes.ttl` uses, on plain dictionaries, since it runs at
every build. Two plans (53,000 triples) take one second, where pyrudof takes six and pySHACL
twenty. pySHACL is the referee in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.namespaces import SH
from kg.validation.constraints import CONSTRAINTS
from kg.validation.facts import Facts, Term
from kg.validation.shapes import Shape, shipped_shapes


@dataclass(frozen=True, slots=True)
class Violation:
    """One node that does not fulfil one constraint of one shape."""

    focus: Term
    shape: Shape
    constraint: str  #: local name of the parameter that is violated, as "minCount"
    value: Term | None  #: the value that violates it; None where the values as a whole do
    expected: str = ""  #: what should stand there, where that is known

    @property
    def component(self) -> str:
        """The IRI of the constraint component, as reports of SHACL have it."""
        return f"{SH}{self.constraint[0].upper()}{self.constraint[1:]}ConstraintComponent"


def violations(facts: Facts, shapes: Iterable[Shape] | None = None) -> list[Violation]:
    """Return what violates the shapes (by default the shipped ones), sorted.

    Parameters
    ----------
    facts
        The data, with the ontology: of which class a thing is depends on `rdfs:subClassOf`.
    shapes
        As `kg.validation.shapes.read_shapes` gives them.
    """
    found: list[Violation] = []
    for shape in shipped_shapes() if shapes is None else shapes:
        for focus in _focus_nodes(facts, shape):
            _check(facts, shape, focus, found)
    return [violation for _, violation in sorted({_key(v): v for v in found}.items())]


def _focus_nodes(facts: Facts, shape: Shape) -> Iterator[Term]:
    nodes: dict[Term, None] = {}
    for target, value in shape.targets:
        if target == "targetClass":
            nodes.update(dict.fromkeys(facts.instances(value)))
        elif target == "targetObjectsOf":
            nodes.update(dict.fromkeys(facts.subjects(value)))
        else:
            for subjects in facts.subjects(value).values():
                nodes.update(dict.fromkeys(subjects))
    yield from nodes


def _check(facts: Facts, shape: Shape, focus: Term, found: list[Violation]) -> None:
    """Add what of one node violates one shape. A list and no generator: it is called often."""
    values = [focus] if shape.path is None else facts.follow(focus, shape.path)
    for name, parameter in shape.constraints:
        check = CONSTRAINTS[name]
        if check is None:
            bad: list[Term | None] = [v for v in values if not _holds(facts, name, parameter, v)]
        else:
            bad = check(facts, focus, values, parameter)
        found += [Violation(focus, shape, name, value) for value in bad]
    for inner in shape.properties:
        for value in values:
            _check(facts, inner, value, found)


def _holds(facts: Facts, name: str, shapes: Shape | tuple[Shape, ...], value: Term) -> bool:
    """Return whether a value fulfils a constraint that names other shapes."""
    conforming = 0
    for shape in (shapes,) if isinstance(shapes, Shape) else shapes:
        found: list[Violation] = []
        _check(facts, shape, value, found)
        conforming += not found
    return {"not": conforming == 0, "or": conforming >= 1, "xone": conforming == 1}[name]


def _key(violation: Violation) -> tuple[str, str, str, str]:
    return (
        str(violation.focus),
        str(violation.shape.iri),
        violation.constraint,
        str(violation.value),
    )
