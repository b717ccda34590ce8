"""Check a whole store: its shape, its evidence, and what its builds have set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, QuerySolutions, Triple

from kg.namespaces import SH
from kg.reading import PolicyDocument
from kg.store import GraphStore
from kg.validation.canonical import canonical_hash
from kg.validation.engine import Violation, violations
from kg.validation.evidence import compare
from kg.validation.facts import TYPE, Facts, Term
from kg.validation.findings import Finding, findings
from kg.validation.integrity import integrity
from kg.validation.shapes import shape_of

_REPORT = NamedNode(f"{SH}ValidationReport")


@dataclass(frozen=True, slots=True)
class Validation:
    """What came of checking a store."""

    findings: tuple[Finding, ...]
    violations: tuple[Violation, ...]  #: those of the findings, in the same order
    triples: int  #: of the default graph
    hash: str  #: of all named graphs, as `kg.validation.canonical` makes it
    compared: int  #: quotes that were compared with the texts
    untold: int  #: quotes of titles, which only the files have

    @property
    def conforms(self) -> bool:
        """Whether there is nothing to find."""
        return not self.findings


def validate(store: GraphStore, documents: Sequence[PolicyDocument] = ()) -> Validation:
    """Return all that is wrong with the graph of a store.

    Parameters
    ----------
    store
        The store.
    documents
        Source files, read again, to compare the quotes with. The quotes of others are compared
        with the texts that the graph holds.

    Raises
    ------
    UsageError
        If a file is none of those that the graph was built from.
    """
    triples, quads = list(store.triples()), list(store.quads())
    facts = Facts(triples)
    shape = [*violations(facts), *integrity(_select(store))]
    evidence = compare(facts, documents)
    quarantine = list(_quarantine(quads))
    everything = Facts((*triples, *(quad.triple for quad in quarantine)))
    aside = _recorded(quarantine)
    return Validation(
        findings=(
            *findings(facts, shape, "shape"),
            *findings(facts, evidence.violations, "evidence"),
            *findings(everything, aside, "set aside"),
        ),
        violations=(*shape, *evidence.violations, *aside),
        triples=len(triples),
        hash=canonical_hash(quads),
        compared=evidence.compared,
        untold=evidence.untold,
    )


def _select(store: GraphStore) -> Callable[[str], QuerySolutions]:
    """Return what answers SELECT queries from a store."""

    def select(sparql: str) -> QuerySolutions:
        rows = store.query(sparql)
        assert isinstance(rows, QuerySolutions)
        return rows

    return select


def _quarantine(quads: Sequence[Quad]) -> Iterator[Quad]:
    reports = {
        quad.graph_name for quad in quads if (quad.predicate, quad.object) == (TYPE, _REPORT)
    }
    yield from (quad for quad in quads if quad.graph_name in reports)


def _recorded(quads: Sequence[Quad]) -> list[Violation]:
    """Return the violations that the reports of quarantine graphs list, sorted by their IRIs."""
    facts = Facts(Triple(quad.subject, quad.predicate, quad.object) for quad in quads)

    def one(result: Term, name: str) -> Term | None:
        return next(iter(facts.objects(result, NamedNode(SH + name))), None)

    found = []
    for result in sorted(facts.instances(NamedNode(f"{SH}ValidationResult")), key=str):
        focus, shape, component = (
            one(result, name) for name in ("focusNode", "sourceShape", "sourceConstraintComponent")
        )
        assert focus is not None
        assert shape is not None
        assert component is not None
        name = component.value.removeprefix(SH).removesuffix("ConstraintComponent")
        constraint = name[0].lower() + name[1:]
        found.append(Violation(focus, shape_of(shape.value), constraint, one(result, "value")))
    return found
