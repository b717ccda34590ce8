"""Lines → blocks: which line breaks of the source are only the edge of a page.

The wrap width is worked out from the text itself. A line ends a paragraph where there was room
for more behind it (the next line's first word would have fitted) and it ends in final
punctuation or is short; where it is itself a heading; or where a numbered line or a run-in title
follows. Runs of blank lines are page breaks if the text has blank lines all over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.reading.cleaning import Block, block_of, width
from kg.reading.head import ends_title
from kg.reading.language import language
from kg.reading.metadata import NUMBER
from kg.reading.numbering import marker_at
from kg.reading.run_in import opening_title, opens_paragraph

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
WORD = re.compile(r"[!-~]+|.")
LEAST_WIDTH = 15  #: a shorter line says nothing of the wrap width
LONG = 40  #: width from which a line that ends without punctuation has been broken off
SLACK = 3.0  #: how far the width of a full line may be from the usual one
INDENT = 2.0  #: Chinese characters that the first line of a paragraph is set in
USUAL = 0.15  #: share of the lines that an indent must have to be that of the page
SHORT = 0.75  #: of the wrap width; an open-ended line up to here is no part of a paragraph
#: Numbers that open a line even where the line before it is full and ends no sentence, and
#: numbers that may stand at the start of a line by accident, as “3.8万亿元” or “一是”.
STRONG = ("附件", "专栏", "编", "章", "节", "一、", "（一）")
TOP = 12  #: lines in which titles and 发文字号 are looked for
WEAK = ("1.1", "1.1.1", "一是")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source that is not blank. Widths count Chinese characters; ASCII is half."""

    start: int  #: first character that is not white space, in the source
    end: int
    width: float
    indent: float
    blank_before: int  #: blank lines between it and the line before
    text: str  #: as in the source, digits normalised


@dataclass(frozen=True, slots=True)
class Page:
    """How the lines of a text are set."""

    wrap: float | None  #: width at which they were wrapped, None if they were not
    indent: float  #: of a line that does not open a paragraph
    spread: bool  #: blank lines stand between most lines, so that they part no paragraphs


def blocks_of(norm: str, chinese: bool) -> list[Block]:
    """Return the paragraphs, titles and items of a normalised source, broken lines joined.

    A block that is `guessed` is one only if its first sentence proves to be a run-in title.
    """
    lines = _lines(norm)
    page = _page(lines)
    blocks: list[Block] = []
    first, guessed = 0, False
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        sure = (
            following is None
            or _breaks(line, following, page)
            or (i < TOP and _part(line, following))
        )
        if sure or _may_break(line, following):
            block = block_of(norm, lines[first].start, line.end, chinese)
            if block.text:
                blocks.append(replace(block, guessed=guessed))
            first, guessed = i + 1, not sure
    return blocks


def _lines(norm: str) -> list[Line]:
    lines: list[Line] = []
    behind = 0
    for match in LINE.finditer(norm):
        text = match[0].strip()
        if not text:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        breaks = norm.count("\n", behind, start) or 1
        lines.append(
            Line(
                start,
                start + len(text),
                width(text),
                width(match[0][: start - match.start()]),
                breaks - 1 if lines else 0,
                text,
            )
        )
        behind = start + len(text)
    return lines


def wrap_width(lines: Sequence[Line]) -> float | None:
    """Return the width at which the lines of a text were wrapped, None if they were not.

    Lines of a wrapped text that do not end a sentence are nearly all of one width.
    """
    long = [line for line in lines[:-1] if line.width >= LEAST_WIDTH]
    open_ended = [line.width for line in long if not _is_final(line.text)]
    if len(open_ended) < 2 or len(open_ended) < len(long) / 4:
        return None
    counted = Counter(round(each) for each in open_ended)
    usual, _ = max(counted.items(), key=lambda item: (item[1], item[0]))
    near = sum(1 for each in open_ended if abs(each - usual) <= SLACK)
    beyond = sum(1 for line in long if line.width > usual + SLACK)
    wrapped = near >= len(open_ended) / 2 and beyond <= len(long) / 20
    return float(usual) if wrapped else None


def _page(lines: Sequence[Line]) -> Page:
    indents = Counter(line.indent for line in lines)
    usual = [each for each, count in indents.items() if count >= len(lines) * USUAL]
    spread = sum(1 for line in lines if line.blank_before) > len(lines) / 2
    return Page(wrap_width(lines), min(usual, default=0.0), spread)


def _breaks(line: Line, following: Line, page: Page) -> bool:
    """Tell whether a paragraph or title ends between two lines."""
    if page.wrap is None:
        return not (_breaks_off(line) and marker_at(following.text) is None)
    if following.indent >= page.indent + INDENT:
        return True
    room = page.wrap - line.width - _first_word(following.text) >= INDENT
    final = _is_final(line.text)
    marker = marker_at(following.text)
    if marker:
        return room or marker.scheme in STRONG or (final and marker.scheme not in WEAK)
    if final:
        parted = following.blank_before > 0 and not page.spread
        return room or parted or opens_paragraph(following.text)
    return room and (line.width <= page.wrap * SHORT or marker_at(line.text) is not None)


def _may_break(line: Line, following: Line | None) -> bool:
    """Tell whether the next line may open a paragraph with a run-in title, though this is full.

    “建设人工智能学科。完善…” may also be the next sentence, which chance put there.
    """
    if following is None or not _is_final(line.text) or marker_at(following.text):
        return False
    title = opening_title(following.text, 0, numbered=False)
    return title is not None and "，" not in following.text[: title.end]


def _breaks_off(line: Line) -> bool:
    """Tell whether a long line stops in the middle of a sentence, as at the end of a page."""
    stops = line.text[-1].isalnum()
    return stops and line.width >= LONG and re.search("[，。；]", line.text) is not None


def _part(line: Line, following: Line) -> bool:
    """Tell whether two lines of the top are a title, or 发文字号, and something else."""
    numbered = [NUMBER.fullmatch(each.text.replace(" ", "")) for each in (line, following)]
    goes_on = following.text.startswith(("的", "》", "”", "（", "("))
    return any(numbered) or (ends_title(line.text) and not goes_on)


def _first_word(text: str) -> float:
    """Return the width of what cannot be parted from the first character of a line."""
    word = WORD.match(text)
    end = word.end() if word else 0
    pulled = _marks()["no_line_start"]
    while end < len(text) and text[end] in pulled:
        end += 1
    return width(text[:end])


def _is_final(text: str) -> bool:
    marks = _marks()
    last = text.rstrip(marks["closing"])[-1:]
    return last != "" and last in marks["final"]


@cache
def _marks() -> dict[str, str]:
    marks: dict[str, str] = language()["marks"]
    return marks
