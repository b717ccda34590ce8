"""Targets: what is to be reached, by which year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.clauses import Clause
from kg.extraction.facts import Predicate, Relation, Target
from kg.extraction.figures import Figure, alternatives, figures, lexicon
from kg.extraction.metrics import figure_metrics, state_metric
from kg.extraction.terms import Source, Term, terms
from kg.extraction.years import years
from kg.reading.document import PolicyDocument


@Language.component("policykg_targets")
def targets(doc: Doc) -> Doc:
    """Set `doc._.targets`, and relate each target to the task that states it."""
    doc._.targets = find_targets(doc._.policy, doc._.clauses, doc._.task_of)
    doc._.relations.extend(
        Relation(
            subject=target.task,
            predicate=Predicate.HAS_TARGET,
            object=target.id,
            start=target.start,
            end=target.end,
            paragraph=target.paragraph,
            confidence=0.9,
            component="policykg_targets",
        )
        for target in doc._.targets
    )
    return doc


def find_targets(
    document: PolicyDocument, clauses: Iterable[Clause], task_of: dict[str, str]
) -> list[Target]:
    """Return the targets of a document, in the order of the text.

    `task_of` names the task of each section. Figures of the past, payments and conditions are
    no targets. Offsets are code points in `document.text`.
    """
    found: list[Target] = []
    text, opening = document.text, None
    rows, seen = _row_labels(document), set()
    for clause, term in terms(document, clauses):
        if (clause.start, clause.end) in seen:  # a title that is part of a sentence comes twice
            continue
        seen.add((clause.start, clause.end))
        if _only_a_year(text, clause):
            opening = clause
            continue
        start = _start_of_statement(text, clause, opening)
        for metric, figure in _measured(text, clause, term):
            found.append(
                Target(
                    id=f"t{len(found) + 1}",
                    task=task_of[clause.paragraph.section],
                    year=term.year,
                    metric=_named(metric, rows.get(clause.paragraph.id, "")),
                    comparator=figure.comparator if figure else "",
                    value=figure.value if figure else None,
                    unit=figure.unit if figure else "",
                    statement=text[start : clause.end],
                    start=start,
                    end=clause.end,
                    paragraph=clause.paragraph.id,
                )
            )
    return found


def _row_labels(document: PolicyDocument) -> dict[str, str]:
    """Return for each paragraph the short paragraph before it in the same section.

    In a table read line by line, that is the name of the indicator: “死亡人数”, “下降15%”.
    """
    return {
        second.id: document.text[first.start : first.end].strip()
        for first, second in pairwise(document.paragraphs)
        if first.section == second.section and first.end - first.start <= _LONGEST_LABEL
    }


_LONGEST_LABEL = 40


def _named(metric: str, label: str) -> str:
    """Return a metric, with the label of its row where it has no name of its own."""
    return label + metric if not metric or metric in lexicon()["verbs"]["change"] else metric


def _only_a_year(text: str, clause: Clause) -> bool:
    """Tell “到2020年，”, which belongs to the statement of the next clause."""
    year = next(years(text, clause.start, clause.end), None)
    return (
        year is not None
        and not (text[clause.start : year.start] + text[year.end : clause.end]).strip()
    )


def _start_of_statement(text: str, clause: Clause, opening: Clause | None) -> int:
    """Return where a statement starts: with the year, where that stands right in front of it."""
    if opening is not None and opening.end + len(clause.before) == clause.start:
        clause = opening
    words = text[clause.start : clause.end]
    return clause.start + len(words) - len(words.lstrip())


def _measured(text: str, clause: Clause, term: Term) -> Iterator[tuple[str, Figure | None]]:
    """Yield the metrics of a clause with their figures, or its state without one."""
    words = text[clause.start : clause.end]
    if not _is_ahead(words, term):
        return
    kept = _without_modifiers(text, clause, list(_unquoted(text, clause)))
    if term.source is not Source.STATED:
        kept = [figure for figure in kept if _is_aimed_at(text, clause, figure, term)]
    if kept:
        names = figure_metrics(text, clause.start, clause.end, kept)
        yield from zip(names, kept, strict=True)
    elif _states(words, term):
        yield state_metric(words), None


def _is_ahead(words: str, term: Term) -> bool:
    """Tell whether a clause says what is to be reached, not what is, is paid or is required."""
    context = lexicon()["context"]
    if term.source is not Source.STATED and (term.review or _any(context["past"], words)):
        return False
    if _any(context["payments"], words):
        return False
    if term.source is not Source.PLAN:
        return True
    verbs = lexicon()["verbs"]
    effort = any(_any(verbs[kind], words) for kind in ("reach", "change", "act"))
    return effort and not _any(context["conditions"], words)


def _any(listed: list[str], words: str) -> bool:
    return any(word in words for word in listed)


_QUOTED = re.compile("“[^”]*”|《[^》]*》")


def _unquoted(text: str, clause: Clause) -> Iterator[Figure]:
    """Yield the figures that are no part of a name: “民营经济32条”, 15分钟社区生活圈."""
    named = re.compile(rf"[^，。；、的]{{0,4}}(?:{alternatives(lexicon()['figure']['named'])})")
    quoted = _QUOTED.finditer(text, clause.start, clause.end)
    quote = next(quoted, None)
    for figure in figures(text, clause.start, clause.end):
        while quote and quote.end() <= figure.start:
            quote = next(quoted, None)
        if (quote is None or figure.end <= quote.start()) and not named.match(text, figure.end):
            yield figure


_LONGEST_VERB = 8


def _is_aimed_at(text: str, clause: Clause, figure: Figure, term: Term) -> bool:
    """Tell a target from a detail, where the clause itself names no term.

    “建设2座电站”, “24小时开放” and “深度超过1200米的矿山” are details.
    """
    verbs, words = lexicon()["verbs"], lexicon()["figure"]
    before = text[max(clause.start, figure.start - _LONGEST_VERB) : figure.start]
    planned_only = term.source is Source.PLAN and not term.goals
    if figure.unit in words["physical"] + words["latin"]:
        reached = figure.comparator != "=" or before.endswith(
            tuple(verbs["reach"] + verbs["change"])
        )
        return reached and not planned_only
    if not planned_only:
        return True
    many = figure.value >= 10 or figure.unit.startswith(("百", "千", "万", "亿"))
    describes = text.startswith("的", figure.end) and not before.endswith(tuple(verbs["act"]))
    return not describes and (figure.comparator != "=" or many)


_SEPARATOR = re.compile("[、：:（]|以及|和|与|及(?!以)")


def _without_modifiers(text: str, clause: Clause, found: list[Figure]) -> list[Figure]:
    """Drop figures that only describe what another one counts.

    “年产值超50亿元的骨干企业15家” counts 15 companies; “从10%提高到20%” reaches 20%;
    “2个百亿级产业集群” are two.
    """
    kept = []
    for i, figure in enumerate(found):
        level = text[figure.start : figure.end].endswith("级")
        if level and not re.search(
            "规模|产值|收入|市场", text[figure.end : min(figure.end + _LONGEST_STATE, clause.end)]
        ):
            continue
        after = text[figure.end : found[i + 1].start] if i + 1 < len(found) else None
        if after is not None and not text[found[i + 1].start : found[i + 1].end].endswith("级"):
            money = figure.unit.endswith("元") and "的" in after
            if money or after.startswith("的") or not _SEPARATOR.search(after):
                continue
        kept.append(figure)
    return kept


_LONGEST_STATE = 150


def _states(words: str, term: Term) -> bool:
    """Tell whether a clause without a figure says a state that is to be reached."""
    if term.source is Source.STATED:
        near = term.goals or term.same_sentence
    else:
        near = term.goals and term.source is Source.SECTION
    state = lexicon()["state"]
    predicate = _any(state["attain"], words) or _any(state["become"], words)
    circumstance = re.match(alternatives(state["circumstance"]), words.strip())
    short = len(words) <= _LONGEST_STATE
    return (
        near
        and short
        and predicate
        and not circumstance
        and not re.search("目标(?:是|为)?$", words)
    )
