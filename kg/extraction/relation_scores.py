"""How likely a text states a relation: a log-linear model over signs (`relation_signs`).

Multinomial logistic regression (Berger, Della Pietra and Della Pietra 1996). The weights are a
table, `lexicon/relations.tsv`; `kg.extraction.relation_training` makes it from annotated documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.extraction.facts import Predicate

Array = NDArray[np.float32]
Integers = NDArray[np.integer]
BETWEEN = (Predicate.INCLUDES, Predicate.SUPPORTS, Predicate.APPLIED_IN)
#: What a pair may be, besides nothing: a predicate, and whether the first name is the subject.
OUTCOMES = tuple((predicate, forward) for predicate in BETWEEN for forward in (True, False))
SHIPPED = "lexicon/relations.tsv"
BIAS = ""  #: the sign that everything has
HEAD = f"""\
# How much each sign speaks for a relation: weights of a log-linear model, fitted on annotated
# documents by kg.extraction.relation_training; not written by hand. The empty sign counts always.
# task: a task acts on the name. pair: {", ".join(f"{p}{'><'[not f]}" for p, f in OUTCOMES)}
# (> the first name is the subject, < the second).
# table\tsign\tweights
"""


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of signs, a row for each, a column for each outcome but “nothing”."""

    rows: dict[str, int]
    weights: Array
    _ends: dict[str, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)

    def beginning(self, beginning: str) -> dict[str, int]:
        """Return the rows of the signs that begin so, by the rest of the sign."""
        if beginning not in self._ends:
            known = [sign for sign in self.rows if sign.startswith(beginning)]
            ends = {sign[len(beginning) :]: self.rows[sign] for sign in known}
            self._ends[beginning] = ends
        return self._ends[beginning]

    def chances(self, rows: Integers, sizes: Integers) -> Array:
        """Return the probabilities of each outcome but “nothing”, a row for each candidate.

        `rows` are those of the signs of all candidates, one after another, and `sizes` how many
        each of them has.
        """
        strengths = self._strengths(rows, sizes)
        top = np.maximum(strengths.max(axis=1), 0.0)
        powers = np.exp(strengths - top[:, None])
        nothing = np.exp(-top.astype(np.float64))
        return np.asarray(powers / (powers.sum(axis=1) + nothing)[:, None], dtype=np.float32)

    def _strengths(self, rows: Integers, sizes: Integers) -> NDArray[np.float64]:
        """Return the sums of the weights of each candidate.

        They are added up in double precision, so that the order of the signs does not matter.
        """
        empty = len(self.weights)  # the row of no sign, behind all others
        weights = np.vstack([self.weights, np.zeros_like(self.weights[:1])])
        grid = np.full((len(sizes), sizes.max(initial=0)), empty)
        grid[np.arange(grid.shape[1]) < sizes[:, None]] = rows
        bias = self.weights[[self.rows[BIAS]]].astype(np.float64)
        strengths = np.repeat(bias, len(sizes), axis=0)
        for column in grid.T:
            strengths += weights[column]
        return strengths


@dataclass(frozen=True, slots=True)
class Weights:
    """What `relation_training` fits."""

    task: Table  #: of a name: that its task acts on it
    pair: Table  #: of two names: `OUTCOMES`


def write(weights: Weights, path: Path) -> None:
    """Write weights as a table of text.

    Raises
    ------
    ModelError
        If the file cannot be written.
    """
    try:
        path.write_text(HEAD + "".join(_lines(weights)), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ModelError(f"{path} cannot be written: {error.strerror}.") from None


def _lines(weights: Weights) -> Iterator[str]:
    for name, table in (("task", weights.task), ("pair", weights.pair)):
        for sign, row in sorted(table.rows.items()):
            cells = (f"{value:.2f}".rstrip("0").rstrip(".") for value in table.weights[row])
            yield "\t".join([name, sign, *("0" if cell == "-0" else cell for cell in cells)]) + "\n"


def read(path: Path | None = None) -> Weights:
    """Return the weights of a file, by default those that come with the package.

    Raises
    ------
    ModelError
        If the file is missing or is no table of weights.
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> Weights:
    return _read(files("kg.extraction").joinpath(SHIPPED))


def _read(path: Path | Traversable) -> Weights:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        raise ModelError(f"{path} cannot be read: train the weights of relations anew.") from None
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    try:
        task = _table(cells for name, *cells in rows if name == "task")
        pair = _table(cells for name, *cells in rows if name == "pair")
        if (task.weights.shape[1], pair.weights.shape[1]) != (1, len(OUTCOMES)):
            raise ValueError
    except (ValueError, IndexError):
        raise ModelError(f"{path} is no table of weights: train them anew.") from None
    return Weights(task, pair)


def _table(lines: Iterable[list[str]]) -> Table:
    found = list(lines)
    weights = np.array([[float(cell) for cell in cells] for _, *cells in found], dtype=np.float32)
    return Table({sign: row for row, (sign, *_) in enumerate(found)}, weights)
