"""What is in a graph, at a glance: its documents, and how much of each kind there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analysis.networks import CLASSES
from kg.analysis.sparql import local_name, solutions, value

if TYPE_CHECKING:
    from kg.store import GraphStore


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document and how much the graph takes from it."""

    iri: str
    title: str
    number: str
    date: str  #: ISO 8601, "" where the document has none
    issuer: str
    issuer_iri: str
    concepts: int  #: of all classes, organizations and programmes too
    mentions: int
    relations: int  #: passages that state one
    tasks: int
    targets: int


@dataclass(frozen=True, slots=True)
class TargetSummary:
    """What is to be reached by the end of a year."""

    iri: str
    year: int
    metric: str
    comparator: str
    value: str  #: as a decimal number, "" without a figure
    unit: str
    statement: str  #: the words of the document
    document: str  #: title


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in a graph."""

    documents: tuple[DocumentSummary, ...]  #: by date
    classes: dict[str, int]  #: local name → members; every class of `CLASSES`, in that order
    predicates: dict[str, int]  #: local name → distinct relations, the most frequent first
    tasks: int
    targets: tuple[TargetSummary, ...]  #: by year
    triples: int

    @property
    def concepts(self) -> int:
        """How many concepts there are of all classes together."""
        return sum(self.classes.values())

    @property
    def relations(self) -> int:
        """How many distinct relations there are."""
        return sum(self.predicates.values())


def overview(store: GraphStore) -> Overview:
    """Return the documents of a store with counts of all that it holds.

    Tasks are none of the concepts. Triples are counted once for each graph that holds them, the
    ontology's among them.
    """
    totals = {
        local_name(value(row["class"])): int(value(row["count"]))
        for row in solutions(store, "class_totals")
    }
    return Overview(
        documents=_documents(store),
        classes={name: totals.get(name, 0) for name in CLASSES},
        predicates={
            local_name(value(row["predicate"])): int(value(row["count"]))
            for row in solutions(store, "predicate_totals")
        },
        tasks=totals.get("Task", 0),
        targets=_targets(store),
        triples=int(value(next(solutions(store, "triples"))["count"])),
    )


def _documents(store: GraphStore) -> tuple[DocumentSummary, ...]:
    counts: dict[str, Counter[str]] = {}
    for row in solutions(store, "class_counts"):
        members = counts.setdefault(value(row["document"]), Counter())
        members[local_name(value(row["class"]))] = int(value(row["count"]))
    return tuple(
        DocumentSummary(
            iri=(iri := value(row["document"])),
            title=value(row["title"]),
            number=value(row["number"]),
            date=value(row["date"]),
            issuer=value(row["issuer_name"]),
            issuer_iri=value(row["issuer"]),
            concepts=sum(counts[iri][name] for name in CLASSES),
            mentions=counts[iri]["Mention"],
            relations=counts[iri]["Assertion"],
            tasks=counts[iri]["Task"],
            targets=counts[iri]["Target"],
        )
        for row in solutions(store, "documents")
    )


def _targets(store: GraphStore) -> tuple[TargetSummary, ...]:
    return tuple(
        TargetSummary(
            iri=value(row["target"]),
            year=int(value(row["year"])),
            metric=value(row["metric"]),
            comparator=value(row["comparator"]),
            value=value(row["value"]),
            unit=value(row["unit"]),
            statement=value(row["statement"]),
            document=value(row["title"]),
        )
        for row in solutions(store, "targets")
    )
