"""Make the next snapshot of a store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kg.errors import StoreError
from kg.namespaces import CURATION, PREFIXES
from kg.store.curation import Settled, apply, carry_over, settle
from kg.store.history import record
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

_MANY = 5_000  #: triples


class Draft:
    """A snapshot that is being made."""

    def __init__(self, number: int, store: Store, aside: Iterable[str] = ()) -> None:
        self.number = number
        self._store = store
        #: Curators' graphs, which keep no statement in the default graph, as SPARQL lists them.
        self._aside = "".join(f", {NamedNode(name)}" for name in aside)

    def remove(self, graph: str) -> None:
        """Withdraw a named graph, and from the default graph what no other graph holds."""
        name = NamedNode(graph)
        if self._store.contains_named_graph(name):
            update = (files("kg.store") / "leave_default_graph.ru").read_text("utf-8")
            self._store.update(update.replace("$graph", str(name)).replace("$aside", self._aside))
            self._store.remove_graph(name)

    def replace(self, graph: str, triples: Iterable[Triple]) -> None:
        """Put triples into a named graph and the default graph, in place of what was there."""
        self.remove(graph)
        self._load(list(triples), NamedNode(graph), DefaultGraph())

    def set_aside(self, graph: str, triples: Iterable[Triple]) -> None:
        """Put triples into a named graph only, in place of what was there; of none, remove it."""
        name = NamedNode(graph)
        if self._store.contains_named_graph(name):
            self._store.remove_graph(name)
        self._load(list(triples), name)

    def _load(self, triples: Sequence[Triple], *graphs: NamedNode | DefaultGraph) -> None:
        """Put triples into each of these graphs.

        Many are loaded in bulk, by way of N-Triples, and without checking its syntax again, in
        half the time; of few the files that this makes would take longer than all else.
        """
        if len(triples) < _MANY:
            self._store.extend(
                Quad(triple.subject, triple.predicate, triple.object, name)
                for triple in triples
                for name in graphs
            )
            return
        form = RdfFormat.N_TRIPLES
        lines = serialize(triples, format=form)
        for name in graphs:
            self._store.bulk_load(lines, format=form, to_graph=name, lenient=True)

    def holds(self, graph: str, triples: Iterable[Triple]) -> bool:
        """Return whether a named graph consists of these triples."""
        quads = self._store.quads_for_pattern(None, None, None, NamedNode(graph))
        return {quad.triple for quad in quads} == set(triples)

    def query(self, sparql: str) -> QuerySolutions:
        """Return the rows of a SELECT query. The default graph is the union of the named ones."""
        rows = self._store.query(sparql, prefixes=dict(PREFIXES))
        assert isinstance(rows, QuerySolutions)
        return rows

    def construct(self, sparql: str) -> list[Triple]:
        """Return the triples that a CONSTRUCT query makes of the default graph, each once."""
        triples = self._store.query(sparql, prefixes=dict(PREFIXES))
        assert isinstance(triples, QueryTriples)
        return list(dict.fromkeys(triples))

    def carry_over(self, before: Store, marker: Marker) -> None:
        """Take over what curators made from the snapshot before."""
        carry_over(before, self._store, marker)

    def curate(self) -> None:
        """Let what curators have corrected hold in the default graph."""
        apply(self._store)

    def change(
        self, before: Store, marker: Marker, change: Callable[[Store], None], curator: str
    ) -> Settled:
        """Make a curator's change, and tell of it in the history.

        Parameters
        ----------
        before, marker
            The current snapshot, of which this draft is a copy.
        change
            Makes the change; it may take the store for a plain one.
        curator
            Who makes it.

        Raises
        ------
        CurationError
            If curators may not change this.
        """
        change(self._store)
        settled = settle(before, self._store, marker)
        if settled:
            record(self._store, settled, self.number, curator)
        return settled

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
        Whether the draft begins with the content of the current snapshot, or with that only
        which curators made.
    """
    remove_superseded(store, marker)
    folder = snapshot_folder(store, marker.snapshot + 1)
    while folder.exists():  # another process still reads a snapshot that a lost marker named
        folder = snapshot_folder(store, int(folder.name) + 1)
    try:
        folder.parent.mkdir(exist_ok=True)
        if keep and marker.snapshot:
            _copy(store, marker, folder)
        draft = Draft(int(folder.name), Store(str(folder)), set(marker.curated) - {CURATION})
        if marker.curated and not keep:
            draft.carry_over(_current(store, marker), marker)
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
    try:
        _current(store, marker).backup(str(folder))
    except (OSError, RuntimeError) as error:
        raise damaged(store) from error


def _current(store: Path, marker: Marker) -> Store:
    try:
        return open_snapshot(snapshot_folder(store, marker.snapshot), marker)
    except (OSError, RuntimeError) as error:
        raise damaged(store) from error
