"""How much there is of what in a snapshot, as VoID counts it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from pyoxigraph import QuerySolutions

from kg.analysis.sparql import value
from kg.store import GraphStore


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of the default graph, and of the named graphs."""

    triples: int
    subjects: int
    predicates: int
    objects: int
    classes: dict[str, int]  #: IRI → members
    properties: dict[str, int]  #: IRI → triples
    graphs: dict[str, int]  #: IRI of a named graph → triples


def statistics(store: GraphStore) -> Statistics:
    """Count what is in a store."""
    [totals] = _rows(store, "totals")
    return Statistics(
        triples=int(value(totals["triples"])),
        subjects=int(value(totals["subjects"])),
        predicates=int(value(totals["predicates"])),
        objects=int(value(totals["objects"])),
        classes=_counts(store, "classes"),
        properties=_counts(store, "properties"),
        graphs=_counts(store, "graphs"),
    )


def _counts(store: GraphStore, name: str) -> dict[str, int]:
    return {value(row["of"]): int(value(row["count"])) for row in _rows(store, name)}


def _rows(store: GraphStore, name: str) -> QuerySolutions:
    results = store.query((files("service") / "queries" / f"{name}.rq").read_text("utf-8"))
    assert isinstance(results, QuerySolutions)
    return results
