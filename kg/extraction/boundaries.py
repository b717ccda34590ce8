"""Where a name begins and ends inside its conjunct, and which conjuncts make one name together.

Each choice compares scores (`kg.extraction.scores`): a name with or without the nouns of action
behind it, with or without the attribute before it, and two conjuncts as one name or as two.
"""

from __future__ import annotations

from functools import lru_cache

from kg.extraction.coordination import Part, without_modifiers, without_tails
from kg.extraction.facts import MentionClass
from kg.extraction.lexicon import listed, words
from kg.extraction.scores import Judge

Span = tuple[int, int]
ABSTRACT = (MentionClass.THEORY, MentionClass.KEY_TECHNOLOGY)
LONGER = 1.15  #: by how much a shorter name must be better than a longer one
# From which score on the words before a connector are a name of their own, by the class of
# the words behind it: 与 stands inside names of theories, 和 seldom inside any.
TIGHT = {
    MentionClass.THEORY: 1.0,
    MentionClass.KEY_TECHNOLOGY: 0.8,
    MentionClass.PLATFORM: 0.6,
    MentionClass.PRODUCT: 0.3,
    MentionClass.INDUSTRY: 0.2,
    MentionClass.SAFEGUARD: 0.6,
}
LOOSE = {
    MentionClass.THEORY: 0.2,
    MentionClass.KEY_TECHNOLOGY: 0.2,
    MentionClass.PLATFORM: 0.2,
    MentionClass.PRODUCT: 0.15,
    MentionClass.INDUSTRY: 0.15,
    MentionClass.SAFEGUARD: 0.3,
}


@lru_cache(maxsize=64)  # neighbours ask for the same conjunct again
def best(text: str, part: Part, judge: Judge) -> tuple[Span, float]:
    """Return where the name in a conjunct begins and ends, and its score."""
    found: tuple[Span, float] = ((part.start, part.end), 0.0)
    shorter = without_tails(text, part.head, part.end)
    if shorter and judge.likely(text[part.head : part.end]) is MentionClass.THEORY:
        shorter = [end for end in shorter if text[end : part.end] in words("theory_tail")]
    for end in (part.end, *shorter):
        start = _beginning(text, part, end, judge)
        value = judge.score(text[start:end])
        if value > found[1] * LONGER:
            found = ((start, end), value)
    return found


def _beginning(text: str, part: Part, end: int, judge: Judge) -> int:
    """Return where the name that ends there begins."""
    start = without_modifiers(text, part.head, end)
    of = text.rfind("的", start, end - 1)
    if of < 0 and part.start == part.head:
        return start
    core = start if of < 0 else without_modifiers(text, of + 1, end)
    cls = judge.likely(text[core:end])
    if cls not in ABSTRACT:
        return core
    opener = text[part.start : words("relative").at(text, part.start, part.head)]
    if opener in words("kept_relative") and cls is MentionClass.THEORY:
        return part.start
    placed = words("domain_closer").before(text, start, of) < of
    return start if of >= 0 and not placed else core


def joined(text: str, parts: list[Part], index: int, judge: Judge) -> int:
    """Return the index of the last conjunct of the name that begins with this one."""
    last = index
    while last + 1 < len(parts) and parts[last + 1].link in words("inner_connector"):
        left, right = parts[last], parts[last + 1]
        alike = left.hypernym == right.hypernym and text[left.end - 1] not in words("headless")
        if not alike or not _joins(text, left, right, judge):
            break
        last += 1
    return last


def _joins(text: str, left: Part, right: Part, judge: Judge) -> bool:
    """Return whether the connector between two conjuncts stands inside one name."""
    before, behind = text[left.start : left.end], text[right.start : right.end]
    if before in listed("tails.txt") or behind in listed("tails.txt"):
        return False
    (start, end), _ = best(text, left, judge)
    own = text[start:end]
    (start, end), _ = best(text, right, judge)
    cls = judge.likely(text[start:end])
    tight = right.link in words("tight_connector")
    if judge.contexts[0] == "role=title" and tight and cls is not MentionClass.PRODUCT:
        return True
    if judge.scorer.only_generic(behind):
        return judge.likely(own) is MentionClass.THEORY
    if judge.scorer.only_generic(before):
        return right.link in words("theory_connector") or cls is MentionClass.PLATFORM
    tight = tight or (right.link in words("theory_connector") and cls in ABSTRACT)
    return 1.0 - judge.scorer.head(own)[-1] < (TIGHT if tight else LOOSE)[cls]
