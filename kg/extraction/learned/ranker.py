"""The component `policykg_ranker`: grammar and network together say what is a name.

It puts its own mentions in the place of those that `policykg_classes` made, and sets `doc._.names`
and `doc._.classed` anew, so that `policykg_relations` finds the frames of all names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classes import PRIOR, Priors
from kg.extraction.clauses import Clause
from kg.extraction.facts import Mention, MentionClass
from kg.extraction.learned.attachment import attached
from kg.extraction.learned.candidates import (
    Rows,
    candidates,
    edges,
    pieces_of,
    proposals,
)
from kg.extraction.learned.columns import columns
from kg.extraction.learned.encoder import encoded, laid_out, numbered
from kg.extraction.learned.head import edge_shares, outcome_shares
from kg.extraction.learned.proposals import described, judged
from kg.extraction.learned.segmentation import Span, sentences, words
from kg.extraction.learned.weights import Learned, load
from kg.extraction.lexicon import CLASSES
from kg.extraction.names import Name
from kg.extraction.sharing import Pieces, text_of

BLOCK = 4000  #: characters that are worked on together
PLAUSIBLE = 0.03  #: how likely a name must begin or end somewhere for a candidate to do so
FLOOR = 0.45  #: the least share of all classes together with which a candidate is kept
NESTED = 0.7  #: and of one that lies inside another or around it
OUTCOMES = tuple(MentionClass)  #: of the network, before that of no name

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network says of the candidates of a document."""

    rows: Rows
    plausible: NDArray[np.bool_]  #: whether it would propose them itself
    shares: Floats  #: of the nine outcomes


def judgement(doc: Doc, learned: Learned) -> Judgement:
    """Return the candidates of a document on which the grammar has worked, with their shares."""
    text: str = doc._.policy.text
    cut = words(text)
    strengths, classes = judged(doc)
    proposed = proposals(doc._.names)
    given = columns(doc, cut, strengths, classes)
    about = described(doc, proposed)
    allowed = edges(text, cut, proposed)
    numbers = numbered(text, learned.characters)
    order = sorted(proposed)
    opens, closes = np.zeros((2, len(text) + 1), np.bool_)
    found: list[Judgement] = []
    for block in _blocks(sentences(text)):
        offsets, rows = laid_out(block)
        hidden = [encoded(a, given, numbers, offsets, rows) for a in learned.networks]
        likely = _mean(edge_shares(a, h) for a, h in zip(learned.networks, hidden, strict=True))
        opens[offsets] = allowed[offsets] & (likely[rows, 0] > PLAUSIBLE)
        closes[offsets + 1] = allowed[offsets + 1] & (likely[rows, 1] > PLAUSIBLE)
        spans = candidates(text, block, order, opens, closes)
        places = _places(spans, offsets, rows)
        outcomes = _mean(
            outcome_shares(a, h, places, about)
            for a, h in zip(learned.networks, hidden, strict=True)
        )
        found.append(Judgement(spans, opens[spans[:, 0]] & closes[spans[:, 3]], outcomes))
    return _joined(found)


def _blocks(whole: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the sentences in groups of at most BLOCK characters."""
    block: list[Span] = []
    size = 0
    for start, end in whole:
        if block and size + end - start > BLOCK:
            yield block
            block, size = [], 0
        block.append((start, end))
        size += end - start
    if block:
        yield block


def _mean(arrays: Iterable[Floats]) -> Floats:
    given = list(arrays)
    found: Floats = np.float32(1 / len(given)) * sum(given[1:], start=given[0])
    return found


def _places(spans: Rows, offsets: NDArray[np.int64], rows: NDArray[np.int64]) -> Rows:
    """Return candidates with rows of the encoder's array in the place of offsets."""
    found = spans.copy()
    for column, step in ((0, 0), (1, 1), (2, 0), (3, 1)):
        found[:, column] = rows[np.searchsorted(offsets, spans[:, column] - step)] + step
    one = spans[:, 1] == spans[:, 3]
    found[one, 2] = found[one, 0]
    return found


def _joined(found: Sequence[Judgement]) -> Judgement:
    if not found:
        empty = np.zeros((0, 5), np.int64)
        return Judgement(empty, np.zeros(0, np.bool_), np.zeros((0, 9), np.float32))
    return Judgement(
        np.concatenate([part.rows for part in found]),
        np.concatenate([part.plausible for part in found]),
        np.concatenate([part.shares for part in found]),
    )


def chosen(rows: Rows, keep: Floats) -> list[int]:
    """Return the indices of the candidates that are kept, the likeliest first.

    Of two that overlap the likelier is kept; both where one holds the other whole and the less
    likely of them is likely enough, or where one has two pieces.
    """
    at: dict[int, list[Span]] = {}
    found: list[int] = []
    order = np.argsort(-keep, kind="stable")[: int((keep >= FLOOR).sum())]
    for index, (start, cut, _, end, _) in zip(order.tolist(), rows[order].tolist(), strict=True):
        if cut == end:
            others = {span for place in range(start, end) for span in at.get(place, ())}
            inside = all(_nested(start, end, a, b) for a, b in others)
            if others and not (inside and keep[index] >= NESTED):
                continue
            for place in range(start, end):
                at.setdefault(place, []).append((start, end))
        found.append(index)
    return found


def mentions(doc: Doc, found: Judgement) -> tuple[list[Name], dict[int, Mention], list[Mention]]:
    """Return all names, the mentions of those that are kept by index, and those without frame."""
    proposed = proposals(doc._.names)
    priors = Priors(doc)
    keep = 1 - found.shares[:, -1]
    titles = [priors.of(doc._.names[i]) is not None for _, i in sorted(proposed.items())]
    keep[np.array([*titles, False])[found.rows[:, 4]]] = 1.0  # a title stays one name
    kept = [i for i in sorted(chosen(found.rows, keep)) if _class(found.shares[i]) in CLASSES]
    pieces = [pieces_of(found.rows[i]) for i in kept]
    names, indices = attached(doc, pieces, proposed)
    starts = [clause.start for clause in doc._.clauses]
    with_frame: dict[int, Mention] = {}
    without: list[Mention] = []
    for i, own, at in zip(kept, pieces, indices, strict=True):
        source = "grammar" if own in proposed else "tagger"
        if own in proposed and found.plausible[i]:
            source = "both"
        shares = found.shares[i, : len(CLASSES)]
        index = bisect_right(starts, own[0][0]) - 1
        if index < 0:
            continue  # in no clause, as the title of the document
        clause: Clause = doc._.clauses[index]
        if at >= 0:
            shares = _with_prior(priors.of(names[at]), shares)
            with_frame[at] = _mention(doc, f"name{at}", own, clause, shares, source)
        else:
            without.append(_mention(doc, f"found{i}", own, clause, shares, source))
    return names, with_frame, without


def _mention(
    doc: Doc, identifier: str, pieces: Pieces, clause: Clause, shares: Floats, source: str
) -> Mention:
    paragraph = clause.paragraph
    return Mention(
        id=identifier,
        text=text_of(doc._.policy.text, pieces),
        cls=CLASSES[int(shares.argmax())],
        pieces=pieces,
        paragraph=paragraph.id,
        task=doc._.task_of[paragraph.section],
        confidence=round(float(shares.max()), 4),
        component=f"policykg_ranker:{source}",
    )


def _class(shares: Floats) -> MentionClass:
    return OUTCOMES[int(shares[:-1].argmax())]


def _with_prior(expected: MentionClass | None, shares: Floats) -> Floats:
    """Return the shares of classes, of a title's name those that the title above suggests."""
    if expected is None:
        return shares
    found = np.full(len(CLASSES), (1 - PRIOR) / (len(CLASSES) - 1), np.float32)
    found[CLASSES.index(expected)] = PRIOR
    found *= max(float(shares.sum()), PRIOR)
    return found


def _nested(start: int, end: int, first: int, last: int) -> bool:
    """Return whether one of two spans holds the other."""
    return (first <= start and end <= last) or (start <= first and last <= end)


@Language.factory("policykg_ranker", default_config={"folder": ""})
class Ranker:
    """Chooses among what the grammar and the network propose."""

    def __init__(self, nlp: Language, name: str, folder: str) -> None:
        self.learned = load(Path(folder)) if folder else None  # None: what is shipped

    def __call__(self, doc: Doc) -> Doc:
        """Set names and mentions anew."""
        learned = self.learned or load()
        names, classed, others = mentions(doc, judgement(doc, learned))
        proper = [mention for mention in doc._.mentions if mention.cls not in CLASSES]
        doc._.names, doc._.classed = names, classed
        doc._.mentions = [*proper, *classed.values(), *others]
        return doc


def add_ranker(nlp: Language, learned: Learned) -> None:
    """Add the ranker to a pipeline, with what was learned or loaded already."""
    ranker = nlp.add_pipe("policykg_ranker")
    assert isinstance(ranker, Ranker)
    ranker.learned = learned
