"""Which concepts a document may have in place of those of another.

自然语言理解 of one plan, 自然语言处理技术 of the next: not one by their names, and no text says so,
but alike enough, and each the other's nearest, to be shown to a reader with how alike they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, takewhile

from kg.extraction.facts import MentionClass
from kg.linking.across import Match, Naming
from kg.linking.forms import form

_SHARED = 4  #: characters with which both names begin
_LEAST = 0.6  #: score
_NO_CONCEPTS = (MentionClass.ORGANIZATION, MentionClass.PROGRAMME)


@dataclass(frozen=True, slots=True)
class Successor:
    """A concept that may stand in some documents for one that others have."""

    earlier: str  #: that of the document that was issued first, where that is known
    later: str
    score: float  #: from 0 to 1
    shared: str  #: with what both names begin
    documents: tuple[str, ...]  #: that name the one or the other


def successors(
    namings: Iterable[Naming], dates: Mapping[str, str], matches: Iterable[Match]
) -> list[Successor]:
    """Return the pairs that no document has both of and of which each is the other's nearest.

    Parameters
    ----------
    namings
        What the documents name.
    dates
        When documents were issued (ISO 8601), of those that say so.
    matches
        Which concepts are one; they have not been renamed.
    """
    documents: dict[str, set[str]] = defaultdict(set)
    forms: dict[tuple[MentionClass, str], dict[str, str]] = defaultdict(dict)
    for naming in namings:
        documents[naming.concept].add(naming.document)
        bare = form(naming.label, naming.cls).bare
        if naming.cls not in _NO_CONCEPTS and len(bare) > _SHARED:
            forms[naming.cls, bare[:_SHARED]][naming.concept] = bare
    one = {concept for found in matches for concept in (found.left, found.right)}
    found: list[Successor] = []
    for group in forms.values():
        names = {concept: bare for concept, bare in group.items() if concept not in one}
        pairs = list(_pairs(names, documents, dates))
        found += (pair for pair in pairs if _nearest(pair, pairs))
    return sorted(found, key=lambda pair: (pair.earlier, pair.later))


def _pairs(
    names: Mapping[str, str], documents: Mapping[str, set[str]], dates: Mapping[str, str]
) -> Iterator[Successor]:
    def first(concept: str) -> tuple[str, str]:
        return min(dates.get(document, "") for document in documents[concept]), concept

    for earlier, later in combinations(sorted(names, key=first), 2):
        if documents[earlier].isdisjoint(documents[later]):
            shared = _shared(names[earlier], names[later])
            score = round(2 * len(shared) / (len(names[earlier]) + len(names[later])), 2)
            if score >= _LEAST:
                both = tuple(sorted(documents[earlier] | documents[later]))
                yield Successor(earlier, later, score, shared, both)


def _shared(one: str, other: str) -> str:
    """Return with what both begin."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(character for character, _ in alike)


def _nearest(pair: Successor, pairs: Sequence[Successor]) -> bool:
    """Return whether no other pair with one of the two is as alike."""
    return all(
        other == pair or other.score < pair.score
        for other in pairs
        if other.earlier == pair.earlier or other.later == pair.later
    )
