"""The subject of a plan, which names in it may leave out: [人工智能]海量训练资源库."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extraction.facts import MentionClass
from kg.linking.forms import is_particular, words
from kg.linking.spelling import normalise

# A plan's own platforms and safeguards carry its subject or not; a product, technology, theory or
# sector without it is the general one: 操作系统, 机器学习, 基础研究, 生物医药.
_CLASSES = frozenset((MentionClass.PLATFORM, MentionClass.SAFEGUARD))
_SHORTEST = 5  #: characters of a name that is particular enough without the subject

_PLACE = re.compile("^[^\\W\\d_]{2,3}[省市区县]")


def subjects(title: str) -> list[str]:
    """Return what the title of a plan may be about, in its order.

    >>> subjects("“互联网+”人工智能三年行动实施方案")
    ['互联网+', '人工智能']
    >>> subjects("上海市北斗产业发展行动计划")
    ['北斗']
    """
    pieces = _around().split(_PLACE.sub("", normalise(title)))
    return list(dict.fromkeys(p for p in pieces if len(p) > 1 and is_particular(p)))


def without_subject(
    names: Sequence[str], cls: MentionClass, about: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield names of one document that are one but for its subject, each with the fuller one.

    The other leaves the subject out (公共专利池, 人工智能公共专利池), or has a word of rank before
    it (高端人工智能人才, 人工智能高端人才).
    """
    known, ranks = set(names), set(words("ranks"))
    for subject in about:
        for name in names:
            at = name.find(subject)
            rest = name[at + len(subject) :]
            if at == 0 and rest in known and may_leave_out(rest, cls):
                yield rest, name
            elif at > 0 and name[:at] in ranks and subject + name[:at] + rest in known:
                yield name, subject + name[:at] + rest


def may_leave_out(rest: str, cls: MentionClass) -> bool:
    """Return whether a name without the subject is particular enough to be the one with it."""
    return cls in _CLASSES and len(rest) >= _SHORTEST and is_particular(rest)


@cache
def _around() -> re.Pattern[str]:
    ordered = sorted(map(re.escape, words("title")), key=lambda word: (-len(word), word))
    return re.compile(rf"{'|'.join(ordered)}|[“”《》（）、，：\s\d—－-]+")
