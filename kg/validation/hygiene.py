"""A scorecard of the ontology, and of how the data uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.namespaces import ONTOLOGY, OWL, PK, RDF, RDFS, SKOS, XSD
from kg.store import GraphStore
from kg.validation.facts import TYPE, Facts, Path, Term

LANGUAGES = ("en", "zh")
_STATUS = NamedNode("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
_SUBCLASS, _SUBPROPERTY = (NamedNode(RDFS + name) for name in ("subClassOf", "subPropertyOf"))
_DOMAIN, _RANGE = (NamedNode(RDFS + name) for name in ("domain", "range"))
_INVERSE, _DISJOINT = NamedNode(f"{OWL}inverseOf"), NamedNode(f"{OWL}disjointWith")
_BROADER, _LABEL = NamedNode(f"{SKOS}broader"), NamedNode(f"{RDFS}label")
_CLASS, _OBJECT_PROPERTY, _DATATYPE_PROPERTY = (
    NamedNode(OWL + name) for name in ("Class", "ObjectProperty", "DatatypeProperty")
)
_PREDICATE = NamedNode(f"{RDF}predicate")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the scorecard."""

    name: str
    checked: int  #: how many terms, or facts, were looked at
    failing: tuple[str, ...]  #: those that do not pass, as people read them
    required: bool = True  #: False of what may well be in a small graph


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All checks, in their order."""

    checks: tuple[Check, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing fails that must not."""
        return not any(check.failing for check in self.checks if check.required)


def hygiene(store: GraphStore) -> Scorecard:
    """Return the scorecard of the ontology that a store holds, and of the store's data."""
    quads = list(store.quads())
    ontology = Facts(quad.triple for quad in quads if quad.graph_name == NamedNode(ONTOLOGY))
    data = Facts(store.triples())
    return Scorecard((*_of_terms(ontology), *_of_structure(ontology), *_of_data(ontology, data)))


def _of_terms(ontology: Facts) -> Iterator[Check]:
    terms = _terms(ontology)
    for name, predicate in (
        ("a label in both languages", f"{RDFS}label"),
        ("a definition in both languages", f"{SKOS}definition"),
        ("a scope note in both languages", f"{SKOS}scopeNote"),
    ):
        yield _check(name, terms, _in_both(ontology, NamedNode(predicate)))
    yield _check("no label of another term", terms, _has_label_of_its_own(ontology, terms))
    yield _check("named in the manner of its kind", terms, lambda t: _is_well_named(ontology, t))
    yield _check("a status", terms, lambda term: bool(ontology.objects(term, _STATUS)))
    properties = [term for term in terms if not ontology.is_a(term, _CLASS)]
    yield _check("a domain", properties, lambda term: bool(ontology.objects(term, _DOMAIN)))
    yield _check("a range", properties, lambda term: bool(ontology.objects(term, _RANGE)))
    relations = [term for term in properties if ontology.is_a(term, _OBJECT_PROPERTY)]
    inverse = ontology.subjects(_INVERSE)
    yield _check(
        "an inverse",
        relations,
        lambda term: bool(ontology.objects(term, _INVERSE) or inverse.get(term)),
    )


def _of_structure(ontology: Facts) -> Iterator[Check]:
    terms = _terms(ontology)
    yield _check(
        "no class or property below itself",
        terms,
        lambda term: (
            not any(
                term in ontology.follow(term, Path(up, transitive=True))
                for up in (_SUBCLASS, _SUBPROPERTY)
            )
        ),
    )
    named = [
        value
        for term in terms
        for predicate in (_SUBCLASS, _DOMAIN, _RANGE, _INVERSE)
        for value in ontology.objects(term, predicate)
        if value.value.startswith(PK)
    ]
    yield _check("declared where it is named", dict.fromkeys(named), lambda term: term in terms)


def _of_data(ontology: Facts, data: Facts) -> Iterator[Check]:
    terms = _terms(ontology)
    used = _used(data)
    yield _check("defined where the data uses it", used, lambda term: term in terms)
    pairs = [
        (term, other)
        for term in terms
        for other in ontology.objects(term, _DISJOINT)
        if isinstance(other, NamedNode)
    ]
    both = [n for one, other in pairs for n in data.instances(one) if data.is_a(n, other)]
    yield Check("no thing of two disjoint classes", len(pairs), _names(both))
    yield _check("used by the data", terms, lambda term: _is_used(ontology, term, used), False)
    properties = [term for term in terms if not ontology.is_a(term, _CLASS)]
    for name, where in (("domain", _DOMAIN), ("range", _RANGE)):
        yield _conformance(ontology, data, properties, name, where)
    above = Path(_BROADER, transitive=True)
    concepts = [node for nodes in data.subjects(_BROADER).values() for node in nodes]
    yield _check(
        "no concept broader than itself", concepts, lambda c: c not in data.follow(c, above)
    )


def _conformance(
    ontology: Facts, data: Facts, properties: Iterable[NamedNode], name: str, where: NamedNode
) -> Check:
    """Return how many values of properties are of the class or datatype that is declared."""
    checked, failing = 0, []
    for term in properties:
        for wanted in ontology.objects(term, where):
            for object_, subjects in data.subjects(term).items():
                for subject in subjects:
                    value = subject if where == _DOMAIN else object_
                    checked += 1
                    if isinstance(wanted, NamedNode) and not _belongs(data, value, wanted):
                        failing.append(f"{_show(term)} of {_show(subject)}")
    return Check(f"facts within the {name} of their property", checked, tuple(sorted(failing)))


def _belongs(data: Facts, value: Term, wanted: NamedNode) -> bool:
    if isinstance(value, Literal):
        return value.datatype == wanted
    literal = wanted.value.startswith(XSD) or wanted.value == f"{RDF}langString"
    return not literal and data.is_a(value, wanted)


def _terms(ontology: Facts) -> list[NamedNode]:
    """Return the ontology's own classes and properties, sorted."""
    kinds = (_CLASS, _OBJECT_PROPERTY, _DATATYPE_PROPERTY)
    found = {term for kind in kinds for term in ontology.instances(kind)}
    return sorted(
        (t for t in found if isinstance(t, NamedNode) and t.value.startswith(PK)), key=str
    )


def _used(data: Facts) -> list[NamedNode]:
    """Return the terms in the ontology's namespace that the data uses, sorted."""
    terms = {*data.subjects(TYPE), *data.subjects(_PREDICATE), *data.predicates()}
    own = (t for t in terms if isinstance(t, NamedNode) and t.value.startswith(PK))
    return sorted(own, key=str)


def _is_used(ontology: Facts, term: NamedNode, used: list[NamedNode]) -> bool:
    """Return whether the data uses a term, one below it, or its inverse."""
    kin = [term, *ontology.objects(term, _INVERSE), *ontology.subjects(_INVERSE).get(term, [])]
    return any(
        node in kin or term in ontology.follow(node, Path(_SUBCLASS, transitive=True))
        for node in used
    )


def _in_both(ontology: Facts, predicate: NamedNode) -> Callable[[NamedNode], bool]:
    def holds(term: NamedNode) -> bool:
        texts = [t for t in ontology.objects(term, predicate) if isinstance(t, Literal) and t.value]
        return sorted(text.language or "" for text in texts) == list(LANGUAGES)

    return holds


def _has_label_of_its_own(ontology: Facts, terms: Iterable[Term]) -> Callable[[Term], bool]:
    named = Counter(label for term in terms for label in set(ontology.objects(term, _LABEL)))

    def holds(term: Term) -> bool:
        return all(named[label] == 1 for label in ontology.objects(term, _LABEL))

    return holds


def _is_well_named(ontology: Facts, term: NamedNode) -> bool:
    """Return whether a name is of letters and figures, upper case first of a class alone."""
    name = term.value.removeprefix(PK)
    return name.isalnum() and name[0].isupper() == ontology.is_a(term, _CLASS)


def _names(nodes: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted({_show(node) for node in nodes}))


def _check(
    name: str, terms: Iterable[Term], holds: Callable[..., bool], required: bool = True
) -> Check:
    looked_at = list(terms)
    failing = tuple(_show(term) for term in looked_at if not holds(term))
    return Check(name, len(looked_at), failing, required)


def _show(term: Term) -> str:
    return f"pk:{term.value.removeprefix(PK)}" if term.value.startswith(PK) else term.value
