"""Open a store and query it."""

from __future__ import annotations

import hashlib
import os
import weakref
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from kg.errors import QueryError, StoreError
from kg.namespaces import PK, PREFIXES
from kg.store.locks import hold
from kg.store.marker import Marker, StoredDocument, read_marker, sizes, snapshot_folder
from kg.store.sparql import explain, refuse_foreign_graphs, refuse_nesting, refuse_service

if TYPE_CHECKING:
    from rdflib import Graph


class GraphStore:
    """A snapshot of a store, open for reading. It does not change while it is open.

    There is a named graph for each document, one for the ontology, and one for each rule by which
    something follows from the documents. The default graph is their union: a triple that several
    graphs hold is in it once.
    """

    def __init__(self, path: Path, marker: Marker, snapshot: Store) -> None:
        self.path = path
        self.marker = marker
        self._snapshot = snapshot

    @property
    def documents(self) -> tuple[StoredDocument, ...]:
        """The documents of the store, by path."""
        return self.marker.documents

    @cached_property
    def version(self) -> str:
        """A short name of what is in the snapshot: another content has another one."""
        return hashlib.sha256(repr(self.marker).encode()).hexdigest()[:16]

    @cached_property
    def graph_names(self) -> frozenset[str]:
        """IRIs of the named graphs."""
        return frozenset(graph.value for graph in self._snapshot.named_graphs())

    def query(
        self,
        sparql: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL 1.1 query. The prefixes of `kg.namespaces` need not be declared.

        Nothing is read but the store: FROM chooses among its graphs, and one that it does not
        have is refused, as SERVICE is.

        Parameters
        ----------
        sparql
            The query.
        base_iri
            What its relative IRIs are resolved against.
        default_graphs, named_graphs
            IRIs of the graphs that make up the dataset, as in the SPARQL protocol, where they
            take the place of FROM and FROM NAMED: once one is given, the dataset holds no others.
            Without them, all there are.

        Raises
        ------
        QueryError
            If the query is not valid, is an update, or asks for another server or for a graph
            that is not here; a `QuerySyntaxError` with its place where it is a mistake.
        """
        refuse_nesting(sparql)
        refuse_service(sparql, base_iri)
        chosen = (*default_graphs, *named_graphs)
        refuse_foreign_graphs(sparql, self.graph_names, *chosen, base_iri=base_iri)
        try:
            return self._snapshot.query(
                sparql,
                base_iri=base_iri,
                prefixes=dict(PREFIXES),
                default_graph=[NamedNode(iri) for iri in default_graphs] if chosen else None,
                named_graphs=[NamedNode(iri) for iri in named_graphs] if chosen else None,
            )
        except (SyntaxError, ValueError) as error:
            raise explain(sparql, error, base_iri) from error
        except RuntimeError as error:
            raise QueryError(f"The query cannot be answered: {error}.") from error

    def class_counts(self) -> dict[str, int]:
        """Return how many things there are of each class of the ontology, by its local name."""
        rows = self.query((files("kg.store") / "class_counts.rq").read_text("utf-8"))
        assert isinstance(rows, QuerySolutions)
        return {row["class"].value.removeprefix(PK): int(row["count"].value) for row in rows}

    def quads(self) -> Iterator[Quad]:
        """Yield the triples of every named graph."""
        for graph in self._snapshot.named_graphs():
            yield from self._snapshot.quads_for_pattern(None, None, None, graph)

    def triples(self) -> Iterator[Triple]:
        """Yield the triples of the default graph."""
        for quad in self._snapshot.quads_for_pattern(None, None, None, DefaultGraph()):
            yield quad.triple

    def graph(self, iri: str) -> Graph:
        """Return a named graph as an rdflib graph; an empty one where there is none."""
        from kg.rdf import to_rdflib  # rdflib is slow to import, and queries need none

        quads = self._snapshot.quads_for_pattern(None, None, None, NamedNode(iri))
        return to_rdflib((quad.triple for quad in quads), iri)


def open_store(path: Path) -> GraphStore:
    """Open the current snapshot of the store in a folder.

    Raises
    ------
    StoreError
        If there is no store, or it is damaged or of a newer make.
    """
    while True:
        marker = read_marker(path)
        try:
            return _open(path, marker)
        except (OSError, RuntimeError) as error:
            # A build may have replaced the snapshot since the marker was read.
            if read_marker(path).snapshot == marker.snapshot:
                raise damaged(path) from error


def open_snapshot(folder: Path, marker: Marker) -> Store:
    """Open a snapshot in its folder. Raises OSError or RuntimeError if it is damaged."""
    if sizes(folder) != marker.sizes:
        raise OSError(f"files of {folder} are missing or cut")
    return Store.read_only(str(folder))


def damaged(path: Path) -> StoreError:
    """Return the error that says that a store's snapshot cannot be opened."""
    return StoreError(
        f"The store {path} is damaged or cannot be read; delete the folder and build it again."
    )


def _open(path: Path, marker: Marker) -> GraphStore:
    folder = snapshot_folder(path, marker.snapshot)
    lock = hold(folder, exclusive=False)
    if lock is None:
        raise FileNotFoundError(folder)  # it is just being removed
    try:
        store = GraphStore(path, marker, open_snapshot(folder, marker))
    except BaseException:
        os.close(lock)
        raise
    weakref.finalize(store, os.close, lock)
    return store
