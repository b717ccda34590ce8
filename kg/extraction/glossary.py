"""The glossary of Chinese policy terms and the cutting of a name into its entries.

The glossary is data: the files `lexicon/glossary-*.tsv`, whose form their first lines describe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

LATIN = re.compile(r"\d{4}(?:[-—－~～]+\d{4})?年|[A-Za-z0-9][A-Za-z0-9.\-+/&×]*")
BRACKETS = {"“": "”", "（": "）", "《": "》", "(": ")"}
FUNCTION_ROLES = frozenset({"of", "coord", "etc", "join"})

# Costs of a piece: few pieces first, then uneven lengths (a long fixed term and a short word say
# more than two middling words), and single characters only where nothing longer fits.
PIECE, FUNCTION_WORD, SINGLE_CHARACTER = 1000, 800, 700


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class Glossary:
    """All entries, by their Chinese."""

    words: dict[str, Entry]  #: content words, and 的, 与, 等
    prepositions: dict[str, Entry]
    postpositions: dict[str, Entry]
    lengths: dict[str, tuple[int, ...]]  #: first character → lengths of the entries, ascending


def _entry(line: str) -> Entry:
    zh, en, role, forms = (*line.split("\t"), "", "")[:4]
    modifier, variants = "", []
    for form in filter(None, forms.split(";")):
        text, _, words = form.partition(":")
        if words:
            variants.append((text.strip(), frozenset(words.split())))
        else:
            modifier = text.strip()
    return Entry(zh, en, role, modifier, tuple(variants))


@cache
def glossary() -> Glossary:
    """Return the glossary, read once from the package's files."""
    by_slot: dict[str, dict[str, Entry]] = {"prep": {}, "post": {}}
    words: dict[str, Entry] = {}
    folder = resources.files("kg.extraction") / "lexicon"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.startswith("glossary-"):
            for line in file.read_text("utf-8").splitlines():
                if line and not line.startswith("#"):
                    entry = _entry(line)
                    by_slot.get(entry.role, words)[entry.zh] = entry
    lengths: dict[str, set[int]] = {}
    for zh in (*words, *by_slot["prep"], *by_slot["post"]):
        lengths.setdefault(zh[0], set()).add(len(zh))
    return Glossary(
        words=words,
        prepositions=by_slot["prep"],
        postpositions=by_slot["post"],
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


def _cost(entry: Entry) -> int:
    if entry.role in FUNCTION_ROLES:
        return FUNCTION_WORD
    size = len(entry.zh)
    return PIECE - size * size + (SINGLE_CHARACTER if size == 1 else 0)


def _pieces_at(name: str, start: int, terms: Glossary) -> list[Entry]:
    """Return all pieces that may begin at `start`."""
    found = []
    for length in terms.lengths.get(name[start], ()):
        zh = name[start : start + length]
        entry = terms.words.get(zh) or terms.prepositions.get(zh) or terms.postpositions.get(zh)
        if entry is not None:
            found.append(entry)
    if name[start] in BRACKETS and (end := _closing(name, start)):
        found.append(Entry(name[start:end], "", "group"))
    if name[start].isascii() and (match := LATIN.match(name, start)):
        text = match[0].removesuffix("年")
        found.append(Entry(match[0], re.sub("[—－~～]+", "-", text)))
    return found


def segment(name: str) -> tuple[Entry, ...]:
    """Return the pieces of the glossary that cover `name`, () where some character has none.

    Latin letters and digits are pieces of their own, kept as they are; a group in brackets or
    quotes is one piece of role "group", without English. Of all ways to cover the name the one
    with the fewest pieces is taken, found by dynamic programming from the right.

    >>> [piece.en for piece in segment("智能家居芯片")]
    ['smart home', 'chip']
    """
    terms = glossary()
    size = len(name)
    best: list[tuple[int, Entry | None]] = [(0, None)] * (size + 1)
    for start in range(size - 1, -1, -1):
        if start and name[start].isascii() and name[start - 1].isascii() and name[start-1:start+1].isalnum():
            # Inside a Latin run only.
            best[start] = (0, None)
            continue
        cheapest: tuple[int, Entry | None] = (0, None)
        for piece in _pieces_at(name, start, terms):
            end = start + len(piece.zh)
            if end < size and best[end][1] is None:
                continue
            cost = _cost(piece) + best[end][0]
            if cheapest[1] is None or cost <= cheapest[0]:
                cheapest = (cost, piece)
        best[start] = cheapest
    pieces, at = [], 0
    while at < size:
        piece = best[at][1]
        if piece is None:
            return ()
        pieces.append(piece)
        at += len(piece.zh)
    return tuple(pieces)
