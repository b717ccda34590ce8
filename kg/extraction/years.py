"""Years: by when a target is to be reached, as clauses, sections and titles say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.reading.document import Metadata


@dataclass(frozen=True, slots=True)
class Year:
    """A year that a text states. Offsets are code points, end exclusive."""

    start: int
    end: int
    year: int
    goal: bool  #: said as a term (“到2025年”, “2025年底前”), not as a plain date


_FIVE = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_DASH = r"[-－—–~～至到]+"

_YEARS = re.compile(
    # What compares or looks back is no term: 较2025年下降, 2012年以来.
    r"(?:较|比|与|从|由|自|和|截[至止]到?|[加高长升大少低展][到至])\s*(?P<base>20\d\d\s*年)"
    r"|20\d\d\s*年\s*(?P<since>以来|相比|之后|以后|[1-9]\d?\s*月)"
    rf"|20\d\d\s*年?\s*{_DASH}\s*(?P<period>20\d\d)\s*年"
    r"|(?P<to>到|至|力争|在(?=.{4,9}前))?\s*(?P<year>20\d\d)\s*年(?:年?[底末])?(?P<by>[之以]?前)?"
    r"|“?(?P<five>十[二三四五六]五)”?(?=[时期末])"
)


def years(text: str, start: int = 0, end: int | None = None) -> Iterator[Year]:
    """Yield the years that `text[start:end]` states, in the order of the text.

    Years that only serve as a base (较2020年) are left out; of a period its last year counts.

    >>> [(y.year, y.goal) for y in years("到2025年，成本较2020年下降；2030年底前建成")]
    [(2025, True), (2030, True)]
    """
    for match in _YEARS.finditer(text, start, len(text) if end is None else end):
        if match["year"]:
            goal = bool(match["to"] or match["by"])
            yield Year(match.start(), match.end(), int(match["year"]), goal)
        elif match["period"]:
            yield Year(match.start(), match.end(), int(match["period"]), False)
        elif match["five"]:
            yield Year(match.start(), match.end(), _FIVE[match["five"]], False)


def published(metadata: Metadata) -> int | None:
    """Return the year in which a document was published, or from which it plans."""
    if metadata.date:
        return int(metadata.date[:4])
    period = re.search(rf"(20\d\d)\s*年?\s*{_DASH}\s*20\d\d", metadata.title)
    return int(period[1]) if period else _reported(metadata.title)


def planned(metadata: Metadata) -> int | None:
    """Return the last year of the period that a document's title plans for.

    >>> planned(Metadata(title="机器人产业行动计划（2025—2027年）"))
    2027
    >>> planned(Metadata(title="“互联网+”三年行动实施方案", date="2016-05-18"))
    2018
    """
    title = metadata.title
    if period := re.search(rf"20\d\d\s*年?\s*{_DASH}\s*(20\d\d)", title):
        return int(period[1])
    for five, last in _FIVE.items():
        if five in title:
            return last
    span = re.search(r"([三五])年行动", title)
    if span and metadata.date:
        return int(metadata.date[:4]) + {"三": 3, "五": 5}[span[1]] - 1
    return None


def _reported(title: str) -> int | None:
    """Return the year of a report on the work of the government.

    It is no plan of that year alone: such reports look back first.
    """
    report = re.match(r"(20\d\d)年.*工作报告", title)
    return int(report[1]) if report else None
