"""What is learned from annotated documents: tables of counts, and the weights of a network."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError, PolicyKGError
from kg.extraction import counting
from kg.extraction.learned.shapes import shapes
from kg.extraction.scores import Row, Scorer
from kg.extraction.tables import NAMES, read_scorer, shipped

FILE = "network.npz"
FORM = 1  #: number of the form of the weights, raised when what they are applied to changes
MAKE = "make it with “policykg train”"

Arrays = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Learned:
    """All that extraction has learned from annotated documents.

    Without networks the grammar reads alone, by the tables: `replace(learned, networks=())`.
    """

    scorer: Scorer  #: tables of heads and contexts
    characters: str  #: that the networks know; the first one has number 2
    networks: tuple[Arrays, ...]  #: weights of the encoder and of the head; shares are averaged


def load(folder: Path | None = None) -> Learned:
    """Return what `save` wrote to a folder, or what comes with the package.

    Raises
    ------
    ModelError
        If the folder lacks a file, or if one is damaged or of another version.
    """
    if folder is None:
        return _of_package()
    return Learned(read_scorer(folder), *_networks(folder / FILE))


@cache
def _of_package() -> Learned:
    return Learned(shipped(), *_networks(files("kg.extraction.learned") / FILE))


def save(learned: Learned, folder: Path) -> None:
    """Write the tables and the network to a folder, which is made if it is missing.

    The same weights give the same bytes. They are kept in half precision; `fit` rounds them.

    Raises
    ------
    PolicyKGError
        If the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        counting.write(_whole(learned.scorer.heads), _whole(learned.scorer.contexts), folder)
        (folder / FILE).write_bytes(_packed(learned))
    except OSError as error:
        raise PolicyKGError(f"{folder} cannot be written to: {error.strerror}.") from None


def fingerprint(folder: Path) -> str:
    """Return what tells the weights in a folder from all others, in 16 hexadecimal digits.

    Raises
    ------
    ModelError
        If the folder lacks a file.
    """
    digest = sha256()
    for name in (*NAMES, FILE):
        try:
            digest.update((folder / name).read_bytes())
        except OSError as error:
            raise ModelError(
                f"The weights {folder / name} cannot be read: {error.strerror}; {MAKE}."
            ) from None
    return digest.hexdigest()[:16]


def rounded(arrays: Arrays) -> dict[str, NDArray[np.float32]]:
    """Return the arrays as they are once written and read."""
    return {name: a.astype(np.float16).astype(np.float32) for name, a in arrays.items()}


def _whole(table: Mapping[str, Row]) -> dict[str, list[int]]:
    return {key: [int(count) for count in row] for key, row in table.items()}


def _packed(learned: Learned) -> bytes:
    stream = BytesIO()
    known = np.array([ord(character) for character in learned.characters], np.uint32)
    arrays: dict[str, Any] = {
        f"{number}/{name}": array.astype(np.float16)
        for number, network in enumerate(learned.networks)
        for name, array in sorted(network.items())
    }
    np.savez_compressed(stream, form=np.array([FORM]), characters=known, **arrays)
    return stream.getvalue()


def _networks(file: Traversable) -> tuple[str, tuple[Arrays, ...]]:
    """Return the characters and the weights in a file."""
    given = _arrays(file)
    if int(given.pop("form", np.array([0])).sum()) != FORM:
        raise ModelError(f"The weights {file} are of another version of policykg: {MAKE}.")
    characters = "".join(map(chr, given.pop("characters", np.array([], np.uint32))))
    found: dict[str, dict[str, NDArray[np.float32]]] = {}
    for key, array in given.items():
        number, _, name = key.partition("/")
        found.setdefault(number, {})[name] = array.astype(np.float32)
    expected = shapes(len(characters))
    for network in found.values():
        if {name: array.shape for name, array in network.items()} != expected:
            raise ModelError(f"The weights {file} do not fit together: {MAKE}.")
    return characters, tuple(found.values())


def _arrays(file: Traversable) -> dict[str, NDArray[Any]]:
    try:
        with as_file(file) as path, np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except OSError as error:
        raise ModelError(f"The weights {file} cannot be read: {error.strerror}; {MAKE}.") from None
    except (ValueError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error):
        raise ModelError(f"The weights {file} are damaged: {MAKE}.") from None
