"""Relations that frames, hypernyms, domains and bases state.

Component `policykg_relations` adds to `doc._.relations`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Mention, MentionClass, Predicate, Relation
from kg.extraction.frames import Frame, Role
from kg.extraction.names import Name

OF_CLASS = {
    MentionClass.THEORY: Predicate.DEVELOPS,
    MentionClass.KEY_TECHNOLOGY: Predicate.DEVELOPS,
    MentionClass.PRODUCT: Predicate.DEVELOPS,
    MentionClass.PLATFORM: Predicate.BUILDS,
    MentionClass.INDUSTRY: Predicate.FOSTERS,
    MentionClass.SAFEGUARD: Predicate.ESTABLISHES,
}


@Language.component("policykg_relations")
def relations(doc: Doc) -> Doc:
    """Add the relations between the mentions of the grammar."""
    names: list[Name] = doc._.names
    classed: dict[int, Mention] = doc._.classed
    found: list[Relation] = []
    by_sentence: dict[int, list[int]] = {}
    for i, name in enumerate(names):
        by_sentence.setdefault(name.frame.sentence, []).append(i)

    def add(s: str, p: Predicate, o: Mention, start: int, end: int, par: str, conf: float, rule: str) -> None:
        found.append(Relation(s, p, o.id, min(start, o.start), max(end, o.end), par, conf, rule))

    for i, name in enumerate(names):
        m = classed[i]
        role = name.frame.role
        if name.hypernym >= 0 and name.hypernym in classed:
            h = classed[name.hypernym]
            add(h.id, Predicate.INCLUDES, m, m.start, h.end, m.paragraph, m.confidence, "hypernym")
        if name.host >= 0 and name.host in classed:
            h = classed[name.host]
            if role is Role.DOMAIN and m.cls is MentionClass.INDUSTRY:
                add(h.id, Predicate.APPLIED_IN, m, name.frame.cue, h.end, m.paragraph, m.confidence, "attribute")
            elif role is Role.BASIS:
                add(m.id, Predicate.SUPPORTS, h, name.frame.cue, h.end, m.paragraph, m.confidence, "attribute")
            else:
                add(h.id, Predicate.SUPPORTS, m, name.frame.cue, h.end, m.paragraph, m.confidence, "attribute")
        if role in (Role.OBJECT, Role.CONTINUED, Role.LOOSE, Role.SUBJECT) and name.host < 0:
            add(m.task, OF_CLASS[m.cls], m, name.frame.cue, m.end, m.paragraph, m.confidence, "frame")
        if role is Role.DOMAIN and name.host < 0:
            others = [j for j in by_sentence[name.frame.sentence] if names[j].frame.role is Role.OBJECT and classed[j].cls in (MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT) and (names[j].frame.clause == name.frame.clause if name.frame.applied else j > i)]
            if m.cls is MentionClass.INDUSTRY and others:
                for j in others:
                    add(classed[j].id, Predicate.APPLIED_IN, m, classed[j].start, m.end, m.paragraph, m.confidence, "domain")
            else:
                add(m.task, OF_CLASS[m.cls], m, name.frame.cue, m.end, m.paragraph, m.confidence, "domain")
    doc._.relations.extend(found)
    return doc
