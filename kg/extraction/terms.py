"""Terms: the year by which each clause of a document speaks, and how surely it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from kg.extraction.clauses import Clause
from kg.extraction.figures import lexicon
from kg.extraction.years import planned, published, years
from kg.reading.document import PolicyDocument, Section, SectionKind


class Source(StrEnum):
    """What a clause has its year from."""

    STATED = "stated"  #: “到2025年”, in this clause or before it in the paragraph
    DATED = "dated"  #: a plain year in this sentence
    SECTION = "section"  #: the term with which the goals of its section began
    TITLE = "title"  #: a plain year in the title of the section: “2026年重点工作”
    PLAN = "plan"  #: the period in the title of the document


@dataclass(frozen=True, slots=True)
class Term:
    """The year by which a clause speaks."""

    year: int
    source: Source
    same_sentence: bool  #: as the words that state the year
    goals: bool  #: in a section that sets goals
    review: bool  #: in a section that looks back


_GOALS_FOLLOW = re.compile("[^，]{0,20}目标(?:是|为)?$")  # “2025年的主要目标是：”


def terms(document: PolicyDocument, clauses: Iterable[Clause]) -> Iterator[tuple[Clause, Term]]:
    """Yield every clause for which some year can be told, with its term, in the order given.

    A term (“到2025年”) holds to the end of its paragraph or until the next one; a plain year to
    the end of its sentence. In sections that set goals, terms are handed on to later paragraphs
    and to subsections. Last comes the period that the document plans for.
    """
    sections = {section.id: section for section in document.sections}
    handed_on = _in_titles(document.sections)
    plan, issued = planned(document.metadata), published(document.metadata)
    for section, of_paragraph in groupby(clauses, key=lambda clause: clause.paragraph.section):
        chain = list(_chain(sections, section))
        goals = _any_title(chain, "goals")
        review = not goals and _any_title(chain, "review")
        for _, group in groupby(of_paragraph, key=lambda clause: clause.paragraph):
            inherited = (handed_on[s.id] for s in chain if s.id in handed_on)
            default = next(inherited, (plan, Source.PLAN))
            for clause, year, source, near in _years_of(document.text, group, default):
                if source is Source.STATED and goals:
                    handed_on[section] = (year, Source.SECTION)
                if _lies_ahead(year, source, issued, goals):
                    yield clause, Term(year, source, near, goals, review)


def _years_of(
    text: str, clauses: Iterable[Clause], default: tuple[int | None, Source]
) -> Iterator[tuple[Clause, int, Source, bool]]:
    """Yield the clauses of a paragraph that have a year.

    The last item tells whether the words that state it stand in the same sentence.
    """
    term, dated, near = default, None, False
    for clause in clauses:
        if clause.opens_sentence:
            dated, near = None, False
        for year in years(text, clause.start, clause.end):
            if year.goal or _GOALS_FOLLOW.match(text, year.end, clause.end):
                term, dated, near = (year.year, Source.STATED), None, True
            else:
                dated = year.year
        year_of_clause, source = term if dated is None else (dated, Source.DATED)
        if year_of_clause is not None:
            yield clause, year_of_clause, source, near


def _lies_ahead(year: int, source: Source, issued: int | None, goals: bool) -> bool:
    """Tell whether a year is one to come for a document of the year `issued`.

    A plain year that is not later may report; where nothing dates the document, only goals tell.
    """
    if source is Source.DATED:
        return goals if issued is None else year > issued
    return issued is None or year >= issued


def _chain(sections: dict[str, Section], section: str | None) -> Iterator[Section]:
    """Yield a section and those above it, the root last."""
    while section is not None:
        yield sections[section]
        section = sections[section].parent


def _any_title(chain: list[Section], words: str) -> bool:
    """Tell whether the titles below the root say that a section sets goals or looks back."""
    steps = words == "goals" and any(s.kind is SectionKind.STEP for s in chain)
    listed = lexicon()["context"][words]
    return steps or any(w in s.title for s in chain if s.parent is not None for w in listed)


def _in_titles(sections: Iterable[Section]) -> dict[str, tuple[int | None, Source]]:
    """Return the year in the title of each section below the root that states one."""
    found: dict[str, tuple[int | None, Source]] = {}
    for section in sections:
        if section.parent is not None:
            for year in years(section.title):
                found[section.id] = (year.year, Source.SECTION if year.goal else Source.TITLE)
    return found
