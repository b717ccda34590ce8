"""Words of a general dictionary, and the stretches of text that the network reads at a time."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from itertools import accumulate
from math import log
from typing import Any, NamedTuple

SENTENCE = re.compile("[^。；\n！？]*[。；\n！？]+|[^。；\n！？]+")
LONGEST = 160  #: a longer sentence is cut, behind a comma where it has one
LEAST = 40  #: how far from the beginning of the rest it is cut

Span = tuple[int, int]


class Word(NamedTuple):
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


Route = dict[int, tuple[float, int]]  #: offset → weight of the likeliest rest, end of its word


@cache
def _tagger() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own code and of pkg_resources
        import jieba
        import jieba.posseg
    jieba.setLogLevel(logging.CRITICAL)
    return jieba.posseg.dt


@cache
def _tokenizer() -> Any:
    """Return jieba's tokenizer, which finds its words and the likeliest of them in one pass."""
    import jieba

    known = _tagger().tokenizer
    known.check_initialized()
    found = jieba.Tokenizer()
    found.FREQ, found.total, found.initialized = known.FREQ, known.total, True
    found.get_DAG = lambda sentence: None  # what it would return is looked up by `calc`
    found.calc = _router(known.FREQ, log(known.total))
    return found


def _router(counts: Mapping[str, int], total: float) -> Callable[[str, None, Route], None]:
    """Return what finds the likeliest words of a sentence, as jieba's `calc` after `get_DAG`."""

    def calc(sentence: str, graph: None, route: Route) -> None:
        count_of, size = counts.get, len(sentence)
        rest = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            best, last = 0.0, -1
            for end in range(start + 1, size + 1):
                count = count_of(sentence[start:end])
                if count is None:  # neither a word nor the beginning of one
                    break
                if count:
                    weight = log(count) - total + rest[end]
                    if last < 0 or weight >= best:
                        best, last = weight, end - 1
            if last < 0:
                best, last = -total + rest[start + 1], start
            rest[start] = best
            route[start] = best, last

    return calc


def words(text: str) -> list[Word]:
    """Return the words of a text, without gaps, by the dictionary of jieba alone.

    >>> [word.text for word in words("建设海洋平台")]
    ['建设', '海洋', '平台']
    """
    tokenizer, tags = _tokenizer(), _tagger().word_tag_tab
    numbers = {tag: number for number, tag in enumerate(SPEECH, 1)}
    found = list(tokenizer.cut(text, HMM=False))
    ends = list(accumulate(map(len, found)))
    speech, frequency = {}, {}
    for word in set(found):
        speech[word] = numbers.get(tags.get(word, "")[:2], 0)
        frequency[word] = log(tokenizer.FREQ.get(word, 0) + 1) / 10
    about = (map(table.__getitem__, found) for table in (speech, frequency))
    return list(map(Word, [0, *ends], ends, found, *about))


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
