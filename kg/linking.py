"""Mentions → concepts: which names in the text name the same thing.

One concept stands for one (normalised name, class). Normalisation touches white space, quotation
marks and brackets only; whether 自然语言理解 and 自然语言处理 are one thing is not decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.extraction.facts import Extraction, Mention, MentionClass

_SPACE_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z0-9])\s+(?=[A-Za-z0-9])")
_SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_BRACKETS = str.maketrans("()[]", "（）［］")
_QUOTES = str.maketrans("「『」』＂", '““””"')


@dataclass(frozen=True, slots=True)
class Concept:
    """What one or more mentions of a document name.

    Also organizations and programmes, which the ontology does not count among its concepts.
    """

    cls: MentionClass
    label: str  #: the normalised name
    alt_labels: tuple[str, ...]  #: other ways in which it is written, in the order of the text
    en: str  #: English label, "" where there is none
    mentions: tuple[str, ...]  #: ids, in the order of the text


def link(extraction: Extraction) -> tuple[Concept, ...]:
    """Return the concepts of a document in the order in which the text first names them."""
    groups: dict[tuple[str, MentionClass], list[Mention]] = {}
    for mention in extraction.mentions:
        groups.setdefault((normalise(mention.text), mention.cls), []).append(mention)
    return tuple(
        Concept(
            cls=cls,
            label=label,
            alt_labels=tuple(dict.fromkeys(m.text for m in group if m.text != label)),
            en=_commonest(mention.en for mention in group if mention.en),
            mentions=tuple(mention.id for mention in group),
        )
        for (label, cls), group in groups.items()
    )


def normalise(name: str) -> str:
    """Return a name in the one form that identifies what it names.

    White space stays only between Latin words; quotation marks become “ and ”, brackets
    full-width.

    >>> normalise('"互联网+" 人工智能')
    '“互联网+”人工智能'
    >>> normalise("第五代移动通信 (5G) 系统")
    '第五代移动通信（5G）系统'
    >>> normalise("deep  learning 技术")
    'deep learning技术'
    """
    name = _SPACE.sub("", _SPACE_BETWEEN_WORDS.sub(" ", name.strip()))
    name = name.translate(_BRACKETS).translate(_QUOTES)
    # Straight marks have no direction: the first opens, the second closes.
    pieces = name.split('"')
    return "".join(
        piece + ("" if i == len(pieces) - 1 else "“" if i % 2 == 0 else "”")
        for i, piece in enumerate(pieces)
    )


def _commonest(labels: Iterable[str]) -> str:
    """Return the most frequent label, of equally frequent ones the first; "" for none."""
    counts = Counter(labels)
    return max(counts, key=lambda label: counts[label], default="")
