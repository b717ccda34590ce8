"""Names: from the words of a frame to the things that they name, before they have a class.

Conjuncts become names by choosing, for each, where it begins and ends (with or without nouns of
action behind it, with or without an attribute before it), whether a connector joins two names
or stands inside one, and which words it shares with its neighbours. Choices follow the scores of
`kg.extraction.scores`.

Component `policykg_names` sets `doc._.names` and the span group `doc.spans["names"]`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.extraction import scores
from kg.extraction.coordination import (
    Part,
    attribute_end,
    parts_of,
    without_modifiers,
    without_tails,
)
from kg.extraction.frames import Frame, Role
from kg.extraction.lexicon import CLASSES, counts, listed, verb_words, verbs, words
from kg.extraction.facts import MentionClass

if not Doc.has_extension("names"):
    Doc.set_extension("names", default=None)

Pieces = tuple[tuple[int, int], ...]
ABSTRACT = (MentionClass.THEORY, MentionClass.KEY_TECHNOLOGY)
ATTRIBUTE_ROLES = {
    "面向": Role.DOMAIN, "针对": Role.DOMAIN, "适应": Role.DOMAIN, "适合": Role.DOMAIN,
    "满足": Role.PURPOSE, "支撑": Role.PURPOSE, "支持": Role.PURPOSE, "服务": Role.PURPOSE,
    "服务于": Role.PURPOSE, "为": Role.PURPOSE, "用于": Role.PURPOSE,
    "基于": Role.BASIS, "利用": Role.BASIS, "采用": Role.BASIS, "集成": Role.BASIS,
    "依托": Role.BASIS, "应用": Role.BASIS,
}


@dataclass(frozen=True, slots=True)
class Name:
    """What the text names in one place."""

    pieces: Pieces
    text: str
    frame: Frame
    contexts: tuple[str, ...]
    hypernym: int  #: index of the name that sums up its list, -1 without
    host: int  #: index of the name whose attribute it stands in, -1 without
    group: int  #: names of one coordination have the same number
    score: float  #: how likely it names anything


# From which score on the words before a connector are a name of their own, by the class of
# the words behind it: 与 stands inside names of theories, 和 seldom inside any.
JOINED_BY_YU = {
    MentionClass.THEORY: 1.0, MentionClass.KEY_TECHNOLOGY: 0.8, MentionClass.PLATFORM: 0.6,
    MentionClass.PRODUCT: 0.3, MentionClass.INDUSTRY: 0.2, MentionClass.SAFEGUARD: 0.6,
}
JOINED = {
    MentionClass.THEORY: 0.2, MentionClass.KEY_TECHNOLOGY: 0.2, MentionClass.PLATFORM: 0.2,
    MentionClass.PRODUCT: 0.15, MentionClass.INDUSTRY: 0.15, MentionClass.SAFEGUARD: 0.3,
}


ALONE = 0.4  #: from which score on a conjunct is a name without a shared head
SHARING = (MentionClass.SAFEGUARD,)


class _Namer:
    """Collects the names of a document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc._.policy.text
        self.names: list[Name] = []
        self.groups = 0
        self.subject: Name | None = None

    def read(self, frame: Frame, host: int = -1) -> None:
        """Add the names of one frame."""
        parts = parts_of(self.text, frame.start, frame.end)
        contexts = scores.context(self.doc, frame)
        if self.subject is not None and self.subject.frame.clause == frame.clause:
            contexts = (*contexts, scores.hypernym_context(self.subject.text))
        self.groups += 1
        made: dict[int, int] = {}
        index = 0
        while index < len(parts):
            index = self.conjunct(frame, contexts, parts, index, made, host)
        self.link(parts, made)

    def conjunct(self, frame: Frame, contexts: tuple[str, ...], parts: list[Part], index: int, made: dict[int, int], host: int) -> int:
        part = parts[index]
        if part.link != "等" and (verb := self.verb_at(part)):
            parts[index] = part = replace(part, start=part.start + len(verb), head=part.start + len(verb))
            contexts = (contexts[0], f"verb={verb}", *contexts[2:])
        if part.hypernym >= 0:
            hypernym = parts[part.hypernym]
            above = scores.hypernym_context(self.text[hypernym.head : hypernym.end])
            contexts = (*contexts[:4], above)
        last = self.joined(contexts, parts, index)
        whole = replace(part, end=parts[last].end)
        pieces, score = self.best(whole, contexts)
        if last == index:
            pieces, score = self.shared(parts, index, pieces, score, contexts)
        if score >= THRESHOLD:
            name = self.text_of(pieces)
            made[index] = len(self.names)
            self.names.append(Name(pieces, name, frame, contexts, part.hypernym, host, self.groups, score))
            if frame.role is Role.SUBJECT:
                self.subject = self.names[-1]
        if part.head > part.start and not (index in made and pieces[0][0] == part.start):
            self.attribute(frame, part, made.get(index, -1))
        return last + 1

    def attribute(self, frame: Frame, part: Part, host: int) -> None:
        opener_end = words("relative").at(self.text, part.start, part.head)
        opener = self.text[part.start : opener_end]
        role = ATTRIBUTE_ROLES.get(opener)
        if role is not None:
            inner = replace(frame, start=opener_end, end=part.head - 1, role=role, verb=opener, kind="attribute", cue=part.start)
            groups = self.groups
            self.read(inner, host)
            self.groups, groups = self.groups + 1, groups

    def verb_at(self, part: Part) -> str:
        """Return the verb that a later conjunct begins with, if it is hardly part of a name."""
        start = words("adverb").at(self.text, part.start, part.end)
        end = verb_words().at(self.text, start, part.end)
        text = self.text[start:end]
        weak = bool(text) and verbs()[text].strength == "weak"
        if not text or (weak and text not in words("opening_verb")) or end >= part.end - 1:
            return ""
        if listed("generic.txt").at(self.text, end, part.end) > end:
            return ""
        return self.text[part.start : end] if self.text[end] not in "的型性" else ""

    def link(self, parts: list[Part], made: dict[int, int]) -> None:
        """Turn the parts' hypernyms into indexes of names."""
        for index, at in made.items():
            hypernym = made.get(parts[index].hypernym, -1)
            self.names[at] = replace(self.names[at], hypernym=hypernym)

    def text_of(self, pieces: Pieces) -> str:
        return "".join(self.text[start:end] for start, end in pieces)

    def best(self, part: Part, contexts: tuple[str, ...]) -> tuple[Pieces, float]:
        """Return where the name in a conjunct begins and ends, and its score."""
        found: tuple[Pieces, float] = (((part.start, part.end),), 0.0)
        theory = self.likely(self.text[part.head : part.end], contexts) is MentionClass.THEORY
        for end in [part.end, *without_tails(self.text, part.head, part.end)]:
            if theory and end < part.end and self.text[end : part.end] not in words("theory_tail"):
                continue
            start = self.beginning(part, end, contexts)
            score = self.score(self.text[start:end], contexts)
            if score > found[1]:
                found = (((start, end),), score)
        return found

    def beginning(self, part: Part, end: int, contexts: tuple[str, ...]) -> int:
        """Return where the name that ends there begins."""
        text = self.text
        start = without_modifiers(text, part.head, end)
        of = text.rfind("的", start, end - 1)
        core = start if of < 0 else without_modifiers(text, of + 1, end)
        cls = self.likely(text[core:end], contexts)
        if cls in ABSTRACT:
            opener = text[part.start : words("relative").at(text, part.start, part.head)]
            if opener in words("kept_relative") and cls is MentionClass.THEORY:
                return part.start
            if of >= 0 and not words("domain_closer").before(text, start, of) < of:
                return start
        return core

    def likely(self, name: str, contexts: tuple[str, ...]) -> MentionClass:
        shares = scores.combined(name, contexts)[:-1]
        return CLASSES[shares.index(max(shares))]

    def score(self, name: str, contexts: tuple[str, ...]) -> float:
        if len(name) < 2 or (name in listed("generic.txt") and contexts[0] != "role=domain"):
            return 0.0
        share = 1.0 - scores.combined(name, contexts)[-1]
        return GENERIC * share if only_generic(name) else share

    def joined(self, contexts: tuple[str, ...], parts: list[Part], index: int) -> int:
        """Return the last part that belongs to the name that begins with this one."""
        last = index
        while last + 1 < len(parts) and parts[last + 1].link in ("与", "和", "及"):
            left, right = parts[last], parts[last + 1]
            if left.hypernym != right.hypernym:
                break
            if not self.joins(left, right, contexts) or self.attributive(parts, last):
                break
            last += 1
        return last

    def joins(self, left: Part, right: Part, contexts: tuple[str, ...]) -> bool:
        """Return whether the connector between two conjuncts stands inside one name."""
        text = self.text
        if text[left.start : left.end] in listed("tails.txt") or text[right.start : right.end] in listed("tails.txt"):
            return False
        (span,), _ = self.best(left, contexts)
        own = text[span[0] : span[1]]
        first = 1.0 - scores.head(own)[-1]
        (span,), _ = self.best(right, contexts)
        cls = self.likely(text[span[0] : span[1]], contexts)
        if self.only_generic(right):
            return self.likely(own, contexts) is MentionClass.THEORY
        if self.only_generic(left):
            return right.link in ("与", "及") or cls is MentionClass.PLATFORM
        tight = right.link == "与" or (right.link == "及" and cls in ABSTRACT)
        return first < (JOINED_BY_YU if tight else JOINED)[cls]

    def only_generic(self, part: Part) -> bool:
        return only_generic(self.text[part.start : part.end])

    def attributive(self, parts: list[Part], index: int) -> bool:
        return self.text[parts[index].end - 1] in "型级类式用"

    def shared(self, parts: list[Part], index: int, pieces: Pieces, score: float, contexts: tuple[str, ...]) -> tuple[Pieces, float]:
        """Return the name with what it shares with its neighbours, where it needs that."""
        part = parts[index]
        end_character = self.text[part.end - 1]
        if end_character in "型级类式性用" and index + 1 < len(parts):
            last = self.last_of(parts, index)
            text = self.text
            at = text.find(end_character, parts[last].head, parts[last].end - 2)
            if at >= 0:
                (_, end), = self.best(parts[last], contexts)[0]
                if end > at + 2:
                    start = without_modifiers(text, part.head, part.end)
                    found = ((start, part.end), (at + 1, end))
                    return found, max(score, self.score(self.text_of(found), contexts))
        if end_character not in "化性的":
            found_head = self.with_head(parts, index, pieces, contexts)
            if found_head is not None:
                return found_head
        if index and self.needs_prefix(part):
            prefix = self.prefix(parts, index)
            if prefix is not None:
                found = (prefix, (part.head, part.end))
                value = self.score(self.text_of(found), contexts)
                if value > 0:
                    return found, value
        return pieces, score

    def with_head(self, parts: list[Part], index: int, pieces: Pieces, contexts: tuple[str, ...]) -> tuple[Pieces, float] | None:
        """Return a conjunct with the hypernym of its list as head: 数据格式、应用安全等标准.

        Only where the conjunct alone names nothing, and the hypernym alone neither.
        """
        part = parts[index]
        if part.hypernym < 0:
            return None
        own = self.text_of(pieces)
        if 1.0 - scores.head(own)[-1] >= ALONE or own in listed("tails.txt"):
            return None
        (span,), _ = self.best(parts[part.hypernym], contexts)
        whole = self.text[span[0] : span[1]]
        if self.likely(whole, contexts) not in SHARING or not only_generic(whole):
            return None
        found = (*pieces, span)
        return found, self.score(self.text_of(found), contexts)

    def last_of(self, parts: list[Part], index: int) -> int:
        last = index
        while last + 1 < len(parts) and parts[last + 1].link != "等":
            last += 1
        return last

    def needs_prefix(self, part: Part) -> bool:
        text = self.text[part.head : part.end]
        return text not in listed("tails.txt") and only_generic(text)

    def prefix(self, parts: list[Part], index: int) -> tuple[int, int] | None:
        """Return what the first conjunct has before its head, for a later one that has only a head."""
        first = parts[index - 1]
        if parts[index].link not in ("和", "与", "及", "以及"):
            return None
        start = without_modifiers(self.text, first.head, first.end)
        of = self.text.rfind("的", start, first.end - 1)
        start = of + 1 if of >= 0 else start
        end = listed("generic.txt").before(self.text, start, first.end)
        if not start < end < first.end or only_generic(self.text[start:end]):
            return None
        return start, end


THRESHOLD = 0.3
GENERIC = 0.8  #: by how much a name of words that alone name nothing is less likely one


def only_generic(name: str) -> bool:
    """Return whether a name consists of words only that alone name nothing."""
    if "^" + name in counts("heads.tsv"):
        return False
    known = listed("generic.txt")
    end = len(name)
    while end:
        before = known.before(name, 0, end)
        if before == end:
            return False
        end = before
    return True


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
