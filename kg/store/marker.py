"""The marker of a store: the file that makes a folder a store and names its current snapshot."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import StoreError

MARKER = "policykg.json"
SNAPSHOTS = "snapshots"
FORMAT = "policykg-store"
VERSION = 1


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A file that is in the store, with all on which its triples depend."""

    path: str  #: absolute
    sha256: str  #: of its bytes, hexadecimal
    graph: str  #: IRI of the document and of its named graph
    title: str
    base: str  #: under which its IRIs were made
    software: str  #: version of the program that read it
    model: str  #: models that were used beside the program, "" for none


@dataclass(frozen=True, slots=True)
class Marker:
    """What a store says of itself."""

    snapshot: int  #: number of the current one; 0 before the first
    files: tuple[StoredDocument, ...]  #: by path
    sizes: Mapping[str, int] = field(default_factory=dict)  #: of the files of the snapshot, bytes
    curated: tuple[str, ...] = ()  #: IRIs of the graphs that no build makes, sorted
    written: str = ""  #: when, by ISO 8601; it is in no graph, so that these are the same each time

    @property
    def documents(self) -> tuple[StoredDocument, ...]:
        """The files whose triples are in the store: of those with the same text the first."""
        return one_per_graph(self.files)


def one_per_graph(files: Iterable[StoredDocument]) -> tuple[StoredDocument, ...]:
    """Return one file for each graph: the first by path, whatever their order."""
    chosen: dict[str, StoredDocument] = {}
    for file in sorted(files, key=lambda file: file.path):
        chosen.setdefault(file.graph, file)
    return tuple(chosen.values())


def snapshot_folder(store: Path, number: int) -> Path:
    """Return the folder of a snapshot."""
    return store / SNAPSHOTS / str(number)


def sizes(snapshot: Path) -> dict[str, int]:
    """Return the sizes of the files that make up a finished snapshot, by name.

    RocksDB checks the content of its files, but takes a cut MANIFEST for one that ends earlier,
    and so would give a part of the graph for the whole. Its logs and locks hold nothing of it.
    """
    return {
        file.name: file.stat().st_size
        for file in sorted(snapshot.iterdir())
        if not file.name.startswith("LO")  # LOCK, LOG, LOG.old.…
    }


def read_marker(store: Path) -> Marker:
    """Return the marker of the store in this folder.

    Raises
    ------
    StoreError
        If there is no folder, no store in it, or one that this version cannot use.
    """
    try:
        content = json.loads((store / MARKER).read_bytes())
        if content["format"] != FORMAT:
            raise StoreError(f"{store} is a store of another program; name another folder.")
        if content["version"] > VERSION:
            raise StoreError(
                f"The store {store} was made by a newer policykg ({content['software']}); "
                "update the program or build into another folder."
            )
        files = tuple(StoredDocument(**file) for file in content["files"])
        curated = tuple(content.get("curated", ()))
        written = str(content.get("written", ""))
        return Marker(int(content["snapshot"]), files, dict(content["sizes"]), curated, written)
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(_missing(store)) from None
    except OSError as error:
        raise StoreError(f"The store {store} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"The store {store} is damaged ({MARKER} cannot be understood); "
            "delete the folder and build it again."
        ) from error


def write_marker(store: Path, marker: Marker, software: str) -> None:
    """Replace the marker: at every moment, also of a power cut, the old or the new one is there."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "software": software,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "snapshot": marker.snapshot,
        "sizes": dict(marker.sizes),
        "curated": list(marker.curated),
        "files": [asdict(file) for file in marker.files],
    }
    draft = store / f"{MARKER}.new"
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(store / MARKER)
    folder = os.open(store, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _missing(store: Path) -> str:
    hint = f"make one with `policykg build PATH… --store {store}`"
    if not store.exists():
        return f"There is no store at {store}; {hint}."
    if not store.is_dir():
        return f"{store} is a file, not a store; name another place, or {hint}."
    return f"{store} is a folder but not a store; name another one."
