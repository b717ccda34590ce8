"""References: other documents, plans and programmes that a document names and cites."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.extraction.clauses import Clause
from kg.extraction.facts import Mention, MentionClass, Predicate, Relation
from kg.extraction.figures import alternatives
from kg.extraction.structure import ROOT
from kg.reading.document import PolicyDocument

COMPONENT = "policykg_references"


@dataclass(frozen=True, slots=True)
class Reference:
    """A named programme. Offsets are code points in the document's text, end exclusive."""

    start: int
    end: int
    cue: int  #: where the words start that cite it; its own start where none do
    cited: bool


@Language.component(COMPONENT)
def references(doc: Doc) -> Doc:
    """Add the programmes that a document names, and relate to them where it cites them.

    They are also kept as `doc.spans["references"]`.
    """
    document, spans = doc._.policy, []
    own = _bare(document.metadata.title)
    for clause in doc._.clauses:
        for found in find_references(document.text, clause):
            if _bare(document.text[found.start : found.end]) == own:
                continue
            spans.append(doc[found.start : found.end])
            task = doc._.task_of[clause.paragraph.section]
            mention = _mention(document.text, found.start, found.end, clause.paragraph.id, task)
            doc._.mentions.append(mention)
            if found.cited:
                doc._.relations.append(_citation(mention, found))
    doc.spans["references"] = SpanGroup(doc, name="references", spans=spans)
    doc._.mentions.extend(_in_titles(document, doc._.task_of))
    return doc


def find_references(text: str, clause: Clause) -> Iterator[Reference]:
    """Yield the programmes named in a clause, in the order of the text; none inside another."""
    reached = clause.start
    kinds = (_titles, _quoted, _national, _plain)
    found = {span for kind in kinds for span in kind(text, clause.start, clause.end)}
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            cue, cited = _cue(text, clause, start, end)
            yield Reference(start, end, cue, cited)
            reached = end


def _mention(text: str, start: int, end: int, paragraph: str, task: str) -> Mention:
    return Mention(
        id=f"{COMPONENT}:{start}",
        text=text[start:end],
        cls=MentionClass.PROGRAMME,
        pieces=((start, end),),
        paragraph=paragraph,
        task=task,
        confidence=0.9,
        component=COMPONENT,
    )


def _citation(mention: Mention, found: Reference) -> Relation:
    return Relation(
        subject=ROOT,
        predicate=Predicate.CITES,
        object=mention.id,
        start=found.cue,
        end=found.end,
        paragraph=mention.paragraph,
        confidence=0.9,
        component=COMPONENT,
    )


def _in_titles(document: PolicyDocument, task_of: dict[str, str]) -> Iterator[Mention]:
    """Yield the titles of sections that are the name of a programme: “星眸”整机工程."""
    first = {paragraph.section: paragraph.id for paragraph in reversed(document.paragraphs)}
    for section in document.sections:
        span = (section.title_start, section.title_end)
        if section.parent is not None and span in set(_quoted(document.text, *span)):
            paragraph = first.get(section.id, "")
            yield _mention(document.text, *span, paragraph, task_of[section.id])


@cache
def _lexicon() -> dict[str, list[str]]:
    path = files("kg.extraction").joinpath("lexicon/references.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)+》")


def _titles(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the titles of documents: 《…》."""
    for match in _TITLE.finditer(text, start, end):
        yield match.span()


def _quoted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield names with quotes: “一带一路”, “千人计划”, “东数西算”工程, 核心部件“强基”工程."""
    for match in _patterns()["quoted"].finditer(text, start, end):
        quote, known = match["quote"], tuple(_lexicon()["quoted_names"])
        if match["tail"] and _is_name(match["tail"]):
            yield _start_of_prefix(text, start, match.start()), match.end()
        elif quote in _lexicon()["initiatives"] or quote.endswith(known):
            yield match.start(), match.end("quote") + 1


def _start_of_prefix(text: str, start: int, quote: int) -> int:
    """Return where a name starts that has words in front of its quote.

    They reach back to the verb that leads to them, or to the start of the clause.
    """
    for match in _patterns()["cue_or_break"].finditer(text, start, quote):
        start = match.end()
    start += len(text[start:quote]) - len(text[start:quote].lstrip("和与及、"))
    return start if _is_name(text[start:quote]) and quote - start <= _LONGEST_PREFIX else quote


_LONGEST_PREFIX = 16


def _national(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield national programmes: 国家重点研发计划."""
    for match in _patterns()["national"].finditer(text, start, end):
        if _is_name(match[0]):
            yield match.span()


def _plain(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield names without quotes behind a cue: 依托国家重点研发计划, 实施A战略、B战略."""
    for cue in _patterns()["cues"].finditer(text, start, end):
        position = cue.end()
        while match := _patterns()["plain"].match(text, position, end):
            if _is_name(match["name"]):
                yield match.span("name")
            position = match.end()


def _is_name(words: str) -> bool:
    """Tell a name from words that only happen to end like one."""
    return not _patterns()["never_inside"].search(words)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = _lexicon()
    heads, national = alternatives(words["heads"]), alternatives(words["national"])
    cue = alternatives(words["cites"] + words["carries_out"] + words["makes"])
    inside = r"[^，。；：、“”《》（）\s]"
    behind = r"(?=[，。；：、（）“”\s]|等|和|与|及|以及|的|给予|予以|支持|开展|部署|相|要求|中|$)"
    subtitle = rf"(?:“[^“”]+”{inside}{{0,6}}?(?:{heads}))?"
    return {
        "cue": re.compile(cue),
        "cues": re.compile(rf"(?:{cue})+好?"),
        "never_inside": re.compile(f"{alternatives(words['never_inside'])}|实施(?!方案)"),
        "cue_or_break": re.compile(rf"{cue}|[，。；：、（）“”《》\s]"),
        "quoted": re.compile(
            rf"“(?P<quote>[^“”]{{2,24}})”(?P<tail>{inside}{{0,12}}?(?:{heads}){behind})?"
        ),
        "national": re.compile(
            rf"(?:国家|国际|(?<![全各])[省市]){inside}{{0,10}}?(?:{national}){subtitle}(?![委会指])"
        ),
        "plain": re.compile(
            rf"(?:[、和与及]|以及)?+(?P<name>(?!{cue}){inside}{{4,24}}?(?:{heads}){subtitle}){behind}"
        ),
    }


def _cue(text: str, clause: Clause, start: int, end: int) -> tuple[int, bool]:
    """Return where the words start that lead to a name, and whether they cite it."""
    words, last = _lexicon(), None
    for last in _patterns()["cue"].finditer(text, clause.start, start):
        pass
    if last is None:
        return start, text[start] == "《"
    if last[0] in words["makes"]:
        return last.start(), False
    standing = any(word in text[start:end] for word in words["standing"])
    return last.start(), last[0] in words["cites"] or standing


def _bare(title: str) -> str:
    """Return a title without quotes and brackets around it, for comparison."""
    return re.sub(r"[《》“”\s]", "", title)
