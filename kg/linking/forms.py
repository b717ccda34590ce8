"""The form of a name that is equal for names which are one whatever document they stand in.

It depends on the name and its class alone, and comes in three steps, each of which leaves less:
spelling, abbreviations in common use, the word for the class. Which step makes two names equal
is the reason why they are one.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.extraction.facts import MentionClass
from kg.linking.reasons import Reason
from kg.linking.spelling import normalise

_MARKS = str.maketrans("", "", " “”‘’《》〈〉·‐‑–—－-")
_CONJUNCTION = re.compile("以及|[和与及]")
_OF = re.compile("(?<=.)的(?=.)")
_BRACKET = re.compile("(?<=.)（([^（）]+)）")
_INITIALISM = re.compile(r"(?=(?:.*[a-z]){2}|[0-9]+[a-z]$)[a-z0-9+./]{2,12}")
_DOMAIN = re.compile("(?<=..)领域(?=..)")


@dataclass(frozen=True, slots=True)
class Form:
    """A name, step by step in the form that is equal for names that are one."""

    spelled: str
    expanded: str
    bare: str  #: the last step
    brackets: tuple[str, ...]  #: abbreviations that the name has in brackets

    def reason(self, other: Form) -> Reason:
        """Return which step makes the two equal. They must be equal in the last."""
        if self.spelled == other.spelled:
            return Reason.SPELLING
        return Reason.ABBREVIATION if self.expanded == other.expanded else Reason.CLASS_WORD


def form(name: str, cls: MentionClass) -> Form:
    """Return the form of a normalised name of this class.

    >>> form("“5G”的技术", MentionClass.KEY_TECHNOLOGY).bare
    '第五代移动通信'
    >>> form("国家发改委", MentionClass.ORGANIZATION).bare
    '国家发展、改革委员会'
    """
    name = _spelled(name)
    without, brackets = _without_abbreviations(name)
    expanded = _expanded(without, cls is MentionClass.ORGANIZATION)
    return Form(name, expanded, _bare(expanded, cls), brackets)


def spelled(name: str) -> str:
    """Return a name without marks and 的, in one case and with one conjunction."""
    return _spelled(normalise(name))


def _spelled(name: str) -> str:
    name = name.translate(_MARKS).casefold()
    return _CONJUNCTION.sub("、", _OF.sub("", name) if "的" in name else name)


def expansion(short: str) -> str:
    """Return what an abbreviation in common use stands for, as it is spelled; "" for others.

    >>> expansion("5G"), expansion("XYZ")
    ('第五代移动通信', '')
    """
    return _variants("word").get(spelled(short), "")


def is_initialism(name: str) -> bool:
    """Return whether a name is made of Latin initials (GPU, 3GPP, 6G), not of one and a number.

    >>> [is_initialism(name) for name in ("GPU", "6G", "Wi-Fi", "L3", "G20", "芯片")]
    [True, True, True, False, False, False]
    """
    return bool(_INITIALISM.fullmatch(spelled(name)))


def shortens(short: str, full: str) -> bool:
    """Return whether a name is made of characters of another, in its order and with gaps.

    >>> shortens("长护险", "长期护理保险"), shortens("技术", "国家技术中心")
    (True, False)
    """
    rest = iter(full)
    return 1 < len(short) < len(full) and short not in full and all(c in rest for c in short)


def is_particular(name: str) -> bool:
    """Return whether a name holds more than words which make no name a particular one.

    >>> is_particular("海量训练资源库"), is_particular("公共服务平台")
    (True, False)
    """
    return not _general().fullmatch(name)


def same_but_for_order(left: str, right: str) -> bool:
    """Return whether two forms differ only in the order of two conjuncts.

    What both conjuncts share stands before or behind them.

    >>> same_but_for_order("算法、技术开放平台", "技术、算法开放平台")
    True
    >>> same_but_for_order("数据、安全", "安全、据数")
    False
    """
    if left == right or left.count("、") != 1 or right.count("、") != 1:
        return False
    (head, tail), (other_head, other_tail) = left.split("、"), right.split("、")
    for shared in range(len(head)):
        first, second = head[shared:], other_head[shared:]
        if (
            head[:shared] == other_head[:shared]
            and tail.startswith(second)
            and other_tail.startswith(first)
        ):
            return tail[len(second) :] == other_tail[len(first) :]
    return False


def reordered(names: Iterable[str], forms: Mapping[str, Form]) -> Iterator[tuple[str, str]]:
    """Yield the names that differ only in the order of two conjuncts, the earlier one first."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if forms[name].bare.count("、") == 1:
            buckets["".join(sorted(forms[name].bare))].append(name)
    for first, *others in buckets.values():
        for other in others:
            if same_but_for_order(forms[first].bare, forms[other].bare):
                yield first, other


def by_form(names: Iterable[str], form_of: Callable[[str], Form]) -> list[list[str]]:
    """Return the names in groups that are one, the groups and their members in order.

    Names with different abbreviations in brackets are not one: 数据库（SQL）, 数据库（NoSQL）.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[form_of(name).bare].append(name)
    found = []
    for group in groups.values():
        if len({form_of(name).brackets for name in group} - {()}) < 2:
            found.append(group)
        else:
            found += [[name] for name in group]
    return found


def _without_abbreviations(name: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without the brackets that abbreviate what stands before, and what they hold."""
    brackets = []

    def drop(match: re.Match[str]) -> str:
        inner = match[1]
        if not (_INITIALISM.fullmatch(inner) or shortens(inner, name[: match.start()])):
            return match[0]
        brackets.append(inner)
        return ""

    return (_BRACKET.sub(drop, name), tuple(brackets)) if "（" in name else (name, ())


def _expanded(name: str, organization: bool) -> str:
    if organization:
        name = _office(name)
        name = _bodies().get(name, name)
    return _replaced("word", name)


def _office(name: str) -> str:
    name = _replaced("office", name)
    return next(
        (name[: -len(end)] + one for end, one in _variants("end").items() if name.endswith(end)),
        name,
    )


def _bare(name: str, cls: MentionClass) -> str:
    for word in _toml()["class_words"].get(cls, ()):
        rest = name.removesuffix(word)
        if rest != name and len(rest) > 1 and is_particular(rest):
            name = rest
    return _DOMAIN.sub(_domain, name) if "领域" in name else name


def _domain(match: re.Match[str]) -> str:
    """Return 领域 where the word before it needs it, and nothing otherwise."""
    before = match.string[: match.start()]
    return match[0] if before.endswith(_attributes()) else ""


def told_word(cls: MentionClass) -> str:
    """Return the word for the class that a label has where any of the names has it, or ""."""
    word: str = _toml()["told"].get(cls, "")
    return word


def words(name: str) -> list[str]:
    """Return a list of `words.toml`."""
    found: list[str] = _toml()[name]
    return found


@cache
def _toml() -> dict[str, Any]:
    return tomllib.loads((files("kg.linking") / "words.toml").read_text("utf-8"))


@cache
def _general() -> re.Pattern[str]:
    listed = sorted(map(re.escape, (*words("general"), *words("attributes"))))
    return re.compile(rf"(?:{'|'.join(listed)})*")


@cache
def _attributes() -> tuple[str, ...]:
    return tuple(words("attributes"))


@cache
def _variants(kind: str) -> dict[str, str]:
    """Return the variants of a kind, each with the one that stands for it, as they are spelled.

    One that stands for others stands for itself.
    """
    found: dict[str, str] = {}
    for line in (files("kg.linking") / "variants.tsv").read_text("utf-8").splitlines():
        if line.startswith(f"{kind}\t"):
            _, one, others = (_CONJUNCTION.sub("、", part).casefold() for part in line.split("\t"))
            found |= dict.fromkeys([one, *others.split()], one)
    return found


@cache
def _bodies() -> dict[str, str]:
    return {_office(short): _office(one) for short, one in _variants("body").items()}


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    ordered = sorted(_variants(kind), key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(
            rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word.isascii() else re.escape(word)
            for word in ordered
        )
    )


def _replaced(kind: str, name: str) -> str:
    return _pattern(kind).sub(lambda match: _variants(kind)[match[0]], name)
