"""Which section a number, a title or a paragraph belongs to.

Numbering schemes nest by the order in which they appear: a label continues the innermost open
sequence that it follows on, and opens a new one below the current section otherwise. So the
（三） of a document that numbers on through 二、三、四 stands where it stands, and the “2.” behind
a box whose own items are numbered leaves the box. Only where the order says nothing does the
usual rank of a scheme decide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.reading.document import SectionKind as Kind
from kg.reading.entries import Entry
from kg.reading.language import language
from kg.reading.numbering import RANKS, Marker

LEAVES = (Kind.RUN_IN, Kind.ITEM)
HOLDERS = (Kind.BOX, Kind.STEP)  #: numbering starts anew in them


@dataclass(slots=True)
class Node:
    """A section on its way. Offsets are those of `Section`."""

    kind: Kind
    scheme: str
    value: int
    label: str
    title: str
    start: int
    end: int
    title_start: int
    title_end: int
    parent: Node | None
    level: int
    id: str = ""
    open_ended: bool = False  #: its text ends in a colon: what follows belongs to it
    whole: bool = False  #: it is a list item that is all title
    has_table: bool = False  #: lines without punctuation stand in it


class Nesting:
    """The sections that are open at one place of the text, from the root down."""

    def __init__(self, root: Node, markers: Sequence[Marker]) -> None:
        self.stack = [root]
        self._markers = markers
        self._passed = 0
        self._inner: set[tuple[str, str]] = set()  #: schemes that have nested in each other
        self._where: dict[str, list[int]] = {}
        for i, marker in enumerate(markers):
            self._where.setdefault(marker.scheme, []).append(i)

    def place(self, entry: Entry) -> Node:
        """Close the sections that an entry ends and return the one that it stands in."""
        if entry.marker:
            self._passed += 1
            self._close_for(entry.marker)
            self._inner.add((self.stack[-1].scheme, entry.marker.scheme))
        else:
            self._close_for_text(entry)
        return self.stack[-1]

    def _close_for_text(self, entry: Entry) -> None:
        """A run-in title or a paragraph ends sections that are one paragraph, list or table."""
        is_sentence = entry.block.text.endswith("。")
        while entry.title and self.stack[-1].kind in (*LEAVES, Kind.STEP):
            self.stack.pop()
        if self._ends_before(self.stack[-1], entry.block.text, is_sentence):
            self.stack.pop()
        self.stack[-1].has_table |= not is_sentence

    def _ends_before(self, node: Node, text: str, is_sentence: bool) -> bool:
        match node.kind:
            case Kind.ITEM:
                return not node.open_ended
            case Kind.RUN_IN:
                return text.startswith(tuple(language()["outline"]["closers"]))
            case Kind.BOX:
                return node.has_table and is_sentence
            case _:
                in_article = node.parent is not None and node.parent.kind is Kind.ARTICLE
                return node.whole and in_article

    def _close_for(self, marker: Marker) -> None:
        if marker.kind is Kind.ANNEX:
            del self.stack[1:]
            return
        depth = self._sequence(marker)
        if depth is not None:
            del self.stack[depth:]
            return
        while self.stack[-1].kind in LEAVES and not self.stack[-1].open_ended:
            self.stack.pop()
        if marker.kind in (Kind.ITEM, *HOLDERS):
            return
        while len(self.stack) > 1 and self._is_outside(marker, self.stack[-1]):
            self.stack.pop()

    def _sequence(self, marker: Marker) -> int | None:
        """Return the depth of the open section that a marker follows on, None without one."""
        same = [i for i, node in enumerate(self.stack) if node.scheme == marker.scheme]
        if not same:
            return None
        for i in reversed(same):
            if marker.kind is Kind.ITEM or marker.value == self.stack[i].value + 1:
                return i
        between = self.stack[same[-1] + 1 :]
        anew = marker.value <= 1 and any(node.kind in HOLDERS for node in between)
        return None if anew else same[-1]

    def _is_outside(self, marker: Marker, node: Node) -> bool:
        """Tell whether a new sequence stands beside or above a section rather than in it."""
        if node.kind in HOLDERS:
            return RANKS[marker.scheme] <= RANKS["一、"]
        if (node.scheme, marker.scheme) in self._inner:
            return False
        outranks = node.scheme in RANKS and RANKS[marker.scheme] < RANKS[node.scheme]
        return outranks and not (marker.value == 1 and self._goes_on(node))

    def _goes_on(self, node: Node) -> bool:
        """Tell whether the next label of a section's scheme follows on it."""
        where = self._where[node.scheme]
        following = bisect_right(where, self._passed - 1)
        return following < len(where) and (self._markers[where[following]].value == node.value + 1)
