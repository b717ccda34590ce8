"""Words of a general dictionary, and the stretches of text that the network reads at a time."""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any

SENTENCE = re.compile("[^。；\n！？]*[。；\n！？]+|[^。；\n！？]+")
LONGEST = 160  #: a longer sentence is cut, behind a comma where it has one
LEAST = 40  #: how far from the beginning of the rest it is cut

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, as the dictionary cuts it."""

    start: int
    end: int
    text: str
    speech: int  #: number of its part of speech, 0 without
    frequency: float  #: logarithm of how often the dictionary counts it, scaled; 0 without


# The parts of speech of the dictionary; what comes later in the list is rarer.
SPEECH = re.findall(
    r"\w+",
    "n nr ns nt nz v vn vd vg a ad an ag d m mq q r p c u uj ul uv uz ud ug t tg s f b i l j k"
    " x zg z ng h g e y o",
)


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own code and of pkg_resources
        import jieba
        import jieba.posseg
    jieba.setLogLevel(logging.CRITICAL)
    return jieba.posseg.dt


def words(text: str) -> list[Word]:
    """Return the words of a text, without gaps, by the dictionary of jieba alone.

    >>> [word.text for word in words("建设海洋平台")]
    ['建设', '海洋', '平台']
    """
    tagger = _tokenizer()
    numbers = {tag: number for number, tag in enumerate(SPEECH, 1)}
    found: list[Word] = []
    start = 0
    for word in tagger.tokenizer.cut(text, HMM=False):
        frequency = log(tagger.tokenizer.FREQ.get(word, 0) + 1) / 10
        speech = numbers.get(tagger.word_tag_tab.get(word, "")[:2], 0)
        found.append(Word(start, start + len(word), word, speech, frequency))
        start += len(word)
    return found


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text that are not blank, long ones in several pieces.

    >>> sentences("研制浮标。建设平台；")
    [(0, 5), (5, 10)]
    """
    found: list[Span] = []
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST:
            comma = text.rfind("，", start + LEAST, start + LONGEST)
            cut = comma + 1 if comma >= 0 else start + LONGEST
            found.append((start, cut))
            start = cut
        found.append((start, end))
    return [(start, end) for start, end in found if text[start:end].strip()]
