from __future__ import annotations

from typing import Any

import pytest

from kg.evaluation.facts import Row, facts_of_annotation, facts_of_record, quantity, title
from kg.evaluation.scoring import is_close

EMPTY: dict[str, Any] = {
    "text": "",
    "tasks": [],
    "entities": [],
    "relations": [],
    "targets": [],
    "dependencies": [],
}


def entity(text: str, cls: str = "Platform", start: int = 0) -> dict[str, Any]:
    return {"text": text, "class": cls, "start": start, "end": start + len(text)}


def test_quotes_blanks_and_the_width_of_brackets_do_not_count() -> None:
    record = {**EMPTY, "text": "“海洋 网”(一期)", "entities": [entity("“海洋 网”(一期)")]}
    paragraph = {"id": "P000", "entities": [{"text": "海洋网（一期）", "class": "Platform"}]}
    annotation = {"paragraphs": [paragraph]}
    found, annotated = facts_of_record(record), facts_of_annotation(annotation)
    assert (
        list(found[Row.ENTITY]) == list(annotated[Row.ENTITY]) == [("海洋网（一期）", "Platform")]
    )


def test_a_name_that_is_found_twice_is_one_fact_at_its_first_place() -> None:
    text = "海洋网\n建设海洋网"
    record = {**EMPTY, "text": text, "entities": [entity("海洋网"), entity("海洋网", start=6)]}
    places = facts_of_record(record)[Row.NAME]
    assert [(place.paragraph, place.start) for place in places.values()] == [("海洋网", 0)]


def test_a_fact_is_placed_in_the_line_that_holds_it() -> None:
    record = {**EMPTY, "text": "任务\n建设海洋网。\n附则", "entities": [entity("海洋网", start=5)]}
    (place,) = facts_of_record(record)[Row.ENTITY].values()
    assert place.paragraph[place.start : place.end] == "海洋网"
    assert place.paragraph == "建设海洋网。"


def test_a_fact_of_an_annotation_without_texts_is_placed_by_the_id_of_its_paragraph() -> None:
    paragraph = {"id": "P003", "entities": [{"text": "海洋网", "class": "Platform"}]}
    (place,) = facts_of_annotation({"paragraphs": [paragraph]})[Row.ENTITY].values()
    assert place.paragraph == "P003"


def test_the_predicates_of_the_guidelines_are_those_of_the_ontology() -> None:
    relations = [
        {"s": "科技部", "p": "responsible", "o": "1.海洋。"},
        {"s": "海洋", "p": "targets", "o": "T1"},
    ]
    facts = facts_of_annotation({"paragraphs": [{"id": "P000", "relations": relations}]})
    assert list(facts[Row.RELATION]) == [("科技部", "responsibleFor", "海洋")]
    assert facts[Row.RELAXED] == facts[Row.RELATION]


def test_the_targets_of_tasks_are_no_relations_to_compare() -> None:
    relation = {"subject": "海洋", "predicate": "hasTarget", "object": "t1", "start": 0, "end": 0}
    assert not facts_of_record({**EMPTY, "relations": [relation]})[Row.RELATION]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1500, "亿元"), ("1.5", "千亿元")),
        (("3－5", "个"), (3.0, "个")),
        (("1,500", "家"), (1500, "家")),
    ],
)
def test_figures_that_are_the_same_in_plain_units_are_the_same(
    one: tuple[object, str], other: tuple[object, str]
) -> None:
    assert quantity(*one) == quantity(*other)


@pytest.mark.parametrize("target", [{"year": 2020, "value": None}, {"year": None, "value": "3"}])
def test_a_target_without_year_or_figure_is_not_compared(target: dict[str, Any]) -> None:
    assert not facts_of_annotation({"paragraphs": [], "targets": [target]})[Row.TARGET]


@pytest.mark.parametrize(
    "numbered", ["一、海洋", "（二）海洋。", "3.海洋", "第四章 海洋", "——海洋。"]
)
def test_the_number_of_a_title_does_not_count(numbered: str) -> None:
    assert title(numbered) == "海洋"


def test_names_are_close_if_one_holds_the_other_and_is_not_twice_as_long() -> None:
    assert is_close("海洋观测网", "观测网")
    assert not is_close("海洋观测网", "网")
    assert not is_close("海洋观测网", "海洋样本库")
    assert not is_close("", "网")
