"""What violates the shapes is kept apart from what a document says, with the reason why.

A document's quarantine is a named graph of its own, which is no part of the default graph. It
holds the triples that were taken out, and a SHACL validation report, whose IRI is the graph's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from kg.namespaces import DCTERMS, PK, RDF, SH, SKOS, XSD
from kg.store import GraphStore
from kg.validation.engine import Violation, violations
from kg.validation.facts import TYPE, Facts, Node, Path, Term

_STATEMENT = tuple(NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_ROOTS = (NamedNode(f"{PK}PolicyDocument"), NamedNode(f"{SKOS}ConceptScheme"))


@dataclass(frozen=True, slots=True)
class Separation:
    """The triples of a document, parted."""

    kept: tuple[Triple, ...]  #: in their order; they conform, save for what cannot be taken out
    quarantined: tuple[Triple, ...]  #: in their order
    violations: tuple[Violation, ...]  #: why; what only follows from taking out others comes later


def quarantine_iri(document: str) -> str:
    """Return the IRI of the quarantine graph of a document.

    >>> quarantine_iri("https://example.org/document/计划-1")
    'https://example.org/quarantine/计划-1'
    """
    folder, _, name = document.rpartition("/")
    return f"{folder.removesuffix('document')}quarantine/{name}"


def separate(triples: Iterable[Triple], ontology: Iterable[Triple]) -> Separation:
    """Part what conforms to the shapes from what does not.

    Of a relation between two things the relation is taken out, with all that states it; of all
    else what is said of the thing that violates a shape, and then what needs that thing. The
    document and the concept scheme stay, since all else needs them: they lose a bad value only.
    """
    kept, apart, reasons = list(dict.fromkeys(triples)), dict[Triple, None](), list[Violation]()
    ontology = tuple(ontology)
    while True:
        facts = Facts((*ontology, *kept))
        found = [violation for violation in violations(facts) if violation not in reasons]
        reasons += found
        moved = {triple for violation in found for triple in _taken_out(facts, violation)}
        moved.intersection_update(kept)
        if not moved:
            return Separation(tuple(kept), tuple(apart), tuple(reasons))
        apart.update((triple, None) for triple in kept if triple in moved)
        kept = [triple for triple in kept if triple not in moved]


def quarantine_triples(separation: Separation, document: str) -> Iterator[Triple]:
    """Yield the content of a document's quarantine graph; nothing where nothing violates."""
    if separation.violations:
        yield from separation.quarantined
        yield from _report(document, separation.violations)


def violation_count(store: GraphStore) -> int:
    """Return how many violations there are in the quarantine graphs of a store."""
    rows = store.query(
        "SELECT (COUNT(*) AS ?count) "
        "{ GRAPH ?graph { ?graph a sh:ValidationReport ; sh:result ?result } }"
    )
    assert isinstance(rows, QuerySolutions)
    return int(next(rows)["count"].value)


def _report(document: str, reasons: Iterable[Violation]) -> Iterator[Triple]:
    node = NamedNode(quarantine_iri(document))
    yield Triple(node, TYPE, _sh("ValidationReport"))
    conforms = Literal("false", datatype=NamedNode(f"{XSD}boolean"))
    yield Triple(node, _sh("conforms"), conforms)
    yield Triple(node, NamedNode(f"{DCTERMS}source"), NamedNode(document))
    for violation in reasons:
        yield from result_triples(node, _result_iri(node, violation), violation)


def _taken_out(facts: Facts, violation: Violation) -> Iterator[Triple]:
    path, focus, value = violation.shape.path, violation.focus, violation.value
    if isinstance(focus, Literal):
        return
    triple = _triple(focus, path, value)
    statements = [] if triple is None else _statements(facts, triple)
    if triple is not None and statements:
        yield triple
        for statement in statements:
            yield from facts.about(statement)
    elif any(facts.is_a(focus, root) for root in _ROOTS):
        if triple is not None:
            yield triple
    else:
        yield from facts.about(focus)
        stated = _stated(facts, focus)
        if stated is not None and _statements(facts, stated) == [focus]:
            yield stated


def _triple(focus: Node, path: Path | None, value: Term | None) -> Triple | None:
    """Return the triple that violates a shape, where it is one."""
    if path is None or value is None or path.transitive:
        return None
    if not path.inverse:
        return Triple(focus, path.predicate, value)
    return None if isinstance(value, Literal) else Triple(value, path.predicate, focus)


def _stated(facts: Facts, statement: Node) -> Triple | None:
    """Return the triple that an assertion or inference states; None where it states none."""
    parts = [next(iter(facts.objects(statement, part)), None) for part in _STATEMENT]
    subject, predicate, object_ = parts
    if subject is None or isinstance(subject, Literal) or object_ is None:
        return None
    return Triple(subject, predicate, object_) if isinstance(predicate, NamedNode) else None


def _statements(facts: Facts, triple: Triple) -> list[Node]:
    """Return the assertions and inferences that state a triple."""
    subject = triple.subject
    assert not isinstance(subject, Triple)
    return [
        statement
        for statement in facts.subjects(_STATEMENT[0]).get(subject, ())
        if not isinstance(statement, Literal) and _stated(facts, statement) == triple
    ]


def result_triples(report: Node, result: Node, violation: Violation) -> Iterator[Triple]:
    """Yield a result of a SHACL validation report (https://www.w3.org/TR/shacl/#results)."""
    yield Triple(report, _sh("result"), result)
    yield Triple(result, TYPE, _sh("ValidationResult"))
    yield Triple(result, _sh("resultSeverity"), _sh("Violation"))
    yield Triple(result, _sh("focusNode"), violation.focus)
    yield Triple(result, _sh("sourceShape"), violation.shape.iri)
    yield Triple(result, _sh("sourceConstraintComponent"), NamedNode(violation.component))
    path = violation.shape.path
    if path is not None and not path.inverse and not path.transitive:
        yield Triple(result, _sh("resultPath"), path.predicate)
    if violation.value is not None:
        yield Triple(result, _sh("value"), violation.value)
    for language, message in sorted(violation.shape.messages.items()):
        yield Triple(result, _sh("resultMessage"), Literal(message, language=language))


def _result_iri(report: NamedNode, violation: Violation) -> NamedNode:
    key = "\n".join(
        (str(violation.focus), str(violation.shape.iri), violation.component, str(violation.value))
    )
    return NamedNode(f"{report.value}/result/{sha256(key.encode()).hexdigest()[:12]}")


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
