"""The head of a document: its title, and the notice that promulgates it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.reading.cleaning import Block, Join, width
from kg.reading.document import SectionKind
from kg.reading.language import language
from kg.reading.numbering import marker_at

LONGEST_TITLE = 60  #: Chinese characters; Latin letters count half
REGION = 40  #: blocks in which to look for the title
QUOTES = re.compile(r"[《》“”\"\s]")
DASHES = re.compile(r"[—–－-]+")
YEARS = r"(?:[（(][^（()）]*[)）])?"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the title stands; `blocks` are the document's, cut and joined around its title."""

    blocks: list[Block]
    title: str = ""  #: "" where none is stated
    index: int = -1  #: the block that holds it
    start: int = 0  #: its span in that block
    end: int = 0
    cover: int = 0  #: how many blocks the notice before it takes


def find_head(blocks: list[Block], join: Join) -> Head:
    """Return the head of a document, from the blocks before its first numbered heading.

    `join` makes one block of two that follow each other.
    """
    region = _region(blocks)
    for find in (_promulgated, _plain, _glued, _reported):
        head = find(blocks, region, join)
        if head:
            return head
    return Head(blocks)


def _region(blocks: list[Block]) -> int:
    for i, block in enumerate(blocks[:REGION]):
        marker = marker_at(block.text)
        if marker and marker.kind not in (SectionKind.ANNEX, SectionKind.ITEM):
            return i
    return min(len(blocks), REGION)


def _bare(title: str) -> str:
    return DASHES.sub("-", QUOTES.sub("", title))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = language()["titles"]
    promulgated, notices = "|".join(data["promulgated"]), "|".join(data["notices"])
    endings, openers = "|".join(data["endings"]), "|".join(data["preamble_openers"])
    return {
        "notice": re.compile(
            rf"关于(?:{promulgated})(?P<title>《[^》]+》|[^。，；：]{{2,80}}?)的(?:{notices})"
        ),
        "ending": re.compile(rf"(?:{endings}){YEARS}$"),
        "glued": re.compile(
            rf"^(?:附件\d*[:：]?)?(?P<title>(?!为)[^。；：]{{3,80}}?(?:{endings}){YEARS})(?={openers})"
        ),
        "reported": re.compile(rf"(?:{promulgated})了?《(?P<title>[^》]+)》"),
    }


def ends_title(text: str) -> bool:
    """Tell whether a line before the body reads like the last or only line of a title.

    >>> ends_title("行动计划（2023-2025年）"), ends_title("根据国家规划，制定本方案")
    (True, False)
    """
    whole = text.count("《") == text.count("》") and not re.search("[。，；：]", text)
    return whole and _patterns()["ending"].search(text) is not None


def _promulgated(blocks: list[Block], region: int, join: Join) -> Head | None:
    """Find the title in “关于印发X的通知”, and the place where X stands by itself."""
    for i in range(min(region, 4)):
        whole = blocks[i]
        for extra in range(3):
            if extra:
                if i + extra >= region or width(whole.text) > LONGEST_TITLE:
                    break
                whole = join(whole, blocks[i + extra])
            match = _patterns()["notice"].search(whole.text)
            if match:
                rest = [*blocks[:i], whole, *blocks[i + extra + 1 :]]
                return _after_notice(rest, i, match, region - extra)
    return None


def _after_notice(blocks: list[Block], notice: int, match: re.Match[str], region: int) -> Head:
    title = match["title"].strip("《》")
    openers = tuple(language()["titles"]["preamble_openers"])
    for j in range(notice + 1, region):
        text = blocks[j].text
        if _bare(text) == _bare(title):
            return Head(blocks, text, j, 0, len(text), cover=j)
        at = text.find(title)
        if at >= 0 and text.startswith(openers, at + len(title)):
            parts = blocks[j].parts([at, at + len(title)])
            index = j + len(parts) - 2
            rest = [*blocks[:j], *parts, *blocks[j + 1 :]]
            return Head(rest, title, index, 0, len(title), cover=index)
    start, end = match.span("title")
    if match["title"] != title:
        start, end = start + 1, end - 1
    return Head(blocks, title, notice, start, end)


def _plain(blocks: list[Block], region: int, join: Join) -> Head | None:
    """Find a title that stands on a line of its own before the body."""
    for i in range(min(region, 6)):
        block = blocks[i]
        if not _is_title_line(block.text):
            continue
        ending = _patterns()["ending"]
        if not ending.search(block.text) and i + 1 < region:
            both = join(block, blocks[i + 1])
            if _is_title_line(blocks[i + 1].text) and ending.search(both.text):
                rest = [*blocks[:i], both, *blocks[i + 2 :]]
                return Head(rest, both.text, i, 0, len(both.text))
        return Head(blocks, block.text, i, 0, len(block.text))
    return None


def _is_title_line(text: str) -> bool:
    marks = tuple("。；：！？，:;")
    return (
        width(text) <= LONGEST_TITLE
        and not text.endswith(marks)
        and not text.startswith(("附件", "（", "("))
        and not re.search(r"〔\d{4}〕|\[\d{4}\]|^\d{4}年\d|号$|文件$", text)
        and not _patterns()["glued"].search(text)
        and "。" not in text
    )


def _glued(blocks: list[Block], region: int, join: Join) -> Head | None:
    """Find a title that the preamble follows without a break."""
    for i in range(min(region, 4)):
        span = glued_title(blocks[i].text)
        if span:
            parts = blocks[i].parts(span)
            index = i + len(parts) - 2
            rest = [*blocks[:i], *parts, *blocks[i + 1 :]]
            return Head(rest, parts[-2].text, index, 0, len(parts[-2].text))
    return None


def glued_title(text: str) -> tuple[int, int] | None:
    """Return the span of a title that its preamble follows without a break.

    >>> glued_title("附件智能产业行动计划为贯彻落实部署，制定本计划。")
    (2, 10)
    """
    match = _patterns()["glued"].match(text)
    return match.span("title") if match else None


def _reported(blocks: list[Block], region: int, join: Join) -> Head | None:
    """Find the title in a news report: “…印发了《X》，并发出通知”."""
    for i in range(min(region, 3)):
        match = _patterns()["reported"].search(blocks[i].text)
        if match:
            return Head(blocks, match["title"], i, *match.span("title"))
    return None
