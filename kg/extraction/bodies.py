"""Bodies: the names of public bodies in a text, read by what such names are made of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.extraction import lexicon as grammar
from kg.extraction.figures import alternatives

Span = tuple[int, int]
Pieces = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies that one stretch of text names: one, or those that share a head or a level.

    Offsets are code points in the text, end exclusive.
    """

    start: int
    end: int
    bodies: tuple[Pieces, ...]
    kind: bool = False  #: names a kind of body (各部门), which counts only where it has a duty


def named(text: str, start: int, end: int) -> list[Group]:
    """Return the bodies that `text[start:end]` names, none inside another, in its order.

    >>> text = "由科技部会同市财政、教育等部门负责"
    >>> ["".join(text[a:b] for a, b in body) for g in named(text, 0, 17) for body in g.bodies]
    ['科技部', '市财政部门', '市教育部门']
    """
    found = [*_sharing(text, start, end), *_whole(text, start, end)]
    found += [
        Group(*m.span(1), ((m.span(1),),)) for m in patterns()["called"].finditer(text, start, end)
    ]
    found += [Group(*span, ((span,),)) for span in _reaching_back(text, start, end)]
    found += [
        Group(*match.span(), ((match.span(),),), kind=True)
        for kind in ("kinds", "obliged")
        for match in patterns()[kind].finditer(text, start, end)
    ]
    kept: list[Group] = []
    for group in sorted(found, key=lambda group: (group.start, -group.end)):
        numbers = patterns()["number"].match(text, group.end)  # 工信部 in 工信部信管〔2025〕180号
        if not numbers and (not kept or group.start >= kept[-1].end):
            kept.append(group)
    return kept


def _whole(text: str, start: int, end: int) -> Iterator[Group]:
    """Yield bodies that are named in full: 国家发展改革委, 县级以上人民政府及其有关部门."""
    kinds = ["office"]
    if text.find("政府", start, end) >= 0 or text.find("管委会", start, end) >= 0:
        kinds.append("government")
    for match in (m for kind in kinds for m in patterns()[kind].finditer(text, start, end)):
        span = match.span()
        also = patterns()["also"].match(text, span[1], end)
        if also:
            yield Group(span[0], also.end(), ((span,), (span, also.span("offices"))))
        else:
            yield Group(*span, ((span,),))


def _sharing(text: str, start: int, end: int) -> Iterator[Group]:
    """Yield bodies that share a head: “市财政、教育等部门” names 市财政部门 and 市教育部门.

    So do the offices of a government: “省人民政府及其民政部门” names 省人民政府民政部门 as well.
    """
    for kind in ("shared", "offices_of"):
        for match in patterns()[kind].finditer(text, start, end):
            level = [match.span("level")] if match["level"] else []
            bodies = [_joined(level)] if kind == "offices_of" else []
            fields = patterns()["field"].finditer(text, *match.span("fields"))
            bodies += [_joined([*level, field.span(), match.span("head")]) for field in fields]
            yield Group(*match.span(), tuple(bodies))


def _joined(pieces: list[Span]) -> Pieces:
    """Return pieces with those that touch made one."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and joined[-1][1] == piece[0]:
            joined[-1] = (joined[-1][0], piece[1])
        else:
            joined.append(piece)
    return tuple(joined)


_LONGEST = 30


def _reaching_back(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield names that reach back from their end to the verb or mark before them."""
    for match in patterns()["ends"].finditer(text, start, end):
        first = start
        window = max(start, match.start() - 2 * _LONGEST)
        kinds = ("break", "break_school") if match["school"] else ("break",)
        for kind in kinds:
            for break_ in patterns()[kind].finditer(text, max(first, window), match.start()):
                first = break_.end()
        front = text[first : match.start()]
        first += len(front) - len(front.lstrip("和与及"))
        name = text[first : match.end()]
        known = name.endswith(tuple(lexicon()["nobody_ends"])) or name in lexicon()["nobody"]
        if 2 <= match.start() - first <= _LONGEST and not known:
            yield first, match.end()


@cache
def lexicon() -> dict[str, list[str]]:
    """Return the word lists of `lexicon/organizations.toml`."""
    path = files("kg.extraction").joinpath("lexicon/organizations.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _words(name: str) -> str:
    """Return a regular expression for the words of a list."""
    return alternatives(lexicon()[name])


_NOT_IN = "(?<![全城都我跨辖级])"  # 全市, 城市 and the like are no level


def _office() -> str:
    """Return the expression of what a body is in charge of: 科技, 文化和旅游."""
    return rf"(?:{_words('fields')})(?:[和与](?:{_words('fields')}))?"


def _of_government() -> str:
    """Return the expression of what belongs to a government: 教育行政部门, 有关部门."""
    return rf"{_office()}(?:{_words('kinds_shared')})|(?:其他)?有关(?:主管)?部门"


def _unknown_place() -> str:
    """Return the expression of the name of some province, city or county: 临海省, 杨浦区."""
    return rf"[^\W\d{''.join(lexicon()['never_in_place'])}]{{2,3}}(?:省|市|自治区|区|县)"


def _place() -> str:
    """Return the expression of a province, or of a city or county with its province."""
    return rf"(?:{_words('provinces')})(?:{_unknown_place()})?"


def _governments() -> str:
    """Return the expression of governments and of what belongs to them."""
    place = f"(?:{_place()}|{_unknown_place()})"
    government = (
        r"(?:各省、自治区、直辖市|各?设区的市、县（市、区）|各县（市、区）|各市（州）|各地级以上市"
        r"|各设区市|设区的市|(?:有条件的)?县级以上(?:地方)?|(?:有条件的)?地方(?:各级)?"
        rf"|各级(?:地方)?|各?[省市区县]级|本级|{_NOT_IN}各?[省市区县]|{place})人民政府(?:办公厅)?"
    )
    return (
        rf"省政府各部门(?:、各直属机构)?|{government}(?:{_of_government()})?"
        rf"|{_NOT_IN}各?[省市区县]政府|{place}(?:政府|管委会)"
    )


def _offices() -> str:
    """Return the expression of the other bodies."""
    # What follows 部, 委, 局, 办 … in words that are no body: 部分, 委员, 局面, 办法.
    whole = (
        "(?:(?<=部门)|(?<=机构)|(?<=员会)|(?<=公室)"
        "|(?![门分队件位长级委署员托派面限法理公事学案好名机的]))"
    )
    levels = rf"{_NOT_IN}各?(?:{_words('levels')})"
    return (
        rf"国务院各部委(?:、各直属机构)?|国务院(?:{_of_government()})"
        rf"|(?:{_place()}|{levels}){_office()}(?:{_words('kinds_of_body')}){whole}"
        rf"|{_words('bodies')}(?:（[A-Za-z0-9-]+）)?"
        rf"|{_NOT_IN}[省市区县](?:人大常委会|人大|政协)(?:办公厅)?(?![代委])"
        rf"|中共[^\W\d]{{2,4}}[省市区县]委|{_NOT_IN}[省市区县]委(?![员托部办书])"
        rf"|(?<!兵团){_office()}(?:{_words('kinds_alone')}){whole}"
    )


def _any_field() -> str:
    """Return the expression of a field in a list: one of the lexicon or another (特种作业安全).

    The group is atomic, for else each field could be read in two ways, and a list without a
    head in twice as many for each.
    """
    unlisted = rf"(?!{_words('never_field')})[^，。；：、和（）\s]{{2,8}}?"
    return (
        rf"(?>(?:{_words('fields')}|{unlisted})(?=[、和等]|有关|行业|$|{_words('kinds_shared')}))"
    )


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the regular expressions of names, built from the lexicon."""
    field, any_field = _words("fields"), _any_field()
    obliged = rf"[^，。；：、和（）\s]{{2,14}}(?:{_words('obliged_kinds')})"
    firm = alternatives(verb.text for verb in grammar.verbs().values() if verb.strength == "firm")
    return {
        "government": re.compile(_governments()),
        "office": re.compile(_offices()),
        "also": re.compile("及其(?P<offices>(?:其他)?有关部门)"),
        "shared": re.compile(
            rf"(?:{_NOT_IN}(?P<level>{_words('levels')})|(?<!、)(?<!兵团))"
            rf"(?P<fields>(?:{field})(?:[、和]{any_field})+)"
            rf"等?(?:有关|行业)?(?P<head>{_words('kinds_shared')})"
        ),
        "offices_of": re.compile(
            rf"(?P<level>{_words('levels')})及其(?P<fields>(?:{field})(?:[、和]{any_field})*)"
            rf"等?(?P<head>{_words('kinds_shared')})"
        ),
        "field": re.compile(any_field),
        "called": re.compile(
            rf"以下[统简]称“?([^，。；：、（）“”\s]{{2,14}}(?:{_words('called_kinds')}))(?=[”）)])"
        ),
        "number": re.compile(r"[^\W\d]{0,4}〔\d{4}〕"),
        "kinds": re.compile(_words("kinds")),
        "obliged": re.compile(
            rf"(?<![^，。；、和\n])(?!{_words('never_obliged')}){obliged}(?=(?:[、和]{obliged})*应当)"
        ),
        "ends": re.compile(
            rf"(?:{_words('ends')}|(?P<school>{_words('schools')}))"
            rf"(?!{_words('never_behind_ends')})(?:（[A-Za-z0-9-]+）)?"
        ),
        "break_school": re.compile(_words("before_schools")),
        "break": re.compile(
            rf"(?!联合国)(?:{firm}|{_words('before')}|(?<=[组会部委局办厅])[和与及]"
            r"|[，。；：、（）()《》\s])|(?<=部)(?=国家)"
        ),
    }
