"""Which tasks of a document continue tasks of an earlier one.

智能家居示范工程 of one plan, 智能家居 of the next: both act on the same concepts, which few other
tasks do, and are titled alike. No text says so, so each comes with how sure this is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from kg.linking.across import Match
from kg.linking.subjects import subjects

_LEAST = 0.4  #: score
_LEAST_ALIKE = 0.1  #: titles; concepts alone make tasks neighbours
_ENDING = re.compile("(?:工程|任务)$")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class Ordering:
    """A task, and what it orders to be researched, built, fostered or established."""

    task: str  #: what identifies it
    title: str
    document: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Continuation:
    """A task that treats the same matter as one of an earlier document."""

    later: str
    earlier: str
    score: float  #: from 0 to 1
    concepts: tuple[str, ...]  #: that both act on


def continuations(
    orderings: Iterable[Ordering],
    titles: Mapping[str, str],
    dates: Mapping[str, str],
    matches: Iterable[Match],
) -> list[Continuation]:
    """Return the tasks that continue others, for each earlier one the nearest of a later document.

    The score is the mean of how many concepts both act on, the rarer the more, and of how alike
    their titles are. It counts the words and concepts of the two documents alone, which must have
    a subject in common, so that no third one changes it.

    Parameters
    ----------
    orderings
        The tasks of the documents.
    titles
        Those of the documents.
    dates
        When documents were issued (ISO 8601), of those that say so. One that does not is of the
        year with which its title begins, or comes first.
    matches
        Which concepts are one.
    """
    tasks = sorted(orderings, key=lambda task: task.task)
    by_document: dict[str, list[Ordering]] = defaultdict(list)
    for task in tasks:
        by_document[task.document].append(task)
    issued = {document: _issued(titles[document], dates.get(document)) for document in by_document}
    one = _representatives(matches)
    found: list[Continuation] = []
    for earlier, later in _documents(by_document, titles, issued):
        found += _between(by_document[earlier], by_document[later], one)
    return sorted(found, key=lambda pair: (pair.later, pair.earlier))


def _issued(title: str, date: str | None) -> str:
    year = _YEAR.match(title)
    return date or (year[0] if year else "")


def _documents(
    documents: Iterable[str], titles: Mapping[str, str], issued: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the earlier and the later of each two documents that have a subject in common."""
    about: dict[str, list[str]] = defaultdict(list)
    for document in sorted(documents):
        for subject in subjects(titles[document]):
            about[subject].append(document)
    pairs = {
        (earlier, later)
        for group in about.values()
        for earlier in group
        for later in group
        if issued[earlier] < issued[later]
    }
    yield from sorted(pairs)


def _representatives(matches: Iterable[Match]) -> dict[str, str]:
    """Return for each concept that is one with others the one that stands for them all."""
    groups: dict[str, set[str]] = {}
    for match in matches:
        left, right = (groups.get(one, {one}) for one in (match.left, match.right))
        joined = left | right
        groups.update(dict.fromkeys(joined, joined))
    return {concept: min(group) for concept, group in groups.items()}


def _between(
    earlier: Sequence[Ordering], later: Sequence[Ordering], one: Mapping[str, str]
) -> Iterator[Continuation]:
    """Yield for each task of a document the one of a later document that continues it."""
    every = (*earlier, *later)
    acts = {task.task: {one.get(c, c): c for c in reversed(task.concepts)} for task in every}
    words = {task.task: _words(task.title) for task in every}
    acting = Counter(concept for concepts in acts.values() for concept in concepts)
    used = Counter(word for found in words.values() for word in found)
    weights = {word: 1 - log(times) / log(len(every) + 1) for word, times in used.items()}
    for task in earlier:
        found = []
        for other in later:
            shared = sorted(acts[task.task].keys() & acts[other.task].keys())
            alike = _alike(words[task.task], words[other.task], weights) if shared else 0
            if alike >= _LEAST_ALIKE:
                score = (_much(2 / acting[concept] for concept in shared) + alike) / 2
                named = {acts[both.task][concept] for both in (task, other) for concept in shared}
                found.append(
                    Continuation(other.task, task.task, round(score, 2), tuple(sorted(named)))
                )
        yield from _nearest(found)


def _words(title: str) -> frozenset[str]:
    """Return each two characters that follow each other in the title of a task."""
    return frozenset(one + other for one, other in pairwise(_ENDING.sub("", title)))


def _alike(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """Return how much of the title that says less is in the other, from 0 to 1."""
    shared, *whole = (
        sum(weights[word] for word in sorted(words)) for words in (one & other, one, other)
    )
    least = min(whole)
    return shared / least if least else 0


def _much(weights: Iterable[float]) -> float:
    """Return how much evidence there is, from 0 to 1: half of 1, two thirds of 2."""
    total = sum(weights)
    return total / (1 + total)


def _nearest(found: Sequence[Continuation]) -> Iterator[Continuation]:
    """Yield the one with the best score, if it is good enough and no other has the same."""
    best = max((pair.score for pair in found), default=0)
    if best >= _LEAST and [pair.score for pair in found].count(best) == 1:
        yield next(pair for pair in found if pair.score == best)
