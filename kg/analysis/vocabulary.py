"""The ontology as people read it: its classes and properties, each with all that is said of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from kg.graph.ontology import ontology_triples
from kg.namespaces import DCTERMS, ONTOLOGY, OWL, PK, RDFS, SKOS
from kg.validation.facts import TYPE, Facts, Term

KINDS = {
    "Class": "class",
    "ObjectProperty": "object property",
    "DatatypeProperty": "datatype property",
}
"""What terms there are, by the local name of their OWL class, in the order to read them in."""

_STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a term compares with one of another vocabulary."""

    predicate: str  #: with a prefix, as skos:closeMatch
    object: str  #: IRI
    name: str  #: of the object, with a prefix
    comment: str


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A class or property. Lists of terms hold IRIs, sorted."""

    iri: str
    name: str  #: local name
    kind: str  #: one of the values of `KINDS`
    labels: Mapping[str, str]  #: by language
    definitions: Mapping[str, str]
    notes: Mapping[str, str]
    examples: tuple[Literal, ...]
    above: tuple[str, ...]  #: superclasses or superproperties
    below: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: tuple[str, ...]
    disjoint: tuple[str, ...]
    subject_of: tuple[str, ...]  #: properties with this class as their domain
    object_of: tuple[str, ...]  #: properties with this class as their range
    characteristics: tuple[str, ...]  #: as "functional"
    status: str
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An ontology."""

    iri: str
    titles: Mapping[str, str]  #: by language
    descriptions: Mapping[str, str]
    version: str
    version_iri: str
    licence: str
    terms: tuple[VocabularyTerm, ...]  #: by kind, in the order of their names

    def of_kind(self, kind: str) -> tuple[VocabularyTerm, ...]:
        """Return the terms of a kind."""
        return tuple(term for term in self.terms if term.kind == kind)


@cache
def vocabulary() -> Vocabulary:
    """Return the ontology that comes with the program.

    >>> [task] = [term for term in vocabulary().terms if term.name == "Task"]
    >>> task.kind, task.labels["zh"]
    ('class', '任务')
    """
    facts = Facts(ontology_triples())
    ontology = NamedNode(ONTOLOGY)
    alignments = _alignments()
    return Vocabulary(
        iri=ONTOLOGY,
        titles=_texts(facts, ontology, f"{DCTERMS}title"),
        descriptions=_texts(facts, ontology, f"{DCTERMS}description"),
        version=_first(facts, ontology, f"{OWL}versionInfo"),
        version_iri=_first(facts, ontology, f"{OWL}versionIRI"),
        licence=_first(facts, ontology, f"{DCTERMS}license"),
        terms=tuple(
            _term(facts, node, kind, alignments)
            for owl, kind in KINDS.items()
            for node in sorted(facts.instances(NamedNode(OWL + owl)), key=lambda node: node.value)
            if isinstance(node, NamedNode) and node.value.startswith(PK)
        ),
    )


def _term(
    facts: Facts, node: NamedNode, kind: str, alignments: Mapping[str, tuple[Alignment, ...]]
) -> VocabularyTerm:
    name = node.value.removeprefix(PK)
    up = f"{RDFS}subClassOf" if kind == "class" else f"{RDFS}subPropertyOf"
    examples = facts.objects(node, NamedNode(f"{SKOS}example"))
    return VocabularyTerm(
        iri=node.value,
        name=name,
        kind=kind,
        labels=_texts(facts, node, f"{RDFS}label"),
        definitions=_texts(facts, node, f"{SKOS}definition"),
        notes=_texts(facts, node, f"{SKOS}scopeNote"),
        examples=tuple(example for example in examples if isinstance(example, Literal)),
        above=_iris(facts.objects(node, NamedNode(up))),
        below=_iris(facts.subjects(NamedNode(up)).get(node, ())),
        domain=_iris(facts.objects(node, NamedNode(f"{RDFS}domain"))),
        range=_iris(facts.objects(node, NamedNode(f"{RDFS}range"))),
        inverse=_both_ways(facts, node, f"{OWL}inverseOf"),
        disjoint=_both_ways(facts, node, f"{OWL}disjointWith"),
        subject_of=_iris(facts.subjects(NamedNode(f"{RDFS}domain")).get(node, ())),
        object_of=_iris(facts.subjects(NamedNode(f"{RDFS}range")).get(node, ())),
        characteristics=_characteristics(facts, node),
        status=_first(facts, node, _STATUS),
        alignments=alignments.get(name, ()),
    )


def _texts(facts: Facts, node: Term, predicate: str) -> dict[str, str]:
    """Return the texts of a predicate by their language, English first."""
    found = facts.objects(node, NamedNode(predicate))
    texts = ((term.language or "", term.value) for term in found if isinstance(term, Literal))
    return dict(sorted(texts))


def _first(facts: Facts, node: Term, predicate: str) -> str:
    return next((term.value for term in facts.objects(node, NamedNode(predicate))), "")


def _iris(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted(term.value for term in terms if isinstance(term, NamedNode)))


def _both_ways(facts: Facts, node: NamedNode, predicate: str) -> tuple[str, ...]:
    """Return what a symmetric predicate relates a term to, whichever of the two says so."""
    at = NamedNode(predicate)
    return _iris({*facts.objects(node, at), *facts.subjects(at).get(node, ())})


def _characteristics(facts: Facts, node: NamedNode) -> tuple[str, ...]:
    """Return as what OWL characterises a property, as "functional"."""
    names = (type_.value.removeprefix(OWL) for type_ in facts.objects(node, TYPE))
    return tuple(sorted(n.removesuffix("Property").lower() for n in names if n not in KINDS))


def _alignments() -> dict[str, tuple[Alignment, ...]]:
    """Return the alignments by the local name of their subject.

    See https://mapping-commons.github.io/sssom/ for the form of the file.
    """
    lines = (files("ontology") / "alignments.sssom.tsv").read_text("utf-8").splitlines()
    pairs = (line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("#  "))
    prefixes = dict(pairs)
    found: dict[str, tuple[Alignment, ...]] = {}
    for row in csv.DictReader((line for line in lines if line[:1] != "#"), delimiter="\t"):
        subject, object_ = row["subject_id"].removeprefix("pk:"), row["object_id"]
        prefix, _, local = object_.partition(":")
        comment = row["comment"] or ""
        alignment = Alignment(row["predicate_id"], prefixes[prefix] + local, object_, comment)
        found[subject] = (*found.get(subject, ()), alignment)
    return found
