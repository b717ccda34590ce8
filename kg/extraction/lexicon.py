"""The word lists of the grammar, read once from the data files in `lexicon/`.

`verbs.tsv`           verb, frame, strength
`function_words.tsv`  kind, words: small closed lists (prepositions, connectors, actors…)
`tails.txt`           nouns of action that follow a name
`generic.txt`         words that alone name nothing
`nouns.tsv`           head nouns by class
`heads.tsv`           how often a word ends a name of each class
`contexts.tsv`        how often a context holds a name of each class
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from kg.extraction.facts import MentionClass


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the lexicon."""

    text: str
    frame: str  #: develop, build, foster, establish, act, apply, support or contain
    strength: str  #: firm: never part of a name; strong: only in a compound; weak: often


class Words:
    """A list of words that finds the longest of them at a place of a text."""

    __slots__ = ("_by_first", "_by_last", "_characters", "_first", "_longest", "words")

    def __init__(self, words: Collection[str]) -> None:
        self.words = frozenset(words)
        self._by_first = self._lengths(0)
        self._by_last = self._lengths(-1)
        self._first = re.compile("|".join(map(re.escape, sorted(self._by_first))))
        self._characters = frozenset("".join(self.words))
        self._longest = max(map(len, self.words), default=0)

    def _lengths(self, index: int) -> dict[str, list[int]]:
        """Return for each character at one end of the words their lengths, the longest first."""
        found: dict[str, set[int]] = {}
        for word in self.words:
            found.setdefault(word[index], set()).add(len(word))
        return {character: sorted(lengths, reverse=True) for character, lengths in found.items()}

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def at(self, text: str, start: int, end: int) -> int:
        """Return where the longest word that begins at `start` ends, or `start`.

        >>> Words(["建设", "建设布局"]).at("要建设布局平台", 1, 7)
        5
        """
        for length in self._by_first.get(text[start : start + 1], ()):
            if start + length <= end and text[start : start + length] in self.words:
                return start + length
        return start

    def before(self, text: str, start: int, end: int) -> int:
        """Return where the longest word that ends at `end` begins, or `end`.

        >>> Words(["平台", "台"]).before("建设平台", 0, 4)
        2
        """
        for length in self._by_last.get(text[end - 1 : end], ()):
            if end - length >= start and text[end - length : end] in self.words:
                return end - length
        return end

    def places(self, text: str, start: int, end: int) -> dict[int, int]:
        """Return where in `text[start:end]` a word begins → where the longest one there ends.

        >>> Words(["建设", "建设布局", "布局"]).places("要建设布局平台", 0, 7)
        {1: 5, 3: 5}
        """
        found = {}  # as `at` finds them, whose calls would take half the time
        for match in self._first.finditer(text, start, end):
            begin = match.start()
            for length in self._by_first.get(text[begin : begin + 1], ()):
                after = begin + length
                if after <= end and text[begin:after] in self.words:
                    found[begin] = after
                    break
        return found

    def cover(self, text: str, position: int) -> bool:
        """Return whether the character there belongs to one of the words.

        >>> Words(["共和国"]).cover("人民共和国", 3), Words(["共和国"]).cover("清和平", 1)
        (True, False)
        """
        if text[position] not in self._characters:
            return False
        first = max(position - self._longest + 1, 0)
        for start, character in enumerate(text[first : position + 1], first):
            if character in self._by_first and self.at(text, start, len(text)) > position:
                return True
        return False


def rows(name: str) -> Iterator[list[str]]:
    """Yield the columns of each line of a word list, by the name of its file."""
    return rows_of(files("kg.extraction") / "lexicon" / name)


def rows_of(path: Traversable) -> Iterator[list[str]]:
    """Yield the columns of each line of a file that is neither empty nor a comment."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def verbs() -> dict[str, Verb]:
    """Return the verbs by their text."""
    return {text: Verb(text, frame, strength) for text, frame, strength in rows("verbs.tsv")}


@cache
def verb_words() -> Words:
    """Return the texts of the verbs."""
    return Words(verbs().keys())


@cache
def words(kind: str) -> Words:
    """Return the words of one kind of `function_words.tsv`."""
    found = [line.split() for name, line in rows("function_words.tsv") if name == kind]
    return Words([word for line in found for word in line])


@cache
def alternatives(kind: str) -> str:
    """Return the words of one kind as alternatives of a regular expression, the longest first."""
    return "|".join(sorted(map(re.escape, words(kind).words), key=lambda word: (-len(word), word)))


@cache
def listed(name: str) -> Words:
    """Return the words of a data file that has one a line."""
    return Words([columns[0] for columns in rows(name)])


CLASSES = (
    MentionClass.THEORY,
    MentionClass.KEY_TECHNOLOGY,
    MentionClass.PLATFORM,
    MentionClass.PRODUCT,
    MentionClass.INDUSTRY,
    MentionClass.SAFEGUARD,
)


NOUN = 4.0  #: as how many observations a listed head noun counts


@cache
def nouns() -> dict[str, tuple[float, ...]]:
    """Return the listed head nouns as rows of counts, for words that `heads.tsv` lacks."""
    found: dict[str, tuple[float, ...]] = {}
    for cls, line in rows("nouns.tsv"):
        row = [NOUN if cls == known else 0.0 for known in CLASSES]
        found |= dict.fromkeys(line.split(), (*row, NOUN / 2))
    return found
