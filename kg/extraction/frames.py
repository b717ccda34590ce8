"""Verb frames: which verbs a clause has, and what stands as their object, domain or basis.

A clause is read from left to right: adverbs, phrases of a preposition (在…领域, 依托…, 以…为…),
actors (鼓励企业…), then verbs, also in chains (研究、开发; 加快建设), then the object, which
ends where the next verb begins. A word that is a verb as well as a noun (研究, 创新) counts as a
verb only where a verb is due and what follows does not make a compound with it (创新平台).

Component `policykg_frames` sets `doc._.frames` and the span group `doc.spans["verbs"]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.extraction.clauses import TITLE, Clause
from kg.extraction.coordination import without_tails
from kg.extraction.lexicon import alternatives, verbs, words
from kg.extraction.verbs import VerbFinder

if not Doc.has_extension("frames"):
    Doc.set_extension("frames", default=None)

TIME = re.compile(
    r"(?:到|至|自|力争|争取|计划|预计)*(?:\d{4}|“[一二三四五六七八九十]+五”)年?(?:[—－-]\d{4}年)?"
    r"(?:底|末|初|期间|前|以前|起)?"
    r"|第[一二三四五六七八九十百]+[条步]|[一二三四五六七八九十]+是|[（(]?\d+[)）.．、]|——"
)
ROLES = ("domain", "purpose", "object")  #: kinds of prepositions, `words(f"{role}_preposition")`


@cache
def made_of() -> re.Pattern[str]:
    """Return 为重点, 为核心…, unless it belongs to an attributive clause."""
    return re.compile(f"为(?:{alternatives('as')})(?![的体])")


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


class _Reader:
    """One pass over one clause."""

    def __init__(self, text: str, clause: Clause) -> None:
        self.text = text
        self.clause = clause
        self.end = clause.end
        self.finder = VerbFinder(text, clause.start, clause.end)
        self.frames: list[Frame] = []
        self.verbs: list[tuple[int, int]] = []
        self.spans: list[tuple[int, int]] = []
        self.cue = clause.start

    def read(self) -> list[Frame]:
        """Return the frames of the clause, in the order of the text."""
        position = self.opening(self.clause.start)
        while position < self.end:
            position = self.segment(position)
        return self.frames

    def opening(self, position: int) -> int:
        """Skip numbers and times; return where the words behind them begin."""
        while match := TIME.match(self.text, position, self.end):
            position = match.end()
        return position

    def segment(self, position: int) -> int:
        """Read adverbs, verbs and what follows up to the next verb; return where it begins."""
        position = self.adverbs(position)
        preposition = words("preposition").at(self.text, position, self.end)
        if preposition > position + 1 and self.finder.verb_behind(preposition) < self.end:
            return self.phrase(position, preposition)
        after = self.chain(position)
        if after == position:
            if words("not_preposition").cover(self.text, position):
                return self.bare(position)
            if self.text[position] == "的":
                return position + 1
            if preposition > position:
                return self.phrase(position, preposition)
            return self.bare(position)
        return self.object(after)

    def adverbs(self, position: int) -> int:
        """Skip adverbs that are no verbs; return where the words behind them begin."""
        while position < self.end:
            if position in self.finder.verbs:
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
            after = self.finder.verbs.get(start, start)
            if after == start or not self.due(start, after):
                return position
            self.verbs.append((start, after))
            self.spans.append((start, after))
            position = after

    def skip_links(self, position: int) -> int:
        """Skip adverbs and connectors; return where the words behind them begin."""
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
            return (
                verb.strength != "weak"
                or self.finder.chained(after)
                or not self.finder.compound(after)
            )
        before = text[self.verbs[-1][0] : self.verbs[-1][1]]
        linked = start > self.verbs[-1][1]
        if text[start:after] in words("opener") and self.finder.relative(after):
            return False
        if verb.strength == "firm":
            return True
        if verb.strength == "weak" and not (before in words("catenative") or linked):
            return False
        return not self.finder.compound(after)

    def phrase(self, start: int, after: int) -> int:
        """Read a phrase of a preposition; return where it ends."""
        text, end = self.text, self.end
        preposition = text[start:after]
        verb = self.finder.verbs.get(after, after)
        if preposition in words("with_verb") and verb > after and not self.finder.compound(verb):
            return after
        if preposition in words("kept_relative") and self.enumerated(after):
            self.add(start, end, Role.CONTINUED, "", "", start)
            return end
        stop = self.finder.closing(after) if preposition == "在" else self.finder.verb_behind(after)
        if preposition in ("以", "为") and stop == end and "为" in text[after:end]:
            stop = text.index("为", after, end)
        kinds = [kind for kind in ROLES if preposition in words(f"{kind}_preposition")]
        role = Role(kinds[0]) if kinds else Role.BASIS
        self.add(after, self.finder.trimmed(after, stop), role, preposition, "preposition", start)
        return max(stop, after)

    def enumerated(self, after: int) -> bool:
        """Return whether an attribute there opens one more member of a list: ，面向 X 的 Y."""
        alone = self.clause.before in ("，", ",") and not self.frames
        return alone and self.finder.relative(after) and self.finder.inner_verb(after) == self.end

    def bare(self, position: int) -> int:
        """Read words before which no verb stands: a subject, or a clause without a verb."""
        stop = self.finder.inner_verb(position, after_actor=True)
        end = self.finder.trimmed(position, stop)
        if stop < self.end:
            place = words("place").before(self.text, position, end) < end
            if place or not self.finder.is_actor(position, end):
                self.add(position, end, Role.SUBJECT, "", "", position)
            return stop
        goes_on = self.clause.before in ("，", ",") and not self.frames
        end = self.finder.predicate(position)
        role = Role.CONTINUED if goes_on else Role.LOOSE
        if self.clause.before == TITLE:
            role = Role.TITLE
        if end < self.end:
            role = Role.STATE
        self.add(position, end, role, "", "", position)
        return self.end

    def object(self, start: int) -> int:
        """Read the object of the verbs just read; return where the next verb begins."""
        verb = self.text[self.verbs[-1][0] : self.verbs[-1][1]]
        kind = verbs()[verb].frame
        causative = verb in words("catenative")
        if causative and self.finder.turns(start):
            return start
        stop = self.finder.inner_verb(start, after_actor=causative)
        end = self.finder.trimmed(start, stop)
        if stop < self.end and causative and self.finder.is_actor(start, end):
            return stop
        place = self.finder.place(start, end)
        self.add(start, place, Role.OBJECT, verb, kind, self.cue)
        if place < end:
            self.add(place + 1, end, Role.DOMAIN, "在", kind, place)
        return stop

    def within_domain(self, start: int, end: int) -> int:
        """Return the end without 的应用, 领域 and the like, where they sum up no list with 等."""
        end = min([end, *without_tails(self.text, start, end)])
        before = words("domain_closer").before(self.text, start, end)
        return (
            before
            if start + 1 < before < end and self.text[before - 1] not in words("not_domain")
            else end
        )

    def add(self, start: int, end: int, role: Role, verb: str, kind: str, cue: int) -> None:
        """Add a frame, without what 为重点 and the like say of its words."""
        if role is Role.DOMAIN:
            end = self.within_domain(start, end)
        if made := made_of().search(self.text, start, end):
            end = made.start()
        if start < end:
            found = Frame(start, end, role, verb, kind, cue, self.clause)
            self.frames.append(found)


@Language.component("policykg_frames")
def frames(doc: Doc) -> Doc:
    """Set the frames of every clause."""
    text = doc._.policy.text
    found: list[Frame] = []
    spans: list[tuple[int, int]] = []
    for clause in doc._.clauses:
        if text[clause.start] in "（(" and text[clause.end - 1] in "）)":
            continue
        reader = _Reader(text, clause)
        found += reader.read()
        spans += reader.spans
    doc._.frames = found
    doc.spans["verbs"] = SpanGroup(doc, name="verbs", spans=[Span(doc, a, b) for a, b in spans])
    return doc
