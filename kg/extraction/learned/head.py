"""The head: from the vectors of its characters to the shares of a candidate's outcomes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.candidates import Rows
from kg.extraction.learned.shapes import LENGTHS

GROUP = 25  #: rows that are summed up one by one

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
    starts, begins = _distinct(start, len(hidden))
    ends, finishes = _distinct(end, len(hidden) + 1)
    first, last = hidden[starts], hidden[ends - 1]
    of_start = first @ arrays["span.first"] + hidden[starts - 1] @ arrays["span.before"]
    of_end = last @ arrays["span.last"] + hidden[ends] @ arrays["span.behind"]
    left = first @ arrays["left.weight"] + arrays["left.bias"]
    right = last @ arrays["right.weight"] + arrays["right.bias"]
    summed, length = _inside(hidden @ arrays["span.inside"], spans)
    summed += of_start[begins]
    summed += of_end[finishes]
    summed += (arrays["span.length"] + arrays["span.bias"])[np.minimum(length, LENGTHS - 1)]
    summed += (described @ arrays["span.proposal"])[rank]
    np.maximum(summed, 0, out=summed)
    values = summed @ arrays["span.outcome"] + arrays["outcome.bias"]
    values += (left[begins] * right[finishes]) @ arrays["product.outcome"]
    values -= values.max(1, keepdims=True)
    shares: Floats = np.exp(values)
    shares /= shares.sum(1, keepdims=True)
    return shares


def _distinct(rows: Integers, size: int) -> tuple[Integers, Integers]:
    """Return the distinct numbers below `size` among some, and for each which of them it is."""
    found = np.zeros(size, np.bool_)
    found[rows] = True
    distinct = np.flatnonzero(found)
    number = np.empty(size, np.int64)
    number[distinct] = np.arange(len(distinct))
    return distinct, number[rows]


def _inside(projected: Floats, spans: Rows) -> tuple[Floats, Integers]:
    """Return the mean over the characters of each candidate, and how many they are."""
    start, cut, resume, end, _ = spans.T
    sums = _sums(projected)
    total = sums[cut] - sums[start]
    two = np.flatnonzero(cut != end)
    total[two] += sums[end[two]] - sums[resume[two]]
    length = cut - start + np.where(cut != end, end - resume, 0)
    return (total / length[:, None]).astype(np.float32), length


def _sums(rows: Floats) -> NDArray[np.float64]:
    """Return for 0, 1, 2… rows their sum, as `cumsum` would, but with whole rows at a time."""
    groups, size = len(rows) // GROUP + 1, rows.shape[1]
    found = np.zeros((groups, GROUP, size), np.float64)
    found.reshape(-1, size)[1 : len(rows) + 1] = rows
    for number in range(1, GROUP):
        found[:, number] += found[:, number - 1]
    found[1:] += np.cumsum(found[:-1, -1], 0)[:, None]
    return found.reshape(-1, size)
