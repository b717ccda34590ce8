"""Facts in the form in which they are compared, from a record and from an annotation.

A fact is a tuple of strings, compared over the whole document: a name that two paragraphs have is
one fact. Quotes, blanks, the width of brackets, final punctuation and the numbers of titles do not
count; the figures of targets are compared in plain units (“1500亿元” is “1.5千亿元”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.extraction.annotations import PREDICATES, plain
from kg.extraction.facts import MentionClass, Predicate


class Row(StrEnum):
    """A kind of fact: a row of the table of scores."""

    ENTITY = "entity"  #: name, class
    NAME = "name"  #: name
    RELATION = "relation"  #: subject, predicate, object
    RELAXED = "relation~"  #: the same, where names need only overlap (`scoring.is_close`)
    TASK = "task"  #: title
    TARGET = "target"  #: year, value, unit, of the targets with a figure
    DEPENDENCY = "dependency"  #: the dependent task, the task that it needs


PARTED = {Row.ENTITY: "class", Row.RELATION: "predicate", Row.RELAXED: "predicate"}
#: the rows whose facts have a class or a predicate, always the second string

Fact = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: a paragraph, and the span of the fact in it (0, 0 if not known)."""

    paragraph: str
    start: int = 0
    end: int = 0


Facts = Mapping[Row, Mapping[Fact, Place]]  #: each fact with its first place, in order of the text

FINAL = "。.；;，,"
NUMBER = re.compile(
    "^(第[一二三四五六七八九十百]+[章节条步]，?|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）"
    r"|\d+[.．、]|——)"
)
FIGURE = re.compile(r"\d+(?:\.\d+)?")
MULTIPLIERS = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
NOWHERE = Place("")


def name(text: str) -> str:
    """Return a name without what does not count.

    >>> name("《海洋 观测网》(一期)；")
    '海洋观测网（一期）'
    """
    return plain(text).rstrip(FINAL)


def title(text: str) -> str:
    """Return a title or name without its number and what else does not count.

    >>> title("（二）智能海洋。")
    '智能海洋'
    """
    return NUMBER.sub("", name(text))


def quantity(value: object, unit: str | None) -> tuple[str, str] | None:
    """Return a figure in plain units, of a range the lower bound; None without a figure.

    >>> quantity("1,500", "亿元")
    ('150000000000', '元')
    >>> quantity("3－5", "个")
    ('3', '个')
    """
    match = FIGURE.search("" if value is None else str(value).replace(",", ""))
    if match is None:
        return None
    number, rest = float(match[0]), name(unit or "")
    while rest[:1] in MULTIPLIERS:
        number, rest = number * MULTIPLIERS[rest[0]], rest[1:]
    return repr(number).removesuffix(".0"), rest


def facts_of_record(record: Mapping[str, Any]) -> Facts:
    """Return the facts of a record, as `kg.extraction.record.record` makes it."""
    text = record["text"]
    found: dict[Row, dict[Fact, Place]] = {row: {} for row in Row}
    for entity in record["entities"]:
        place = _place(text, entity)
        found[Row.ENTITY].setdefault((name(entity["text"]), entity["class"]), place)
    for given in record["relations"]:
        if given["predicate"] != Predicate.HAS_TARGET:
            relation: Fact = (title(given["subject"]), given["predicate"], title(given["object"]))
            found[Row.RELATION].setdefault(relation, _place(text, given))
    for task in record["tasks"]:
        found[Row.TASK].setdefault((title(task["title"]),), _place(text, task))
    for target in record["targets"]:
        if figures := _target(target):
            found[Row.TARGET].setdefault(figures, _place(text, target))
    found[Row.DEPENDENCY] = _dependencies(record["dependencies"])
    return _completed(found)


def facts_of_annotation(given: Mapping[str, Any]) -> Facts:
    """Return the facts of an annotation, as its JSON says them.

    The place of a fact is the annotated paragraph, or its id where the annotation does not repeat
    the text.

    Raises
    ------
    KeyError, TypeError, AttributeError
        If the JSON has not the form of an annotation.
    ValueError
        If a class, a predicate or a year is none.
    """
    found: dict[Row, dict[Fact, Place]] = {row: {} for row in Row}
    for paragraph in given["paragraphs"]:
        text = paragraph.get("text") or paragraph["id"]
        if paragraph.get("task"):
            found[Row.TASK].setdefault((title(paragraph["task"]),), Place(text))
        for entity in paragraph.get("entities", ()):
            fact: Fact = (name(entity["text"]), _class(entity["class"]))
            found[Row.ENTITY].setdefault(fact, _find(text, entity["text"]))
        for relation in paragraph.get("relations", ()):
            predicate = _predicate(relation["p"])
            if predicate != Predicate.HAS_TARGET:
                fact = (title(relation["s"]), predicate, title(relation["o"]))
                found[Row.RELATION].setdefault(fact, _find(text, relation["o"]))
    for heading in given.get("tasks", ()):
        found[Row.TASK].setdefault((title(heading),), Place(heading))
    for target in given.get("targets", ()):
        if figures := _target(target):
            found[Row.TARGET].setdefault(figures, Place(target.get("statement") or ""))
    found[Row.DEPENDENCY] = _dependencies(given.get("dependencies", ()))
    return _completed(found)


def _completed(found: dict[Row, dict[Fact, Place]]) -> Facts:
    """Add the rows that follow from others."""
    for (text, _), place in found[Row.ENTITY].items():
        found[Row.NAME].setdefault((text,), place)
    found[Row.RELAXED] = found[Row.RELATION]
    return found


def _target(target: Mapping[str, Any]) -> Fact | None:
    figure = quantity(target["value"], target.get("unit"))
    if figure is None or not target.get("year"):
        return None
    return str(int(target["year"])), *figure


def _dependencies(given: Iterable[Mapping[str, Any]]) -> dict[Fact, Place]:
    return {(title(each["from"]), title(each["to"])): NOWHERE for each in given}


def _class(given: str) -> str:
    if given not in list(MentionClass):
        known = ", ".join(MentionClass)
        raise ValueError(f"“{given}” is no class; the classes are {known}")
    return given


def _predicate(given: str) -> str:
    predicate = PREDICATES.get(given, given)
    if predicate not in list(Predicate):
        known = ", ".join(Predicate)
        raise ValueError(f"“{given}” is no predicate; the predicates are {known}")
    return str(predicate)


def _place(text: str, span: Mapping[str, Any]) -> Place:
    """Return the line of a text that holds the start of a span, and the span in it."""
    begin = text.rfind("\n", 0, span["start"]) + 1
    end = text.find("\n", span["start"])
    line = text[begin : end if end >= 0 else len(text)]
    return Place(line, span["start"] - begin, min(span["end"] - begin, len(line)))


def _find(paragraph: str, words: str) -> Place:
    start = paragraph.find(words)
    return Place(paragraph) if start < 0 else Place(paragraph, start, start + len(words))
