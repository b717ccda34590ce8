"""Change a store as a curator: by an update, or by a graph as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg import __version__
from kg.errors import QueryError
from kg.store.curation import Settled
from kg.store.marker import snapshot_folder
from kg.store.reading import open_snapshot
from kg.store.writing import drafted, locked, publish

Change = Callable[[Store], None]


class _Unchanged(Exception):  # noqa: N818 - no error
    """There is no need of a new snapshot."""


def curate(path: Path, change: Change, curator: str) -> Settled | None:
    """Let a curator change a store: make the next snapshot, which builds will keep to.

    Returns what the change comes to; None if nothing has changed.

    Raises
    ------
    StoreError
        If there is no store, it is damaged, or a build is at work on it.
    CurationError
        If curators may not change this.
    QueryError
        If the change is not valid; as `change` raises it.
    """
    with locked(path) as marker:
        before = open_snapshot(snapshot_folder(path, marker.snapshot), marker)
        try:
            with drafted(path, marker, keep=True) as draft:
                settled = draft.change(before, marker, change, curator)
                if not settled:
                    raise _Unchanged
        except _Unchanged:
            return None
        marker = replace(marker, snapshot=draft.number, curated=settled.curated)
        publish(path, marker, __version__)
        return settled


def put(graph: str | None, data: bytes, form: RdfFormat, base_iri: str) -> Change:
    """Return the change that puts triples into a graph in place of what was there.

    None stands for the default graph. What is not valid in its format raises QueryError.
    """

    def change(store: Store) -> None:
        store.clear_graph(_node(graph))
        post(graph, data, form, base_iri)(store)

    return change


def post(graph: str | None, data: bytes, form: RdfFormat, base_iri: str) -> Change:
    """Return the change that adds triples to a graph; as `put`."""

    def change(store: Store) -> None:
        name = _node(graph)
        try:
            store.load(data, form, base_iri=base_iri, to_graph=name)
        except (SyntaxError, ValueError) as error:
            reason = " ".join(str(error).split())
            raise QueryError(f"The triples are not valid: {reason}.") from error
        if isinstance(name, NamedNode):
            store.add_graph(name)

    return change


def delete(graph: str | None) -> Change:
    """Return the change that removes a graph, or empties the default graph."""

    def change(store: Store) -> None:
        name = _node(graph)
        if isinstance(name, NamedNode):
            store.remove_graph(name)
        else:
            store.clear_graph(name)

    return change


def _node(graph: str | None) -> NamedNode | DefaultGraph:
    return DefaultGraph() if graph is None else NamedNode(graph)
