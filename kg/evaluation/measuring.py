"""The scores of documents, whole and by class, and their mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import fmean

from spacy.language import Language

from kg.evaluation.facts import PARTED, Fact, Facts, Place, Row, facts_of_record
from kg.evaluation.gold import AnnotatedText
from kg.evaluation.mistakes import LISTED, Mistake, kind
from kg.evaluation.scoring import Score, compare
from kg.extraction import extract
from kg.extraction.facts import MentionClass, Predicate
from kg.extraction.record import record
from kg.reading import read

PARTS: Mapping[str, tuple[str, ...]] = {
    "class": tuple(MentionClass),
    "predicate": tuple(each for each in Predicate if each is not Predicate.HAS_TARGET),
}
Key = tuple[Row, str]  #: a row, and one of its classes or predicates; "" for all of them
KEYS: tuple[Key, ...] = tuple(
    (row, part) for row in Row for part in ("", *(PARTS[PARTED[row]] if row in PARTED else ()))
)  #: in the order in which they are shown


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was read out of a text, its annotations, and how they compare."""

    name: str
    predicted: Facts
    annotators: tuple[Facts, ...]
    scores: Mapping[Key, Score]


def evaluate(annotated: AnnotatedText, nlp: Language) -> Evaluation:
    """Return how well a pipeline reads an annotated text.

    Raises
    ------
    ReadingError
        If the text cannot be read.
    """
    predicted = facts_of_record(record(extract(read(annotated.text), nlp)))
    return evaluate_facts(annotated.name, predicted, annotated.annotators)


def evaluate_facts(name: str, predicted: Facts, annotators: tuple[Facts, ...]) -> Evaluation:
    """Return how facts compare with what annotators say of the same text."""
    scores = {
        (row, part): compare(
            row, _of(part, predicted[row]), [_of(part, facts[row]) for facts in annotators]
        ).score
        for row, part in KEYS
    }
    return Evaluation(name, predicted, annotators, scores)


def _of(part: str, facts: Mapping[Fact, Place]) -> Mapping[Fact, Place]:
    """Return the facts of one class or predicate, or all."""
    if not part:
        return facts
    return {fact: place for fact, place in facts.items() if fact[1] == part}


def mistakes(evaluation: Evaluation) -> Iterator[Mistake]:
    """Yield each mistake once, by row, in each what was missed before false alarms.

    The rows of names and relaxed relations are left out: their mistakes are those of others.
    """
    for row in LISTED:
        predicted = evaluation.predicted[row]
        annotated = dict(chain.from_iterable(f[row].items() for f in evaluation.annotators[::-1]))
        comparison = compare(row, predicted, [facts[row] for facts in evaluation.annotators])
        for fact in comparison.missed:
            yield Mistake(row, True, kind(row, fact, predicted), fact, annotated[fact])
        for fact in comparison.false:
            yield Mistake(row, False, kind(row, fact, annotated), fact, predicted[fact])


def mean(evaluations: Sequence[Evaluation]) -> dict[Key, Score]:
    """Return the mean scores of several documents, each with the same weight; counts are summed.

    A document without any fact of a row or class, annotated or predicted, says nothing of it and
    is left out there.
    """
    found: dict[Key, Score] = {}
    for key in KEYS:
        scores = [each.scores[key] for each in evaluations]
        found[key] = _mean([score for score in scores if not score.is_empty] or scores)
    return found


def _mean(scores: Sequence[Score]) -> Score:
    agreements = [score.agreement for score in scores if score.agreement is not None]
    return Score(
        fmean(score.precision for score in scores),
        fmean(score.recall for score in scores),
        fmean(score.f1 for score in scores),
        sum(score.predicted for score in scores),
        sum(score.agreed for score in scores),
        sum(score.union for score in scores),
        fmean(score.strict for score in scores),
        fmean(agreements) if agreements else None,
    )
