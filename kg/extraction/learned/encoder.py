"""The encoder: characters → one vector each, by a residual convolutional network.

The architecture is that of dilated convolutions for tagging (Strubell et al. 2017), with layer
normalisation behind each layer. All sentences lie in one array, with rows of zeros between them
that are as many as the widest layer reaches across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extraction.learned.columns import Columns
from kg.extraction.learned.embedding import Arrays, Floats, Integers, Products, embedded, products
from kg.extraction.learned.segmentation import Span
from kg.extraction.learned.shapes import DILATIONS, HIDDEN

GAP = max(DILATIONS)
NORMALISED = 1e-5  #: added to variances

MEAN = np.full(HIDDEN, 1 / HIDDEN, np.float32)  #: a row times this is the mean of the row


@dataclass(frozen=True, slots=True)
class Network:
    """The weights of a network, and what of them is multiplied beforehand."""

    arrays: Arrays
    products: Products


def network(arrays: Arrays) -> Network:
    """Return a network to be applied to many texts."""
    return Network(arrays, products(arrays))


def numbered(text: str, characters: str) -> Integers:
    """Return the number of each character of a text: 1 of all that are not known."""
    known = {character: number for number, character in enumerate(characters, 2)}
    return np.array([known.get(character, 1) for character in text], np.int64)


def laid_out(sentences: Sequence[Span]) -> tuple[Integers, Integers]:
    """Return the offsets of all characters of sentences, and the row of each in the array."""
    starts, ends = np.array(sentences, np.int64).T
    sizes = ends - starts
    behind = np.cumsum(sizes)
    each = np.arange(behind[-1])
    rows = each + np.repeat(GAP * np.arange(1, len(sizes) + 1), sizes)
    return each + np.repeat(starts - (behind - sizes), sizes), rows


def encoded(
    network: Network, columns: Columns, numbers: Integers, offsets: Integers, rows: Integers
) -> Floats:
    """Return the vectors of the characters at `offsets`, in `rows` of an array of zeros."""
    opens = np.diff(rows, prepend=-1) > 1
    hidden = np.zeros((int(rows[-1]) + GAP + 1, HIDDEN), np.float32)
    hidden[rows] = embedded(network.products, columns, numbers, offsets, opens)
    gaps = np.ones(len(hidden), np.bool_)
    gaps[rows] = False
    between = np.flatnonzero(gaps)
    summed, product = np.empty_like(hidden), np.empty_like(hidden)
    for layer, dilation in enumerate(DILATIONS):
        before, here, behind = network.arrays[f"layer{layer}.weight"]
        np.matmul(hidden, here, out=summed)
        summed[dilation:] += np.matmul(hidden[:-dilation], before, out=product[dilation:])
        summed[:-dilation] += np.matmul(hidden[dilation:], behind, out=product[dilation:])
        summed += network.arrays[f"layer{layer}.bias"]
        np.maximum(summed, 0, out=summed)
        summed += hidden
        _normalise(summed)
        summed *= network.arrays[f"layer{layer}.scale"]
        summed += network.arrays[f"layer{layer}.shift"]
        summed[between] = 0
        hidden, summed = summed, hidden
    return hidden


def _normalise(rows: Floats) -> None:
    """Shift and scale the numbers of each row to mean 0 and variance 1."""
    rows -= (rows @ MEAN)[:, None]
    variance = np.einsum("ij,ij->i", rows, rows) / np.float32(HIDDEN)
    rows *= (1 / np.sqrt(variance + np.float32(NORMALISED)))[:, None]
