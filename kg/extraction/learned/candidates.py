"""Candidates: the spans that may be names, and those that the grammar proposes.

A candidate begins and ends at the edge of a word or of a proposal, in one stretch without
punctuation other than 、. Names of two pieces are only those of the grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.segmentation import Span, Word
from kg.extraction.names import Name
from kg.extraction.sharing import Pieces

STRETCH = re.compile("[^，。；：！？\n]+")
SHORTEST, LONGEST = 2, 24  #: characters of a candidate that the grammar does not propose
NO_START = frozenset("，。；：！？、的和与及或等）)”》\n 　,;:")
NO_END = frozenset("，。；：！？、的和与及或（(“《\n 　,;:")

Booleans = NDArray[np.bool_]
Rows = NDArray[np.int64]  #: start, end of the first piece, start of the last, end; its proposal


def proposals(names: Sequence[Name]) -> dict[Pieces, int]:
    """Return the likeliest name, by its index, at each place where the grammar proposes one."""
    found: dict[Pieces, int] = {}
    for index, name in enumerate(names):
        if len(name.pieces) <= 2:
            known = found.setdefault(name.pieces, index)
            if names[known].score < name.score:
                found[name.pieces] = index
    return found


def edges(text: str, words: Sequence[Word], proposed: dict[Pieces, int]) -> Booleans:
    """Return at which offsets, 0 to the length of the text, a word or a proposal has an edge."""
    found = np.zeros(len(text) + 1, np.bool_)
    found[[word.start for word in words]] = True
    found[-1] = True
    for pieces in proposed:
        for piece in pieces:
            found[list(piece)] = True
    for stretch in STRETCH.finditer(text):
        found[list(stretch.span())] = True
    return found


def candidates(
    text: str,
    sentences: Sequence[Span],
    proposed: Sequence[Pieces],
    opens: Booleans,
    closes: Booleans,
) -> Rows:
    """Return the candidates of some sentences that follow each other, one row each, in order.

    `proposed` holds all places of proposals, ascending; the last column is the rank of the
    proposal among them, -1 without. Other candidates begin where `opens` and end where `closes`
    is true, both by offset.
    """
    if not sentences:
        return np.zeros((0, 5), np.int64)
    first, last = sentences[0][0], sentences[-1][1]
    found = _between(text, first, last, opens, closes)
    for rank in range(bisect_left(proposed, ((first,),)), bisect_left(proposed, ((last,),))):
        found[proposed[rank]] = rank
    kept = [pieces for pieces in sorted(found) if _in_one(sentences, pieces)]
    rows = [(*p[0], *p[0], found[p]) if len(p) == 1 else (*p[0], *p[1], found[p]) for p in kept]
    return np.array(rows, np.int64).reshape(-1, 5)


def _between(
    text: str, first: int, last: int, opens: Booleans, closes: Booleans
) -> dict[Pieces, int]:
    """Return the candidates that the grammar need not propose, with the rank -1."""
    starts = (np.flatnonzero(opens[first:last]) + first).tolist()
    starts = [i for i in starts if text[i] not in NO_START]
    ends = (np.flatnonzero(closes[first + 1 : last + 1]) + first + 1).tolist()
    ends = [i for i in ends if text[i - 1] not in NO_END]
    found: dict[Pieces, int] = {}
    for stretch in STRETCH.finditer(text, first, last):
        begin, stop = stretch.span()
        for start in starts[bisect_left(starts, begin) : bisect_left(starts, stop)]:
            low = bisect_left(ends, start + SHORTEST)
            high = bisect_right(ends, min(start + LONGEST, stop))
            for end in ends[low:high]:
                found[((start, end),)] = -1
    return found


def pieces_of(row: Sequence[int]) -> Pieces:
    """Return the pieces of the candidate of a row."""
    start, cut, resume, end = (int(value) for value in row[:4])
    return ((start, end),) if end == cut else ((start, cut), (resume, end))


def _in_one(sentences: Sequence[Span], pieces: Pieces) -> bool:
    """Return whether one sentence holds all pieces."""
    at = bisect_right(sentences, (pieces[0][0], sentences[-1][1])) - 1
    return at >= 0 and pieces[-1][1] <= sentences[at][1]
