"""Candidates: the spans that may be names, and those that the grammar proposes.

A candidate begins and ends at the edge of a word or of a proposal, in one stretch without
punctuation other than 、. Names of two pieces are only those of the grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extraction.learned.segmentation import Span, Word
from kg.extraction.names import Name
from kg.extraction.sharing import Pieces

BREAKS = "，。；：！？\n"
STRETCH = re.compile(f"[^{BREAKS}]+")
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
    found[-1] = True
    of_proposals = [edge for pieces in proposed for piece in pieces for edge in piece]
    of_stretches = [edge for stretch in STRETCH.finditer(text) for edge in stretch.span()]
    for known in ([word.start for word in words], of_proposals, of_stretches):
        found[np.array(known, np.int64)] = True
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
    starts, ends = np.array(sentences, np.int64).T
    first, last = int(starts[0]), int(ends[-1])
    ranks = range(bisect_left(proposed, ((first,),)), bisect_left(proposed, ((last,),)))
    of_grammar = [(*proposed[rank][0], *proposed[rank][-1], rank) for rank in ranks]
    others = _between(text[first:last], opens[first : last + 1], closes[first : last + 1])
    others[:, :4] += first
    found = np.concatenate([np.array(of_grammar, np.int64).reshape(-1, 5), others])
    sentence = np.searchsorted(starts, found[:, 0], "right") - 1
    found = found[found[:, 3] <= ends[sentence]]  # in one sentence
    start, cut, resume, end, rank = found.T
    found = found[np.lexsort((-rank, end, resume, cut, start))]
    distinct = np.ones(len(found), np.bool_)
    distinct[1:] = (found[1:, :4] != found[:-1, :4]).any(1)
    kept: Rows = found[distinct]
    return kept


def _between(text: str, opens: Booleans, closes: Booleans) -> Rows:
    """Return the candidates that the grammar need not propose, with the rank -1."""
    starts = np.flatnonzero(opens[:-1] & [character not in NO_START for character in text])
    stops = np.zeros(len(text) + LONGEST + 1, np.bool_)  # with room behind the text
    stops[1 : len(text) + 1] = closes[1:] & [character not in NO_END for character in text]
    breaks = np.zeros(len(stops), np.int64)  # ahead of each offset
    np.cumsum([character in BREAKS for character in text], out=breaks[1 : len(text) + 1])
    ends = starts[:, None] + np.arange(SHORTEST, LONGEST + 1)
    start, length = np.nonzero(stops[ends] & (breaks[ends] == breaks[starts][:, None]))
    start, end = starts[start], starts[start] + length + SHORTEST
    return np.stack([start, end, start, end, np.full(len(start), -1)], 1)


def pieces_of(row: Sequence[int]) -> Pieces:
    """Return the pieces of the candidate of a row."""
    start, cut, resume, end = map(int, row[:4])
    return ((start, end),) if end == cut else ((start, cut), (resume, end))
