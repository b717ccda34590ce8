"""Labels: which candidates of an annotated document are names, and of which class.

The document is read anew by `kg.reading`, as it will be when the weights are used, and the lines
of the annotation are found in its text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extraction.annotations import AnnotatedDocument, Names, plain
from kg.extraction.clauses import TITLE
from kg.extraction.facts import MentionClass
from kg.extraction.learned.candidates import Rows, pieces_of
from kg.extraction.sharing import text_of

NONE = len(MentionClass)  #: the outcome of no name
OUTCOMES = {cls: number for number, cls in enumerate(MentionClass)}
ELSEWHERE = 0.3  #: weight of a name that the annotator listed in other lines of the document only


@dataclass(frozen=True, slots=True)
class Labels:
    """The outcome of each candidate, and how much it counts."""

    outcomes: NDArray[np.int64]
    weights: NDArray[np.float32]
    edges: NDArray[np.float32]  #: for each character, whether a name begins there, ends there
    tags: NDArray[np.int64]  #: of each character: 0, or 1 + 2 × class, 1 more behind the first


def labels(doc: Doc, annotated: AnnotatedDocument, rows: Rows) -> Labels:
    """Return the labels of the candidates of a document.

    What an annotator listed in one line is a name in all lines of the document, but counts less
    there: it may have been listed once only because that was enough.
    """
    text: str = doc._.policy.text
    lines = _lines(text, annotated)
    starts = [start for start, _, _ in lines]
    everywhere = annotated.all_names()
    titles = [(c.start, c.end) for c in doc._.clauses if c.before == TITLE]
    outcomes = np.full(len(rows), NONE, np.int64)
    weights = np.ones(len(rows), np.float32)
    for index, row in enumerate(rows):
        pieces = pieces_of(row)
        name = plain(text_of(text, pieces))
        at = bisect_right(starts, pieces[0][0]) - 1
        here: Names = lines[at][2] if at >= 0 and pieces[-1][1] <= lines[at][1] else {}
        if name in here:
            outcomes[index] = OUTCOMES[here[name]]
        elif name in everywhere:
            outcomes[index] = OUTCOMES[everywhere[name]]
            weights[index] = 1.0 if _within(titles, pieces[0][0]) else ELSEWHERE
    named = rows[outcomes != NONE]
    edges = np.zeros((len(text), 2), np.float32)
    edges[named[:, 0], 0] = 1.0
    edges[named[:, 3] - 1, 1] = 1.0
    return Labels(outcomes, weights, edges, _tags(len(text), named, outcomes[outcomes != NONE]))


def _tags(size: int, named: Rows, outcomes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the tags of the characters; of names that overlap, the longest has them."""
    found = np.zeros(size, np.int64)
    lengths = named[:, 3] - named[:, 0]
    for index in np.argsort(-lengths, kind="stable"):
        start, cut, _, end, _ = named[index]
        if cut == end and not found[start:end].any():
            found[start:end] = 2 + 2 * outcomes[index]
            found[start] -= 1
    return found


def _within(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(spans, (offset, offset + 1_000_000)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]


def _lines(text: str, annotated: AnnotatedDocument) -> list[tuple[int, int, Names]]:
    """Return where each annotated line stands in a text, blanks apart, with its names."""
    places = [i for i, character in enumerate(text) if not character.isspace()]
    joined = "".join(text[i] for i in places)
    source = annotated.document.text
    ends = [*annotated.lines[1:], len(source)]
    found: list[tuple[int, int, Names]] = []
    position = 0
    for number, (start, end) in enumerate(zip(annotated.lines, ends, strict=True)):
        line = "".join(source[start:end].split())
        at = joined.find(line, position) if line else -1
        if at >= 0:
            position = at + len(line)
            span = places[at], places[position - 1] + 1
            found.append((*span, annotated.names.get(number, {})))
    return found
