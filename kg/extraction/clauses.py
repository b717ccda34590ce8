"""Clauses: the stretches of a paragraph between 。 ； ： and ，, with brackets and quotes whole.

Component `policykg_clauses` sets `doc._.clauses` and the span group `doc.spans["clauses"]`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.reading.document import Paragraph, PolicyDocument, Section

OPENING = "（(“‘《〈「【[〔"
CLOSING = "）)”’》〉」】]〕"
SENTENCE_ENDS = "。！？!?；;\n"
LONGEST = 500  #: a longer clause is cut, so that the work on it stays bounded
TITLE = "#"  #: stands before the clause of a title
CLAUSE_ENDS = SENTENCE_ENDS + "，,：:"

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
    start, before = paragraph.start, ""
    for position in range(paragraph.start, paragraph.end + 1):
        at_end = position == paragraph.end
        ends = (
            not at_end and text[position] in CLAUSE_ENDS and not depth[position - paragraph.start]
        )
        if not (at_end or ends or position - start >= LONGEST):
            continue
        after = text[position] if ends else ""
        opens = not before or before in SENTENCE_ENDS
        found.append(Clause(start, position, paragraph, opens, before, after))
        start, before = position + ends, after
    return [clause for clause in found if text[clause.start : clause.end].strip()]


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
    spans = [doc[clause.start : clause.end] for clause in doc._.clauses]
    doc.spans["clauses"] = SpanGroup(doc, name="clauses", spans=spans)
    return doc
