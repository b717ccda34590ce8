"""Numbers of headings and items: what a line is labelled with, and in which scheme."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.reading.document import SectionKind as Kind

CN = "[一二三四五六七八九十百零〇]+"
NUMBER = rf"(?:{CN}|\d+)"
NO_FIGURE = r"(?![\d.%％万亿千百个倍米公元年分度吨页])"  # “3.8米” is a figure, “3.8 终端” a number
# “第三条规定的…” and “第三条第二款” speak of an article, “第三条 国家…” is one.
NO_REFERENCE = rf"(?!、|[和至及]第|规定|的|所[称列述]|款|项|第{NUMBER}[款项条])"
ROMAN = r"(?:[IVXLC]+|\d+)"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Marker:
    """The label at the start of a line."""

    scheme: str  #: labels of one scheme follow each other: 一、 → 二、
    kind: Kind
    value: int  #: what it counts to; 0 where it does not count
    label: str  #: as written, without punctuation around it
    end: int  #: offset in the line where the rest starts


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of numbering. `rank` is where it usually stands, the outermost first."""

    name: str
    kind: Kind
    pattern: re.Pattern[str]
    rank: int


def _scheme(name: str, kind: Kind, pattern: str, rank: int) -> Scheme:
    return Scheme(name, kind, re.compile(pattern), rank)


# The group `label` is the label; `value` what it counts, where that is another thing.
SCHEMES = (
    _scheme("附件", Kind.ANNEX, rf"(?P<label>附[件录](?P<value>{NUMBER})?)$", 0),
    _scheme("Chapter", Kind.PART, rf"(?P<label>Chapter (?P<value>{ROMAN}))\b[.:]? *", 2),
    _scheme("Section", Kind.PART, rf"(?P<label>Section (?P<value>{ROMAN}))\b[.:]? *", 3),
    _scheme("Article", Kind.ARTICLE, rf"(?P<label>Article (?P<value>{ROMAN}))\b[.:]? *", 4),
    _scheme("编", Kind.PART, rf"(?P<label>第(?P<value>{NUMBER})(?:编|部分))[:：、]?", 1),
    _scheme("章", Kind.PART, rf"(?P<label>第(?P<value>{NUMBER})章)[:：、]?", 2),
    _scheme("节", Kind.PART, rf"(?P<label>第(?P<value>{NUMBER})节)[:：、]?", 3),
    _scheme(
        "条",
        Kind.ARTICLE,
        rf"(?P<label>第(?P<value>{NUMBER})条(?:之{CN})?){NO_REFERENCE}[:：]?",
        4,
    ),
    _scheme(
        "一、", Kind.HEADING, rf"(?P<label>(?P<value>{CN}))、(?!{CN}(?:、|是|届|大|中全会))", 5
    ),
    _scheme("（一）", Kind.HEADING, rf"[（(](?P<label>(?P<value>{CN}))[）)][、.]?", 6),
    _scheme(
        "1.1.1",
        Kind.HEADING,
        rf"(?P<label>\d{{1,2}}\.\d{{1,2}}\.(?P<value>\d{{1,2}})){NO_FIGURE}",
        9,
    ),
    _scheme("1.1", Kind.HEADING, rf"(?P<label>\d{{1,2}}\.(?P<value>\d{{1,2}})){NO_FIGURE}", 8),
    _scheme("1.", Kind.HEADING, r"(?P<label>(?P<value>\d{1,3}))[.．、](?!\d)", 7),
    _scheme("（1）", Kind.HEADING, r"[（(](?P<label>(?P<value>\d{1,3}))[）)]", 10),
    _scheme("1）", Kind.HEADING, r"(?P<label>(?P<value>\d{1,2}))[）)]", 11),
    _scheme("①", Kind.HEADING, rf"(?P<label>(?P<value>[{CIRCLED}]))[.、]?", 12),
    _scheme("一是", Kind.HEADING, rf"(?P<label>(?P<value>{CN})是)(?=[^，。]+。)", 13),
    _scheme("专栏", Kind.BOX, rf"(?P<label>专栏(?P<value>{NUMBER})?)[:：]?", 14),
    _scheme("步", Kind.STEP, r"(?P<label>第(?P<value>[一二三四五六])(?:步|阶段))[，:：、]?", 14),
    _scheme("——", Kind.ITEM, r"(?P<label>(?:—{1,2}|─{2}|－{2}|―{2}|--))", 15),
)
RANKS = {scheme.name: scheme.rank for scheme in SCHEMES}
MAY_START = re.compile(rf"[附第专CSA（(\d{CN[1:-2]}{CIRCLED}—─－―-]")


def marker_at(text: str) -> Marker | None:
    """Return the number that a line opens with, None where it opens with none.

    >>> marker_at("（三）智能家居示范工程").label
    '（三）'
    >>> marker_at("1.5亿元以上") is None
    True
    """
    if not MAY_START.match(text):
        return None
    for scheme in SCHEMES:
        match = scheme.pattern.match(text)
        if match:
            return _marker(scheme, match)
    return None


def _marker(scheme: Scheme, match: re.Match[str]) -> Marker:
    value = value_of(match["value"]) if "value" in match.re.groupindex else 0
    label = match["label"]
    if scheme.kind is Kind.ITEM:
        label = ""
    elif scheme.name in ("（一）", "（1）"):
        label = f"（{label}）"
    return Marker(scheme.name, scheme.kind, value, label, match.end())


DIGITS = {digit: i for i, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
UNITS = {"十": 10, "百": 100}
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def value_of(numeral: str | None) -> int:
    """Return what a numeral of a label counts, 0 for none.

    >>> [value_of(numeral) for numeral in ("7", "十", "三十二", "一百零六", "③", "XIV")]
    [7, 10, 32, 106, 3, 14]
    """
    if not numeral:
        return 0
    if numeral.isdecimal():
        return int(numeral)
    if numeral in CIRCLED:
        return CIRCLED.index(numeral) + 1
    if numeral[0] in ROMAN_DIGITS:
        return _roman(numeral)
    total = current = 0
    for character in numeral:
        if character in UNITS:
            total += (current or 1) * UNITS[character]
            current = 0
        else:
            current = current * 10 + DIGITS[character]
    return total + current


def _roman(numeral: str) -> int:
    values = [ROMAN_DIGITS[character] for character in numeral]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))
