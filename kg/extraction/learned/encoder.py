"""The encoder: characters → one vector each, by a residual convolutional network.

The architecture is that of dilated convolutions for tagging (Strubell et al. 2017), with layer
normalisation behind each layer. All sentences lie in one array, with rows of zeros between them
that are as many as the widest layer reaches across.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.columns import CATEGORIES, Columns
from kg.extraction.learned.segmentation import Span
from kg.extraction.learned.shapes import DILATIONS, HIDDEN

GAP = max(DILATIONS)
NORMALISED = 1e-5  #: added to variances

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Arrays = Mapping[str, Floats]


def numbered(text: str, characters: str) -> Integers:
    """Return the number of each character of a text: 1 of all that are not known."""
    known = {character: number for number, character in enumerate(characters, 2)}
    return np.array([known.get(character, 1) for character in text], np.int64)


def laid_out(sentences: Sequence[Span]) -> tuple[Integers, Integers]:
    """Return the offsets of all characters of sentences, and the row of each in the array."""
    offsets = [np.arange(start, end) for start, end in sentences]
    sizes = [end - start + GAP for start, end in sentences]
    first = GAP + np.cumsum([0, *sizes[:-1]])
    rows = [begin + np.arange(len(of)) for begin, of in zip(first, offsets, strict=True)]
    return np.concatenate(offsets), np.concatenate(rows)


def encoded(
    arrays: Arrays, columns: Columns, numbers: Integers, offsets: Integers, rows: Integers
) -> Floats:
    """Return the vectors of the characters at `offsets`, in `rows` of an array of zeros."""
    total = int(rows[-1]) + GAP + 1
    given = np.maximum(
        _input(arrays, columns, numbers, offsets, rows) @ arrays["input.weight"]
        + arrays["input.bias"],
        0,
    )
    hidden = np.zeros((total, HIDDEN), np.float32)
    hidden[rows] = given
    for layer, dilation in enumerate(DILATIONS):
        weight = arrays[f"layer{layer}.weight"]
        summed = hidden @ weight[1]
        summed[dilation:] += hidden[:-dilation] @ weight[0]
        summed[:-dilation] += hidden[dilation:] @ weight[2]
        summed += arrays[f"layer{layer}.bias"]
        np.maximum(summed, 0, out=summed)
        summed += hidden
        inner = summed[rows]
        inner -= inner.mean(1, keepdims=True)
        variance = np.einsum("ij,ij->i", inner, inner)[:, None] / HIDDEN
        inner *= 1 / np.sqrt(variance + np.float32(NORMALISED))
        hidden[rows] = inner * arrays[f"layer{layer}.scale"] + arrays[f"layer{layer}.shift"]
    return hidden


def _input(
    arrays: Arrays, columns: Columns, numbers: Integers, offsets: Integers, rows: Integers
) -> Floats:
    """Return the embeddings and measures of characters, side by side."""
    pairs = columns.pairs[offsets]
    inside = np.diff(rows, prepend=-1) == 1  # the character before is in the same sentence
    before = np.where(inside, np.roll(pairs, 1), 0)
    parts = [
        arrays["embedding.character"][numbers[offsets]],
        arrays["embedding.pair"][pairs],
        arrays["embedding.pair"][before],
        arrays["embedding.word_hash"][columns.words[offsets]],
    ]
    for place, name in enumerate(CATEGORIES):
        parts.append(arrays[f"embedding.{name}"][columns.categories[offsets, place]])
    return np.concatenate([*parts, columns.measures[offsets]], 1)
