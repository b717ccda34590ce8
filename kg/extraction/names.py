"""Names: from the words of a frame to the things that they name, before they have a class.

Component `policykg_names` sets `doc._.names` and the span group `doc.spans["names"]`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.extraction import scores
from kg.extraction.boundaries import Contexts, best, joined
from kg.extraction.coordination import ETC, Part, parts_of
from kg.extraction.frames import Frame, Role
from kg.extraction.lexicon import listed, verb_words, verbs, within, words
from kg.extraction.sharing import Pieces, shared, text_of

if not Doc.has_extension("names"):
    Doc.set_extension("names", default=None)

THRESHOLD = 0.2  #: the least score of a name; `kg.extraction.classes` asks more, by class
ATTRIBUTES = {"domain_attribute": Role.DOMAIN, "purpose_attribute": Role.PURPOSE}
ATTRIBUTES |= {"basis_attribute": Role.BASIS}


@dataclass(frozen=True, slots=True)
class Name:
    """What the text names in one place."""

    pieces: Pieces  #: ascending
    text: str
    frame: Frame
    contexts: Contexts
    hypernym: int  #: index of the name that sums up its list, -1 without
    host: int  #: index of the name whose attribute it stands in, -1 without
    group: int  #: names of one coordination have the same number
    score: float  #: how likely it names anything


class _Namer:
    """Collects the names of a document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc._.policy.text
        self.names: list[Name] = []
        self.groups = 0
        self.subject: Name | None = None

    def read(self, frame: Frame, host: int = -1) -> None:
        """Add the names of one frame; `host` is the name whose attribute the frame is."""
        parts = parts_of(self.text, frame.start, frame.end)
        contexts = scores.context(self.doc, frame)
        if self.subject is not None and self.subject.frame.clause == frame.clause:
            contexts = (*contexts, scores.hypernym_context(self.subject.text))
        self.groups += 1
        plain = Name((), "", frame, contexts, -1, host, self.groups, 0.0)
        made: dict[int, int] = {}
        index = 0
        while index < len(parts):
            index = self.conjunct(plain, parts, index, made)
        for index, at in made.items():
            hypernym = made.get(parts[index].hypernym, -1)
            self.names[at] = replace(self.names[at], hypernym=hypernym)

    def conjunct(self, plain: Name, parts: list[Part], index: int, made: dict[int, int]) -> int:
        """Add the name of one conjunct; return the index of the next one.

        `plain` holds what all names of the frame have, `made` gathers index of part → of name.
        """
        text, contexts = self.text, plain.contexts
        if verb := self.verb_at(parts[index]):
            begin = parts[index].start + len(verb)
            parts[index] = replace(parts[index], start=begin, head=begin)
            contexts = (contexts[0], f"verb={verb}", *contexts[2:])
        part = parts[index]
        if part.hypernym >= 0:
            (start, end), _ = best(text, parts[part.hypernym], contexts)
            contexts = (*contexts, scores.hypernym_context(text[start:end]))
        last = joined(text, parts, index, contexts)
        span, value = best(text, replace(part, end=parts[last].end), contexts)
        pieces: Pieces = (span,)
        if last == index and (with_more := shared(text, parts, index, span, contexts)):
            pieces, value = with_more
        if value >= THRESHOLD:
            made[index] = len(self.names)
            name = text_of(text, pieces)
            self.names.append(
                replace(plain, pieces=pieces, text=name, contexts=contexts, score=value)
            )
            if plain.frame.role is Role.SUBJECT:
                self.subject = self.names[-1]
        if part.start < part.head <= pieces[0][0]:
            self.attribute(plain.frame, part, made.get(index, -1))
        return last + 1

    def attribute(self, frame: Frame, part: Part, host: int) -> None:
        """Add the names in the attributive clause of a conjunct: 面向海洋观测的."""
        after = words("relative").at(self.text, part.start, part.head)
        opener = self.text[part.start : after]
        for kind, role in ATTRIBUTES.items():
            if opener in words(kind):
                inner = replace(frame, start=after, end=part.head - 1, role=role)
                self.read(replace(inner, verb=opener, kind=kind, cue=part.start), host)

    def verb_at(self, part: Part) -> str:
        """Return the words that act on the rest of a conjunct, if it begins with a verb."""
        text = self.text
        start = words("adverb").at(text, part.start, part.end)
        end = verb_words().at(text, start, part.end)
        if part.link == ETC or end == start or end >= part.end - 1:
            return ""
        verb = text[start:end]
        named = within(text, start, "not_verb") or text[end] in "的型性"
        if named or (verbs()[verb].strength == "weak" and verb not in words("opening_verb")):
            return ""
        compound = listed("generic.txt").at(text, end, part.end) > end
        return "" if compound else text[part.start : end]


@Language.component("policykg_names")
def names(doc: Doc) -> Doc:
    """Set the names of every frame."""
    namer = _Namer(doc)
    for frame in doc._.frames:
        namer.read(frame)
    doc._.names = namer.names
    spans = [doc[name.pieces[0][0] : name.pieces[-1][1]] for name in namer.names]
    doc.spans["names"] = SpanGroup(doc, name="names", spans=spans)
    return doc
