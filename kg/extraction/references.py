"""References: other documents, plans and programmes that a document names and cites."""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kg.extraction.clauses import TITLE, Clause
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
    text, own = doc._.policy.text, _bare(doc._.policy.metadata.title)
    task_of, mentions, relations, spans = doc._.task_of, doc._.mentions, doc._.relations, []
    mentions.extend(_own_name(doc._.policy))
    for clause in doc._.clauses:
        for found in find_references(text, clause):
            spans.append(doc[found.start : found.end])
            task = task_of[clause.paragraph.section]
            mention = _mention(text, found, clause.paragraph.id, task)
            mentions.append(mention)
            if found.cited and _bare(mention.text) != own:
                relations.append(_citation(mention, found))
    doc.spans["references"] = SpanGroup(doc, name="references", spans=spans)
    return doc


def _own_name(document: PolicyDocument) -> Iterator[Mention]:
    """Yield the document itself, which is a named programme, where its title stands."""
    title = document.metadata.title
    start = document.text.find(title)
    if document.metadata.title_is_stated and start >= 0:
        yield _mention(document.text, Reference(start, start + len(title), start, False), "", ROOT)


def find_references(text: str, clause: Clause) -> Iterator[Reference]:
    """Yield the programmes named in a clause, in the order of the text; none inside another.

    In a title, what is in quotes names one where it is the title as a whole (“星眸”整机工程);
    “实施前沿探索行动” says what the document itself will do.
    """
    start, end = clause.start, clause.end
    reached, cue = start, None
    cues = deque(_patterns()["cue"].finditer(text, start, end))
    found = {span for kind in (_titles, _national, _regional) for span in kind(text, start, end)}
    quoted = set(_quoted(text, start, end))
    if clause.before == TITLE:
        found |= quoted & {(start, end)}
    else:
        found |= quoted.union(_plain(text, start, end))
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if span[0] >= reached:
            while cues and cues[0].end() <= span[0]:
                cue = cues.popleft()
            yield _reference(text, span, cue)
            reached = span[1]


def _mention(text: str, found: Reference, paragraph: str, task: str) -> Mention:
    return Mention(
        id=f"{COMPONENT}:{found.start}",
        text=text[found.start : found.end],
        cls=MentionClass.PROGRAMME,
        pieces=((found.start, found.end),),
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


@cache
def _lexicon() -> dict[str, list[str]]:
    path = files("kg.extraction").joinpath("lexicon/references.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _titles(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the titles of documents: 《…》, with the abbreviation behind: 《…协定》（RCEP）."""
    for match in _patterns()["title"].finditer(text, start, end):
        yield match.span()


def _regional(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield strategies for a region: 长江经济带高质量发展, 西部大开发."""
    for match in _patterns()["regional"].finditer(text, start, end):
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
    start = max(start, quote - 4 * _LONGEST_PREFIX)
    for match in _patterns()["cue_or_break"].finditer(text, start, quote):
        start = match.end()
    start += len(text[start:quote]) - len(text[start:quote].lstrip("了和与及、"))
    return start if _is_name(text[start:quote]) and quote - start <= _LONGEST_PREFIX else quote


_LONGEST_PREFIX = 16
_LONGEST_LIST = 20


def _national(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield national programmes: 国家重点研发计划."""
    for match in _patterns()["national"].finditer(text, start, end):
        if _is_name(match[0]):
            yield match.span()


def _plain(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield names without quotes behind a cue: 依托国家重点研发计划, 实施A战略、B战略."""
    for cue in _patterns()["cues"].finditer(text, start, end):
        position = cue.end()
        for _ in range(_LONGEST_LIST):
            match = _patterns()["plain"].match(text, position, end)
            if match is None:
                break
            if _is_name(match["name"]):
                yield match.span("name")
            position = match.end()


def _is_name(words: str) -> bool:
    """Tell a name from words that only happen to end like one."""
    pattern = _patterns()
    return not pattern["never_inside"].search(pattern["inside_anyway"].sub("", words))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = _lexicon()
    heads, national = alternatives(words["heads"]), alternatives(words["national"])
    works = "".join(f"(?<!{word}《)" for word in words["works"])
    editions = f"(?:{alternatives(words['editions'])})"
    cue = alternatives(words["cites"] + words["carries_out"] + words["makes"])
    inside = r"[^，。；：、“”《》（）\s]"
    behind = r"(?=[，。；：、（）“”\s]|等|和|与|及|以及|的|给予|予以|支持|开展|部署|相|要求|中|$)"
    subtitle = rf"(?:“[^“”]+”{inside}{{0,6}}?(?:{heads}))?"
    return {
        "title": re.compile(rf"《{works}(?:[^《》]|《[^《》]*》)+》(?:（[A-Za-z0-9]+）)?"),
        "cue": re.compile(cue),
        "cues": re.compile(rf"(?:{cue})+好?"),
        "never_inside": re.compile(f"{alternatives(words['never_inside'])}|实施(?!方案)"),
        "inside_anyway": re.compile(alternatives(words["inside_anyway"])),
        "regional": re.compile(
            rf"(?:{alternatives(words['regions'])})(?:{alternatives(words['regional'])})(?:战略)?"
            rf"(?!{alternatives(words['regional_not_before'])})"
        ),
        "cue_or_break": re.compile(rf"{cue}|[，。；：、（）“”《》\s]"),
        "quoted": re.compile(
            rf"“(?P<quote>[^“”]{{2,24}})”(?P<tail>{inside}{{0,12}}?(?:{heads}){behind})?"
        ),
        "national": re.compile(
            rf"(?:国家|国际|(?<![全各])[省市]){inside}{{0,10}}?(?:{national})(?:项目)?{subtitle}"
            r"(?![委会指])"
        ),
        "plain": re.compile(
            rf"(?:[、和与及]|以及)?+{editions}?(?P<name>(?!{cue}){inside}{{4,24}}?(?:{heads}){subtitle}){behind}"
        ),
    }


def _reference(text: str, span: tuple[int, int], cue: re.Match[str] | None) -> Reference:
    """Return a programme with what the words in front of it say: that it is cited, or is new."""
    if cue is None:
        linked = text[span[0]] == "《" or _patterns()["regional"].match(text, *span) is not None
        return Reference(*span, span[0], linked)
    return Reference(*span, cue.start(), cue[0] not in _lexicon()["makes"])


def _bare(title: str) -> str:
    """Return a title without quotes and brackets around it, for comparison."""
    return re.sub(r"[《》“”\s]", "", title)
