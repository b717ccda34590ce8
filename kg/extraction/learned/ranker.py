"""The component `policykg_ranker`: grammar and network together say what is a name.

It puts its own mentions in the place of those that `policykg_classes` made, and sets `doc._.names`
and `doc._.classed` anew, so that `policykg_relations` finds the frames of all names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.classes import PRIOR, Priors
from kg.extraction.clauses import Clause
from kg.extraction.facts import Mention, MentionClass
from kg.extraction.frames import Role
from kg.extraction.learned.attachment import attached
from kg.extraction.learned.candidates import (
    Rows,
    candidates,
    edges,
    pieces_of,
    proposals,
)
from kg.extraction.learned.columns import columns
from kg.extraction.learned.encoder import Network, encoded, laid_out, network, numbered
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


def judgement(doc: Doc, characters: str, networks: Sequence[Network]) -> Judgement:
    """Return the candidates of a document on which the grammar has worked, with their shares."""
    text: str = doc._.policy.text
    cut = words(text)
    strengths, classes = judged(doc)
    proposed = proposals(doc._.names)
    given = columns(doc, cut, strengths, classes)
    about = described(doc, proposed)
    allowed = edges(text, cut, proposed)
    numbers = numbered(text, characters)
    order = sorted(proposed)
    opens, closes = np.zeros((2, len(text) + 1), np.bool_)
    found: list[Judgement] = []
    for block in _blocks(sentences(text)):
        offsets, rows = laid_out(block)
        hidden = [encoded(n, given, numbers, offsets, rows) for n in networks]
        likely = _mean(edge_shares(n.arrays, h) for n, h in zip(networks, hidden, strict=True))
        opens[offsets] = allowed[offsets] & (likely[rows, 0] > PLAUSIBLE)
        closes[offsets + 1] = allowed[offsets + 1] & (likely[rows, 1] > PLAUSIBLE)
        spans = candidates(text, block, order, opens, closes)
        places = _places(spans, offsets, rows)
        outcomes = _mean(
            outcome_shares(n.arrays, h, places, about)
            for n, h in zip(networks, hidden, strict=True)
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
    kept = _kept(doc, found, proposed, priors)
    pieces = [pieces_of(row) for row in found.rows[kept].tolist()]
    names, indices = attached(doc, pieces, proposed)
    write = _Writer(doc)
    with_frame: dict[int, Mention] = {}
    without: list[Mention] = []
    for i, own, at in zip(kept, pieces, indices, strict=True):
        source = "grammar" if own in proposed else "tagger"
        if own in proposed and found.plausible[i]:
            source = "both"
        shares = found.shares[i, : len(CLASSES)]
        clause = write.clause_at(own[0][0])
        if clause is None:
            continue  # in no clause, as the title of the document
        if at >= 0:
            shares = _with_prior(_expected(names[at], priors), shares)
            with_frame[at] = write.mention(f"name{at}", own, clause, shares, source)
        else:
            without.append(write.mention(f"found{i}", own, clause, shares, source))
    return names, with_frame, without


def _kept(doc: Doc, found: Judgement, proposed: Mapping[Pieces, int], priors: Priors) -> list[int]:
    """Return the indices of the candidates that are concepts, in the order of the text."""
    keep = 1 - found.shares[:, -1]
    names: list[Name] = doc._.names
    titles = [_expected(names[i], priors) is not None for _, i in sorted(proposed.items())]
    keep[np.array([*titles, False])[found.rows[:, 4]]] = 1.0  # a title stays one name
    likeliest = found.shares[:, :-1].argmax(1)
    return [i for i in sorted(chosen(found.rows, keep)) if OUTCOMES[likeliest[i]] in CLASSES]


def _expected(name: Name, priors: Priors) -> MentionClass | None:
    """Return the class that the title above suggests for a title."""
    return priors.of(name) if name.frame.role is Role.TITLE else None


class _Writer:
    """Makes the mentions of a document; what it asks of the Doc it asks once."""

    def __init__(self, doc: Doc) -> None:
        self.text: str = doc._.policy.text
        self.task_of: dict[str, str] = doc._.task_of
        self.clauses: list[Clause] = doc._.clauses
        self.starts = [clause.start for clause in self.clauses]

    def clause_at(self, offset: int) -> Clause | None:
        """Return the last clause that begins there or before."""
        index = bisect_right(self.starts, offset) - 1
        return self.clauses[index] if index >= 0 else None

    def mention(
        self, identifier: str, pieces: Pieces, clause: Clause, shares: Floats, source: str
    ) -> Mention:
        """Return a name of the likeliest class as a mention."""
        paragraph = clause.paragraph
        likely = int(shares.argmax())
        return Mention(
            id=identifier,
            text=text_of(self.text, pieces),
            cls=CLASSES[likely],
            pieces=pieces,
            paragraph=paragraph.id,
            task=self.task_of[paragraph.section],
            confidence=round(float(shares[likely]), 4),
            component=f"policykg_ranker:{source}",
        )


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
        self.characters = ""
        self.networks: list[Network] = []  # none yet: what is shipped, once it is needed
        if folder:
            self.use(load(Path(folder)))

    def use(self, learned: Learned) -> None:
        """Read documents with what was learned."""
        self.characters = learned.characters
        self.networks = [network(arrays) for arrays in learned.networks]

    def __call__(self, doc: Doc) -> Doc:
        """Set names and mentions anew."""
        if not self.networks:
            self.use(load())
        names, classed, others = mentions(doc, judgement(doc, self.characters, self.networks))
        proper = [mention for mention in doc._.mentions if mention.cls not in CLASSES]
        doc._.names, doc._.classed = names, classed
        doc._.mentions = [*proper, *classed.values(), *others]
        return doc


def add_ranker(nlp: Language, learned: Learned) -> None:
    """Add the ranker to a pipeline, with what was learned or loaded already."""
    ranker = nlp.add_pipe("policykg_ranker")
    assert isinstance(ranker, Ranker)
    ranker.use(learned)
