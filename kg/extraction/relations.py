"""Relations that the frames, lists and attributes of the text state.

What a task does with a name follows the name's class (it develops a technology, builds a
platform, fosters an industry, establishes a safeguard), whatever the verb. Between two names,
relations come from a list and its hypernym (includes), from attributes (面向 X 的 Y, 基于 X 的 Y),
and from phrases before the verb (在 X 领域, 依托 X, 为 X 提供 Y).

Component `policykg_relations` adds to `doc._.relations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Mention, MentionClass, Predicate, Relation
from kg.extraction.frames import Role
from kg.extraction.names import Name

OF_CLASS = {
    MentionClass.THEORY: Predicate.DEVELOPS,
    MentionClass.KEY_TECHNOLOGY: Predicate.DEVELOPS,
    MentionClass.PRODUCT: Predicate.DEVELOPS,
    MentionClass.PLATFORM: Predicate.BUILDS,
    MentionClass.INDUSTRY: Predicate.FOSTERS,
    MentionClass.SAFEGUARD: Predicate.ESTABLISHES,
}
THINGS = (MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT, MentionClass.PLATFORM)
# What a hypernym may include besides names of its own class.
INCLUDED = {
    MentionClass.PLATFORM: (MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT),
    MentionClass.PRODUCT: (MentionClass.KEY_TECHNOLOGY,),
    MentionClass.SAFEGUARD: (MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT),
}
ACTED_ON = (Role.OBJECT, Role.CONTINUED, Role.LOOSE, Role.SUBJECT, Role.STATE)


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
        f"policykg_relations:{rule}",
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
        f"policykg_relations:{rule}",
    )


@Language.component("policykg_relations")
def relations(doc: Doc) -> Doc:
    """Add the relations of the grammar's mentions."""
    classed: dict[int, Mention] = doc._.classed
    stated = {i: Stated(mention, doc._.names[i]) for i, mention in classed.items()}
    clauses: dict[int, list[Stated]] = {}
    for item in stated.values():
        clauses.setdefault(item.name.frame.clause.start, []).append(item)
    for item in stated.values():
        name = item.name
        found = list(of_task(item))
        if name.hypernym in stated:
            found += of_list(item, stated[name.hypernym])
        if name.host in stated:
            found += of_attribute(item, stated[name.host])
        elif name.host < 0:
            clause = clauses[name.frame.clause.start]
            found += [*of_phrase(item, clause), *of_subject(item, clause)]
        doc._.relations.extend(found)
    return doc
