"""Signs of relations: what tells whether the text states a relation of one name, or of two.

A sign is a short string: the classes, roles and verbs of the names, the words between and around
them, the rules that propose it. `kg.extraction.relation_scores` weighs them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extraction.facts import Mention, MentionClass, Predicate
from kg.extraction.frames import Frame
from kg.extraction.relation_lines import Frames, Line, lines

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
SENTENCE_ENDS = "。；"
CONFIDENCES = (0.3, 0.45, 0.6, 0.75, 0.9)
LENGTHS = (2, 4, 6, 9)
GAPS = (1, 2, 4, 8, 16, 32)
LONGEST_GAP = 8  #: longer words between two names count by their ends and their pairs only
ENDS_OF_GAP = 20  #: how many characters of its ends

Signs = tuple[str, ...]
Triple = tuple[str, Predicate, str]  #: ids of subject and object


@dataclass(frozen=True, slots=True)
class Alone:
    """A name, and the signs that its task acts on it."""

    mention: Mention
    frame: Frame | None
    signs: Signs


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names in the order of the text, and the signs of how they relate."""

    first: Mention
    last: Mention
    cue: int  #: where the words begin that may relate them
    signs: Signs


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a document may relate, in the order of its text."""

    alone: list[Alone]
    pairs: list[Pair]


def candidates(doc: Doc, proposed: dict[Triple, str]) -> Candidates:
    """Return what may be related in a document, with its signs.

    `proposed` holds what rules propose, with the rule.
    """
    found = Candidates([], [])
    frames, titles = Frames(doc), _Titles(doc)
    rules: dict[tuple[str, str], list[tuple[Predicate, str]]] = {}
    for (subject, predicate, object_), rule in proposed.items():
        rules.setdefault((subject, object_), []).append((predicate, rule))
    acted_on = {object_ for _, predicate, object_ in proposed if predicate in OF_CLASS.values()}
    text = doc._.policy.text
    for start, end, mentions in lines(text, doc._.mentions):
        line = Line(text, start, end, mentions)
        held = [frames.of(mention) for mention in mentions]
        for index, mention in enumerate(mentions):
            if mention.cls in OF_CLASS:
                signs = _signs_alone(line, index, held[index], titles.hold(mention))
                signs.append(f"rule{mention.id in acted_on}|{mention.cls}")
                found.alone.append(Alone(mention, held[index], tuple(signs)))
        for first, last, kind in _near(text, line, titles):
            ids = mentions[first].id, mentions[last].id
            signs = [f"kind={kind}", *_signs_of_pair(line, first, last, held[first], held[last])]
            signs += [f"rule>{predicate}:{rule}" for predicate, rule in rules.get(ids, ())]
            signs += [f"rule<{predicate}:{rule}" for predicate, rule in rules.get(ids[::-1], ())]
            cue = _cue(mentions[first], held[first], mentions[last], held[last], kind)
            found.pairs.append(Pair(mentions[first], mentions[last], cue, tuple(signs)))
    return found


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


def _near(text: str, line: Line, titles: _Titles) -> Iterator[tuple[int, int, str]]:
    """Yield the pairs of mentions of a line that stand near enough, and how: s, T or T2.

    They stand in one sentence (s), or the first in a title before the first sentence (T) or
    others (T2).
    """
    mentions = line.mentions
    titled = [titles.hold(mention) for mention in mentions]
    start, end = mentions[0].start, mentions[-1].end
    ends = [at for at in range(start, end) if text[at] in SENTENCE_ENDS]
    sentence = [bisect_left(ends, mention.start) for mention in mentions]
    for first in range(len(mentions)):
        window = TITLE_WINDOW if titled[first] else WINDOW
        for last in range(first + 1, min(first + window + 1, len(mentions))):
            if titled[first]:
                if not titled[last]:
                    yield first, last, "T" if sentence[last] - sentence[first] <= 1 else "T2"
            elif sentence[first] != sentence[last]:
                break
            else:
                yield first, last, "s"


def _cue(
    first: Mention, of_first: Frame | None, last: Mention, of_last: Frame | None, kind: str
) -> int:
    """Return where the words begin that state a relation; behind the title, if one is in it."""
    begin = last.start if of_last is None else min(of_last.cue, last.start)
    if kind != "s":
        return begin
    return min(begin, first.start, first.start if of_first is None else of_first.cue)


def _bucket(value: float, edges: tuple[float, ...]) -> int:
    """Return how many edges a value passes.

    >>> _bucket(3, (2, 4, 6))
    1
    """
    return sum(value > edge for edge in edges)


def _signs_alone(line: Line, index: int, frame: Frame | None, titled: bool) -> list[str]:
    mention = line.mentions[index]
    cls, sure = mention.cls, _bucket(mention.confidence, CONFIDENCES)
    nested = any(
        other is not mention and other.start <= mention.start and mention.end <= other.end
        for other in line.mentions[max(index - WINDOW, 0) : index + WINDOW]
    )
    before, behind = line.before(index), line.behind(index)
    found = [f"c={cls}", f"sure={sure}", f"sure={sure}|{cls}", f"title={titled}|{cls}"]
    found += [f"nested={nested}|{cls}", f"length={_bucket(len(mention.text), LENGTHS)}|{cls}"]
    found += [f"l={before[-1:]}", f"l={before}", f"l={before}|{cls}"]
    found += [f"r={behind[:1]}", f"r={behind}", f"r={behind}|{cls}"]
    found.append(f"lr={before}|{behind}")
    if frame is None:
        return [*found, f"role=|{cls}"]
    found += [f"role={frame.role}", f"role={frame.role}|{cls}", f"verb={frame.verb}"]
    found += [f"verb={frame.verb}|{cls}", f"frame={frame.kind}|{cls}"]
    found.append(f"at={_bucket(mention.start - frame.start, GAPS)}|{cls}")
    found.append(f"ends={mention.end == frame.end}|{cls}|{frame.role}")
    found.append(f"clause={frame.clause.before}|{frame.role}")
    found.append(f"clause={frame.role}|{frame.clause.after}")
    return found


def _signs_of_pair(
    line: Line, first: int, last: int, of_first: Frame | None, of_last: Frame | None
) -> list[str]:
    a, b = line.mentions[first], line.mentions[last]
    both = f"{a.cls}-{b.cls}"
    found = [f"c={both}", f"a={a.cls}", f"b={b.cls}"]
    found.append(f"sure-a={_bucket(a.confidence, CONFIDENCES)}")
    found.append(f"sure-b={_bucket(b.confidence, CONFIDENCES)}")
    found += _between(line, first, last, both)
    before, behind = line.before(first), line.behind(last)
    found += [f"l={before[-1:]}", f"l={before}", f"l={before}|{both}"]
    found += [f"r={behind[:1]}", f"r={behind}", f"r={behind}|{both}"]
    found.append(f"lr={before}|{behind}")
    found += _of_frames(of_first, of_last, both)
    same = "".join("ft"[a.text[-length:] == b.text[-length:]] for length in (1, 2))
    found += [f"end={same}", f"end={same}|{both}", f"in={a.text in b.text}{b.text in a.text}"]
    found.append(f"length-a={_bucket(len(a.text), LENGTHS)}")
    found.append(f"length-b={_bucket(len(b.text), LENGTHS)}")
    apart = last - first
    return [*found, f"apart={min(apart, 8)}", f"apart={min(apart, 4)}|{both}"]


def _between(line: Line, first: int, last: int, both: str) -> list[str]:
    """Return the signs of the words between two names."""
    apart = line.outer[last] - line.outer[first]
    if not apart:
        return ["nested", f"nested|{both}"]
    words = line.between(first, last)
    if words is None:
        return ["list", f"list|{both}", f"list={min(apart, 4)}"]
    opening, closing, commas = words[:2], words[-2:], words.count("，")
    found = [f"o={opening}", f"o={words[:1]}", f"o={opening}|{both}"]
    found += [f"e={closing}", f"e={words[-1:]}", f"e={closing}|{both}"]
    found += [f"oe={words[:1]}|{closing}", f"oe={opening}|{words[-1:]}"]
    found += [f"commas={min(commas, 4)}", f"commas={min(commas, 2)}|{both}"]
    found += [f"gap={_bucket(len(words), GAPS)}", f"lists={min(words.count('L'), 5)}"]
    if len(words) <= LONGEST_GAP:
        found += [f"w={words}", f"w={words}|{both}"]
    if len(words) > 2 * ENDS_OF_GAP:
        words = f"{words[:ENDS_OF_GAP]}…{words[-ENDS_OF_GAP:]}"
    clause = words.rpartition("，")[2]
    found += [f"b={pair}" for pair in _pairs(words)]
    return found + [f"b0={pair}" for pair in _pairs(clause)]


def _pairs(words: str) -> list[str]:
    """Return the distinct pairs of neighbouring characters, in their order."""
    return list(dict.fromkeys(words[at : at + 2] for at in range(len(words) - 1)))


def _of_frames(first: Frame | None, last: Frame | None, both: str) -> list[str]:
    """Return the signs of the frames that hold two names."""
    found = []
    for side, frame in (("a", first), ("b", last)):
        if frame is None:
            found.append(f"role-{side}=")
        else:
            found += [f"role-{side}={frame.role}", f"role-{side}={frame.role}|{both}"]
            found += [f"verb-{side}={frame.verb}", f"frame-{side}={frame.kind}"]
    if first is not None and last is not None:
        roles = f"roles={first.role}-{last.role}"
        near = "frame" if first == last else "clause" if first.clause == last.clause else "no"
        found += [roles, f"{roles}|{both}", f"same={near}|{both}"]
        found.append(f"verbs={first.verb}-{last.verb}")
    return found
