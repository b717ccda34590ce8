"""The store that the service answers from, reopened when a build has made a new snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from flask import Flask, current_app

from kg.analysis.overview import Overview, overview
from kg.errors import StoreError
from kg.namespaces import BASE
from kg.store import GraphStore, open_store
from kg.store.marker import MARKER
from service.statistics import Statistics, statistics

_EXTENSION = "policykg"


@dataclass
class Snapshot:
    """One state of the store, with what is computed once for it."""

    store: GraphStore
    stamp: tuple[int, int]  #: inode and time of the marker when it was opened

    @cached_property
    def overview(self) -> Overview:
        """What is in the store."""
        return overview(self.store)

    @cached_property
    def statistics(self) -> Statistics:
        """How much there is of what."""
        return statistics(self.store)

    @cached_property
    def base(self) -> str:
        """Under which the IRIs of the data are made."""
        return next((document.base for document in self.store.documents), BASE)


class Snapshots:
    """Gives each request the current snapshot of a store."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._current = self._open()

    def current(self) -> Snapshot:
        """Return the current snapshot; while a new one cannot be opened, the one before."""
        try:
            if self._stamp() != self._current.stamp:
                with self._lock:
                    if self._stamp() != self._current.stamp:
                        self._current = self._open()
        except (OSError, StoreError):
            current_app.logger.warning("The store has changed and cannot be opened.")
        return self._current

    def _open(self) -> Snapshot:
        # The stamp is taken first: a build that comes between leads to one more opening.
        stamp = self._stamp() if (self._path / MARKER).exists() else (0, 0)
        return Snapshot(open_store(self._path), stamp)

    def _stamp(self) -> tuple[int, int]:
        status = (self._path / MARKER).stat()
        return status.st_ino, status.st_mtime_ns


def attach(app: Flask, path: Path) -> None:
    """Open the store for an application.

    Raises
    ------
    StoreError
        If there is no store in the folder, or it is broken.
    """
    app.extensions[_EXTENSION] = Snapshots(path)


def snapshot() -> Snapshot:
    """Return the snapshot that the current request is answered from."""
    snapshots: Snapshots = current_app.extensions[_EXTENSION]
    return snapshots.current()
