"""Organizations: the bodies that a document names, and who is responsible for what."""

from __future__ import annotations

import re
from bisect import bisect_left
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
from kg.extraction.model import GROUP
from kg.reading.document import Paragraph, PolicyDocument, Section

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
    document, found = doc._.policy, []
    scope = _scopes(document)
    references = [(span.start, span.end) for span in doc.spans.get("references", ())]
    by_model = [(s.start, s.end) for s in doc.spans.get(GROUP, ()) if s.label_ == "ORG"]
    for paragraph, clauses in groupby(doc._.clauses, key=lambda clause: clause.paragraph):
        task = doc._.task_of[scope.get(paragraph.id, paragraph.section)]
        taken, proposed = (_within(spans, paragraph) for spans in (references, by_model))
        for body in find_bodies(document.text, paragraph, clauses, taken, proposed):
            found.append(doc[body.pieces[0][0] : body.pieces[-1][1]])
            mention = _mention(document.text, body.pieces, paragraph.id, task)
            doc._.mentions.append(mention)
            if body.duty:
                doc._.relations.append(_responsibility(mention, body.duty))
    doc.spans["organizations"] = SpanGroup(doc, name="organizations", spans=found)
    return doc


def _within(spans: list[Span], paragraph: Paragraph) -> list[Span]:
    """Return those of ascending spans that start in a paragraph."""
    return spans[bisect_left(spans, (paragraph.start,)) : bisect_left(spans, (paragraph.end,))]


def _scopes(document: PolicyDocument) -> dict[str, str]:
    """Return the section that each paragraph is about which is a duty list and nothing else.

    At the end of the last subsection it is about the section above, unless one of the earlier
    subsections has a list of its own.
    """
    text, sections = document.text, {section.id: section for section in document.sections}
    lists = {p.id: list(duty_lists(text, p)) for p in document.paragraphs}
    starts = [duty[0] for p in document.paragraphs for duty, _ in lists[p.id]]
    siblings: dict[str | None, list[Section]] = {}
    for section in document.sections:
        siblings.setdefault(section.parent, []).append(section)
    scopes = {}
    for paragraph in document.paragraphs:
        if len(lists[paragraph.id]) == 1 and _is_all(text, paragraph, lists[paragraph.id][0][0]):
            section = sections[paragraph.section]
            while section.parent and _covers_all(section, siblings[section.parent], starts):
                section = sections[section.parent]
            scopes[paragraph.id] = section.id
    return scopes


def _is_all(text: str, paragraph: Paragraph, duty: Span) -> bool:
    around = text[paragraph.start : duty[0]] + text[duty[1] : paragraph.end]
    return not around.strip("（）()。 \n")


def _covers_all(section: Section, siblings: list[Section], starts: list[int]) -> bool:
    """Tell whether a duty list at the end of the last section is the only one among these."""
    earlier = bisect_left(starts, section.start) - bisect_left(starts, siblings[0].start)
    return section is siblings[-1] and len(siblings) > 1 and earlier == 0


def find_bodies(
    text: str,
    paragraph: Paragraph,
    clauses: Iterable[Clause],
    taken: Iterable[Span] = (),
    proposed: Iterable[Span] = (),
) -> Iterator[Body]:
    """Yield the bodies that a paragraph names, and where it makes them responsible.

    What overlaps the spans of `taken` is none. Those that are `proposed` count where the rules
    find none.
    """
    here = list(taken)
    for duty, bodies in duty_lists(text, paragraph):
        yield from [Body((span,), duty) for span in bodies]
        here.append(duty)
    for clause in clauses:
        groups = _free(named(text, clause.start, clause.end), here)
        within = [s for s in proposed if clause.start <= s[0] and s[1] <= clause.end]
        more = [Group(*span, ((span,),)) for span in within]
        groups += _free(more, here + [(group.start, group.end) for group in groups])
        charged = _charged(text, clause, groups) if groups else {}
        for group in groups:
            given = charged.get(group.start)
            if given or not group.kind:
                yield from [Body(pieces, given) for pieces in group.bodies]


def _free(groups: Iterable[Group], taken: list[Span]) -> list[Group]:
    """Return the groups that overlap none of these spans."""
    return [
        group for group in groups if not any(a < group.end and group.start < b for a, b in taken)
    ]


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

    They stand at its start (“科技部会同财政部负责…”, “各地区要…”) or behind 由 (“由科技部牵头”), or
    the clause brings them into being (“成立专家咨询委员会”, “办公室设在科技部”).
    """
    pattern = _patterns()
    charged = _founded(text, clause, groups)
    ends = {group.start: group.end for group in groups}
    first = (
        clause.start
        + len(text[clause.start : clause.end])
        - len(text[clause.start : clause.end].lstrip())
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


def _founded(text: str, clause: Clause, groups: list[Group]) -> dict[int, Span]:
    """Return the starts of the groups that a clause brings into being, with its words.

    What follows must say what for: “成立专家组，定期研判…”. An office is where it is put.
    """
    hosts = {
        match.end(): match.start() for match in _HOSTED.finditer(text, clause.start, clause.end)
    }
    verbs = [
        match.span() for match in _patterns()["founds"].finditer(text, clause.start, clause.end)
    ]
    kinds, found = tuple(lexicon()["founded"]), {}
    for group in groups:
        if group.start in hosts:
            found[group.start] = (hosts[group.start], group.end)
        before = [start for start, end in verbs if 0 <= group.start - end <= _LONGEST_BETWEEN]
        if before and clause.after in "，," and text[group.start : group.end].endswith(kinds):
            found[group.start] = (before[-1], group.end)
    return found


_HOSTED = re.compile("办公室设在")
_LONGEST_BETWEEN = 12  #: characters, as in “成立由市长任组长的市数据工作领导小组”


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
    bracketed = r"[（(〈][^（）()〈〉]*[）)〉]"
    label, duty = rf"(?:{words['labels']})[:：]", words["duties"]
    stranger = r"[^，。；：、（）\s]{3,16}?(?=[、等])"  # in a list with bodies that are known
    others = "(?:等|有关部门|相关部门|部门|单位|按照?职责分工|按职责|共同|分别|切实|制度)*"
    return {
        "duty_list": re.compile(
            rf"[（(]\s*(?P<body>(?:[^（）()〈〉。]|{bracketed}){{0,400}}?(?:{label}|(?:{duty})\s*(?=[）)，,；;]))"
            rf"(?:[^（）()〈〉。]|{bracketed}){{0,400}})[）)]"
            rf"|(?<![^\n。])(?P<line>{label}[^。\n]*)"
        ),
        "item": re.compile(
            rf"(?:[；;、，,\s]|以及|及|会同|和(?=各)|{label}|[^；;、，,：:（）()]{{1,6}}由)*"
            rf"(?P<name>(?:[^；;、，,：:（）()〈〉\s]|{bracketed})+?)"
            rf"(?:等|按照?|职责|分工|分别|共同|{duty})*(?=[；;、，,）)\s]|及(?!其)|以及|会同|$)"
        ),
        "by": re.compile("由"),
        "founds": re.compile(words["founds"]),
        "link": re.compile("、|和|与|及(?!其)|以及|会同"),
        "duty": re.compile(rf"(?:、{stranger}){{0,3}}?{others}(?:{words['obliged']}|组成|{verbs})"),
        "reports": re.compile(rf"{others}(?:{words['reports']})"),
    }
