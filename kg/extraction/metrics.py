"""Metrics: the name of what a target measures, read from its clause."""

from __future__ import annotations

import re
from functools import cache

from kg.extraction.figures import Figure, alternatives, lexicon
from kg.extraction.years import years

_SEPARATOR = re.compile(r"[、：:]|以及|和|与|及")
_QUANTIFIER = re.compile(r"^(?:现有|若干|一批|一系列|更多|各类|不少|多个|多家)")


def figure_metrics(text: str, start: int, end: int, figures: list[Figure]) -> list[str]:
    """Return what each of these figures of the clause `text[start:end]` measures.

    The name stands in front of the figure (“产业规模达到1500亿元”) or, where nothing but a verb
    does, behind it (“建成2个试验外场”); else the action itself is counted (“职业技能培训5万人次”).
    A name is "" where there are no words but the figure's.
    """
    shared = _shared(text[start : figures[0].start], len(figures))
    if shared:
        return shared
    names, used = [], start
    for i, figure in enumerate(figures):
        limit = figures[i + 1].start if i + 1 < len(figures) else end
        begin = used
        name = _in_front(text[begin : figure.start], counted="%" not in figure.unit)
        described = text.startswith("的", figure.end)
        used = figure.end
        if described or not name:
            behind, used = _behind(text, figure.end, limit, last=i + 1 == len(figures))
            name = behind + (name.rpartition("、")[2] if described else "")
        names.append(name or _action(text[begin : figure.start]))
    return names


def state_metric(clause: str) -> str:
    """Return what a clause without a figure says to reach a state.

    >>> state_metric("到2018年，标准化体系基本建立")
    '标准化体系'
    >>> state_metric("在重点领域培育若干全球领先的骨干企业")
    '骨干企业'
    >>> state_metric("总体技术和产业发展与国际同步")
    '总体技术和产业发展'
    >>> state_metric("在混合智能、群体智能等领域取得重大突破")
    '混合智能、群体智能'
    """
    words, pattern = _without_years(clause), _patterns()
    if field := pattern["progress_in"].match(words):
        return field["field"]
    words = _opening(words)
    attain = pattern["attain"].search(words)
    moves_on = attain and words.endswith(tuple(lexicon()["state"]["progress"]))
    if not moves_on and (act := pattern["act_first"].match(words)):
        return _object(words[act.end() :]) or words
    if attain:
        subject = words[: attain.start()]
        return _subject(subject) if subject else _object(words[attain.end() :]) or words
    becoming = list(pattern["become"].finditer(words))
    return (becoming and _subject(words[: becoming[-1].start()], becoming[-1][0])) or words


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    verbs, state = lexicon()["verbs"], lexicon()["state"]
    act, reach, lean, manner = (
        alternatives(verbs[kind]) for kind in ("act", "reach", "lean", "manner")
    )
    attain, become, degree, progress = (
        alternatives(state[kind]) for kind in ("attain", "become", "degree", "progress")
    )
    act_phrase = rf"(?:{manner})*(?:{act}){{1,2}}(?:了)?"
    return {
        "lean": re.compile(rf"^(?:(?:{lean})|[，、：:\s—]|并|和|以及)+"),
        "place": re.compile(rf"^(?:在|依托|围绕|面向|聚焦)[^，]{{1,80}}?(?={act_phrase})"),
        "act_first": re.compile(rf"^{act_phrase}(?!的|能力|水平)"),
        "act_last": re.compile(rf"(?:{act})(?:了|现有|约|近)*$"),
        "reach_last": re.compile(rf"(?:{lean}|均|都|将|分别|全部)*(?:{reach})?(?:均|都|将|分别)*$"),
        "attain": re.compile(rf"(?:{degree})*(?:{attain})"),
        "become": re.compile(rf"(?:{degree})*(?:{become})"),
        "progress_in": re.compile(
            rf"^在(?P<field>.{{2,}}?)(?:等(?:各?领域|方面|方向)?|领域|方面|方向)"
            rf"(?:{degree})*(?:{attain}).*(?:{progress})$"
        ),
    }


def _without_years(words: str) -> str:
    for year in reversed(list(years(words))):
        words = words[: year.start] + words[year.end :]
    return words.strip("，,：: \n")


def _opening(words: str) -> str:
    """Drop places and leaning words from the front of a clause."""
    words = _patterns()["lean"].sub("", words)
    return _patterns()["place"].sub("", words).strip()


def _subject(words: str, verb: str = "") -> str:
    """Return the subject in front of a verb, without what it is compared to or where it is."""
    if verb.endswith(tuple(lexicon()["state"]["compare"])):
        words = re.sub(r"与[^与]{2,7}$", "", words)
    return re.sub(r"(?<=.)在[^在]+(?:领域|方面|行业)$", "", words)


def _object(words: str) -> str:
    """Return the object behind a verb, without quantifiers and clauses that describe it."""
    return _QUANTIFIER.sub("", words).rpartition("的")[2].strip("“”")


def _in_front(words: str, counted: bool) -> str:
    """Return the name in front of a figure, "" where there is only a verb."""
    words = _patterns()["reach_last"].sub("", _opening(_without_years(words)))
    if not counted:
        return words
    if _patterns()["act_last"].search(words):
        return ""
    return _patterns()["act_first"].sub("", words) or words


def _action(words: str) -> str:
    """Return the words in front of a figure with their verb, as what is measured."""
    opened = _opening(_without_years(words))
    return _patterns()["reach_last"].sub("", opened) or opened


def _behind(text: str, start: int, limit: int, last: bool) -> tuple[str, int]:
    """Return the name behind a figure, and where it ends."""
    words = text[start:limit]
    if not last and (separators := list(_SEPARATOR.finditer(words))):
        words = words[: separators[-1].start()]
    return words.strip().removeprefix("的").removesuffix("等"), start + len(words)


def _shared(front: str, number: int) -> list[str]:
    """Return the names that “A、B分别达到” shares out among its figures."""
    subjects, found, _ = front.rpartition("分别")
    if number < 2 or not found:
        return []
    names = re.split(r"[、和与及]", _opening(_without_years(subjects)))
    return names if len(names) == number else []
