"""Candidates: the names, and the pairs of names, of which a document may state a relation.

Each comes with the keys of its signs (`relation_signs`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from kg.extraction import relation_signs as signs
from kg.extraction.facts import Mention, MentionClass, Predicate
from kg.extraction.frames import Frame
from kg.extraction.relation_lines import Frames, Line, lines
from kg.extraction.relation_signs import GAPS, Group, Key, Rule, bucket

OF_CLASS = {
    MentionClass.THEORY: Predicate.DEVELOPS,
    MentionClass.KEY_TECHNOLOGY: Predicate.DEVELOPS,
    MentionClass.PRODUCT: Predicate.DEVELOPS,
    MentionClass.PLATFORM: Predicate.BUILDS,
    MentionClass.INDUSTRY: Predicate.FOSTERS,
    MentionClass.SAFEGUARD: Predicate.ESTABLISHES,
}  #: what a task does with a name of each class
WINDOW = 10  #: how many names apart two of one sentence may stand
TITLE_WINDOW = 30  #: how many names behind a run-in title still relate to it
SENTENCE_END = re.compile("[。；]")
CONFIDENCES = (0.3, 0.45, 0.6, 0.75, 0.9)
LENGTHS = (2, 4, 6, 9)
NO_RULES: tuple[tuple[Rule, ...], tuple[Rule, ...]] = ((), ())
FARTHEST = 8  #: pairs that stand farther apart are not told apart

Triple = tuple[str, Predicate, str]  #: ids of subject and object


#: The groups of the signs of a name, in the order of `Alone.keys`.
OF_ONE = (
    Group(signs.of_name),
    Group(signs.of_shape),
    Group(signs.of_before),
    Group(signs.of_behind),
    Group(signs.of_around),
    Group(signs.of_frame),
    Group(signs.in_frame),
    Group(signs.of_clause),
    Group(signs.of_rule),
)
#: The groups of the signs of two names, in the order of `Pair.keys`.
OF_TWO = (
    Group(signs.of_classes),
    Group(signs.of_a),
    Group(signs.of_b),
    Group(signs.of_between),
    Group(signs.pairs_between, "b="),
    Group(signs.pairs_of_clause, "b0="),
    Group(signs.of_between_classes),
    Group(signs.of_before),
    Group(signs.of_behind),
    Group(signs.of_around),
    Group(signs.of_frame_a),
    Group(signs.of_frame_b),
    Group(signs.of_roles),
    Group(signs.of_verbs),
    Group(signs.of_texts),
    Group(signs.of_distance),
    Group(signs.of_rules),
)


class Seen(NamedTuple):
    """A mention in its line, and what the keys of its signs are made of."""

    mention: Mention
    id: str
    text: str
    cls: MentionClass
    frame: Frame | None  #: the smallest that holds it
    role: str  #: "" without a frame
    verb: str | None
    titled: bool  #: stands in a title
    before: str
    behind: str
    size_key: tuple[int, int]  #: buckets of its confidence and of its length
    frame_key: tuple[str, str, str]


class Alone(NamedTuple):
    """A name, which its task may act on."""

    seen: Seen
    nested: bool  #: in a longer name
    acted_on: bool  #: by a rule

    def keys(self) -> tuple[Key, ...]:
        """Return the keys of its signs, by `OF_ONE`."""
        one, cls, frame, role = self.seen, self.seen.cls, self.seen.frame, self.seen.role
        at, ends, before, after = 0, False, "", ""
        if frame is not None:
            at = bucket(one.mention.start - frame.start, GAPS)
            ends = one.mention.end == frame.end
            before, after = frame.clause.before, frame.clause.after
        return (
            (cls, one.size_key[0]),
            (cls, one.titled, self.nested, one.size_key[1]),
            (one.before, cls),
            (one.behind, cls),
            (one.before, one.behind),
            (*one.frame_key, cls),
            (role, at, ends, cls),
            (role, before, after),
            (cls, self.acted_on),
        )


class Pair(NamedTuple):
    """Two names in the order of the text, which may relate."""

    first: Seen
    last: Seen
    kind: str  #: s in one sentence; the first in a title before the first sentence T, others T2
    between: tuple[str | None, int]  #: as of `Line.between`
    apart: int  #: how many names
    rules: tuple[tuple[Rule, ...], tuple[Rule, ...]]  #: that propose a relation, forth and back

    def keys(self) -> tuple[Key, ...]:
        """Return the keys of its signs, by `OF_TWO`."""
        a, b = self.first, self.last
        both = f"{a.cls}-{b.cls}"
        ends = a.text[-1:] == b.text[-1:], a.text[-2:] == b.text[-2:]
        return (
            (self.kind, a.cls, b.cls),
            a.size_key,
            b.size_key,
            self.between,
            self.between,
            self.between,
            (*self.between, both),
            (a.before, both),
            (b.behind, both),
            (a.before, b.behind),
            a.frame_key,
            b.frame_key,
            (a.role, b.role, _shared(a.frame, b.frame), both),
            (a.verb, b.verb),
            (*ends, a.text in b.text, b.text in a.text, both),
            (min(self.apart, FARTHEST), both),
            self.rules,
        )

    def cue(self) -> int:
        """Return where the words begin that may relate them; behind the title, if one is in it."""
        first, last = self.first.mention.start, self.last.mention.start
        of_first, of_last = self.first.frame, self.last.frame
        begin = last if of_last is None else min(of_last.cue, last)
        if self.kind != "s":
            return begin
        return min(begin, first, first if of_first is None else of_first.cue)


class Rules:
    """What rules propose, with the rule, by the ids of what it relates."""

    def __init__(self, proposed: Mapping[Triple, str]) -> None:
        self._of: dict[tuple[str, str], tuple[Rule, ...]] = {}
        for (subject, predicate, object_), rule in proposed.items():
            ends = subject, object_
            self._of[ends] = (*self._of.get(ends, ()), (predicate, rule))
        acts = set(OF_CLASS.values())
        self.acted_on = {object_ for _, predicate, object_ in proposed if predicate in acts}

    def between(self, first: str, last: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """Return the rules that propose a relation of the first to the last, and the reverse."""
        return self._of.get((first, last), ()), self._of.get((last, first), ())


def candidates(doc: Doc, proposed: Mapping[Triple, str]) -> Iterator[Alone | Pair]:
    """Yield what may be related in a document, line by line in the order of its text.

    `proposed` holds what rules propose, with the rule.
    """
    frames, titles, rules = Frames(doc), _Titles(doc), Rules(proposed)
    text = doc._.policy.text
    for start, end, mentions in lines(text, doc._.mentions):
        line = Line(text, start, end, mentions)
        seen = _seen(line, frames, titles)
        for index, one in enumerate(seen):
            if one.cls in OF_CLASS:
                yield Alone(one, line.nested(index, WINDOW), one.id in rules.acted_on)
        for first, last, kind in _near(text, line, seen):
            a, b = seen[first], seen[last]
            words = line.between(first, last)
            yield Pair(a, b, kind, words, last - first, rules.between(a.id, b.id))


def _seen(line: Line, frames: Frames, titles: _Titles) -> list[Seen]:
    """Return the mentions of a line with what the keys of their signs are made of."""
    found = []
    for index, mention in enumerate(line.mentions):
        frame = frames.of(mention)
        role, verb, kind = (frame.role, frame.verb, frame.kind) if frame else ("", None, "")
        sure, length = bucket(mention.confidence, CONFIDENCES), bucket(len(mention.text), LENGTHS)
        found.append(
            Seen(
                mention,
                mention.id,
                mention.text,
                mention.cls,
                frame,
                role,
                verb,
                titles.hold(mention),
                line.before(index),
                line.behind(index),
                (sure, length),
                (role, verb or "", kind),
            )
        )
    return found


def _shared(first: Frame | None, last: Frame | None) -> str:
    """Return what two frames share: the "frame" itself, the "clause" or "no"."""
    if first is last:
        return "frame"
    if first is None or last is None:
        return "no"
    # Most clauses are the same object, and comparing others by all that they hold is slow.
    same = first.clause is last.clause or first.clause == last.clause
    return "clause" if same else "no"


class _Titles:
    """Tells mentions in titles from others."""

    def __init__(self, doc: Doc) -> None:
        sections = doc._.policy.sections
        spans = {(s.title_start, s.title_end) for s in sections if s.title_start < s.title_end}
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def hold(self, mention: Mention) -> bool:
        at = bisect_right(self.starts, mention.start) - 1
        return at >= 0 and mention.end <= self.spans[at][1]


def _near(text: str, line: Line, seen: Sequence[Seen]) -> Iterator[tuple[int, int, str]]:
    """Yield the pairs of mentions of a line that stand near enough, and their kind."""
    within = line.starts[0], line.ends[-1]
    ends = [match.start() for match in SENTENCE_END.finditer(text, *within)]
    sentence = [bisect_left(ends, at) for at in line.starts]
    for first, one in enumerate(seen):
        window = TITLE_WINDOW if one.titled else WINDOW
        for last in range(first + 1, min(first + window + 1, len(seen))):
            if one.titled:
                if not seen[last].titled:
                    yield first, last, "T" if sentence[last] - sentence[first] <= 1 else "T2"
            elif sentence[first] != sentence[last]:
                break
            else:
                yield first, last, "s"
