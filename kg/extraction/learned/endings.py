"""Endings: how much the words that end at each character tell of each class."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kg.extraction.lexicon import nouns
from kg.extraction.scores import LONGEST_HEAD, Distribution, Scorer

BREAKS = "\n，。、"  #: what no head reaches across


class Endings:
    """Finds what `Scorer.head` returns for the words that end at each character of a text.

    That depends on nothing but the longest end that has a row in the tables. Here it is found by
    ever longer ends, which soon are no end of any row, and its distribution is asked for once.
    """

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self.whole = frozenset(key[1:] for key in scorer.heads if key.startswith("^"))
        keys = {*nouns(), *scorer.heads}
        tails = {key[-size:] for key in keys for size in range(1, min(len(key), LONGEST_HEAD) + 1)}
        #: each end of a key → how long the longest key is that ends it
        self.longest: dict[str, int] = {}
        for tail in sorted(tails, key=len):
            self.longest[tail] = len(tail) if tail in keys else self.longest.get(tail[1:], 0)

    def of(self, text: str) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        """Return distributions, and for each character which of them the words there suggest."""
        number: dict[str, int] = {}
        rows = [number.setdefault(key, len(number)) for key in self._keys(text)]
        table = np.array([self._row(key) for key in number], np.float64)
        return table.reshape(-1, len(self.scorer.shares)), np.array(rows, np.int32)

    def _keys(self, text: str) -> Iterator[str]:
        """Yield for each character the row of what ends there, “^…” where that is all there is."""
        longest, whole = self.longest, self.whole
        begin = 0
        for end, character in enumerate(text, 1):
            begin = end if character in BREAKS else max(begin, end - LONGEST_HEAD)
            if text[begin:end] in whole:
                yield "^" + text[begin:end]
                continue
            size, start = 0, end - 1
            while start >= begin and (tail := text[start:end]) in longest:
                size = longest[tail]
                start -= 1
            yield text[end - size : end]

    def _row(self, key: str) -> Distribution:
        # A letter ahead that no name has, or a name that is all of `key` would count.
        return self.scorer.head(key[1:] if key.startswith("^") else "\0" + key)


@lru_cache(maxsize=4)
def endings(scorer: Scorer) -> Endings:
    """Return what finds the endings of a text by the tables of a scorer."""
    return Endings(scorer)
