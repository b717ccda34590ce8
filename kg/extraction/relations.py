"""Relations that the frames, lists and attributes of the text state.

What a task does with a name follows the name's class (it develops a technology, builds a
platform, fosters an industry, establishes a safeguard), whatever the verb. Between two names,
relations come from a list and its hypernym (includes), from attributes (面向 X 的 Y, 基于 X 的 Y),
and from phrases before the verb (在 X 领域, 依托 X, 为 X 提供 Y). These are proposals: what is kept
of them, and which other relations are added, weights say that were learned from annotated documents
(`relation_scores`).

Component `policykg_relations` adds to `doc._.relations`. Before, it sets `doc._.proposed`, the
relations that rules propose: (subject, predicate, object) → the relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Mention, MentionClass, Predicate, Relation
from kg.extraction.frames import Role
from kg.extraction.names import Name
from kg.extraction.relation_candidates import (
    NO_RULES,
    OF_CLASS,
    OF_ONE,
    OF_TWO,
    Alone,
    Pair,
    Triple,
    candidates,
)
from kg.extraction.relation_scores import OUTCOMES, Array, Weights, read
from kg.extraction.relation_weighing import Scales

COMPONENT = "policykg_relations"
THINGS = (MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT, MentionClass.PLATFORM)
# What a hypernym may include besides names of its own class.
INCLUDED = {
    MentionClass.PLATFORM: (MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT),
    MentionClass.PRODUCT: (MentionClass.KEY_TECHNOLOGY,),
    MentionClass.SAFEGUARD: (MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT),
}
# The least chance of a relation that is kept: of one that a rule proposes, and of others. A fact
# that is right every fourth time no longer helps F1 where F1 is about one half; those of rules
# keep their precision in fields that no annotated document is from.
TASK_FLOORS = (0.2, 0.3)
PAIR_FLOORS = {
    Predicate.INCLUDES: (0.05, 0.45),
    Predicate.SUPPORTS: (0.05, 0.25),
    Predicate.APPLIED_IN: (0.05, 0.25),
}
TOGETHER = 1000  #: how many candidates are weighed at once
ACTED_ON = (Role.OBJECT, Role.CONTINUED, Role.LOOSE, Role.SUBJECT, Role.STATE)

if not Doc.has_extension("proposed"):
    Doc.set_extension("proposed", default=None)


@dataclass(frozen=True, slots=True)
class Stated:
    """A mention, the name that it was made from and where its cue begins."""

    mention: Mention
    name: Name

    @property
    def cue(self) -> int:
        """Return where the words begin that say how it stands to its verb."""
        return self.name.frame.cue


def of_task(item: Stated) -> Iterator[Relation]:
    """Yield what the task does with what a frame names."""
    role = item.name.frame.role
    domain = role is Role.DOMAIN and item.mention.cls is MentionClass.INDUSTRY
    if item.name.host < 0 and (role in ACTED_ON or domain):
        mention = item.mention
        yield _relation(
            mention.task, OF_CLASS[mention.cls], mention, item.cue, mention.end, "frame"
        )


def of_list(item: Stated, hypernym: Stated) -> Iterator[Relation]:
    """Yield that the hypernym of a list includes its members."""
    whole, part = hypernym.mention, item.mention
    if part.cls is whole.cls or part.cls in INCLUDED.get(whole.cls, ()):
        yield _between(whole, Predicate.INCLUDES, part, part.start, "hypernym")


def of_attribute(item: Stated, host: Stated) -> Iterator[Relation]:
    """Yield how a name in an attribute stands to what it is an attribute of."""
    role, cue = item.name.frame.role, item.cue
    if role is Role.BASIS:
        yield _between(item.mention, Predicate.SUPPORTS, host.mention, cue, "attribute")
    elif role is Role.DOMAIN and item.mention.cls is MentionClass.INDUSTRY:
        yield _between(host.mention, Predicate.APPLIED_IN, item.mention, cue, "attribute")
    else:
        yield _between(host.mention, Predicate.SUPPORTS, item.mention, cue, "attribute")


def of_phrase(item: Stated, objects: Sequence[Stated]) -> Iterator[Relation]:
    """Yield how a name in a phrase of a preposition stands to the objects of its clause."""
    frame = item.name.frame
    applied = frame.role is Role.DOMAIN and item.mention.cls is MentionClass.INDUSTRY
    for other in objects:
        cue = min(item.cue, other.cue)
        if frame.role is Role.BASIS and other.mention.start > frame.start:
            yield _between(item.mention, Predicate.SUPPORTS, other.mention, cue, "basis")
        elif applied and other.mention.cls in THINGS:
            yield _between(other.mention, Predicate.APPLIED_IN, item.mention, cue, "domain")


def of_subject(item: Stated, objects: Sequence[Stated]) -> Iterator[Relation]:
    """Yield what a subject of the class of its verb's objects includes: X 理论重点突破 A、B."""
    cls = item.mention.cls
    if item.name.frame.role is Role.SUBJECT and cls in (*THINGS, MentionClass.THEORY):
        for other in objects:
            if other.mention.cls is cls:
                yield _between(item.mention, Predicate.INCLUDES, other.mention, item.cue, "subject")


def objects_of(items: Iterable[Stated]) -> dict[int, list[Stated]]:
    """Return what the verbs of each clause act on, without what stands in attributes."""
    found: dict[int, list[Stated]] = {}
    for item in items:
        frame = item.name.frame
        if frame.role is Role.OBJECT and item.name.host < 0:
            found.setdefault(frame.clause.start, []).append(item)
    return found


def _between(
    subject: Mention, predicate: Predicate, object_: Mention, cue: int, rule: str
) -> Relation:
    end = max(subject.end, object_.end)
    start = min(cue, subject.start, object_.start)
    confidence = round(subject.confidence * object_.confidence, 4)
    return Relation(
        subject.id,
        predicate,
        object_.id,
        start,
        end,
        object_.paragraph,
        confidence,
        f"{COMPONENT}:{rule}",
    )


def _relation(
    task: str, predicate: Predicate, mention: Mention, cue: int, end: int, rule: str
) -> Relation:
    start = min(cue, mention.start)
    return Relation(
        task,
        predicate,
        mention.id,
        start,
        end,
        mention.paragraph,
        mention.confidence,
        f"{COMPONENT}:{rule}",
    )


def propose(doc: Doc) -> dict[Triple, Relation]:
    """Return the relations that the rules propose for the grammar's mentions."""
    classed: dict[int, Mention] = doc._.classed
    names: list[Name] = doc._.names  # asking the Doc is slow
    stated = {i: Stated(mention, names[i]) for i, mention in classed.items()}
    objects = objects_of(stated.values())
    found: dict[Triple, Relation] = {}
    for item in stated.values():
        name = item.name
        here = list(of_task(item))
        if name.hypernym in stated:
            here += of_list(item, stated[name.hypernym])
        if name.host in stated:
            here += of_attribute(item, stated[name.host])
        elif name.host < 0:
            others = objects.get(name.frame.clause.start, ())
            here += [*of_phrase(item, others), *of_subject(item, others)]
        for relation in here:
            if relation.subject != relation.object:
                triple = (relation.subject, relation.predicate, relation.object)
                found.setdefault(triple, relation)
    return found


def rules_of(proposed: dict[Triple, Relation]) -> dict[Triple, str]:
    """Return for each proposal the name of the rule that made it."""
    return {triple: r.component.partition(":")[2] for triple, r in proposed.items()}


def of_ones(
    ones: Sequence[Alone], chances: Array, proposed: dict[Triple, Relation]
) -> Iterator[Relation]:
    """Yield what the tasks of names do with them, where that is likely."""
    for one, chance in zip(ones, chances[:, 0].tolist(), strict=True):
        mention, frame = one.seen.mention, one.seen.frame
        triple = (mention.task, OF_CLASS[mention.cls], mention.id)
        by_rule = proposed.get(triple)
        if chance >= TASK_FLOORS[by_rule is None]:
            if by_rule is None:
                cue = mention.start if frame is None else frame.cue
                by_rule = _relation(*triple[:2], mention, cue, mention.end, "learned")
            yield replace(by_rule, confidence=round(chance, 4))


def of_pairs(
    pairs: Sequence[Pair], chances: Array, proposed: dict[Triple, Relation]
) -> Iterator[Relation]:
    """Yield how the names of pairs relate, where that is likely."""
    lowest = np.array([PAIR_FLOORS[predicate] for predicate, _ in OUTCOMES]).T
    unruled = [pair.rules == NO_RULES for pair in pairs]
    likely = chances.astype(np.float64) >= lowest[np.array(unruled, dtype=int)]
    for row, column in np.argwhere(likely).tolist():
        pair = pairs[row]
        predicate, forward = OUTCOMES[column]
        first, last = pair.first.mention, pair.last.mention
        subject, object_ = (first, last) if forward else (last, first)
        if predicate is Predicate.APPLIED_IN and object_.cls is not MentionClass.INDUSTRY:
            continue
        by_rule = proposed.get((subject.id, predicate, object_.id))
        chance = float(chances[row, column])
        if chance >= PAIR_FLOORS[predicate][by_rule is None]:
            relation = by_rule or _learned(subject, predicate, object_, pair)
            yield replace(relation, confidence=round(chance, 4))


def _learned(subject: Mention, predicate: Predicate, object_: Mention, pair: Pair) -> Relation:
    first, last, cue = pair.first.mention, pair.last.mention, pair.cue()
    return Relation(
        subject.id,
        predicate,
        object_.id,
        cue,
        last.end if cue > first.start else max(first.end, last.end),
        last.paragraph,
        0.0,
        f"{COMPONENT}:learned",
    )


@Language.factory(COMPONENT, default_config={"weights": None})
class Relations:
    """Adds the relations of mentions; `weights` is a file of `relation_scores`."""

    def __init__(self, nlp: Language, name: str, weights: str | None) -> None:
        self.weights = read(Path(weights) if weights is not None else None)

    @property
    def weights(self) -> Weights:
        """The weights of the signs."""
        return self._weights

    @weights.setter
    def weights(self, weights: Weights) -> None:
        self._weights = weights
        self._task, self._pair = Scales(weights.task, OF_ONE), Scales(weights.pair, OF_TWO)

    def __call__(self, doc: Doc) -> Doc:
        """Add the relations to `doc._.relations`."""
        proposed = doc._.proposed = propose(doc)
        acting: list[Relation] = []
        between: list[Relation] = []
        found = candidates(doc, rules_of(proposed))
        while batch := list(islice(found, TOGETHER)):
            ones = [item for item in batch if isinstance(item, Alone)]
            acting += of_ones(ones, self._task.chances(one.keys() for one in ones), proposed)
            pairs = [item for item in batch if isinstance(item, Pair)]
            between += of_pairs(pairs, self._pair.chances(two.keys() for two in pairs), proposed)
        doc._.relations.extend([*acting, *between])
        return doc
