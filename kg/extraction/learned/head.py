"""The head: from the vectors of its characters to the shares of a candidate's outcomes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.candidates import Rows
from kg.extraction.learned.shapes import LENGTHS

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Arrays = Mapping[str, Floats]


def edge_shares(arrays: Arrays, hidden: Floats) -> Floats:
    """Return for each row how likely a name begins there, and how likely one ends there."""
    found: Floats = 1 / (1 + np.exp(-(hidden @ arrays["edges.weight"] + arrays["edges.bias"])))
    return found


def outcome_shares(arrays: Arrays, hidden: Floats, spans: Rows, described: Floats) -> Floats:
    """Return the shares of the nine outcomes of each candidate.

    `spans` gives the rows of `hidden` instead of offsets: of the first character, behind the
    first piece, of the first character of the last piece, behind the last; then the rank of its
    row in `described`.
    """
    start, _, _, end, rank = spans.T
    last = end - 1
    inside, length = _inside(hidden @ arrays["span.inside"], spans)
    summed = _at(hidden, arrays["span.first"], start)
    summed += _at(hidden, arrays["span.last"], last)
    summed += _at(hidden, arrays["span.before"], start - 1)
    summed += _at(hidden, arrays["span.behind"], end)
    summed += inside
    summed += arrays["span.length"][np.minimum(length, LENGTHS - 1)]
    summed += (described @ arrays["span.proposal"])[rank]
    summed += arrays["span.bias"]
    left = _at(hidden, arrays["left.weight"], start) + arrays["left.bias"]
    right = _at(hidden, arrays["right.weight"], last) + arrays["right.bias"]
    values = np.maximum(summed, 0) @ arrays["span.outcome"] + arrays["outcome.bias"]
    values += (left * right) @ arrays["product.outcome"]
    values -= values.max(1, keepdims=True)
    shares: Floats = np.exp(values)
    shares /= shares.sum(1, keepdims=True)
    return shares


def _at(hidden: Floats, weight: Floats, rows: Integers) -> Floats:
    """Return the products of some rows with a weight, each row multiplied once."""
    distinct, inverse = np.unique(rows, return_inverse=True)
    found: Floats = (hidden[distinct] @ weight)[inverse]
    return found


def _inside(projected: Floats, spans: Rows) -> tuple[Floats, Integers]:
    """Return the mean over the characters of each candidate, and how many they are."""
    start, cut, resume, end, _ = spans.T
    sums = np.zeros((len(projected) + 1, projected.shape[1]), np.float64)
    np.cumsum(projected, 0, out=sums[1:])
    total = sums[cut] - sums[start]
    two = np.flatnonzero(cut != end)
    total[two] += sums[end[two]] - sums[resume[two]]
    length = cut - start + np.where(cut != end, end - resume, 0)
    return (total / length[:, None]).astype(np.float32), length
