"""The input layer of the encoder, each of its embeddings multiplied beforehand.

The layer multiplies embeddings that lie side by side with one matrix. The product of a sum is the
sum of products: each embedding is multiplied with its own rows of the matrix once, and for each
character what remains is to add up rows. Categories of few values have a table together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.columns import CATEGORIES, MEASURES, Columns

TOGETHER = (
    ("kind", "word", "acts"),
    ("speech", "tail"),
    ("role", "verb", "title"),
    ("name", "likely"),
    ("kept", "generic", "proper"),
)  #: categories with a table together, of at most some hundred rows

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Arrays = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Products:
    """What the input layer adds up for a character, by its numbers."""

    character: Floats  #: with the bias
    pair: Floats
    before: Floats  #: by the pair of the character before
    word: Floats
    categories: tuple[Floats, ...]  #: of each group of `TOGETHER`, the last category fastest
    measures: Floats  #: the matrix that measures are multiplied with


def products(arrays: Arrays) -> Products:
    """Return the products of embeddings and input layer of a network."""
    names = ["character", "pair", "pair", "word_hash", *CATEGORIES]
    embeddings = [arrays[f"embedding.{name}"] for name in names]
    cuts = np.cumsum([embedding.shape[1] for embedding in embeddings])
    *weights, measures = np.split(arrays["input.weight"], cuts)
    assert len(measures) == MEASURES
    multiplied = [e @ weight for e, weight in zip(embeddings, weights, strict=True)]
    character, pair, before, word, *single = multiplied
    of = dict(zip(CATEGORIES, single, strict=True))
    return Products(
        character=character + arrays["input.bias"],
        pair=pair,
        before=before,
        word=word,
        categories=tuple(_together([of[name] for name in group]) for group in TOGETHER),
        measures=measures,
    )


def _together(tables: list[Floats]) -> Floats:
    """Return the sums of the rows of some tables, for each combination of rows."""
    found, *others = tables
    for table in others:
        found = (found[:, None] + table).reshape(-1, table.shape[1])
    return found


def embedded(
    given: Products,
    columns: Columns,
    numbers: Integers,
    offsets: Integers,
    opens: NDArray[np.bool_],
) -> Floats:
    """Return what the input layer makes of the characters at some offsets.

    `opens` says which of them have no character before them in their sentence.
    """
    pairs = columns.pairs[offsets]
    before = np.where(opens, 0, np.roll(pairs, 1))
    found = given.character[numbers[offsets]]
    found += columns.measures[offsets] @ given.measures
    for table, rows in (
        (given.pair, pairs),
        (given.before, before),
        (given.word, columns.words[offsets]),
        *zip(given.categories, _groups(columns, offsets), strict=True),
    ):
        found += table[rows]
    np.maximum(found, 0, out=found)
    return found


def _groups(columns: Columns, offsets: Integers) -> list[Integers]:
    """Return for each group of `TOGETHER` the rows of characters in its table."""
    values = dict(zip(CATEGORIES, columns.categories[offsets].T, strict=True))
    return [
        np.ravel_multi_index([values[name] for name in group], [CATEGORIES[name] for name in group])
        for group in TOGETHER
    ]
