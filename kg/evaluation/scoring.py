"""Precision, recall and F1 of a set of facts against one annotator or several.

Of several annotators, what one of them has is no mistake, and only what all agree on must be
found: precision is the share of the predicted facts that at least one annotator has, recall the
share of the facts common to all that were predicted, F1 their harmonic mean. With one annotator
these are the usual figures. Of no facts every share is 1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from kg.evaluation.facts import Fact, Row


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of facts compares with annotations."""

    precision: float
    recall: float
    f1: float
    predicted: int  #: facts that extraction has
    agreed: int  #: facts that all annotators have
    union: int  #: facts that at least one annotator has
    strict: float  #: F1 against one annotator at a time, the mean
    agreement: float | None  #: F1 of one annotator against another, the mean; None of only one

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to find and nothing was found, so that the figures are idle."""
        return not self.predicted and not self.union


@dataclass(frozen=True, slots=True)
class Comparison:
    """A score, and the facts that it counts as mistakes, in the order of the text."""

    score: Score
    missed: tuple[Fact, ...]
    false: tuple[Fact, ...]


def compare(
    row: Row, predicted: Collection[Fact], annotators: Sequence[Collection[Fact]]
) -> Comparison:
    """Return how predicted facts compare with those of one or more annotators.

    >>> exact = compare(Row.NAME, [("甲",), ("乙",)], [[("甲",), ("丙",)], [("甲",), ("乙",)]])
    >>> exact.score.precision, exact.score.recall
    (1.0, 1.0)
    """
    union = dict.fromkeys(fact for facts in annotators for fact in facts)
    agreed = [fact for fact in union if all(fact in facts for facts in annotators)]
    good, found = _matched(row, predicted, union), _matched(row, agreed, predicted)
    precision, recall = _share(good, predicted), _share(found, agreed)
    single = [_f1_of_sets(row, predicted, facts) for facts in annotators]
    pairs = [_f1_of_sets(row, one, other) for one, other in combinations(annotators, 2)]
    score = Score(
        precision,
        recall,
        f1(precision, recall),
        len(predicted),
        len(agreed),
        len(union),
        strict=fmean(single),
        agreement=fmean(pairs) if pairs else None,
    )
    return Comparison(
        score,
        missed=tuple(fact for fact in agreed if fact not in found),
        false=tuple(fact for fact in predicted if fact not in good),
    )


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall.

    >>> f1(1.0, 0.5) == 2 / 3, f1(0.0, 0.0)
    (True, 0.0)
    """
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


def is_close(one: str, other: str) -> bool:
    """Tell whether one name contains the other, which is at least half as long.

    >>> is_close("海量训练资源库", "训练资源库"), is_close("海量训练资源库", "资源库")
    (True, False)
    """
    if one == other:
        return True
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return bool(short) and 2 * len(short) >= len(long) and short in long


def _matched(row: Row, facts: Collection[Fact], pool: Collection[Fact]) -> set[Fact]:
    """Return the facts that are in a pool; of relaxed relations, that are close to one there."""
    found = set(facts).intersection(pool)
    if row is not Row.RELAXED:
        return found
    same: dict[str, list[Fact]] = {}
    for fact in pool:
        same.setdefault(fact[1], []).append(fact)
    for fact in facts:
        if fact not in found and any(_overlap(fact, other) for other in same.get(fact[1], ())):
            found.add(fact)
    return found


def _overlap(one: Fact, other: Fact) -> bool:
    return is_close(one[2], other[2]) and is_close(one[0], other[0])


def _share(part: Collection[Fact], whole: Collection[Fact]) -> float:
    return len(part) / len(whole) if whole else 1.0


def _f1_of_sets(row: Row, one: Collection[Fact], other: Collection[Fact]) -> float:
    precision = _share(_matched(row, one, other), one)
    return f1(precision, _share(_matched(row, other, one), other))
