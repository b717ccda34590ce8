"""Clauses: the stretches of a paragraph between 。 ； ： and ，, with brackets and quotes whole.

Component `policykg_clauses` sets `doc._.clauses` and the span group `doc.spans["clauses"]`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.reading.document import Paragraph, PolicyDocument, Section

OPENING = "（(“‘《〈「【[〔"
CLOSING = "）)”’》〉」】]〕"
BRACKET = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
SENTENCE_ENDS = "。！？!?；;\n"
LONGEST = 500  #: a longer clause is cut, so that the work on it stays bounded
TITLE = "#"  #: stands before the clause of a title
CLAUSE_END = re.compile(f"[{SENTENCE_ENDS}，,：:]")

if not Doc.has_extension("clauses"):
    Doc.set_extension("clauses", default=None)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a paragraph without 。 ； ： ， outside of brackets and quotes."""

    start: int
    end: int
    paragraph: Paragraph
    opens_sentence: bool
    before: str  #: the punctuation before it, "" at a paragraph's start, `TITLE` for a title
    after: str  #: the punctuation behind it, "" at the end of the paragraph


def depths(text: str, start: int, end: int) -> list[int]:
    """Return for each character of `text[start:end]` how many brackets and quotes hold it.

    A bracket counts as held by itself. Brackets that are never closed, or were never opened,
    count as plain characters, so that one stray bracket cannot swallow a paragraph.

    >>> depths("甲（乙）丙", 0, 5)
    [0, 1, 1, 1, 0]
    """
    if BRACKET.search(text, start, end) is None:
        return [0] * (end - start)
    steps = [0] * (end - start + 1)
    stack: list[tuple[str, int]] = []  # what closes it, where it opened
    awaited = Counter[str]()
    for position in range(start, end):
        character = text[position]
        if character in OPENING:
            closing = CLOSING[OPENING.index(character)]
            awaited[closing] += 1
            stack.append((closing, position))
        elif character in CLOSING:
            if not awaited[character]:
                continue
            while stack[-1][0] != character:
                awaited[stack.pop()[0]] -= 1
            awaited[character] -= 1
            steps[stack.pop()[1] - start] += 1
            steps[position - start + 1] -= 1
    found, depth = [], 0
    for step in steps[:-1]:
        depth += step
        found.append(depth)
    return found


def clauses_of(text: str, paragraph: Paragraph) -> list[Clause]:
    """Return the clauses of a paragraph, in the order of the text, without their punctuation."""
    found: list[Clause] = []
    depth = depths(text, paragraph.start, paragraph.end)
    matches = CLAUSE_END.finditer(text, paragraph.start, paragraph.end)
    ends = [match.start() for match in matches if not depth[match.start() - paragraph.start]]
    start, before = paragraph.start, ""
    for end in (*ends, paragraph.end):
        for stop in (*range(start + LONGEST, end, LONGEST), end):
            after = text[stop] if stop == end < paragraph.end else ""
            opens = not before or before in SENTENCE_ENDS
            if text[start:stop].strip():
                found.append(Clause(start, stop, paragraph, opens, before, after))
            start, before = stop + len(after), after
    return found


def title_clause(document: PolicyDocument, section: Section, first: str) -> Clause:
    """Return a section's title as a clause, in a paragraph of its own with the id `first`."""
    paragraph = Paragraph(first, section.title_start, section.title_end, section.id)
    return Clause(section.title_start, section.title_end, paragraph, True, TITLE, "")


def first_paragraphs(document: PolicyDocument) -> dict[str, str]:
    """Return for each section the id of the first paragraph that it holds itself."""
    found: dict[str, str] = {}
    for paragraph in document.paragraphs:
        found.setdefault(paragraph.section, paragraph.id)
    return found


@Language.component("policykg_clauses")
def clauses(doc: Doc) -> Doc:
    """Set the clauses of every title and every paragraph, in the order of the text."""
    policy: PolicyDocument = doc._.policy
    first = first_paragraphs(policy)
    found = [
        title_clause(policy, section, first.get(section.id, ""))
        for section in policy.sections
        if section.parent is not None and section.title_start < section.title_end
    ]
    for paragraph in policy.paragraphs:
        found += clauses_of(policy.text, paragraph)
    doc._.clauses = sorted(found, key=lambda clause: clause.start)
    spans = [Span(doc, clause.start, clause.end) for clause in doc._.clauses]
    doc.spans["clauses"] = SpanGroup(doc, name="clauses", spans=spans)
    return doc
