"""The figures of evaluations in the format that is asked for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from kg.errors import UsageError
from kg.evaluation.facts import PARTED
from kg.evaluation.measuring import Evaluation, Key, mean
from kg.evaluation.mistakes import Mistake
from kg.evaluation.scoring import Score
from kg.evaluation.selection import Choice, first, keys, kinds
from kg.evaluation.tables import sections

FIGURES = ("precision", "recall", "f1", "predicted", "agreed", "union", "strict", "agreement")
STYLES = {"table": "simple", "markdown": "github"}  #: the names that tabulate has for them


def write(evaluations: Sequence[Evaluation], form: str, choice: Choice) -> str:
    """Return the figures of documents as "table", "markdown", "json" or "csv".

    Raises
    ------
    UsageError
        If mistakes are to be shown as CSV, which holds scores only.
    """
    if form == "json":
        return json.dumps(_json(evaluations, choice), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        if choice.errors or choice.by_kind:
            raise UsageError("Mistakes have no form csv; use json, table or markdown.")
        return _csv(evaluations, choice)
    return "\n\n".join(sections(evaluations, STYLES[form], choice)) + "\n"


def _json(evaluations: Sequence[Evaluation], choice: Choice) -> dict[str, Any]:
    shown = keys(evaluations, choice)
    means = mean(evaluations)
    found: dict[str, Any] = {
        "documents": [_document(each, shown, choice) for each in evaluations],
        "mean": [_line(key, means[key]) for key in shown],
    }
    if choice.by_kind:
        names = ("row", "kind", "missed", "false")
        found["kinds"] = [dict(zip(names, line, strict=True)) for line in kinds(evaluations)]
    return found


def _document(evaluation: Evaluation, shown: Sequence[Key], choice: Choice) -> dict[str, Any]:
    found: dict[str, Any] = {
        "document": evaluation.name,
        "annotators": len(evaluation.annotators),
        "scores": [_line(key, evaluation.scores[key]) for key in shown],
    }
    if choice.errors:
        found["mistakes"] = [_mistake(each) for each in first(evaluation, choice)]
    return found


def _line(key: Key, score: Score) -> dict[str, Any]:
    row, part = key
    named = {PARTED[row]: part} if part else {}
    return {"row": row, **named, **{figure: getattr(score, figure) for figure in FIGURES}}


def _mistake(mistake: Mistake) -> dict[str, Any]:
    place = mistake.place
    return {
        "row": mistake.row,
        "missed": mistake.missed,
        "kind": mistake.kind,
        "fact": list(mistake.fact),
        "paragraph": place.paragraph,
        "start": place.start,
        "end": place.end,
    }


def _csv(evaluations: Sequence[Evaluation], choice: Choice) -> str:
    """Return one line for each document and row, and those of the mean last."""
    stream = io.StringIO()
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(["document", "row", "class or predicate", *FIGURES])
    named = [*((each.name, each.scores) for each in evaluations), ("mean", mean(evaluations))]
    for name, scores in named:
        for row, part in keys(evaluations, choice):
            figures = [getattr(scores[row, part], figure) for figure in FIGURES]
            lines.writerow([name, row, part, *figures])
    return stream.getvalue()
