"""Characters: one-to-one digits and letters, spaces that mean something, offsets kept.

A `Block` is a piece of the clean text that knows where each of its characters stands in the
source. Clean text is nothing but the characters of the source, full-width digits and letters
replaced one to one, most spaces left out, and line feeds put between blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.reading.document import OffsetMap
from kg.reading.language import language

INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
CHUNK = re.compile(rf"[^\s{INVISIBLE}]+")
SPACE = re.compile(r"\s")
FULL_WIDTH = {
    full: full - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for full in range(ord(first), ord(last) + 1)
}
EAST_ASIAN = 0x2E80  #: from here on Unicode holds East Asian characters and their punctuation

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A title or paragraph on its way: its text and the source spans that it is made of."""

    text: str
    runs: tuple[Run, ...]  #: start and end in the source, ascending, never empty
    guessed: bool = False  #: whether it may be no more than the rest of the block before

    def parts(self, cuts: Iterable[int]) -> list[Block]:
        """Return this block cut at ascending offsets of its text; parts are never empty."""
        bounds = [at for at in cuts if 0 < at < len(self.text)]
        parts: list[Block] = []
        left = list(reversed(self.runs))
        for start, end in pairwise([0, *bounds, len(self.text)]):
            taken: list[Run] = []
            missing = end - start
            while missing:
                first, last = left.pop()
                if last - first > missing:
                    left.append((first + missing, last))
                    last = first + missing
                taken.append((first, last))
                missing -= last - first
            parts.append(Block(self.text[start:end], tuple(taken), self.guessed and start == 0))
        return parts


Join = Callable[[Block, Block], Block]  #: makes one block of two that follow each other


def normalise(source: str) -> str:
    """Return the source with full-width digits and letters in ASCII, nothing moved.

    Punctuation stays as it is: ，：（） are what Chinese text is made of.

    >>> normalise("到２０２０年（Ａ级）")
    '到2020年（A级）'
    """
    return source.translate(FULL_WIDTH)


def width(text: str) -> float:
    """Return how many Chinese characters wide a text is set.

    >>> width("到 2020 年")
    5.0
    """
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def is_chinese(text: str) -> bool:
    """Tell whether a text has more Chinese characters than Latin words."""
    sample = text[:100_000]
    return len(re.findall(r"[\u3400-\u9fff]", sample)) >= len(re.findall(r"[A-Za-z]+", sample))


def block_of(norm: str, start: int, end: int, chinese: bool) -> Block:
    """Return the span `start:end` of the normalised source as a block without idle spaces.

    A space is kept, once, between two characters of Latin script; beside a Chinese character or
    punctuation mark it goes. Invisible characters always go.
    """
    runs: list[Run] = []
    for chunk in CHUNK.finditer(norm, start, end):
        if runs:
            gap = runs[-1][1], chunk.start()
            space = SPACE.search(norm, *gap)
            if space and not (
                _is_wide(norm[gap[0] - 1], chinese) or _is_wide(norm[gap[1]], chinese)
            ):
                runs.append(space.span())
        if runs and runs[-1][1] == chunk.start():
            runs[-1] = runs[-1][0], chunk.end()
        else:
            runs.append(chunk.span())
    return Block(_text(norm, runs), tuple(runs))


def _text(norm: str, runs: Iterable[Run]) -> str:
    return "".join(SPACE.sub(" ", norm[first:last]) for first, last in runs)


def _is_wide(character: str, chinese: bool) -> bool:
    return ord(character) >= EAST_ASIAN or (chinese and character in _chinese_marks())


@cache
def _chinese_marks() -> str:
    marks: str = language()["marks"]["chinese"]
    return marks


def assemble(blocks: Sequence[Block]) -> tuple[str, OffsetMap, list[int]]:
    """Return the clean text of blocks, its map to the source, and where each block starts."""
    clean: list[int] = []
    source: list[int] = []
    lengths: list[int] = []
    starts: list[int] = []
    position = 0
    for block in blocks:
        starts.append(position)
        for first, last in block.runs:
            clean.append(position)
            source.append(first)
            lengths.append(last - first)
            position += last - first
        position += 1
    text = "\n".join(block.text for block in blocks)
    return text, OffsetMap(tuple(clean), tuple(source), tuple(lengths)), starts
