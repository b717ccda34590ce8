"""What the grammar says of the names that it proposes, as numbers for the ranker."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extraction.classes import Priors
from kg.extraction.frames import Role
from kg.extraction.lexicon import CLASSES
from kg.extraction.names import Name
from kg.extraction.sharing import Pieces
from kg.extraction.tables import scorer_of

ROLES = tuple(Role)
SIZE = 33  #: how many numbers there are for a proposal
CERTAIN = 1e-4  #: scores are taken to lie that far from 0 and 1
LEAST = 1e-3  #: shares below count the same


def judged(doc: Doc) -> tuple[list[float], list[int]]:
    """Return how likely each of `doc._.names` is a name of its class, and the class by number."""
    names: list[Name] = doc._.names
    best = [max(row) for row in doc._.shares]
    strengths = [name.score * top for name, top in zip(names, best, strict=True)]
    return strengths, [row.index(top) for row, top in zip(doc._.shares, best, strict=True)]


def described(doc: Doc, proposed: Mapping[Pieces, int]) -> NDArray[np.float32]:
    """Return one row for each proposal, in the order of their pieces, and one of 0 at the end.

    The last row is that of candidates which the grammar does not propose, so that their rank, -1,
    finds it.
    """
    found = np.zeros((len(proposed) + 1, SIZE), np.float32)
    if not proposed:
        return found
    order = [index for _, index in sorted(proposed.items())]
    all_names, of_names, classed = doc._.names, doc._.shares, doc._.classed
    names: list[Name] = [all_names[index] for index in order]
    scorer, priors = scorer_of(doc), Priors(doc)
    scores = np.array([name.score for name in names])
    certain = scores.clip(CERTAIN, 1 - CERTAIN)
    shares = np.array([of_names[index] for index in order])
    heads = np.array([scorer.head(name.text) for name in names])
    rows = found[:-1]
    rows[:, 0] = 1
    rows[:, 1] = [index in classed for index in order]
    rows[:, 2] = scores
    rows[:, 3] = np.log(certain / (1 - certain)) / 3
    rows[:, 4] = scores * shares.max(1)
    rows[:, 5:11] = np.log(shares + LEAST) / 3
    rows[:, 11:18] = np.log(heads + LEAST) / 3
    rows[np.arange(len(names)), [18 + ROLES.index(name.frame.role) for name in names]] = 1
    rows[:, 27:] = [_signs(name, priors) for name in names]
    return found


def _signs(name: Name, priors: Priors) -> tuple[float, ...]:
    """Return what is so or not so of a name, and the class that the title above suggests."""
    expected = priors.of(name)
    return (
        name.hypernym >= 0,
        name.host >= 0,
        len(name.pieces) > 1,
        expected is not None,
        0.0 if expected is None else CLASSES.index(expected) / 5,
        "的" in name.text,
    )
