"""Finding nodes of the graph by name or class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolution

from kg.analysis.sparql import local_name, solutions, value
from kg.namespaces import PK

if TYPE_CHECKING:
    from kg.store import GraphStore


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found."""

    iri: str
    cls: str  #: local name of its class
    label: str
    label_en: str  #: "" where the label is English, or the only one
    found: str  #: the name that holds the words searched for, which may be another than the label
    mentions: int


def find(store: GraphStore, words: str) -> list[Hit]:
    """Return the concepts and tasks one of whose names holds the words, in any case.

    The most often named come first; nothing is found for blank words.
    """
    wanted = words.strip().lower()
    if not wanted:
        return []
    return _hits(solutions(store, "find", words=Literal(wanted)), named=True)


def members(store: GraphStore, cls: str) -> list[Hit]:
    """Return the members of a class (its local name), the most often named first."""
    return _hits(solutions(store, "members", **{"class": NamedNode(f"{PK}{cls}")}), named=False)


def labels(store: GraphStore, iris: Iterable[str]) -> dict[str, str]:
    """Return what nodes are called, both names where they have a Chinese and an English one."""
    nodes = [NamedNode(iri) for iri in dict.fromkeys(iris)]
    found: dict[str, list[str]] = {}
    for row in solutions(store, "labels", nodes=nodes):
        found.setdefault(value(row["node"]), []).append(value(row["label"]))
    return {iri: " · ".join(sorted(set(names), key=str.isascii)) for iri, names in found.items()}


def named(store: GraphStore, names: Iterable[Literal]) -> dict[Literal, str]:
    """Return the IRIs of the concepts and tasks that have these labels, of each label the first."""
    found: dict[Literal, str] = {}
    for row in solutions(store, "named", labels=list(dict.fromkeys(names))):
        label = row["label"]
        assert isinstance(label, Literal)
        found.setdefault(label, value(row["node"]))
    return found


def tasks_among(store: GraphStore, iris: Iterable[str]) -> set[str]:
    """Return those of the nodes that are tasks or documents."""
    nodes = [NamedNode(iri) for iri in dict.fromkeys(iris)]
    return {value(row["node"]) for row in solutions(store, "tasks_among", nodes=nodes)}


def _hits(rows: Iterable[QuerySolution], *, named: bool) -> list[Hit]:
    hits = [
        Hit(
            iri=value(row["node"]),
            cls=local_name(value(row["class"])),
            label=value(row["label"]) or value(row["label_en"]),
            label_en=value(row["label_en"]) if row["label"] else "",
            found=value(row["found"]) if named else "",
            mentions=int(value(row["mentions"])),
        )
        for row in rows
    ]
    return sorted(hits, key=lambda hit: (-hit.mentions, len(hit.label), hit.iri))
