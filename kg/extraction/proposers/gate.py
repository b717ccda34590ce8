"""The gate: which of the names that a proposer claims to read in a paragraph it may add."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.facts import MentionClass

Pieces = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a proposer claims: that a text holds this name, of this class."""

    text: str
    cls: str


Proposer = Callable[[Sequence[str]], Sequence[Sequence[Proposal]]]
"""From the texts of paragraphs to what it claims of each of them, in their order."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A name that stands in the text."""

    text: str
    cls: MentionClass
    pieces: Pieces


LONGEST = 60
_SENTENCE_MARK = re.compile(r"[，。；！？\n]")
_WORD = re.compile(r"[^\W_]{2}")


def admit(
    text: str, start: int, end: int, proposals: Iterable[Proposal], known: Container[str]
) -> Iterator[Admitted]:
    """Yield those proposals that the paragraph `text[start:end]` bears out, each name once.

    A name stands there in one piece, or in two that a coordination joins (`locate`). What is
    of no known class, is `known` already, or is rather a clause or a single character is left
    out. Offsets are code points in `text`, end exclusive.

    >>> text = "研制微型和轻小型智能无人系统。"
    >>> claims = [Proposal("微型智能无人系统", "Product"), Proposal("量子计算机", "Product")]
    >>> [found.pieces for found in admit(text, 0, len(text), claims, known=())]
    [((2, 4), (8, 14))]
    """
    classes = {str(cls): cls for cls in MentionClass}
    added: set[str] = set()
    for proposal in proposals:
        name = proposal.text
        if proposal.cls not in classes or name in known or name in added or not _is_name(name):
            continue
        pieces = locate(name, text, start, end)
        if pieces:
            added.add(name)
            yield Admitted(name, classes[proposal.cls], pieces)


def _is_name(words: str) -> bool:
    """Tell a name from a mark, a single character, or a whole clause."""
    return (
        words == words.strip()
        and len(words) <= LONGEST
        and _WORD.search(words) is not None
        and not _SENTENCE_MARK.search(words)
    )


def locate(name: str, text: str, start: int, end: int) -> Pieces:
    """Return where `text[start:end]` spells a name first; () where it does not.

    A name in one piece comes before one in two. Two pieces count only as the grammar reads
    them: a coordination in one clause shares its head (微型和轻小型…系统: what lies between
    the pieces begins with a conjunction) or its modifier (智能机器人和汽车: it ends with one).
    """
    found = text.find(name, start, end)
    if found >= 0:
        return ((found, found + len(name)),)
    for cut in range(len(name) - 1, 0, -1):
        front, back = name[:cut], name[cut:]
        if text.find(front, start, end) < 0 or text.find(back, start, end) < 0:
            continue
        match = _two_pieces(front, back).search(text, start, end)
        if match:
            return match.span("front"), match.span("back")
    return ()


def _two_pieces(front: str, back: str) -> re.Pattern[str]:
    """Return the expression of a name whose pieces a coordination parts."""
    link, inside = "(?:、|和|与|及|或|以及)", rf"[^，。；：！？\n]{{1,{LONGEST}}}?"
    gap = rf"(?:{link}{inside}|{inside}{link})"
    return re.compile(rf"(?P<front>{re.escape(front)}){gap}(?P<back>{re.escape(back)})")
