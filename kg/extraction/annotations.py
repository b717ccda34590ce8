"""Annotated documents: a text, and which names and titles annotators found in each of its lines.

The annotation is a JSON file: `{"paragraphs": [{"id": "P012", "task": "智能航运", "entities":
[{"text": "深度学习技术", "class": "KeyTechnology"}], "relations": [{"s": "智能航运", "p":
"develops", "o": "深度学习技术"}]}], "tasks": ["一、智能航运"]}`. Relations may be left out.
P012 is the line with that number, from 0, if blank lines are not counted, `task` the title of its
unit and `tasks` the headings; both may be left out. The text has the same name with .txt: plan.txt
for plan.json, and for plan.a.json and plan.b.json, two annotators' work on one text.

Titles are those of the annotators, and lines that begin with a number and look like titles, so
that what is counted does not change with `kg.reading`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import ReadingError
from kg.extraction.facts import MentionClass, Predicate
from kg.reading import read_file
from kg.reading.document import (
    Metadata,
    OffsetMap,
    Paragraph,
    PolicyDocument,
    Section,
    SectionKind,
)

NUMBER = re.compile(
    r"^(第[一二三四五六七八九十百]+[章节条步]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）"
    r"|\d+[.．、]|——|专栏\d*)\s*"
)
OPENING = re.compile(
    r"^(?:(?:[（(]?\d+[.．、)）]|（[一二三四五六七八九十]+）|——|第.+?条|[一二三四五六七八九十]+、)?\s*)"
    r"([^。，；：、]{2,40})[。：]"
)  #: what may be a run-in title
LONGEST_HEADING = 44  #: of a line with a number that no annotator calls a title
LONGEST_RUN_IN = 29
ID = re.compile(r"P\d+")
FORM = '{"paragraphs": [{"id": …, "entities": [{"text": …, "class": …}], "relations": […]}]}'
#: Predicates that annotations call otherwise.
PREDICATES = {"responsible": "responsibleFor", "targets": "hasTarget"}
QUOTES = re.compile(r"[\s“”\"'‘’《》]+")

Names = dict[str, MentionClass]  #: by their text as `plain` gives it


@dataclass(frozen=True, slots=True)
class AnnotatedRelation:
    """A relation that annotators found in a line; its ends as `plain_title` gives them."""

    subject: str  #: a name, the title of a unit or that of the document
    predicate: Predicate
    object: str  #: a name, a title or the id of a target


Relations = tuple[AnnotatedRelation, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document, its outline flat, and the names and relations in each of its lines."""

    document: PolicyDocument
    lines: tuple[int, ...]  #: where in `document.text` each line begins
    names: dict[int, Names]  #: by the index of the line
    relations: dict[int, Relations] = field(default_factory=dict)  #: by the index of the line

    def all_names(self) -> Names:
        """Return the names of the whole document; of one with two classes, the later one's."""
        return {text: cls for names in self.names.values() for text, cls in names.items()}

    def names_at(self, offset: int) -> Names:
        """Return the names of the line that holds a place of `document.text`."""
        return self.names.get(bisect_right(self.lines, offset) - 1, {})


@dataclass(frozen=True, slots=True)
class _Annotation:
    """What a JSON file says of the lines of a text."""

    names: dict[int, Names] = field(default_factory=dict)
    relations: dict[int, Relations] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)  #: the title of the unit of a line
    headings: set[str] = field(default_factory=set)  #: as `_title` gives them


def plain(text: str) -> str:
    """Return a name in the form in which names are compared: no quotes, no blanks.

    >>> plain("《海洋 观测网》(一期)")
    '海洋观测网（一期）'
    """
    return QUOTES.sub("", text).replace("(", "（").replace(")", "）")


def plain_title(text: str) -> str:
    """Return a name or title in the form in which the ends of relations are compared.

    >>> plain_title("（一）“智慧” 航运。")
    '智慧航运'
    """
    return _title(plain(text))


def read_annotated(path: Path) -> AnnotatedDocument:
    """Return the document that a JSON file annotates, with its names.

    Raises
    ------
    ReadingError
        If the file is missing or no annotation, or if the text is missing or cannot be read.
    """
    annotation = _annotation(path)
    text = _text_beside(path)
    source, sha256 = read_file(text)
    return _annotated(str(text), source, sha256, annotation)


@contextmanager
def annotation(path: Path) -> Iterator[Any]:
    """Yield the JSON of an annotation; what the block finds wrong with it is a ReadingError.

    Raises
    ------
    ReadingError
        If the file cannot be read, is not JSON in UTF-8, or if the block raises KeyError,
        ValueError, AttributeError or TypeError.
    """
    try:
        given = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ReadingError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise ReadingError(f"{path} is no annotation: it is not JSON in UTF-8.") from None
    try:
        yield given
    except KeyError as error:
        raise ReadingError(f"{path} is no annotation: it lacks {error}.") from None
    except ValueError as error:
        raise ReadingError(f"{path} is no annotation: {error}.") from None
    except (AttributeError, TypeError):
        raise ReadingError(f"{path} is no annotation: it has not the form {FORM}.") from None


def _annotation(path: Path) -> _Annotation:
    """Return what an annotation says of names, relations and titles."""
    found = _Annotation()
    with annotation(path) as given:
        found.headings.update(_title(heading) for heading in given.get("tasks", ()))
        for paragraph in given["paragraphs"]:
            if not ID.fullmatch(paragraph["id"]):
                raise ValueError(f"“{paragraph['id']}” is no id such as P012")
            line = int(paragraph["id"][1:])
            found.units[line] = (paragraph.get("task") or "").strip()
            names = found.names.setdefault(line, {})
            for entity in paragraph.get("entities", ()):
                names[plain(entity["text"])] = MentionClass(entity["class"])
            given_here = paragraph.get("relations", ())
            found.relations[line] = tuple(_relation(relation) for relation in given_here)
    return found


def _relation(given: Any) -> AnnotatedRelation:
    """Return a relation, from its JSON."""
    predicate = PREDICATES.get(given["p"], given["p"])
    return AnnotatedRelation(plain_title(given["s"]), Predicate(predicate), plain_title(given["o"]))


def _text_beside(path: Path) -> Path:
    """Return the text of an annotation: plan.txt of plan.json or plan.a.json."""
    own = path.with_suffix(".txt")
    of_many = own.with_suffix("").with_suffix(".txt")
    for text in (own, of_many):
        if text.is_file():
            return text
    raise ReadingError(f"The text of {path} is missing: put it beside it as {own.name}.")


def _title(line: str) -> str:
    """Return a title without its number and final punctuation."""
    return NUMBER.sub("", line.strip()).rstrip("。.；;：: ").strip()


def _is_heading(line: str, annotation: _Annotation) -> bool:
    if _title(line) in annotation.headings:
        return True
    plausible = len(line) <= LONGEST_HEADING and NUMBER.match(line) is not None
    return plausible and not re.search("[。；，]", line.rstrip("。"))


def _run_in(line: str, unit: str) -> tuple[int, int]:
    """Return where the run-in title of a line begins and ends; twice 0 without one."""
    match = OPENING.match(line)
    if match is None:
        return 0, 0
    stated = _title(match[1]) == _title(unit)
    numbered = NUMBER.match(line) is not None and len(match[1]) <= LONGEST_RUN_IN
    return match.span(1) if stated or numbered else (0, 0)


def _annotated(path: str, source: str, sha256: str, annotation: _Annotation) -> AnnotatedDocument:
    """Return the document of an annotated text."""
    lines = [line.strip().replace("\u3000", " ") for line in source.split("\n") if line.strip()]
    if not lines:
        raise ReadingError(f"{path} is empty: there is nothing to count.")
    text = "\n".join(lines)
    title = annotation.units.get(0) or _title(lines[0])
    kind = SectionKind.DOCUMENT
    sections = [Section("", "", "", title, 0, kind, 0, len(text), 0, 0, None)]
    paragraphs: list[Paragraph] = []
    starts: list[int] = []
    unit, start = "", 0
    for index, line in enumerate(lines):
        starts.append(start)
        end = start + len(line)
        if _is_heading(line, annotation):
            at = start + line.find(_title(line))
            sections.append(_section(len(sections), text, at, at + len(_title(line))))
            unit = sections[-1].id
        elif index or annotation.units.get(0):
            first, last = _run_in(line, annotation.units.get(index, ""))
            holder, begin = unit, start
            if last:
                sections.append(_section(len(sections), text, start + first, start + last))
                holder, begin = sections[-1].id, start + last + 1
            if begin < end:
                paragraphs.append(Paragraph(f"p{len(paragraphs) + 1}", begin, end, holder))
        start = end + 1
    offsets = OffsetMap((0,), (0,), (len(text),))
    document = PolicyDocument(
        path, text, sha256, text, offsets, Metadata(title), tuple(sections), tuple(paragraphs)
    )
    return AnnotatedDocument(document, tuple(starts), annotation.names, annotation.relations)


def _section(number: int, text: str, start: int, end: int) -> Section:
    """Return a titled section below the root."""
    title = _title(text[start:end])
    return Section(f"s{number}", "", "", title, 1, SectionKind.HEADING, start, end, start, end, "")
