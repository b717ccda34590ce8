"""What grammar and dictionary say of each character: the input of the encoder.

Categories are small numbers, 0 where there is nothing to say; the position inside of a unit
counts (it begins, goes on, ends). Words and pairs of characters are known by a hash.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from operator import add
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extraction.clauses import CLOSING, OPENING, TITLE
from kg.extraction.facts import Mention, MentionClass
from kg.extraction.figures import alternatives
from kg.extraction.frames import Frame, Role
from kg.extraction.learned.endings import endings
from kg.extraction.learned.segmentation import Span, Word
from kg.extraction.lexicon import CLASSES, listed, verbs
from kg.extraction.names import Name
from kg.extraction.scores import Contexts, own_context, title_contexts
from kg.extraction.tables import scorer_of

# The categories and how many values each has.
CATEGORIES = {
    "kind": 14,  #: of the character itself
    "word": 5,  #: where it stands in its word
    "speech": 48,  #: part of speech of its word
    "role": 19,  #: of the frame
    "verb": 10,  #: kind of the frame's verb
    "acts": 3,  #: belongs to a verb
    "tail": 5,  #: belongs to a noun of action
    "generic": 5,  #: belongs to a word that alone names nothing
    "title": 2,
    "name": 19,  #: class of the likeliest name that the grammar proposes there
    "likely": 13,  #: how likely that one is
    "kept": 19,  #: class of the name that the grammar alone would keep
    "proper": 5,  #: an organization or a programme
}
MEASURES = 15  #: 7 of the head that ends there, 7 of the contexts, the frequency of the word
PAIRS = 8000  #: hashes of pairs of characters
WORDS = 6000  #: hashes of words
STEPS = (0.1, 0.2, 0.35, 0.55, 0.75)  #: of how likely a name is
LEAST = 1e-3  #: shares below count the same
ROLES = tuple(Role)
PLAIN = "，,", "。；;！？", "：:", "、", "\n"

Categories = NDArray[np.uint8]
Hashes = NDArray[np.int16]
Floats = NDArray[np.float32]
Marks = tuple[int, int, int, int]  #: of a first, an inner, a last and a single character


@dataclass(frozen=True, slots=True)
class Columns:
    """The input of the encoder, one row a character."""

    categories: Categories
    pairs: Hashes  #: hash of the character and the next
    words: Hashes  #: hash of the word
    measures: Floats


def columns(doc: Doc, words: list[Word], strengths: list[float], classes: list[int]) -> Columns:
    """Return the columns of a document on which the grammar has worked.

    `strengths` and `classes` say of each of `doc._.names` how likely it is a name and of which
    class, by index.
    """
    text: str = doc._.policy.text
    table = np.zeros((len(CATEGORIES), len(text)), np.uint8)
    found = dict(zip(CATEGORIES, table, strict=True))
    kinds = {character: _kind(character) for character in set(text)}
    found["kind"][:] = [kinds[character] for character in text]
    sizes = np.array([word.end - word.start for word in words], np.int64)
    mark(found["word"], [word[:2] for word in words], (1, 2, 3, 4))
    found["speech"][:] = np.repeat([word.speech for word in words], sizes)
    for name, file in (("tail", "tails.txt"), ("generic", "generic.txt")):
        spans = [match.span() for match in _pattern(file).finditer(text)]
        mark(found[name], spans, (1, 2, 3, 4))
    _mark_clauses(found, doc)
    _mark_names(found, doc._.names, strengths, classes, doc._.classed)
    _mark_proper(found["proper"], doc._.mentions)
    measures = np.empty((len(text), MEASURES), np.float32)
    measures[:, :7] = _heads(text, doc)
    measures[:, 7:14] = _contexts(text, doc)
    measures[:, 14] = np.repeat(np.array([word.frequency for word in words], np.float32), sizes)
    hashes = np.repeat(_hashes([word.text for word in words], WORDS), sizes)
    pairs = _hashes(list(map(add, text, text[1:])), PAIRS)
    return Columns(table.T, np.append(pairs, np.int16(0))[: len(text)], hashes, measures)


def _kind(character: str) -> int:
    if "\u4e00" <= character <= "\u9fff":
        return 1
    if character.isdigit():
        return 2
    if character.isalpha():
        return 3
    if character in OPENING:
        return 4 if character in "（(" else 6
    if character in CLOSING:
        return 5 if character in "）)" else 7
    return next((8 + i for i, known in enumerate(PLAIN) if character in known), 13)


def _hashes(texts: Sequence[str], limit: int) -> Hashes:
    """Return for each text a number from 1 to below a limit."""
    known = {text: crc32(text.encode()) % (limit - 1) + 1 for text in set(texts)}
    return np.array([known[text] for text in texts], np.int16)


def mark(
    column: Categories, spans: Sequence[Span], marks: Marks, more: Sequence[int] = (0,)
) -> None:
    """Number the characters of spans by where they stand in their span.

    `marks` are the numbers of a first, an inner and a last character and of a single one; `more`
    is added to those of each span, or of all. Of spans that overlap the later prevails.

    >>> column = np.zeros(8, np.uint8)
    >>> mark(column, [(0, 3), (4, 5), (5, 8)], (1, 2, 3, 4))
    >>> column.tolist()
    [1, 2, 3, 0, 4, 1, 2, 3]
    """
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    sizes = ends - starts
    owner = np.repeat(np.arange(len(sizes)), sizes)
    inside = np.arange(len(owner)) - (np.cumsum(sizes) - sizes)[owner]
    first, last = inside == 0, inside == sizes[owner] - 1
    place = np.where(first, np.where(last, 3, 0), np.where(last, 2, 1))
    steps = np.broadcast_to(np.array(more, np.int64), len(sizes))
    column[starts[owner] + inside] = np.array(marks)[place] + steps[owner]


@cache
def _pattern(file: str) -> re.Pattern[str]:
    """Return what matches the words of a list, of those that begin alike the longest."""
    return re.compile(alternatives(listed(file).words))


def _mark_clauses(found: Mapping[str, Categories], doc: Doc) -> None:
    frames: list[Frame] = doc._.frames
    spans = [(frame.start, frame.end) for frame in frames]
    roles = {role: 2 * number for number, role in enumerate(ROLES)}
    mark(found["role"], spans, (2, 1, 1, 2), [roles[frame.role] for frame in frames])
    kinds = sorted({verb.frame for verb in verbs().values()})
    numbers = {kind: number for number, kind in enumerate(kinds)}
    of_verbs = [numbers.get(frame.kind, len(kinds)) for frame in frames]
    mark(found["verb"], spans, (1, 1, 1, 1), of_verbs)
    mark(found["acts"], [(verb.start, verb.end) for verb in doc.spans["verbs"]], (1, 2, 2, 1))
    for clause in doc._.clauses:
        if clause.before == TITLE:
            found["title"][clause.start : clause.end] = 1


def _mark_names(
    found: Mapping[str, Categories],
    names: list[Name],
    strengths: list[float],
    classes: list[int],
    kept: dict[int, Mention],
) -> None:
    """Mark the names of the grammar, the likeliest last, so that it prevails."""
    order = sorted(range(len(names)), key=lambda i: strengths[i])
    owners = [index for index in order for _ in names[index].pieces]
    spans = [piece for index in order for piece in names[index].pieces]
    likely = [2 * bisect_left(STEPS, strength) for strength in strengths]  # of limits below it
    mark(found["name"], spans, (1, 2, 3, 1), [3 * classes[index] for index in owners])
    mark(found["likely"], spans, (1, 2, 2, 1), [likely[index] for index in owners])
    here = [at for at, index in enumerate(owners) if index in kept]
    of_kept = [3 * CLASSES.index(kept[owners[at]].cls) for at in here]
    mark(found["kept"], [spans[at] for at in here], (1, 2, 3, 1), of_kept)


def _mark_proper(column: Categories, mentions: list[Mention]) -> None:
    proper = [mention for mention in mentions if mention.cls not in CLASSES]
    for cls, first in ((MentionClass.ORGANIZATION, 1), (MentionClass.PROGRAMME, 3)):
        spans = [piece for mention in proper if mention.cls is cls for piece in mention.pieces]
        mark(column, spans, (first, first + 1, first + 1, first))


def _heads(text: str, doc: Doc) -> Floats:
    """Return for each character how much the words that end there tell of each class."""
    scorer = scorer_of(doc)
    base = np.log(np.array(scorer.shares) + LEAST)
    shares, rows = endings(scorer).of(text)
    found: Floats = ((np.log(shares + LEAST) - base) / 2).astype(np.float32)[rows]
    return found


def _contexts(text: str, doc: Doc) -> Floats:
    """Return for each character how much its frame and titles tell of each class."""
    scorer = scorer_of(doc)
    titles = title_contexts(doc._.policy.sections, scorer)
    table = [(0.0,) * len(scorer.shares)]
    known: dict[Contexts, int] = {}
    rows = np.zeros(len(text), np.int32)
    frames: list[Frame] = doc._.frames
    for frame in frames:
        contexts = (*own_context(frame), *titles[frame.clause.paragraph.section])
        if contexts not in known:
            known[contexts] = len(table)
            table.append(tuple([log(max(f, LEAST)) for f in scorer.factors(contexts)]))
        rows[frame.start : frame.end] = known[contexts]
    return np.array(table, np.float32)[rows]
