"""Figures: numbers with a measure and a comparison, as policy texts write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text. Offsets are code points, end exclusive."""

    start: int  #: with the words of comparison in front of it
    end: int  #: with those behind it
    value: float  #: of a range the lower bound
    unit: str  #: as written, with its multiplier: “万亿元”
    comparator: str  #: "=", ">", ">=", "<", "<=" or "≈"


@cache
def lexicon() -> dict[str, Any]:
    """Return the word lists of `lexicon/targets.toml`."""
    path = files("kg.extraction").joinpath("lexicon/targets.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for any of these words, the longest first.

    It looks at the first character before it tries the words: most places of a text fail there.

    >>> alternatives(["部", "部门"])
    '(?=[部])(?:部门|部)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    first = "".join(re.escape(character) for character in sorted({word[0] for word in ordered}))
    return f"(?=[{first}])(?:{'|'.join(re.escape(word) for word in ordered)})"


def figures(text: str, start: int = 0, end: int | None = None) -> Iterator[Figure]:
    """Yield the figures in `text[start:end]`, in the order of the text.

    Ordinals, years, dates and digits that are part of a name (5G, L3级, IMT-2030) are none.

    >>> [(f.value, f.unit, f.comparator) for f in figures("超过1.5万亿元，基地3—5个，占比70%以上")]
    [(1.5, '万亿元', '>'), (3.0, '个', '='), (70.0, '%', '>=')]
    >>> [(f.value, f.unit, f.comparator) for f in figures("形成千亿级的市场规模，产量翻一番")]
    [(1000.0, '亿元', '≈'), (1.0, '番', '=')]
    >>> [(f.value, f.unit, f.comparator) for f in figures("占比超过三分之二，总量零增长")]
    [(66.7, '%', '>'), (0.0, '%', '=')]
    """
    for match in _pattern().finditer(text, start, len(text) if end is None else end):
        if match["level"]:
            value, unit = _LEVELS[match["level"]]
            yield Figure(match.start(), match.end(), value, unit, "≈")
        elif match["round"]:
            value, multiplier = _ROUND[match["round"]]
            unit = multiplier + (match["unit_of_round"] or "")
            yield Figure(match.start(), match.end(), value, unit, _comparator(match))
        elif match["word"]:
            value, unit = lexicon()["figure"]["words"][match["word"]]
            yield Figure(match.start(), match.end(), float(value), unit, _comparator(match))
        elif match["folds"] is not None:
            yield Figure(match.start(), match.end(), _FOLDS[match["folds"]], "番", "=")
        elif _measures_something(match):
            yield Figure(
                match.start(),
                match.end(),
                float(re.sub("[,，]", "", match["number"])),
                _unit(match),
                _comparator(match),
            )


_LEVELS = {"百亿": (100.0, "亿元"), "千亿": (1000.0, "亿元"), "万亿": (1.0, "万亿元")}
_ROUND = {
    "百万": (100.0, "万"),
    "千万": (1000.0, "万"),
    "百亿": (100.0, "亿"),
    "千亿": (1000.0, "亿"),
    "万亿": (1.0, "万亿"),
}
_FOLDS = {"": 1.0, "一": 1.0, "两": 2.0, "二": 2.0, "三": 3.0}


def _measures_something(match: re.Match[str]) -> bool:
    """Tell a figure from digits that date, order or name something.

    What has no measure is a figure only where words compare it: “PUE不高于1.2”.
    """
    if match["level_of"]:
        return False
    if match["unit"] or match["multiplier"] or match["multiplier_behind"]:
        return True
    behind = match.string[match.end() : match.end() + 1]
    return bool(match["before"] or match["after"]) and not re.match(
        r"[A-Za-z\d年月日号级岁章条节届]", behind
    )


def _unit(match: re.Match[str]) -> str:
    """Return the measure with its multiplier, and what it is counted per: “台/万人”."""
    unit = "".join(match[g] or "" for g in ("multiplier", "multiplier_behind", "unit"))
    return f"{unit}/{match['per']}" if match["per"] else unit


def _comparator(match: re.Match[str]) -> str:
    """Return the comparison that the words around a number make."""
    words = lexicon()["figure"]
    for comparator, group in words["before"].items():
        if (match["before"] or match["before_round"] or match["before_word"]) in group:
            return str(comparator)
    if match["rest"]:
        return ">"
    for comparator, group in words["after"].items():
        if (match["after"] or match["after_word"]) in group:
            return str(comparator)
    return "="


@cache
def _pattern() -> re.Pattern[str]:
    """Return the regular expression of a figure, built from the lexicon."""
    words = lexicon()["figure"]
    before = alternatives([w for group in words["before"].values() for w in group])
    after = alternatives([w for group in words["after"].values() for w in group])
    behind_number = alternatives(words["after_number"][">"])
    measure = alternatives(words["measures"])
    latin = alternatives(words["latin"])
    number = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"
    return re.compile(
        rf"(?P<before>{before})?\s*(?:每(?P<per>[百千万]*(?:人口?|户)))?"
        rf"(?<![A-Za-z0-9.\-—－+×第])(?P<number>{number})"
        rf"(?:\s*(?:{measure})?\s*[-—－–~～至到]+\s*{number})?"
        rf"(?P<multiplier>[十百千万亿]*)(?P<rest>{behind_number})?"
        rf"(?P<multiplier_behind>[万亿]*)\s*(?P<unit>(?:{latin})(?![A-Za-z])(?:（\w+）)?|(?:{measure})(?:/[万亿]?(?:{measure}))?)?"
        rf"(?P<level_of>级)?(?P<after>{after})?"
        rf"|(?P<level>[百千万]亿)元?级"
        rf"|(?P<before_round>{before}|达到?)(?P<round>[百千]万|[百千万]亿)"
        rf"(?P<unit_of_round>{measure})?(?=[，。；、的]|{after}|$)"
        rf"|(?P<before_word>{before})?(?P<word>{alternatives(words['words'])})(?P<after_word>{after})?"
        rf"|翻(?P<folds>[一两二三]?)番"
    )
