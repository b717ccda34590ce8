"""The figures of evaluations as tables for people, plain or in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tabulate import tabulate

from kg.evaluation.facts import PARTED
from kg.evaluation.measuring import Evaluation, Key, mean
from kg.evaluation.mistakes import excerpt
from kg.evaluation.scoring import Score
from kg.evaluation.selection import Choice, first, keys, kinds

NOTHING = "–"  #: in place of a figure about no facts


def sections(evaluations: Sequence[Evaluation], style: str, choice: Choice) -> Iterator[str]:
    """Yield headings and tables, in a style of tabulate; headings are Markdown's in "github"."""
    mark = "### " if style == "github" else ""
    shown = keys(evaluations, choice)
    if len(evaluations) == 1:
        yield f"{mark}{evaluations[0].name}"
        yield _scores(evaluations[0].scores, shown, style, choice)
    else:
        yield f"{mark}Mean of {len(evaluations)} documents"
        yield _scores(mean(evaluations), shown, style, choice)
        for title, columns in _overviews(shown):
            yield f"{mark}{title}"
            yield _overview(evaluations, columns, style)
    if choice.by_kind:
        yield f"{mark}Mistakes by kind"
        yield _kinds(evaluations, style)
    for evaluation in evaluations if choice.errors else ():
        yield f"{mark}Mistakes in {evaluation.name}"
        yield _listed(evaluation, style, choice)


def _scores(scores: Mapping[Key, Score], shown: Sequence[Key], style: str, choice: Choice) -> str:
    """Return a table with one line for each row and class."""
    figures = ["precision", "recall", "f1"]
    if choice.agreement:
        figures += ["strict", "agreement"]
    lines = [
        [
            f"{row} {part}".rstrip(),
            *(_figure(getattr(scores[row, part], figure)) for figure in figures),
            str(scores[row, part].predicted),
            str(scores[row, part].agreed),
        ]
        for row, part in shown
    ]
    names = [figure.replace("f1", "F1") for figure in figures]
    return _table(lines, ["", *names, "predicted", "agreed"], style, texts=1)


def _overviews(shown: Sequence[Key]) -> Iterator[tuple[str, list[Key]]]:
    """Yield the tables of documents: their titles, and the rows that are their columns."""
    yield "F1 by document", [key for key in shown if not key[1]]
    for row, kind in PARTED.items():
        if columns := [key for key in shown if key[0] is row and key[1]]:
            yield f"F1 of {row} by {kind} and document", columns


def _overview(evaluations: Sequence[Evaluation], columns: Sequence[Key], style: str) -> str:
    """Return a table of F1 with one line for each document, and one for the mean."""
    named = [*((each.name, each.scores) for each in evaluations), ("mean", mean(evaluations))]
    lines = [
        [name, *(NOTHING if scores[key].is_empty else _figure(scores[key].f1) for key in columns)]
        for name, scores in named
    ]
    return _table(lines, ["document", *(part or row for row, part in columns)], style, texts=1)


def _kinds(evaluations: Sequence[Evaluation], style: str) -> str:
    """Return a table of how many mistakes of each kind there are in all documents."""
    lines = [
        [row, kind, str(missed), str(false)] for row, kind, missed, false in kinds(evaluations)
    ]
    return _table(lines, ["row", "kind", "missed", "false"], style, texts=2)


def _listed(evaluation: Evaluation, style: str, choice: Choice) -> str:
    """Return a table of the first mistakes."""
    lines = [
        [
            mistake.row,
            "missed" if mistake.missed else "false",
            mistake.kind,
            ", ".join(mistake.fact),
            excerpt(mistake.place),
        ]
        for mistake in first(evaluation, choice)
    ]
    return _table(lines, ["row", "", "kind", "fact", "paragraph"], style, texts=5)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _table(lines: Sequence[Sequence[str]], header: Sequence[str], style: str, texts: int) -> str:
    """Return a table whose first columns are texts, the others figures."""
    sides = ["left"] * texts + ["right"] * (len(header) - texts)
    return str(tabulate(lines, header, style, colalign=sides, disable_numparse=True))
