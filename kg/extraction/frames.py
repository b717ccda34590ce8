"""Verb frames: which verbs a clause has, and what stands as their object, domain or basis.

A clause is read from left to right: adverbs, phrases of a preposition (在…领域, 依托…, 以…为…),
actors (鼓励企业…), then verbs, also in chains (研究、开发; 加快建设), then the object, which
ends where the next verb begins. A word that is a verb as well as a noun (研究, 创新) counts as a
verb only where a verb is due and what follows does not make a compound with it (创新平台).

Component `policykg_frames` sets `doc._.frames` and the span group `doc.spans["verbs"]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
import re

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.extraction.clauses import TITLE, Clause, depths
from kg.extraction.lexicon import listed, verb_words, verbs, within, words

if not Doc.has_extension("frames"):
    Doc.set_extension("frames", default=None)

TIME = re.compile(r"(?:到|至|自|力争|争取|计划|预计)*(?:\d{4}|“[一二三四五六七八九十]+五”)年?(?:[—－-]\d{4}年)?(?:底|末|初|期间|前|以前|起)?|第[一二三]步|第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+是|[（(]?\d+[)）.．、]|——")
CLOSERS = re.compile(r"等?(?:各|各个|重点|重要|关键|典型|相关|特定|垂直|细分|优势)*(?:领域|行业|产业|场景|方面|环节|部门|过程|基础|前提|条件|框架|范围|区域|地区|城市|工序|板块|方向)?(?:中|上|下|内|间)?")
AS = re.compile(
    "为(?:重点|核心|主线|导向|目标|基础|支撑|抓手|牵引|引领|主|载体|纽带|依托|根本|突破口|契机|方向|中心|主体)(?![的体])"
)


class Role(StrEnum):
    """How the words of a frame stand to its verb."""

    OBJECT = "object"  #: what the verb acts on
    CONTINUED = "continued"  #: an object that goes on in the next clause
    SUBJECT = "subject"  #: what stands before the verb and is no actor
    DOMAIN = "domain"  #: 在…领域, 面向…, 聚焦…
    BASIS = "basis"  #: 依托…, 基于…, 利用…
    PURPOSE = "purpose"  #: 为…提供, 满足…
    LOOSE = "loose"  #: a clause without a verb
    TITLE = "title"  #: a title without a verb
    STATE = "state"  #: what a clause says something of: X 基本建成


@dataclass(frozen=True, slots=True)
class Frame:
    """Words of a clause that may hold names, and how they stand to the verb before them."""

    start: int
    end: int
    role: Role
    verb: str  #: the last verb of the chain; "" without one
    kind: str  #: its frame in the lexicon
    cue: int  #: where the words that state it begin
    clause: Clause
    sentence: int  #: counts the sentences of the document
    applied: bool = False  #: a domain behind its object: X 在 Y 的应用


class _Reader:
    """One pass over one clause."""

    def __init__(self, text: str, clause: Clause, sentence: int) -> None:
        self.text = text
        self.clause = clause
        self.sentence = sentence
        self.end = clause.end
        self.depth = depths(text, clause.start, clause.end)
        self.frames: list[Frame] = []
        self.verbs: list[tuple[int, int]] = []
        self.spans: list[tuple[int, int]] = []
        self.cue = clause.start

    def read(self) -> list[Frame]:
        position = self.opening(self.clause.start)
        while position < self.end:
            position = self.segment(position)
        return self.frames

    def opening(self, position: int) -> int:
        while match := TIME.match(self.text, position, self.end):
            position = match.end()
        return position

    def segment(self, position: int) -> int:
        """Read adverbs, verbs and what follows up to the next verb; return where it begins."""
        position = self.adverbs(position)
        after = self.chain(position)
        if after == position:
            preposition = words("preposition").at(self.text, position, self.end)
            if within(self.text, position, "not_preposition"):
                return self.bare(position)
            if self.text[position] == "的":
                return position + 1
            if preposition > position:
                return self.phrase(position, preposition)
            return self.bare(position)
        return self.object(after)

    def adverbs(self, position: int) -> int:
        while position < self.end:
            if verb_words().at(self.text, position, self.end) > position:
                return position
            after = words("adverb").at(self.text, position, self.end)
            if after == position:
                after = self.opening(position)
            if after == position:
                return position
            position = after
        return position

    def chain(self, position: int) -> int:
        """Read a chain of verbs; return where it ends."""
        self.verbs = []
        self.cue = position
        while True:
            start = self.skip_links(position) if self.verbs else position
            after = verb_words().at(self.text, start, self.end)
            if after == start or not self.due(start, after):
                return position
            self.verbs.append((start, after))
            self.spans.append((start, after))
            position = after

    def skip_links(self, position: int) -> int:
        after = position
        while True:
            step = words("adverb").at(self.text, after, self.end)
            if step == after:
                step = words("connector").at(self.text, after, self.end)
            if step == after:
                return after
            after = step

    def due(self, start: int, after: int) -> bool:
        """Return whether the word there, at the head of what is left, is used as a verb."""
        text = self.text
        verb = verbs()[text[start:after]]
        if after >= self.end:
            return False
        if not self.verbs:
            return not (verb.strength == "weak" and self.compound(after))
        before = text[self.verbs[-1][0] : self.verbs[-1][1]]
        linked = start > self.verbs[-1][1]
        if text[start:after] in words("opener") and self.relative(after):
            return False
        if verb.strength == "firm":
            return True
        if verb.strength == "weak" and not (before in words("catenative") or linked):
            return False
        return not self.compound(after)

    def relative(self, after: int) -> bool:
        """Return whether what follows makes an attributive clause, as in 满足需求的平台."""
        return "的" in self.text[after : self.end - 1]

    def compound(self, after: int) -> bool:
        """Return whether what follows makes a compound with the word that ends there."""
        text, end = self.text, self.end
        if after >= end or text[after] in "、和与及的等）":
            return True
        generic = listed("generic.txt").at(text, after, end)
        if generic == after:
            return text[after : after + 1] in "型性者院所机器力度化" or self.only_tails(after)
        return self.only_tails(generic)

    def only_tails(self, position: int) -> bool:
        """Return whether only nouns of action stand before the end or the next connector."""
        text, end = self.text, self.end
        while position < end and text[position] not in "、和与及的等":
            step = listed("tails.txt").at(text, position, end)
            if step == position:
                return False
            position = step
        return True

    def inner_verb(self, position: int, after_actor: bool = False) -> int:
        """Return where the next verb that is used as one begins, or the end."""
        text, end = self.text, self.end
        for start in range(position + 1, end - 2):
            if self.depth[start - self.clause.start] or text[start - 1] in "的、和与及或":
                continue
            if after_actor and self.actor_turns(position, start):
                return start
            after = verb_words().at(text, start, end)
            if after == start or within(text, start, "not_verb"):
                continue
            verb = verbs()[text[start:after]]
            if after >= end or text[after] in "、和与及的等，）":
                continue
            adverb = words("inner_adverb").before(text, position, start)
            if verb.strength == "firm" and not self.only_tails(after):
                return start
            if verb.strength == "weak" and adverb == start:
                if not (after_actor and self.is_actor(position, start)):
                    continue
            if not self.compound(after):
                return start
        return end

    def actor_turns(self, position: int, start: int) -> bool:
        """Return whether a preposition begins there, right behind an actor: 企业面向…"""
        turn = words("turn").at(self.text, start, self.end)
        return turn > start and self.is_actor(position, start)

    def is_actor(self, start: int, end: int) -> bool:
        return words("actor").before(self.text, start, end) < end

    def trimmed(self, start: int, end: int) -> int:
        """Return the end without adverbs and connectors before the next verb."""
        while end > start:
            before = words("inner_adverb").before(self.text, start, end)
            if before == end or before <= start:
                return end
            end = before
        return end

    def phrase(self, start: int, after: int) -> int:
        """Read a phrase of a preposition; return where it ends."""
        text, end = self.text, self.end
        preposition = text[start:after]
        verb = verb_words().at(text, after, end)
        if preposition in ("以", "通过", "围绕") and verb > after and not self.compound(verb):
            return after
        if preposition in words("kept_relative") and self.enumerated(after):
            self.add(start, end, Role.CONTINUED, "", "", start)
            return end
        if preposition == "在":
            stop = self.closing(after)
        else:
            stop = self.inner_verb(after, after_actor=True)
        if preposition in ("以", "为") and stop == end and "为" in text[after:end]:
            stop = text.index("为", after, end)
        role = {
            "在": Role.DOMAIN, "面向": Role.DOMAIN, "围绕": Role.DOMAIN, "聚焦": Role.DOMAIN,
            "针对": Role.DOMAIN, "瞄准": Role.DOMAIN, "为": Role.PURPOSE, "对": Role.PURPOSE,
            "将": Role.OBJECT, "把": Role.OBJECT, "关于": Role.OBJECT,
        }.get(preposition, Role.BASIS)
        self.add(after, self.trimmed(after, stop), role, preposition, "preposition", start)
        return max(stop, after)

    def enumerated(self, after: int) -> bool:
        """Return whether an attribute there opens one more member of a list: ，面向 X 的 Y."""
        alone = self.clause.before in ("，", ",") and not self.frames
        return alone and self.relative(after) and self.inner_verb(after) == self.end

    def closing(self, position: int) -> int:
        """Return where a phrase that 在 opens ends: behind 领域, 方面, 中… or at the next verb."""
        stop = self.inner_verb(position, after_actor=True)
        for start in range(position + 1, stop):
            match = CLOSERS.match(self.text, start, self.end)
            if match and match.end() > start + 1 and self.text[match.end() : match.end() + 1] not in "、和与及":
                return match.end()
        return stop

    def bare(self, position: int) -> int:
        """Read words before which no verb stands: a subject, or a clause without a verb."""
        stop = self.inner_verb(position, after_actor=True)
        end = self.trimmed(position, stop)
        if stop < self.end:
            if not self.is_actor(position, end):
                self.add(position, end, Role.SUBJECT, "", "", position)
            return stop
        goes_on = self.clause.before in ("，", ",") and not self.frames
        end = self.predicate(position)
        role = Role.CONTINUED if goes_on else Role.LOOSE
        if self.clause.before == TITLE:
            role = Role.TITLE
        if end < self.end:
            role = Role.STATE
        self.add(position, end, role, "", "", position)
        return self.end

    def predicate(self, position: int) -> int:
        """Return where words begin that say what became of the words before them, or the end."""
        known = words("predicate")
        for start in range(position + 2, self.end):
            if not self.depth[start - self.clause.start] and known.at(self.text, start, self.end) > start:
                return start
        return self.end

    def object(self, start: int) -> int:
        """Read the object of the verbs just read; return where the next verb begins."""
        verb = self.text[self.verbs[-1][0] : self.verbs[-1][1]]
        kind = verbs()[verb].frame
        causative = verb in words("catenative")
        if causative and self.turns(start):
            return start
        stop = self.inner_verb(start, after_actor=causative)
        end = self.trimmed(start, stop)
        if stop < self.end and causative and self.is_actor(start, end):
            return stop
        place = self.place(start, end)
        self.add(start, place, Role.OBJECT, verb, kind, self.cue)
        if place < end:
            self.add(place + 1, end, Role.DOMAIN, "在", kind, place, applied=True)
        return stop

    def turns(self, start: int) -> bool:
        """Return whether a phrase of a preposition begins there, and not an attribute with 的."""
        turn = words("turn").at(self.text, start, self.end)
        if turn == start:
            return False
        return self.text[start] == "在" or self.inner_verb(turn, after_actor=True) < self.end

    def place(self, start: int, end: int) -> int:
        """Return where a phrase with 在 begins inside an object, or its end."""
        text = self.text
        at = text.find("在", start + 1, end)
        while at >= 0:
            if not self.depth[at - self.clause.start] and text[at - 1] not in "存现潜正所内外实" and text[at + 1 : at + 2] not in "线校职轨研岗建":
                return at
            at = text.find("在", at + 1, end)
        return end

    def add(self, start: int, end: int, role: Role, verb: str, kind: str, cue: int, *, applied: bool = False) -> None:
        if made := AS.search(self.text, start, end):
            end = made.start()
        if start < end:
            self.frames.append(Frame(start, end, role, verb, kind, cue, self.clause, self.sentence, applied))


@Language.component("policykg_frames")
def frames(doc: Doc) -> Doc:
    """Set the frames of every clause."""
    text = doc._.policy.text
    found: list[Frame] = []
    spans: list[tuple[int, int]] = []
    sentence = 0
    for clause in doc._.clauses:
        sentence += clause.opens_sentence
        if text[clause.start] in "（(" and text[clause.end - 1] in "）)":
            continue
        reader = _Reader(text, clause, sentence)
        found += reader.read()
        spans += reader.spans
    doc._.frames = found
    doc.spans["verbs"] = SpanGroup(doc, name="verbs", spans=[doc[a:b] for a, b in spans])
    return doc
