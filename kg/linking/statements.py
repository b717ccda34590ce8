"""Where a text says itself that two names are one: X（Y）, X（以下简称“Y”）, X，又称Y."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from kg.extraction.facts import Extraction, Mention
from kg.linking.forms import expansion, is_initialism, shortens, spelled, words
from kg.linking.reasons import Reason

_BRACKET = re.compile(r"\s*[（(]\s*([^（）()\n]{1,30}?)\s*[）)]")


@dataclass(frozen=True, slots=True)
class Statement:
    """The words of a text which say that a name has a shorter or another one.

    Offsets are code points in the document's text, end exclusive.
    """

    full: str
    other: str
    reason: Reason
    start: int
    end: int


def statements(extraction: Extraction) -> list[Statement]:
    """Return what the text says of its names, one statement for each shorter or other name.

    Where the text gives it to several names the one that all of them end with counts (动态的
    城市信息模型（CIM）, 城市信息模型（CIM）); where there is no such one, the text is not clear.
    """
    groups: dict[str, list[Statement]] = {}
    for statement in _found(extraction):
        groups.setdefault(spelled(statement.other), []).append(statement)
    clear = []
    for group in groups.values():
        shortest = min(group, key=lambda statement: len(spelled(statement.full)))
        ending = spelled(shortest.full)
        if all(spelled(statement.full).endswith(ending) for statement in group):
            clear.append(replace(group[0], full=shortest.full))
    return clear


def _found(extraction: Extraction) -> Iterator[Statement]:
    text = extraction.document.text
    ending: dict[int, Mention] = {}
    for mention in extraction.mentions:
        if mention.end not in ending or len(ending[mention.end].text) < len(mention.text):
            ending[mention.end] = mention
        if "（" in mention.text or "(" in mention.text:
            yield from _within(mention)
    for end, mention in sorted(ending.items()):
        bracket = _BRACKET.match(text, end)
        if bracket:
            yield from _in_bracket(mention, bracket[1], bracket.end())
        equated = _equating().match(text, end)
        if equated:
            name = equated["name"] or equated["quoted"]
            yield Statement(mention.text, name, Reason.STATED, mention.start, equated.end())


def _within(mention: Mention) -> Iterator[Statement]:
    """Yield what a name with a bracket in it says: 第五代移动通信（5G）系统."""
    bracket = _BRACKET.search(mention.text, 1)
    if bracket:
        whole = replace(mention, text=mention.text[: bracket.start()])
        yield from _in_bracket(whole, bracket[1], mention.end)


def _in_bracket(mention: Mention, content: str, end: int) -> Iterator[Statement]:
    cue = _announcing().match(content)
    name = content[cue.end() :] if cue else content
    if name[:1] in '“"「' and name[-1:] in '”"」' and not re.search("[“”]", name[1:-1]):
        name = name[1:-1]
    full = mention.text
    if cue:
        reason = Reason.SHORT_FORM if cue["short"] else Reason.STATED
        yield Statement(full, name.strip(), reason, mention.start, end)
    elif is_initialism(full) and not is_initialism(name):
        yield Statement(name, full, Reason.STATED, mention.start, end)
    elif _abbreviates(name, full):
        yield Statement(full, name, Reason.STATED, mention.start, end)


def _abbreviates(short: str, full: str) -> bool:
    if not is_initialism(short):
        return shortens(short, full)
    known = expansion(short)
    return short.count("/") == full.count("/") and (not known or spelled(full).endswith(known))


@cache
def _announcing() -> re.Pattern[str]:
    """Return the expression of what stands in a bracket before a name."""
    return re.compile(
        rf"(?:(?P<short>{_alternatives(words('shortens'))})"
        rf"|{_alternatives([*words('equates'), '即'])})[：:\s]*"
    )


@cache
def _equating() -> re.Pattern[str]:
    """Return the expression of what follows a name that has another."""
    return re.compile(
        rf"[，,]?(?:{_alternatives(words('equates'))})"
        r"(?:“(?P<quoted>[^“”\n]{2,20})”|(?P<name>[^“”，。；、：（）()\s]{2,20})(?=[，。；、（）()\n]|$))"
    )


def _alternatives(listed: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, listed), key=lambda word: (-len(word), word)))
