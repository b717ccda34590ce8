"""The figures are those of the script that comes with the annotations, tests/gold/score.py."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluation.facts import Fact, Row, facts_of_record
from kg.evaluation.gold import read_gold
from kg.evaluation.measuring import evaluate_facts
from kg.evaluation.scoring import Score, compare
from kg.extraction import extract
from kg.extraction.record import record
from kg.reading import read

GOLD = Path(__file__).parents[1] / "gold"
SAME = {"precision", "recall", "f1", "predicted", "agreed", "union"}


@pytest.fixture(scope="module", params=["2016", "2017-tasks"])
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def facts(text: str) -> dict[str, Any]:
    return record(extract(read(GOLD / f"{text}.txt")))


def scores_by_script(
    score: ModuleType, facts: dict[str, Any], files: list[Path], part: str = ""
) -> dict[str, dict[str, Any]]:
    predicted = score.facts_of_record(facts)
    golds = [score.facts_of_gold(json.loads(path.read_text("utf-8"))) for path in files]
    for each in (predicted, *golds) if part else ():
        for row in ("entity", "relation"):
            each[row] = {fact for fact in each[row] if fact[1] == part}
    return {str(row): score.compare(predicted, golds, str(row)) for row in Row}


def agrees(own: Score, other: dict[str, Any]) -> bool:
    figures = all(getattr(own, figure) == other[figure] for figure in SAME)
    strict = "strict" not in other or own.strict == other["strict"]
    return figures and strict and ("human" not in other or own.agreement == other["human"])


@pytest.mark.parametrize("annotators", ["ab", "a", "b"])
def test_every_row_has_the_figures_of_the_script(
    text: str, facts: dict[str, Any], annotators: str, score: ModuleType
) -> None:
    files = [GOLD / f"{text}.{annotator}.json" for annotator in annotators]
    (gold,) = read_gold(files)
    own = evaluate_facts(text, facts_of_record(facts), gold.annotators).scores
    by_script = scores_by_script(score, facts, files)
    assert [str(row) for row in Row if not agrees(own[row, ""], by_script[row])] == []
    assert own[Row.ENTITY, ""].predicted > 200


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (Row.ENTITY, "Platform"),
        (Row.ENTITY, "Safeguard"),
        (Row.RELATION, "develops"),
        (Row.RELAXED, "includes"),
    ],
)
def test_a_class_has_the_figures_of_the_script_on_its_facts_alone(
    row: Row, part: str, text: str, facts: dict[str, Any], score: ModuleType
) -> None:
    files = [GOLD / f"{text}.{annotator}.json" for annotator in "ab"]
    (gold,) = read_gold(files)
    own = evaluate_facts(text, facts_of_record(facts), gold.annotators).scores[row, part]
    assert agrees(own, scores_by_script(score, facts, files, part)[row])
    assert own.agreed > 10


NAMES = st.text("甲乙丙", min_size=1, max_size=4)
RELATIONS = st.tuples(NAMES, st.sampled_from(["builds", "supports"]), NAMES)
SETS = st.lists(RELATIONS, max_size=8, unique=True)


@settings(deadline=None)
@given(predicted=SETS, annotators=st.lists(SETS, min_size=1, max_size=3))
def test_any_facts_and_annotators_are_scored_as_by_the_script(
    predicted: list[Fact], annotators: list[list[Fact]], score: ModuleType
) -> None:
    for row in (Row.RELATION, Row.RELAXED):
        own = compare(row, predicted, annotators)
        golds = [{"relation": set(facts)} for facts in annotators]
        other = score.compare({"relation": set(predicted)}, golds, str(row))
        for figure in SAME:
            assert getattr(own.score, figure) == pytest.approx(other[figure])
        assert sorted(map(str, own.missed)) == other["_missed"]
        assert sorted(map(str, own.false)) == other["_false"]
