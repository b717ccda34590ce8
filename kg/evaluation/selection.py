"""What of evaluations is shown: which rows and classes, and which mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

from kg.evaluation.facts import Row
from kg.evaluation.measuring import KEYS, Evaluation, Key, mistakes
from kg.evaluation.mistakes import LISTED, Kind, Mistake


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown beyond the scores of each row."""

    by_class: bool = False  #: also those of each class and predicate
    by_kind: bool = False  #: how many mistakes there are of each kind
    agreement: bool = False  #: also how well annotators agree with each other
    errors: int = 0  #: so many misses and false alarms of each row (or class, if by class)


def keys(evaluations: Sequence[Evaluation], choice: Choice) -> list[Key]:
    """Return the rows to show, without classes of which there is nothing in any document."""
    optional = [key for key in KEYS if key[1] or key[0] is Row.DEPENDENCY]
    idle = {key for key in optional if all(each.scores[key].is_empty for each in evaluations)}
    return [key for key in KEYS if key not in idle and (choice.by_class or not key[1])]


def first(evaluation: Evaluation, choice: Choice) -> Iterator[Mistake]:
    """Yield the first misses and the first false alarms of each row, in the order of the text."""

    def group(mistake: Mistake) -> tuple[int, str, bool]:
        part = mistake.part if choice.by_class else ""
        return LISTED.index(mistake.row), part, not mistake.missed

    for _, found in groupby(sorted(mistakes(evaluation), key=group), group):
        yield from islice(found, choice.errors)


def kinds(evaluations: Sequence[Evaluation]) -> list[tuple[Row, Kind, int, int]]:
    """Return how many facts were missed and how many made up, by row and kind of mistake."""
    found = chain.from_iterable(map(mistakes, evaluations))
    counts = Counter((each.row, each.kind, each.missed) for each in found)
    lines = [
        (row, kind, counts[row, kind, True], counts[row, kind, False])
        for row in LISTED
        for kind in Kind
    ]
    return [line for line in lines if any(line[2:])]
