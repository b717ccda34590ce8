"""What grammar and dictionary say of each character: the input of the encoder.

Categories are small numbers, 0 where there is nothing to say; the position inside of a unit
counts (it begins, goes on, ends). Words and pairs of characters are known by a hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extraction.clauses import CLOSING, OPENING, TITLE
from kg.extraction.facts import Mention, MentionClass
from kg.extraction.frames import Frame, Role
from kg.extraction.learned.segmentation import Word
from kg.extraction.lexicon import CLASSES, listed, verbs
from kg.extraction.names import Name
from kg.extraction.scores import LONGEST_HEAD, own_context, title_contexts
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
BREAKS = "\n，。、"  #: what no head reaches across

Integers = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Columns:
    """The input of the encoder, one row a character."""

    categories: Integers
    pairs: Integers  #: hash of the character and the next
    words: Integers  #: hash of the word
    measures: Floats


def columns(doc: Doc, words: list[Word], strengths: list[float], classes: list[int]) -> Columns:
    """Return the columns of a document on which the grammar has worked.

    `strengths` and `classes` say of each of `doc._.names` how likely it is a name and of which
    class, by index.
    """
    text: str = doc._.policy.text
    found = {name: np.zeros(len(text), np.int32) for name in CATEGORIES}
    measures = np.zeros((len(text), MEASURES), np.float32)
    hashes = np.zeros(len(text), np.int32)
    found["kind"][:] = [_kind(character) for character in text]
    for word in words:
        _mark(found["word"], [(word.start, word.end)], 1, 2, 3, 4)
        found["speech"][word.start : word.end] = word.speech
        hashes[word.start : word.end] = crc32(word.text.encode()) % (WORDS - 1) + 1
        measures[word.start : word.end, 14] = word.frequency
    for name, file in (("tail", "tails.txt"), ("generic", "generic.txt")):
        _mark_words(found[name], text, file)
    _mark_clauses(found, doc)
    _mark_names(found, doc._.names, strengths, classes, doc._.classed)
    _mark_proper(found["proper"], doc._.mentions)
    measures[:, :7] = _heads(text, doc)
    measures[:, 7:14] = _contexts(text, doc)
    pairs = [crc32(text[i : i + 2].encode()) % (PAIRS - 1) + 1 for i in range(len(text) - 1)]
    return Columns(
        np.stack(list(found.values()), 1),
        np.array([*pairs, 0][: len(text)], np.int32),
        hashes,
        measures,
    )


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


def _mark(
    column: Integers,
    pieces: Iterable[tuple[int, int]],
    first: int,
    inner: int,
    last: int,
    single: int,
) -> None:
    """Number the characters of pieces by where they stand in their piece."""
    for start, end in pieces:
        column[start:end] = inner
        column[end - 1] = last
        column[start] = first if end - start > 1 else single


def _mark_words(column: Integers, text: str, file: str) -> None:
    """Mark the words of a list, the leftmost first; of those that begin alike, the longest."""
    known = listed(file)
    done = 0
    for start in range(len(text)):
        end = known.at(text, start, len(text))
        if start >= done < end and end > start:
            _mark(column, [(start, end)], 1, 2, 3, 4)
            done = end


def _mark_clauses(found: dict[str, Integers], doc: Doc) -> None:
    kinds = sorted({verb.frame for verb in verbs().values()})
    for frame in doc._.frames:
        role = 1 + 2 * ROLES.index(frame.role)
        _mark(found["role"], [(frame.start, frame.end)], role + 1, role, role, role + 1)
        kind = kinds.index(frame.kind) if frame.kind in kinds else len(kinds)
        found["verb"][frame.start : frame.end] = 1 + kind
    for verb in doc.spans["verbs"]:
        _mark(found["acts"], [(verb.start, verb.end)], 1, 2, 2, 1)
    for clause in doc._.clauses:
        if clause.before == TITLE:
            found["title"][clause.start : clause.end] = 1


def _mark_names(
    found: dict[str, Integers],
    names: list[Name],
    strengths: list[float],
    classes: list[int],
    kept: dict[int, Mention],
) -> None:
    """Mark the names of the grammar, the likeliest last, so that it prevails."""
    for index in sorted(range(len(names)), key=lambda i: strengths[i]):
        pieces, cls = names[index].pieces, 3 * classes[index]
        step = 2 * sum(strengths[index] > limit for limit in STEPS)
        _mark(found["name"], pieces, cls + 1, cls + 2, cls + 3, cls + 1)
        _mark(found["likely"], pieces, step + 1, step + 2, step + 2, step + 1)
        if index in kept:
            cls = 3 * CLASSES.index(kept[index].cls)
            _mark(found["kept"], pieces, cls + 1, cls + 2, cls + 3, cls + 1)


def _mark_proper(column: Integers, mentions: list[Mention]) -> None:
    for mention in mentions:
        if mention.cls not in CLASSES:
            first = 1 if mention.cls is MentionClass.ORGANIZATION else 3
            _mark(column, mention.pieces, first, first + 1, first + 1, first)


def _heads(text: str, doc: Doc) -> Floats:
    """Return for each character how much the words that end there tell of each class."""
    scorer = scorer_of(doc)
    base = np.log(np.array(scorer.shares) + LEAST)
    found: list[tuple[float, ...]] = []
    begin = 0
    for position, character in enumerate(text):
        begin = max(begin, position + 1 - LONGEST_HEAD)
        if character in BREAKS:
            begin = position + 1
        found.append(scorer.head(text[begin : position + 1]))
    return ((np.log(np.array(found) + LEAST) - base) / 2).astype(np.float32)


def _contexts(text: str, doc: Doc) -> Floats:
    """Return for each character how much its frame and titles tell of each class."""
    scorer = scorer_of(doc)
    titles = title_contexts(doc._.policy.sections, scorer)
    found = np.zeros((len(text), 7), np.float32)
    frames: list[Frame] = doc._.frames
    for frame in frames:
        contexts = (*own_context(frame), *titles[frame.clause.paragraph.section])
        found[frame.start : frame.end] = [log(max(f, LEAST)) for f in scorer.factors(contexts)]
    return found
