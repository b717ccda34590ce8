"""Training of the weights of relations (`relation_scores`) from annotated documents.

Each document must come through a pipeline that has not learned from it, so that the confidences of
its names are those of unseen documents. The fit is multinomial logistic regression with a Gaussian
prior, by L-BFGS (Nocedal and Wright 2006, algorithm 7.5), in plain numpy and deterministic.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extraction.annotations import AnnotatedDocument, plain_title
from kg.extraction.relation_candidates import OF_CLASS, OF_ONE, OF_TWO, Alone, candidates
from kg.extraction.relation_scores import BIAS, OUTCOMES, Table, Weights
from kg.extraction.relation_signs import Signs, spelled
from kg.extraction.relations import propose, rules_of
from kg.reading.document import PolicyDocument

DOCUMENTS = 3  #: in how many documents a sign must occur
TASK_PRIOR, PAIR_PRIOR = 25.0, 30.0  #: the inverse variances of the weights
ITERATIONS = 30  #: of L-BFGS; more no longer change what is kept
REMEMBERED = 8  #: steps of L-BFGS
LEAST_WEIGHT = 0.08  #: signs with smaller weights are left out
HALVINGS = 20  #: of a step

Vector = NDArray[np.float64]
Example = tuple[Signs, int]  #: signs and the outcome; 0 is nothing


@dataclass(frozen=True, slots=True)
class Observed:
    """The examples of one document, in the order of its text."""

    task: list[Example]
    pair: list[Example]


def observe(annotated: AnnotatedDocument, doc: Doc) -> Observed:
    """Return the candidates of a document with what annotators say of them.

    `doc` is the document at `annotated.document.path`, read by `kg.reading` and gone through the
    pipeline up to `policykg_classes` or beyond.
    """
    stated = {
        (line, relation.subject, relation.predicate, relation.object)
        for line, relations in annotated.relations.items()
        for relation in relations
    }
    acted_on = {(line, predicate, object_) for line, _, predicate, object_ in stated}
    line_of = _lines(doc._.policy)
    task, pair = [], []
    for item in candidates(doc, rules_of(propose(doc))):
        if isinstance(item, Alone):
            mention = item.seen.mention
            key = (line_of(mention.start), OF_CLASS[mention.cls], plain_title(mention.text))
            task.append((spelled(OF_ONE, item.keys()), int(key in acted_on)))
            continue
        line = line_of(item.first.mention.start)
        first, last = plain_title(item.first.text), plain_title(item.last.text)
        forth, back = (line, first, last), (line, last, first)
        holds = [
            (number, subject, predicate, object_) in stated
            for predicate, forward in OUTCOMES
            for number, subject, object_ in [forth if forward else back]
        ]
        outcome = holds.index(True) + 1 if True in holds else 0
        pair.append((spelled(OF_TWO, item.keys()), outcome))
    return Observed(task, pair)


def _lines(policy: PolicyDocument) -> Callable[[int], int]:
    """Return what gives the line of an annotation for an offset of the clean text."""
    starts, position = [], 0
    for line in policy.source.split("\n"):
        if line.strip():
            starts.append(position)
        position += len(line) + 1

    def line_of(offset: int) -> int:
        return bisect_right(starts, policy.offsets.to_source(offset, offset + 1)[0]) - 1

    return line_of


def fit(observed: Sequence[Observed]) -> Weights:
    """Return the weights that fit the examples of documents best; the same for the same."""
    task = [one.task for one in observed]
    pair = [one.pair for one in observed]
    return Weights(
        _fitted(task, 2, TASK_PRIOR),
        _fitted(pair, len(OUTCOMES) + 1, PAIR_PRIOR),
    )


def _fitted(documents: Sequence[Sequence[Example]], outcomes: int, prior: float) -> Table:
    rows = _rows(documents)
    examples = [example for document in documents for example in document]
    if not examples:
        return Table({BIAS: 0}, np.zeros((1, outcomes - 1), dtype=np.float32))
    loss = _Loss(rows, examples, outcomes, prior)
    weights = minimum(loss, np.zeros(loss.shape[0] * outcomes)).reshape(loss.shape)
    relative = np.asarray(weights[:, 1:] - weights[:, :1], dtype=np.float32)
    strong = {sign: row for sign, row in rows.items() if abs(relative[row]).max() >= LEAST_WEIGHT}
    strong[BIAS] = rows[BIAS]
    kept = {sign: row for row, sign in enumerate(sorted(strong))}
    return Table(kept, np.stack([relative[strong[sign]] for sign in kept]))


def _rows(documents: Sequence[Sequence[Example]]) -> dict[str, int]:
    """Return a row for every sign of enough documents."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update({sign for signs, _ in document for sign in signs if "\t" not in sign})
    enough = {sign for sign, count in counts.items() if count >= DOCUMENTS}
    return {sign: row for row, sign in enumerate(sorted(enough | {BIAS}))}


class _Loss:
    """The negative log-likelihood of examples, with its gradient."""

    def __init__(
        self, rows: dict[str, int], examples: Sequence[Example], outcomes: int, prior: float
    ) -> None:
        known = [[rows[s] for s in (BIAS, *signs) if s in rows] for signs, _ in examples]
        self.shape = (len(rows), outcomes)
        self.ids = np.array([row for ids in known for row in ids])
        sizes = [len(ids) for ids in known]
        self.starts = np.cumsum([0, *sizes[:-1]])
        order = np.argsort(self.ids, kind="stable")
        self.examples_by_row = np.repeat(np.arange(len(examples)), sizes)[order]
        self.row_starts = np.searchsorted(self.ids[order], np.arange(len(rows)))
        self.outcome = np.array([outcome for _, outcome in examples])
        self.prior = np.full((len(rows), 1), prior)
        self.prior[rows[BIAS]] = 0.0

    def __call__(self, point: Vector) -> tuple[float, Vector]:
        weights = point.reshape(self.shape)
        strengths = np.add.reduceat(weights.astype(np.float32)[self.ids], self.starts, axis=0)
        strengths -= strengths.max(axis=1, keepdims=True)
        chances = np.exp(strengths)
        chances /= chances.sum(axis=1, keepdims=True)
        each = np.arange(len(self.outcome))
        likelihood = np.log(chances[each, self.outcome] + 1e-12).sum(dtype=np.float64)
        value = float((self.prior * weights**2).sum() / 2 - likelihood)
        chances[each, self.outcome] -= 1
        slope = np.add.reduceat(chances[self.examples_by_row], self.row_starts, axis=0)
        return value, np.asarray(slope + self.prior * weights, dtype=np.float64).ravel()


def minimum(loss: Callable[[Vector], tuple[float, Vector]], point: Vector) -> Vector:
    """Return where a smooth convex function is least, searched from a point by L-BFGS.

    >>> minimum(lambda x: (float((x - 3.0) @ (x - 3.0)), 2.0 * (x - 3.0)), np.zeros(2)).round(3)
    array([3., 3.])
    """
    value, slope = loss(point)
    steps: deque[tuple[Vector, Vector]] = deque(maxlen=REMEMBERED)
    for _ in range(ITERATIONS):
        direction = _direction(slope, steps)
        descent = float(direction @ slope)
        for size in _sizes():
            after = point - size * direction
            value_after, slope_after = loss(after)
            if value_after <= value - 1e-4 * size * descent:
                break
        else:
            return point
        if float((after - point) @ (slope_after - slope)) > 1e-10:
            steps.append((after - point, slope_after - slope))
        flat = value - value_after < 1e-5 * abs(value)
        point, value, slope = after, value_after, slope_after
        if flat:
            break
    return point


def _sizes() -> Iterator[float]:
    yield from (0.5**halvings for halvings in range(HALVINGS))


def _direction(slope: Vector, steps: deque[tuple[Vector, Vector]]) -> Vector:
    """Return the slope, corrected by what the last steps tell of the curvature."""
    direction = slope.copy()
    shares = []
    for step, change in reversed(steps):
        shares.append(float(step @ direction) / float(change @ step))
        direction -= shares[-1] * change
    if steps:
        step, change = steps[-1]
        direction *= float(step @ change) / float(change @ change)
    else:
        direction /= max(1.0, float(np.abs(slope).sum()) / 100)
    for (step, change), share in zip(steps, reversed(shares), strict=True):
        direction += step * (share - float(change @ direction) / float(change @ step))
    return direction
