"""Coordination: the conjuncts of a stretch of text, and the hypernyms that sum them up.

A stretch such as “低空巡检、应急通信等无人系统和地面站” is cut at connectors that stand outside of
brackets, quotes and attributive clauses. 等 closes a list; what follows it is the hypernym of the
list. A connector inside a conjunct (感知与交互) is left to the caller, who knows which words name
something: see `Part.link`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.extraction.clauses import depths
from kg.extraction.lexicon import alternatives, listed, words

ETC = "等"
NUMBER = re.compile(
    r"[超近约达]?(?:\d[\d.,]*|[一二两三四五六七八九十百千]+)(?:[—－~-]\d+|[至到]\d+)?[余多]?[万亿]?"
    r"[个家项座艘条款种类支批所套名位处台辆件只场门部座片](?:以上|左右)?的?"
)
DIGIT = re.compile(r"\d")
FIGURE = re.compile(
    r"(?:规模|总量|总数|数量)?(?:不少于|不低于|超过|达到|突破|达|超|约|近|至|到)*"
    r"\d[\d.,]*[余多]?[万亿]*(?:[—－~-]\d+)?(?:[^\d、的]{0,3})(?:以上|左右)?$"
)


class Part(NamedTuple):
    """One conjunct: `text[start:end]`, of which `text[start:head]` is an attributive clause."""

    start: int
    head: int
    end: int
    link: str  #: the connector before it, "等" for a hypernym, "" for the first
    hypernym: int  #: index of the part that sums it up, -1 without


def parts_of(text: str, start: int, end: int) -> list[Part]:
    """Return the conjuncts of `text[start:end]`, cut at every connector outside of brackets.

    >>> [(p.link, "甲机、乙机和丙机等无人机"[p.start:p.end], p.hypernym)
    ...  for p in parts_of("甲机、乙机和丙机等无人机", 0, 12)]
    [('', '甲机', 3), ('、', '乙机', 3), ('和', '丙机', 3), ('等', '无人机', -1)]
    """
    if links().search(text, start, end) is None:
        return [Part(start, attribute_end(text, start, end), end, "", -1)] if start < end else []
    depth = depths(text, start, end)
    found: list[Part] = []
    open_list = 0  # the first part of the list that the next 等 closes
    begin, link = start, ""
    head = position = attribute_end(text, begin, end)
    while position <= end:
        cut = links().search(text, position, end)
        position = cut.start() if cut else end
        if cut and (depth[position - start] or not _joins(text, cut)):
            position += 1
            continue
        if begin < position:
            found.append(Part(begin, head, position, link, -1))
        if cut is None:
            break
        link, begin = cut.group(), cut.end()
        if link == ETC:
            if begin < end:
                found[open_list:] = [
                    p._replace(hypernym=len(found)) if p.hypernym < 0 else p
                    for p in found[open_list:]
                ]
            open_list = len(found)
        head = position = attribute_end(text, begin, end)
    return [p._replace(hypernym=-1) if _is_open(found, p) else p for p in found]


def _is_open(parts: list[Part], part: Part) -> bool:
    """Return whether no words follow 等 that could be the hypernym."""
    at = part.hypernym
    return at >= 0 and (at >= len(parts) or parts[at].link != ETC)


@cache
def links() -> re.Pattern[str]:
    """Return the connectors and 等."""
    return re.compile(f"{alternatives('connector')}|{ETC}")


def _joins(text: str, link: re.Match[str]) -> bool:
    """Return whether a connector or 等 is no part of another word."""
    kind = "not_etc" if link.group() == ETC else "not_connector"
    return not words(kind).cover(text, link.start())


def attribute_end(text: str, start: int, end: int) -> int:
    """Return where the attributive clause that begins there ends (behind its 的), or `start`.

    >>> attribute_end("面向海洋观测的浮标", 0, 9)
    7
    """
    opener = words("relative").at(text, start, end)
    if opener == start:
        return start
    close = text.find("的", opener, end)
    return close + 1 if 0 <= close < end - 1 else start


def without_modifiers(text: str, start: int, end: int) -> int:
    """Return where a name begins once words that count or place it are left out."""
    while start < end:
        after = words("quantifier").at(text, start, end)
        if after == start and (match := NUMBER.match(text, start, end)):
            after = match.end()
        if after == start or after >= end:
            return start
        start = after
    return start


def without_tails(text: str, start: int, end: int) -> list[int]:
    """Return the places where a name may end if nouns of action behind it are left out."""
    found: list[int] = []
    has_digit = DIGIT.search(text, start + 2, end)  # a figure is slow to search for
    if has_digit and (figure := FIGURE.search(text, start + 2, end)):
        end = figure.start()
        found.append(end)
    tails = listed("tails.txt")
    while True:
        before = tails.before(text, start, end)
        if before == end or before - start < 2:
            return found
        end = before - (text[before - 1] == "的")
        found.append(end)
