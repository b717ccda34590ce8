"""The glossary of Chinese policy terms, and the cutting of a name into its entries.

The glossary is data: the files `lexicon/glossary-*.tsv`, whose first lines describe their form.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

LATIN = re.compile(r"\d{4}(?:[-—－~～]+\d{4})?年|[A-Za-z0-9][A-Za-z0-9.\-+/&×]*")
BRACKETS = {"“": "”", "（": "）", "《": "》", "(": ")"}
FUNCTION_ROLES = frozenset({"of", "coord", "etc", "join"})

# Costs of a piece: few pieces first, then uneven lengths (a long fixed term and a short word say
# more than two middling words), and single characters only where nothing longer fits.
PIECE, FUNCTION_WORD, SINGLE_CHARACTER = 1000, 800, 700


class Entry(NamedTuple):
    """One entry of the glossary, or a piece of a name that stands for itself."""

    zh: str
    en: str
    role: str = ""
    modifier: str = ""  #: usual form before another word; "" if that is `en`
    variants: tuple[tuple[str, frozenset[str]], ...] = ()  #: forms next to the words named

    def form(self, neighbour: str) -> str:
        """Return the English next to the Chinese word `neighbour`."""
        for form, words in self.variants:
            if neighbour in words:
                return form
        return self.modifier or self.en


class Glossary(NamedTuple):
    """All entries, by their Chinese."""

    words: dict[str, Entry]  #: content words, and 的, 与, 等
    prepositions: dict[str, Entry]
    postpositions: dict[str, Entry]
    pieces: dict[str, tuple[int, Entry]]  #: what a name is cut into, with its cost
    lengths: dict[str, tuple[int, ...]]  #: first character → lengths of the pieces, ascending


def _entry(line: str) -> Entry:
    zh, en, role, forms = (*line.split("\t"), "", "")[:4]
    if not forms:
        return Entry(zh, en, role)
    modifier, variants = "", []
    for form in forms.split(";"):
        text, _, words = form.partition(":")
        if words:
            variants.append((text.strip(), frozenset(words.split())))
        else:
            modifier = text.strip()
    return Entry(zh, en, role, modifier, tuple(variants))


def _cost(entry: Entry) -> int:
    if entry.role in FUNCTION_ROLES:
        return FUNCTION_WORD
    size = len(entry.zh)
    return PIECE - size * size + (SINGLE_CHARACTER if size == 1 else 0)


@cache
def glossary() -> Glossary:
    """Return the glossary, read once from the package's files."""
    slots: dict[str, dict[str, Entry]] = {"post": {}, "prep": {}, "": {}}
    folder = resources.files("kg.extraction") / "lexicon"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.startswith("glossary-"):
            for line in file.read_text("utf-8").splitlines():
                if not line.startswith("#"):
                    entry = _entry(line)
                    slots[entry.role if entry.role in slots else ""][entry.zh] = entry
    pieces: dict[str, tuple[int, Entry]] = {}
    lengths: dict[str, set[int]] = {}
    for slot in slots.values():
        for zh, entry in slot.items():
            pieces[zh] = (_cost(entry), entry)
            lengths.setdefault(zh[0], set()).add(len(zh))
    return Glossary(
        words=slots[""],
        prepositions=slots["prep"],
        postpositions=slots["post"],
        pieces=pieces,
        lengths={first: tuple(sorted(found)) for first, found in lengths.items()},
    )


def _closing(name: str, start: int) -> int:
    """Return the end of the bracketed group that opens at `start`, 0 if it does not close."""
    opening, closing, depth = name[start], BRACKETS[name[start]], 0
    for at in range(start, len(name)):
        depth += (name[at] == opening) - (name[at] == closing)
        if depth == 0:
            return at + 1
    return 0


def _as_it_is(name: str, start: int) -> Entry | None:
    """Return the group in brackets or the run of Latin letters and digits at `start`."""
    if name[start] in BRACKETS:
        end = _closing(name, start)
        return Entry(name[start:end], "", "group") if end else None
    if start and name[start - 1].isascii() and name[start - 1].isalnum():
        return None
    match = LATIN.match(name, start)
    return match and Entry(match[0], re.sub("[—－~～]+", "-", match[0].removesuffix("年")))


def segment(name: str) -> tuple[Entry, ...]:
    """Return the pieces of the glossary that cover `name`, () where some character has none.

    Latin letters and digits are pieces of their own, kept as they are; a group in brackets or
    quotes is one piece of role "group", without English. Of all ways to cover the name the one
    with the fewest pieces is taken, found by dynamic programming from the right.

    >>> [piece.en for piece in segment("智能家居芯片")]
    ['smart home', 'chip']
    """
    _, _, _, pieces, lengths = glossary()
    if whole := pieces.get(name):
        return (whole[1],)
    size = len(name)
    none = (size + 1) * 2 * PIECE
    costs = [none] * size + [0]
    chosen: list[Entry | None] = [None] * size
    for start in range(size - 1, -1, -1):
        char = name[start]
        best = none
        for length in lengths.get(char, ()):
            rest = costs[start + length] if start + length <= size else none
            found = pieces.get(name[start : start + length]) if rest < none else None
            if found and rest + found[0] <= best:
                best, chosen[start] = rest + found[0], found[1]
        if (char.isascii() or char in BRACKETS) and (own := _as_it_is(name, start)):
            rest = costs[start + len(own.zh)]
            if rest < none and rest + _cost(own) <= best:
                best, chosen[start] = rest + _cost(own), own
        costs[start] = best
    cut: list[Entry] = []
    at = 0
    while at < size:
        piece = chosen[at]
        if piece is None:
            return ()
        cut.append(piece)
        at += len(piece.zh)
    return tuple(cut)
