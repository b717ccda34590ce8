"""Organizations: the bodies that a document names, and who is responsible for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.extraction import lexicon as grammar
from kg.extraction.bodies import Group, Pieces, Span, lexicon, named
from kg.extraction.clauses import Clause
from kg.extraction.facts import Mention, MentionClass, Predicate, Relation
from kg.extraction.figures import alternatives
from kg.reading.document import Paragraph

COMPONENT = "policykg_organizations"


@dataclass(frozen=True, slots=True)
class Body:
    """A named body. Offsets are code points in the document's text, end exclusive."""

    pieces: Pieces
    duty: Span | None  #: the words that make it responsible


@Language.component(COMPONENT)
def organizations(doc: Doc) -> Doc:
    """Add the organizations that a document names, and relate them to their tasks.

    They are also kept as `doc.spans["organizations"]`. Names inside the names of programmes
    (《国务院关于…的意见》) are none.
    """
    text, spans = doc._.policy.text, []
    taken = [(span.start, span.end) for span in doc.spans.get("references", ())]
    for _, of_paragraph in groupby(doc._.clauses, key=lambda clause: clause.paragraph.id):
        clauses = list(of_paragraph)
        paragraph = clauses[0].paragraph
        for body in find_bodies(text, paragraph, clauses, taken):
            spans.append(doc[body.pieces[0][0] : body.pieces[-1][1]])
            mention = _mention(text, body.pieces, paragraph.id, doc._.task_of[paragraph.section])
            doc._.mentions.append(mention)
            if body.duty:
                doc._.relations.append(_responsibility(mention, body.duty))
    doc.spans["organizations"] = SpanGroup(doc, name="organizations", spans=spans)
    return doc


def find_bodies(
    text: str, paragraph: Paragraph, clauses: Iterable[Clause], taken: list[Span]
) -> Iterator[Body]:
    """Yield the bodies that a paragraph names, and where it makes them responsible.

    What overlaps the spans of `taken` is none.
    """
    here = [span for span in taken if span[0] < paragraph.end and paragraph.start < span[1]]
    for duty, bodies in duty_lists(text, paragraph):
        yield from (Body((span,), duty) for span in bodies)
        here.append(duty)
    for clause in clauses:
        groups = [
            group
            for group in named(text, clause.start, clause.end)
            if not any(a < group.end and group.start < b for a, b in here)
        ]
        charged = _charged(text, clause, groups)
        for group in groups:
            duty = charged.get(group.start)
            if duty or not group.kind:
                yield from (Body(pieces, duty) for pieces in group.bodies)


def duty_lists(text: str, paragraph: Paragraph) -> Iterator[tuple[Span, list[Span]]]:
    """Yield lists like “（牵头单位：科技部；配合单位：教育部、财政部）” with the names in them."""
    for match in _patterns()["duty_list"].finditer(text, paragraph.start, paragraph.end):
        whole = match.span("body") if match["body"] else match.span("line")
        names = [
            item.span("name")
            for item in _patterns()["item"].finditer(text, *whole)
            if item["name"] not in lexicon()["nobody"]
        ]
        yield whole, names


def _charged(text: str, clause: Clause, groups: list[Group]) -> dict[int, Span]:
    """Return the starts of the groups to which a clause gives a duty, with its words.

    They stand at its start (“科技部会同财政部负责…”, “各地区要…”) or behind 由 (“由科技部牵头”).
    """
    pattern, charged = _patterns(), {}
    ends = {group.start: group.end for group in groups}
    first = clause.start + len(text[clause.start : clause.end]) - len(
        text[clause.start : clause.end].lstrip()
    )
    by = [match.end() for match in pattern["by"].finditer(text, clause.start, clause.end)]
    for start in [first, *by]:
        chain, position = [], start
        while position in ends:
            chain.append(position)
            position = ends[position]
            link = pattern["link"].match(text, position, clause.end)
            position = link.end() if link else position
        duty = pattern["duty"].match(text, ends[chain[-1]], clause.end) if chain else None
        if duty and not pattern["reports"].match(text, ends[chain[-1]], clause.end):
            charged |= {position: (start, duty.end()) for position in chain}
    return charged


def _mention(text: str, pieces: Pieces, paragraph: str, task: str) -> Mention:
    return Mention(
        id=f"{COMPONENT}:{pieces}",
        text="".join(text[start:end] for start, end in pieces),
        cls=MentionClass.ORGANIZATION,
        pieces=pieces,
        paragraph=paragraph,
        task=task,
        confidence=0.9,
        component=COMPONENT,
    )


def _responsibility(mention: Mention, duty: Span) -> Relation:
    return Relation(
        subject=mention.id,
        predicate=Predicate.RESPONSIBLE_FOR,
        object=mention.task,
        start=min(duty[0], mention.start),
        end=max(duty[1], mention.end),
        paragraph=mention.paragraph,
        confidence=0.9,
        component=COMPONENT,
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = {name: alternatives(listed) for name, listed in lexicon().items()}
    verbs = alternatives(list(grammar.verbs()))
    bracketed = r"[（(][^（）()]*[）)]"
    label, duty = rf"(?:{words['labels']})[:：]", words["duties"]
    others = "(?:等|有关部门|相关部门|部门|单位|按照?职责分工|按职责|共同|分别|切实|制度)*"
    return {
        "duty_list": re.compile(
            rf"[（(]\s*(?P<body>(?:[^（）()。]|{bracketed})*?(?:{label}|(?:{duty})\s*(?=[）)，,；;]))"
            rf"(?:[^（）()。]|{bracketed})*)[）)]"
            rf"|(?<![^\n。])(?P<line>{label}[^。\n]*)"
        ),
        "item": re.compile(
            rf"(?:[；;、，,\s]|以及|及|会同|和(?=各)|{label})*"
            rf"(?P<name>(?:[^；;、，,：:（）()\s]|{bracketed})+?)"
            rf"(?:等|按照?|职责|分工|分别|共同|{duty})*(?=[；;、，,）)\s]|及(?!其)|以及|会同|$)"
        ),
        "by": re.compile("由"),
        "link": re.compile("、|和|与|及(?!其)|以及|会同"),
        "duty": re.compile(rf"{others}(?:{words['obliged']}|组成|{verbs})"),
        "reports": re.compile(rf"{others}(?:{words['reports']})"),
    }
