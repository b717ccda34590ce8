"""What reading hands over to extraction: a document, its clean text and its outline."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class SectionKind(StrEnum):
    """What makes a unit of the outline a unit."""

    DOCUMENT = "document"  #: the root, which holds everything
    COVER = "cover"  #: the notice (通知) that promulgates the document proper
    ANNEX = "annex"  #: 附件
    PART = "part"  #: 第X编, 第X章, 第X节
    ARTICLE = "article"  #: 第X条
    HEADING = "heading"  #: 一、 （一） 1. （1） ①
    BOX = "box"  #: 专栏 N
    ITEM = "item"  #: “——” items
    STEP = "step"  #: 第一步, 第二步
    RUN_IN = "run-in"  #: a title that opens a paragraph: “智能制造。围绕…”


@dataclass(frozen=True, slots=True)
class Section:
    """One unit of the outline.

    Offsets are code points in `PolicyDocument.text`, end exclusive. A section spans its own
    title, its paragraphs and all its subsections.
    """

    id: str  #: unique within the document: labels from the top joined by "/", "" for the root
    number: str  #: its labels from the top, as in “三/（一）/1”; "" where there is none
    label: str  #: its own number, as written, without punctuation: “三”, “（一）”, “1”, “专栏1”
    title: str  #: without its number and without final punctuation; "" where it has none
    level: int  #: depth below the root, which is level 0
    kind: SectionKind
    start: int
    end: int
    title_start: int  #: where the title's characters stand; equal to title_end without title
    title_end: int
    parent: str | None  #: id of the section above; None for the root


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that belongs to one section: never crosses a title.

    A title that stands on a line of its own is not a paragraph. The text behind a run-in title
    is one, and starts behind the title's punctuation.
    """

    id: str  #: "p1", "p2", … in the order of the text
    start: int
    end: int
    section: str  #: id of the innermost section that holds it


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself. Fields are "" (or empty) where it says nothing."""

    title: str
    number: str = ""  #: 发文字号, with 〔〕: “国发〔2017〕35号”
    date: str = ""  #: ISO 8601: “2017-07-08”
    issuer: str = ""  #: who signed it: “国务院”
    addressees: tuple[str, ...] = ()
    language: str = "zh"
    title_is_stated: bool = True  #: False where the title was taken from the file's name


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each character of the clean text stands in the source text.

    A sequence of runs; within a run clean and source advance together. Characters that reading
    put in (the line feed between two paragraphs) belong to no run.
    """

    clean: tuple[int, ...]  #: start of each run in the clean text, ascending
    source: tuple[int, ...]  #: start of the same run in the source text
    lengths: tuple[int, ...]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of the source text that holds clean `start:end`.

        Both spans are in code points, end exclusive. An empty span gives an empty span.

        >>> OffsetMap(clean=(0, 2), source=(5, 9), lengths=(2, 3)).to_source(1, 4)
        (6, 11)
        """
        first = self._position(start)
        return (first, first) if end <= start else (first, self._position(end - 1) + 1)

    def _position(self, offset: int) -> int:
        run = max(bisect_right(self.clean, offset) - 1, 0)
        return self.source[run] + min(offset - self.clean[run], self.lengths[run])


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A document as read. All offsets count code points in `text`, end exclusive."""

    path: str  #: as the user gave it; "-" for standard input
    source: str  #: the decoded text of the file, unchanged
    sha256: str  #: of the file's bytes, hexadecimal
    text: str  #: clean text; paragraphs and titles on lines of their own, "\n" between them
    offsets: OffsetMap
    metadata: Metadata
    sections: tuple[Section, ...]  #: in the order of the text, the root first
    paragraphs: tuple[Paragraph, ...]  #: in the order of the text
