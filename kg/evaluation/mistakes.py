"""Mistakes one by one: what was missed or made up, of which kind, and where it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kg.evaluation.facts import PARTED, Fact, Place, Row
from kg.evaluation.scoring import is_close

LISTED = (Row.ENTITY, Row.RELATION, Row.TASK, Row.TARGET, Row.DEPENDENCY)
#: the rows whose mistakes are listed: those of names and relaxed relations are among them
CONTEXT = 24  #: characters shown on each side of a fact


class Kind(StrEnum):
    """What kind of mistake it is: what the other side has in place of the fact."""

    CLASS = "class"  #: the same name, of another class
    BOUNDARY = "boundary"  #: names of which one contains the other
    PREDICATE = "predicate"  #: another predicate between the same two
    SUBJECT = "subject"  #: another subject of the same predicate and object
    ABSENT = "absent"  #: nothing like it


@dataclass(frozen=True, slots=True)
class Mistake:
    """A fact that was missed, or a false alarm."""

    row: Row
    missed: bool  #: else a false alarm
    kind: Kind
    fact: Fact
    place: Place

    @property
    def part(self) -> str:
        """The class or predicate of the fact; "" where it has none."""
        return self.fact[1] if self.row in PARTED else ""


def kind(row: Row, fact: Fact, others: Collection[Fact]) -> Kind:
    """Return of which kind the mistake in a fact is, by what the other side has.

    What was missed is looked for among the predicted, false alarms among the annotated.

    >>> str(kind(Row.ENTITY, ("训练资源库", "Platform"), [("海量训练资源库", "Platform")]))
    'boundary'
    """
    if row is Row.RELATION:
        return _kind_of_relation(fact, others)
    if row is Row.ENTITY and any(other[0] == fact[0] for other in others):
        return Kind.CLASS
    if row in (Row.ENTITY, Row.TASK) and any(is_close(fact[0], other[0]) for other in others):
        return Kind.BOUNDARY
    return Kind.ABSENT


def _kind_of_relation(fact: Fact, others: Collection[Fact]) -> Kind:
    subject, predicate, object_ = fact
    about = [other for other in others if is_close(object_, other[2])]
    between = [other for other in about if is_close(subject, other[0])]
    if any(other[1] == predicate for other in between):
        return Kind.BOUNDARY
    if between:
        return Kind.PREDICATE
    return Kind.SUBJECT if any(other[1] == predicate for other in about) else Kind.ABSENT


def excerpt(place: Place) -> str:
    """Return the paragraph around a fact, with the fact in brackets where its place is known.

    >>> excerpt(Place("建设海洋观测网。", 2, 7))
    '建设[海洋观测网]。'
    """
    text, start, end = place.paragraph, place.start, place.end
    if start >= end:
        return text if len(text) <= 2 * CONTEXT else f"{text[: 2 * CONTEXT]}…"
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    opening = "…" if start > CONTEXT else ""
    closing = "…" if end + CONTEXT < len(text) else ""
    return f"{opening}{before}[{text[start:end]}]{after}{closing}"
