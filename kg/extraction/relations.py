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

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Mention, MentionClass, Predicate, Relation
from kg.extraction.frames import Role
from kg.extraction.names import Name
from kg.extraction.relation_scores import OUTCOMES, Table, read
from kg.extraction.relation_signs import OF_CLASS, Alone, Pair, Triple, candidates

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


def of_phrase(item: Stated, clause: list[Stated]) -> Iterator[Relation]:
    """Yield how a name in a phrase of a preposition stands to the objects of its clause."""
    frame = item.name.frame
    applied = frame.role is Role.DOMAIN and item.mention.cls is MentionClass.INDUSTRY
    for other in objects(clause):
        cue = min(item.cue, other.cue)
        if frame.role is Role.BASIS and other.mention.start > frame.start:
            yield _between(item.mention, Predicate.SUPPORTS, other.mention, cue, "basis")
        elif applied and other.mention.cls in THINGS:
            yield _between(other.mention, Predicate.APPLIED_IN, item.mention, cue, "domain")


def of_subject(item: Stated, clause: list[Stated]) -> Iterator[Relation]:
    """Yield what a subject of the class of its verb's objects includes: X 理论重点突破 A、B."""
    cls = item.mention.cls
    if item.name.frame.role is Role.SUBJECT and cls in (*THINGS, MentionClass.THEORY):
        for other in objects(clause):
            if other.mention.cls is cls:
                yield _between(item.mention, Predicate.INCLUDES, other.mention, item.cue, "subject")


def objects(clause: list[Stated]) -> list[Stated]:
    """Return what the verbs of a clause act on, without what stands in attributes."""
    return [s for s in clause if s.name.frame.role is Role.OBJECT and s.name.host < 0]


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
    stated = {i: Stated(mention, doc._.names[i]) for i, mention in classed.items()}
    clauses: dict[int, list[Stated]] = {}
    for item in stated.values():
        clauses.setdefault(item.name.frame.clause.start, []).append(item)
    found: dict[Triple, Relation] = {}
    for item in stated.values():
        name = item.name
        here = list(of_task(item))
        if name.hypernym in stated:
            here += of_list(item, stated[name.hypernym])
        if name.host in stated:
            here += of_attribute(item, stated[name.host])
        elif name.host < 0:
            clause = clauses[name.frame.clause.start]
            here += [*of_phrase(item, clause), *of_subject(item, clause)]
        for relation in here:
            if relation.subject != relation.object:
                triple = (relation.subject, relation.predicate, relation.object)
                found.setdefault(triple, relation)
    return found


def rules_of(proposed: dict[Triple, Relation]) -> dict[Triple, str]:
    """Return for each proposal the name of the rule that made it."""
    return {triple: r.component.partition(":")[2] for triple, r in proposed.items()}


def of_alone(item: Alone, table: Table, proposed: dict[Triple, Relation]) -> Iterator[Relation]:
    """Yield what the task of a name does with it, if that is likely."""
    mention = item.mention
    triple = (mention.task, OF_CLASS[mention.cls], mention.id)
    chance = float(table.chances(item.signs)[0])
    cue = mention.start if item.frame is None else item.frame.cue
    learned = _relation(*triple[:2], mention, cue, mention.end, "learned")
    yield from _likely(proposed.get(triple), learned, chance, TASK_FLOORS)


def of_pair(pair: Pair, table: Table, proposed: dict[Triple, Relation]) -> Iterator[Relation]:
    """Yield how two names relate, where that is likely."""
    for (predicate, forward), chance in zip(OUTCOMES, table.chances(pair.signs), strict=True):
        ends = (pair.first, pair.last) if forward else (pair.last, pair.first)
        subject, object_ = ends
        if predicate is Predicate.APPLIED_IN and object_.cls is not MentionClass.INDUSTRY:
            continue
        by_rule = proposed.get((subject.id, predicate, object_.id))
        learned = Relation(
            subject.id,
            predicate,
            object_.id,
            pair.cue,
            pair.last.end if pair.cue > pair.first.start else max(pair.first.end, pair.last.end),
            pair.last.paragraph,
            0.0,
            f"{COMPONENT}:learned",
        )
        yield from _likely(by_rule, learned, float(chance), PAIR_FLOORS[predicate])


def _likely(
    by_rule: Relation | None, learned: Relation, chance: float, floors: tuple[float, float]
) -> Iterator[Relation]:
    """Yield the rule's relation, or else the learned one, with its chance if that suffices."""
    if chance >= floors[by_rule is None]:
        yield replace(by_rule or learned, confidence=round(chance, 4))


@Language.factory(COMPONENT, default_config={"weights": None})
class Relations:
    """Adds the relations of mentions; `weights` is a file of `relation_scores`."""

    def __init__(self, nlp: Language, name: str, weights: str | None) -> None:
        self.weights = read(Path(weights) if weights is not None else None)

    def __call__(self, doc: Doc) -> Doc:
        """Add the relations to `doc._.relations`."""
        proposed = doc._.proposed = propose(doc)
        found = candidates(doc, rules_of(proposed))
        related: list[Relation] = doc._.relations
        for item in found.alone:
            related.extend(of_alone(item, self.weights.task, proposed))
        for pair in found.pairs:
            related.extend(of_pair(pair, self.weights.pair, proposed))
        return doc
