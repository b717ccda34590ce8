"""Names: from the words of a frame to the things that they name, before they have a class.

Component `policykg_names` sets `doc._.names` and the span group `doc.spans["names"]`. Its setting
`threshold` is the least score of a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from kg.extraction.boundaries import best, joined
from kg.extraction.coordination import ETC, Part, parts_of
from kg.extraction.frames import Frame, Role
from kg.extraction.lexicon import listed, verb_words, verbs, words
from kg.extraction.scores import Contexts, Judge, own_context, title_contexts
from kg.extraction.sharing import Pieces, shared, text_of
from kg.extraction.tables import scorer_of

if not Doc.has_extension("names"):
    Doc.set_extension("names", default=None)

#: The least score of a name by default; `kg.extraction.classes` asks more, by class.
THRESHOLD = 0.2
JUDGES = 500  #: how many contexts are kept with the scores of the names that stand in them
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


@dataclass(slots=True)
class _Coordination:
    """The conjuncts of a frame and the names that they became."""

    frame: Frame
    contexts: Contexts  #: of all names of the frame
    host: int
    group: int
    parts: list[Part]
    made: dict[int, int] = field(default_factory=dict)  #: index of a part → of its name


class _Namer:
    """Collects the names of a document."""

    def __init__(self, doc: Doc, threshold: float) -> None:
        self.threshold = threshold
        self.text: str = doc._.policy.text
        self.scorer = scorer_of(doc)
        self.titles = title_contexts(doc._.policy.sections, self.scorer)
        self.names: list[Name] = []
        self.groups = 0
        self.subject: Name | None = None
        self.judges: dict[Contexts, Judge] = {}

    def judge(self, contexts: Contexts) -> Judge:
        """Return what scores names in some contexts, the one from before while it is kept."""
        found = self.judges.get(contexts)
        if found is None:
            if len(self.judges) >= JUDGES:
                self.judges.clear()
            found = self.judges[contexts] = self.scorer.given(contexts)
        return found

    def read(self, frame: Frame, host: int = -1) -> None:
        """Add the names of one frame; `host` is the name whose attribute the frame is."""
        parts = parts_of(self.text, frame.start, frame.end)
        contexts = (*own_context(frame), *self.titles[frame.clause.paragraph.section])
        if self.subject is not None and self.subject.frame.clause is frame.clause:
            contexts = (*contexts, self.scorer.hypernym_context(self.subject.text))
        self.groups += 1
        whole = _Coordination(frame, contexts, host, self.groups, parts)
        index = 0
        while index < len(parts):
            index = self.conjunct(whole, index)
        for index, at in whole.made.items():
            if parts[index].hypernym in whole.made:
                hypernym = whole.made[parts[index].hypernym]
                self.names[at] = replace(self.names[at], hypernym=hypernym)

    def conjunct(self, whole: _Coordination, index: int) -> int:
        """Add the name of one conjunct; return the index of the next one."""
        text, parts, contexts = self.text, whole.parts, whole.contexts
        if verb := self.verb_at(parts[index]):
            begin = parts[index].start + len(verb)
            parts[index] = parts[index]._replace(start=begin, head=begin)
            contexts = (contexts[0], f"verb={verb}", *contexts[2:])
        part = parts[index]
        if part.hypernym >= 0:
            (start, end), _ = best(text, parts[part.hypernym], self.judge(contexts))
            contexts = (*contexts, self.scorer.hypernym_context(text[start:end]))
        judge = self.judge(contexts)
        last = joined(text, parts, index, judge)
        whole_part = part if last == index else part._replace(end=parts[last].end)
        span, value = best(text, whole_part, judge)
        pieces: Pieces = (span,)
        if last == index and (with_more := shared(text, parts, index, span, judge)):
            pieces, value = with_more
        if value >= self.threshold:
            whole.made[index] = self.add(whole, pieces, contexts, value)
            if whole.frame.role is Role.SUBJECT:
                self.subject = self.names[-1]
        if part.start < part.head <= pieces[0][0]:
            self.attribute(whole.frame, part, whole.made.get(index, -1))
        return last + 1

    def add(self, whole: _Coordination, pieces: Pieces, contexts: Contexts, value: float) -> int:
        """Add a name; return its index."""
        text = text_of(self.text, pieces)
        name = Name(pieces, text, whole.frame, contexts, -1, whole.host, whole.group, value)
        self.names.append(name)
        return len(self.names) - 1

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
        if part.link == ETC:
            return ""
        text = self.text
        start = words("adverb").at(text, part.start, part.end)
        end = verb_words().at(text, start, part.end)
        if end == start or end >= part.end - 1:
            return ""
        verb = text[start:end]
        named = words("not_verb").cover(text, start) or text[end] in words("attribute_suffix")
        if named or (verbs()[verb].strength == "weak" and verb not in words("opening_verb")):
            return ""
        compound = listed("generic.txt").at(text, end, part.end) > end
        return "" if compound else text[part.start : end]


@Language.factory("policykg_names", default_config={"threshold": THRESHOLD})
class Names:
    """Finds the names of every frame whose score reaches a threshold."""

    def __init__(self, nlp: Language, name: str, threshold: float) -> None:
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Set the names."""
        namer = _Namer(doc, self.threshold)
        for frame in doc._.frames:
            namer.read(frame)
        doc._.names = namer.names
        spans = [DocSpan(doc, name.pieces[0][0], name.pieces[-1][1]) for name in namer.names]
        doc.spans["names"] = SpanGroup(doc, name="names", spans=spans)
        return doc
