"""Other readings of a conjunct: with a head that it may share, or with a modifier.

Whether 助餐、助浴等服务 lists services or names that stand alone, the words do not say. The grammar
decides (`kg.extraction.sharing`); what it decided against is a reading for those who know more,
such as a model that has learned which names there are.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.boundaries import best
from kg.extraction.coordination import ETC, Part
from kg.extraction.lexicon import listed, nouns
from kg.extraction.scores import Judge
from kg.extraction.sharing import Pieces


def readings(text: str, parts: list[Part], index: int, judge: Judge) -> Iterator[Pieces]:
    """Yield the names of two pieces that a conjunct may stand for."""
    part = parts[index]
    own, _ = best(text, part, judge)
    for behind in _behind(parts, index):
        (start, end), _ = best(text, behind, judge)
        heads = [cut for cut in range(start, end - 1) if _is_head(text, cut, start, end, judge)]
        for until in sorted({own[1], part.end}):
            yield from (((own[0], until), (cut, end)) for cut in heads if until <= cut)
    for before in _before(parts, index):
        (start, end), _ = best(text, before, judge)
        for cut in range(start + 1, end):
            known = f"^{text[start:cut]}" in judge.scorer.heads
            if known or _is_head(text, cut, start, end, judge):
                yield (start, cut), own


def _behind(parts: list[Part], index: int) -> list[Part]:
    """Return the conjunct whose head one may share: the hypernym of its list, or the last one."""
    if parts[index].hypernym >= 0:
        return [parts[parts[index].hypernym]]
    last = index
    while last + 1 < len(parts) and parts[last + 1].link != ETC:
        last += 1
    return [parts[last]] if last > index else []


def _before(parts: list[Part], index: int) -> list[Part]:
    """Return the conjuncts whose modifier one may share: the first of its list, and the last."""
    first = index
    while first and parts[first].link != ETC:
        first -= 1
    return [parts[at] for at in sorted({first, index - 1}) if first <= at < index]


def _is_head(text: str, cut: int, start: int, end: int, judge: Judge) -> bool:
    """Return whether what follows `cut` may be the head that a name shares with others."""
    head = text[cut:end]
    noun = any(head in known for known in (listed("generic.txt"), listed("tails.txt"), nouns()))
    return cut == start or noun or head[0] == "的" or f"^{head}" in judge.scorer.heads
