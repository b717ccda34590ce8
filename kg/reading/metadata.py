"""What a document says of itself: number, date, issuer, addressees."""

from __future__ import annotations

import re

from kg.reading.document import Metadata
from kg.reading.language import language
from kg.reading.numbering import value_of

NUMBER = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,12})[〔\[［（(【](?P<year>\d{4})[〕\]］）)】] ?"
    r"(?P<nth>第?\d+号)"
)
DATE = re.compile(
    r"(?P<year>\d{4}|[〇零○O一二三四五六七八九]{4})年"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
LONGEST_NAME = 40  #: characters of an issuer in a signature
HEAD = 30  #: blocks in which a document speaks of itself
TAIL = 8


def metadata_of(title: str, stated: bool, lines: list[str], chinese: bool) -> Metadata:
    """Return the metadata of a document from the lines of its clean text."""
    head = lines[:HEAD]
    signed = _signature(head) or _signature(lines[-TAIL:])
    issuer, date = signed or ("", _adopted(head))
    return Metadata(
        title=title,
        number=_number(head),
        date=date,
        issuer=issuer or _issuer_in_title(head),
        addressees=_addressees(head),
        language="zh" if chinese else "en",
        title_is_stated=stated,
    )


def _number(lines: list[str]) -> str:
    for line in lines[:8]:
        match = NUMBER.search(line)
        if match and (match.span() == (0, len(line)) or "《" not in line[: match.start()]):
            agency = re.split("文件|通知|意见|办法", match["agency"])[-1]
            return f"{agency}〔{match['year']}〕{match['nth']}"
    return ""


def iso_date(text: str) -> str:
    """Return the first date in a text by ISO 8601, "" without one.

    >>> iso_date("二〇一七年七月八日"), iso_date("2017年7月8日")
    ('2017-07-08', '2017-07-08')
    """
    match = DATE.search(text)
    if not match:
        return ""
    year = match["year"].replace("○", "〇").replace("O", "〇")
    month, day = value_of(match["month"]), value_of(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{value_of(year):04d}-{month:02d}-{day:02d}"


def is_date(line: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    return DATE.fullmatch(line) is not None


def _signature(lines: list[str]) -> tuple[str, str] | None:
    """Return issuer and ISO date from the line with the date and the names above it."""
    for i, line in enumerate(lines):
        match = DATE.search(line)
        if not match or match.end() != len(line) or len(line) > LONGEST_NAME:
            continue
        names = [line[: match.start()]] if match.start() else []
        for above in reversed(lines[:i] if not names else []):
            if not _is_name(above):
                break
            names.insert(0, above)
        if all(_is_name(name) for name in names):
            return "、".join(names), iso_date(line)
    return None


def _is_name(line: str) -> bool:
    return (
        len(line) <= LONGEST_NAME
        and not line.startswith("附件")
        and not re.search(r"[。：；，（(\d〕《]|关于", line)
    )


def _adopted(lines: list[str]) -> str:
    dates = [iso_date(line) for line in lines[:6] if re.search(r"通过|修订|修正|批准", line)]
    return max(dates, default="")


def _issuer_in_title(lines: list[str]) -> str:
    endings = "|".join(language()["metadata"]["issuer_endings"])
    for line in lines[:3]:
        match = re.match(rf"([\u4e00-\u9fff、]{{1,40}}(?:{endings}))关于", line)
        if match and "。" not in line and not line.startswith("为"):
            return match[1]
    return ""


def _addressees(lines: list[str]) -> tuple[str, ...]:
    kinds = "|".join(language()["metadata"]["addressees"])
    for line in lines[:8]:
        if line.endswith(("：", ":")) and re.search(kinds, line):
            number = NUMBER.search(line)
            named = line[number.end() if number else 0 : -1]
            return tuple(re.split(r"[，；,]|、(?=各)", named))
    return ()
