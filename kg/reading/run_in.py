"""Run-in titles: “智能制造。围绕…”, the first sentence of a paragraph as its title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.reading.language import language

TIME = re.compile(r"(?:到|至|截至|力争)?.{0,8}\d{4}年(?:底|末|前|以前|左右)?")
SENTENCE = re.compile("。")
OPENING = "“‘（(《〈「『【〔"
CLOSING = "”’）)》〉」』】〕"


@dataclass(frozen=True, slots=True)
class Title:
    """A title within a line: where it stands and where the text behind it starts."""

    start: int
    end: int  #: without final punctuation
    behind: int  #: behind its final punctuation


@cache
def _data() -> dict[str, Any]:
    """Return the data of run-in titles, lists as tuples, for str.startswith."""
    data = language()["run_in"].items()
    return {name: tuple(each) if isinstance(each, list) else each for name, each in data}


def sentence_end(text: str, start: int, limit: int, stops: str) -> int:
    """Return where the first of `stops` outside brackets and quotes stands, -1 if none is near.

    Looks at `limit` characters from `start` at most.
    """
    depth = 0
    for i in range(start, min(len(text), start + limit + 1)):
        character = text[i]
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
        elif depth <= 0 and character in stops:
            return i
    return -1


def opening_title(text: str, start: int, numbered: bool) -> Title | None:
    """Return the run-in title that a paragraph opens with at `start`, None without one."""
    data = _data()
    limit = data["longest_numbered"] if numbered else data["longest"]
    end = sentence_end(text, start, limit, "。；：:！？")
    if end <= start or end + 1 >= len(text):
        return None
    if text[end] in "：:":
        short = end - start <= data["longest_colon"] and "，" not in text[start:end]
        fits = short if numbered else text[start:end] in data["colon_titles"]
        return Title(start, end, end + 1) if fits else None
    if text[end] != "。":
        return None
    return Title(start, end, end + 1)


def whole_title(text: str, start: int) -> Title | None:
    """Return a numbered line as a title, None if it is a sentence too long for one."""
    end = len(text.rstrip("。；;，、：:"))
    longest = _data()["longest_numbered" if end == len(text) else "longest_whole"]
    if not 0 < end - start <= longest:
        return None
    return Title(start, end, len(text))


def first_clause(text: str, start: int) -> Title | None:
    """Return the first clause of an item as its title, None if it is long."""
    end = sentence_end(text, start, _data()["longest_item"], "，。；：")
    if end <= start or text[end] != "，" or TIME.fullmatch(text, start, end):
        return None
    return Title(start, end, end + 1)


def inner_title(text: str, start: int) -> Title | None:
    """Return the title that stands in the middle of a paragraph at `start`, None without one.

    Only a noun phrase that a sentence follows is one: “自主无人系统的智能技术。重点突破…”.
    """
    data = _data()
    title = _noun_title(text, start)
    if title is None or not text.endswith(data["noun_heads"], start, title.end):
        return None
    return title if text.startswith(data["followers"], title.behind) else None


def opens_paragraph(text: str) -> bool:
    """Tell whether a line reads like the first of a paragraph with a run-in title."""
    return _noun_title(text, 0) is not None


def _noun_title(text: str, start: int) -> Title | None:
    data = _data()
    if text.startswith(data["verbs"], start):
        return None
    end = sentence_end(text, start, data["longest_inner"], "，。；：！？")
    if end <= start or end + 1 >= len(text) or text[end] != "。":
        return None
    return Title(start, end, end + 1)


def is_noun_title(text: str, title: Title) -> bool:
    """Tell whether a run-in title is a short noun phrase, which needs nothing to confirm it."""
    data = _data()
    return (
        title.end - title.start <= data["longest_noun"]
        and "，" not in text[title.start : title.end]
        and not text.startswith(data["verbs"], title.start)
        and text.endswith(data["noun_heads"], title.start, title.end)
    )


def inner_starts(text: str) -> list[int]:
    """Return the offsets where a title in the middle of a paragraph begins."""
    return [match.end() for match in SENTENCE.finditer(text) if inner_title(text, match.end())]
