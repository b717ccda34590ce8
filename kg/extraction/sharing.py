"""What a conjunct shares with its neighbours: a head behind it or a modifier before it.

微型和轻小型无人机 shares what follows 型; 数据格式、应用安全等标准 shares the hypernym as head;
工业软件和装备 shares the modifier before its first head. The name then has two pieces.
"""

from __future__ import annotations

from kg.extraction.boundaries import Span, best
from kg.extraction.coordination import Part, without_modifiers
from kg.extraction.facts import MentionClass
from kg.extraction.lexicon import listed, words
from kg.extraction.scores import Judge

Pieces = tuple[Span, ...]
ALONE = 0.4  #: from which score on a conjunct is a name without a shared head


def text_of(text: str, pieces: Pieces) -> str:
    """Return the characters of the pieces, joined."""
    return "".join(text[start:end] for start, end in pieces)


def shared(
    text: str, parts: list[Part], index: int, own: Span, judge: Judge
) -> tuple[Pieces, float] | None:
    """Return the name of a conjunct with what it shares, and its score; None where it does not.

    `own` is where the name stands that the conjunct has by itself.
    """
    found = (
        _with_rest(text, parts, index, judge)
        or _with_head(text, parts, index, own, judge)
        or _with_prefix(text, parts, index, judge)
    )
    if found is None:
        return None
    value = judge.score(text_of(text, found))
    return (found, value) if value > 0 else None


def _with_rest(text: str, parts: list[Part], index: int, judge: Judge) -> Pieces | None:
    """Return 微型 of 微型和轻小型无人机 with what follows the same suffix in a later conjunct."""
    part = parts[index]
    suffix = text[part.end - 1]
    for later in parts[index + 1 :] if suffix in words("modifier_suffix") else ():
        at = text.find(suffix, later.head, later.end - 2)
        if at < 0:
            continue
        (start, end), _ = best(text, later, judge)
        if start <= at < end - 2:
            return (without_modifiers(text, part.head, part.end), part.end), (at + 1, end)
    return None


def _with_head(text: str, parts: list[Part], index: int, own: Span, judge: Judge) -> Pieces | None:
    """Return a conjunct with the hypernym of its list as head, where neither alone is a name."""
    part = parts[index]
    name = text[own[0] : own[1]]
    if part.hypernym < 0 or name[-1] in words("whole_suffix") or name in listed("tails.txt"):
        return None
    if 1.0 - judge.scorer.head(name)[-1] >= ALONE:
        return None
    (start, end), _ = best(text, parts[part.hypernym], judge)
    head = text[start:end]
    if not judge.scorer.only_generic(head) or judge.likely(head) is not MentionClass.SAFEGUARD:
        return None
    return own, (start, end)


def _with_prefix(text: str, parts: list[Part], index: int, judge: Judge) -> Pieces | None:
    """Return a conjunct that is only a head with what stands before the head of the last one."""
    part = parts[index]
    head = text[part.head : part.end]
    if not index or part.link not in words("sharing_connector"):
        return None
    generic = head in listed("generic.txt") or judge.scorer.only_generic(head)
    if head in listed("tails.txt") or not generic:
        return None
    first = parts[index - 1]
    start = without_modifiers(text, first.head, first.end)
    start = max(start, text.rfind("的", start, first.end - 1) + 1)
    end = listed("generic.txt").before(text, start, first.end)
    if not start < end < first.end or judge.scorer.only_generic(text[start:end]):
        return None
    return (start, end), (part.head, part.end)
