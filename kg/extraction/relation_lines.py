"""Lines: the mentions of one line of text, and the words that stand around and between them.

In the words of a line every list of mentions is drawn as one L, so that what stands between two
names does not depend on what is listed beside them: “在L领域推广L。”.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from spacy.tokens import Doc

from kg.extraction.facts import Mention
from kg.extraction.frames import Frame

LIST = "L"
LINKS = frozenset(("、", "和", "与", "及", "以及", "或", "/", "、以及"))  #: between two of a list
APART = 4  #: names of a list are not told apart that are farther apart in it
BEGIN, END = "^", "$"


class Line:
    """The mentions of `text[start:end]` and the words around them."""

    def __init__(self, text: str, start: int, end: int, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions  #: in the order of the text, of nested ones the outermost first
        self.starts = [mention.start for mention in mentions]
        self.ends = [mention.end for mention in mentions]
        self.outer: list[int] = []  #: for each mention the number of the outermost that holds it
        spans: list[list[int]] = []
        for first, last in zip(self.starts, self.ends, strict=True):
            if not spans or first >= spans[-1][1]:
                spans.append([first, last])
            spans[-1][1] = max(spans[-1][1], last)
            self.outer.append(len(spans) - 1)
        self._places: list[int] = []  # where the L of each outermost mention stands
        words, position = BEGIN, start
        for first, last in spans:
            gap = text[position:first]
            if not self._places or gap not in LINKS:
                words += gap + LIST
            self._places.append(len(words) - 1)
            position = last
        self.words = words + text[position:end] + END

    def before(self, index: int) -> str:
        """Return the last two characters before the list of a mention."""
        place = self._places[self.outer[index]]
        return self.words[max(place - 2, 0) : place]

    def behind(self, index: int) -> str:
        """Return the first two characters behind the list of a mention."""
        place = self._places[self.outer[index]]
        return self.words[place + 1 : place + 3]

    def between(self, first: int, last: int) -> tuple[str | None, int]:
        """Return the words between the lists of two mentions, and 1.

        Within one list, return None and how far apart they are listed, at most `APART`; 0 where
        one holds the other.
        """
        of_first, of_last = self.outer[first], self.outer[last]
        start, end = self._places[of_first], self._places[of_last]
        if start < end:
            return self.words[start + 1 : end], 1
        return None, min(of_last - of_first, APART)

    def nested(self, index: int, window: int) -> bool:
        """Return whether one of the mentions around holds a mention, up to `window` apart."""
        start, end, outer = self.starts[index], self.ends[index], self.outer[index]
        return any(
            other != index
            and self.outer[other] == outer
            and self.starts[other] <= start
            and end <= self.ends[other]
            for other in range(max(index - window, 0), min(index + window, len(self.outer)))
        )


def lines(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[int, int, list[Mention]]]:
    """Yield start and end of each line that holds mentions, and these in the order of the text.

    Offsets are code points in `text`, end exclusive, without the line feed.
    """
    feeds = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end, m.text, m.cls))
    for number, members in groupby(ordered, key=lambda m: bisect_left(feeds, m.start)):
        yield feeds[number - 1] + 1, feeds[number], list(members)


class Frames:
    """Finds the smallest frame that holds a mention, among frames and attributes."""

    def __init__(self, doc: Doc) -> None:
        every = [*doc._.frames, *(name.frame for name in doc._.names)]
        # Most are the same objects, which are told apart faster than equal ones.
        objects = {id(frame): frame for frame in every}
        distinct = dict.fromkeys(objects.values())
        self.frames: list[Frame] = sorted(distinct, key=lambda frame: (frame.start, frame.end))
        self.starts = [frame.start for frame in self.frames]

    def of(self, mention: Mention) -> Frame | None:
        """Return the frame; None where none holds the whole mention."""
        last, end = bisect_right(self.starts, mention.start), mention.end
        found, shortest = None, 0
        for frame in self.frames[max(last - NEAR, 0) : last]:
            length = frame.end - frame.start
            if end <= frame.end and (found is None or length < shortest):
                found, shortest = frame, length
        return found


NEAR = 6  #: how many frames that begin before a mention may hold it
