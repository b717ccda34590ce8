"""Make the next snapshot of a store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kg.errors import StoreError
from kg.namespaces import PREFIXES
from kg.store.locks import hold
from kg.store.marker import (
    MARKER,
    SNAPSHOTS,
    Marker,
    read_marker,
    sizes,
    snapshot_folder,
    write_marker,
)
from kg.store.reading import damaged, open_snapshot


class Draft:
    """A snapshot that is being made."""

    def __init__(self, number: int, store: Store) -> None:
        self.number = number
        self._store = store

    def remove(self, graph: str) -> None:
        """Withdraw a named graph, and from the default graph what no other graph holds."""
        name = NamedNode(graph)
        if self._store.contains_named_graph(name):
            update = (files("kg.store") / "leave_default_graph.ru").read_text("utf-8")
            self._store.update(update.replace("$graph", str(name)))
            self._store.remove_graph(name)

    def replace(self, graph: str, triples: Iterable[Triple]) -> None:
        """Put triples into a named graph and the default graph, in place of what was there."""
        self.remove(graph)
        # By way of N-Triples, and without checking its syntax again, in half the time.
        lines = serialize(triples, format=RdfFormat.N_TRIPLES)
        for name in (NamedNode(graph), DefaultGraph()):
            self._store.bulk_load(lines, format=RdfFormat.N_TRIPLES, to_graph=name, lenient=True)

    def set_aside(self, graph: str, triples: Iterable[Triple]) -> None:
        """Put triples into a named graph only, in place of what was there; of none, remove it."""
        name = NamedNode(graph)
        if self._store.contains_named_graph(name):
            self._store.remove_graph(name)
        lines = serialize(triples, format=RdfFormat.N_TRIPLES)
        self._store.bulk_load(lines, format=RdfFormat.N_TRIPLES, to_graph=name, lenient=True)

    def holds(self, graph: str, triples: Iterable[Triple]) -> bool:
        """Return whether a named graph consists of these triples."""
        quads = self._store.quads_for_pattern(None, None, None, NamedNode(graph))
        return {quad.triple for quad in quads} == set(triples)

    def query(self, sparql: str) -> QuerySolutions:
        """Return the rows of a SELECT query. The default graph is the union of the named ones."""
        rows = self._store.query(sparql, prefixes=dict(PREFIXES))
        assert isinstance(rows, QuerySolutions)
        return rows

    def finish(self) -> None:
        """Write everything to disk."""
        self._store.flush()

    def close(self) -> None:
        """Let go of the files."""
        del self._store


@contextmanager
def locked(store: Path) -> Iterator[Marker]:
    """Keep other builds out of a store, and yield its marker; make the folder if there is none.

    A folder in which no snapshot comes to be is removed again if it was made here.

    Raises
    ------
    StoreError
        If the folder is no store and not empty, cannot be written, or another build is at work.
    """
    new = not store.exists()
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = hold(store, exclusive=True)
    except (FileExistsError, NotADirectoryError):
        raise StoreError(f"{store} cannot be a store: there is a file in its place.") from None
    except OSError as error:
        raise _unwritable(store, error) from error
    if lock is None:
        raise StoreError(f"Another build is at work on the store {store}; wait until it is done.")
    try:
        yield _marker_or_none_yet(store)
    finally:
        if new and not (store / MARKER).exists():
            shutil.rmtree(store, ignore_errors=True)
        os.close(lock)


@contextmanager
def drafted(store: Path, marker: Marker, *, keep: bool) -> Iterator[Draft]:
    """Yield the draft of a locked store's next snapshot, closed and complete on leaving.

    Nothing of it stays if the block is left by an exception; an OSError becomes a StoreError.

    Parameters
    ----------
    store, marker
        As `locked` has them.
    keep
        Whether the draft begins with the content of the current snapshot, or empty.
    """
    remove_superseded(store, marker)
    folder = snapshot_folder(store, marker.snapshot + 1)
    while folder.exists():  # another process still reads a snapshot that a lost marker named
        folder = snapshot_folder(store, int(folder.name) + 1)
    try:
        folder.parent.mkdir(exist_ok=True)
        if keep and marker.snapshot:
            _copy(store, marker, folder)
        draft = Draft(int(folder.name), Store(str(folder)))
        try:
            yield draft
            draft.finish()
        finally:
            draft.close()
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise _unwritable(store, error) from error
        raise


def publish(store: Path, marker: Marker, software: str) -> None:
    """Make a finished snapshot the current one, and remove those that nobody reads."""
    marker = replace(marker, sizes=sizes(snapshot_folder(store, marker.snapshot)))
    try:
        write_marker(store, marker, software)
    except OSError as error:
        raise _unwritable(store, error) from error
    remove_superseded(store, marker)


def remove_superseded(store: Path, marker: Marker) -> None:
    """Remove the snapshots that are neither current nor open, and what a killed build left."""
    current = snapshot_folder(store, marker.snapshot)
    for folder in current.parent.glob("*"):
        if folder == current:
            continue
        with suppress(OSError):
            lock = hold(folder, exclusive=True)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _marker_or_none_yet(store: Path) -> Marker:
    """Return the marker; of an empty folder, or one that a killed first build left, none yet."""
    if all(entry.name in (SNAPSHOTS, f"{MARKER}.new") for entry in store.iterdir()):
        return Marker(0, ())
    return read_marker(store)


def _unwritable(store: Path, error: OSError) -> StoreError:
    reason = " ".join(str(error.strerror or error).split())
    return StoreError(f"The store {store} cannot be written: {reason}.")


def _copy(store: Path, marker: Marker, folder: Path) -> None:
    """Start a snapshot as a copy of the current one; the files with the content are shared."""
    current = snapshot_folder(store, marker.snapshot)
    try:
        open_snapshot(current, marker).backup(str(folder))
    except (OSError, RuntimeError) as error:
        raise damaged(store) from error
