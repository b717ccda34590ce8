"""Words of a general dictionary, and the stretches of text that the network reads at a time."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """The dictionary of jieba: its words with their counts and parts of speech."""

    counts: dict[str, int]
    speech: dict[str, int]  #: by the tags that occur, their number in SPEECH
    tags: dict[str, str]
    longest: dict[str, int]  #: first two characters → length of the longest word with them
    total: float  #: logarithm of the sum of all counts


@cache
def _dictionary() -> _Dictionary:
    """Return the dictionary, read in half the time that jieba takes, for it needs no prefixes."""
    with _jieba().dt.get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    found, numbers = fields[0::3], list(map(int, fields[1::3]))
    longest: dict[str, int] = {}
    for word in found:
        opening = word[:2]
        if longest.get(opening, 0) < len(word):
            longest[opening] = len(word)
    return _Dictionary(
        counts=dict(zip(found, numbers, strict=True)),
        speech={tag: number for number, tag in enumerate(SPEECH, 1)},
        tags=dict(zip(found, fields[2::3], strict=True)),
        longest=longest,
        total=log(sum(numbers)),
    )


def _jieba() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own code and of pkg_resources
        import jieba
    jieba.setLogLevel(logging.CRITICAL)
    return jieba


@cache
def _tokenizer() -> Any:
    """Return jieba's tokenizer, which finds its words and the likeliest of them in one pass."""
    found = _jieba().Tokenizer()
    found.initialized = True  # what it would load is in `_dictionary`
    found.get_DAG = lambda sentence: None  # what it would return is looked up by `calc`
    found.calc = _router(_dictionary())
    return found


def _router(known: _Dictionary) -> Callable[[str, None, Route], None]:
    """Return what finds the likeliest words of a sentence, as jieba's `calc` after `get_DAG`."""
    count_of, longest_of, total = known.counts.get, known.longest.get, known.total

    def calc(sentence: str, graph: None, route: Route) -> None:
        size = len(sentence)
        rest = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            count = count_of(sentence[start])
            best, last = (log(count) if count else 0.0) - total + rest[start + 1], start
            most = min(start + longest_of(sentence[start : start + 2], 0), size)
            for end in range(start + 2, most + 1):
                if count := count_of(sentence[start:end]):
                    weight = log(count) - total + rest[end]
                    if weight >= best:
                        best, last = weight, end - 1
            rest[start] = best
            route[start] = best, last

    return calc


def words(text: str) -> list[Word]:
    """Return the words of a text, without gaps, by the dictionary of jieba alone.

    >>> [word.text for word in words("建设海洋平台")]
    ['建设', '海洋', '平台']
    """
    known = _dictionary()
    found = list(_tokenizer().cut(text, HMM=False))
    ends = list(accumulate(map(len, found)))
    speech, frequency = {}, {}
    for word in set(found):
        speech[word] = known.speech.get(known.tags.get(word, "")[:2], 0)
        frequency[word] = log(known.counts.get(word, 0) + 1) / 10
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
