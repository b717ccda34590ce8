from __future__ import annotations

import pytest

from kg.evaluation.facts import Fact, Place, Row, facts_of_annotation, facts_of_record
from kg.evaluation.measuring import evaluate_facts, mistakes
from kg.evaluation.mistakes import excerpt, kind

SEEN: list[Fact] = [("海洋观测网", "Platform"), ("深海浮标", "Product")]
STATED: list[Fact] = [("海洋", "builds", "观测网"), ("深海", "develops", "浮标")]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (("深海浮标", "Platform"), "class"),
        (("观测网", "Platform"), "boundary"),
        (("珊瑚样本库", "Platform"), "absent"),
    ],
)
def test_a_mistaken_entity_is_told_by_what_stands_in_its_place(fact: Fact, expected: str) -> None:
    assert kind(Row.ENTITY, fact, SEEN) == expected


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (("海洋", "builds", "海洋观测网"), "boundary"),
        (("海洋", "supports", "观测网"), "predicate"),
        (("极地", "builds", "观测网"), "subject"),
        (("极地", "builds", "样本库"), "absent"),
    ],
)
def test_a_mistaken_relation_is_told_by_what_stands_in_its_place(fact: Fact, expected: str) -> None:
    assert kind(Row.RELATION, fact, STATED) == expected


def test_a_target_of_the_same_year_is_no_mistake_of_class() -> None:
    assert kind(Row.TARGET, ("2020", "3", "个"), [("2020", "5", "个")]) == "absent"


def test_mistakes_are_listed_once_with_the_paragraph_that_holds_them() -> None:
    text = "建设任务\n建设海洋观测网和珊瑚样本库。"
    entity = {"text": "海洋观测网", "class": "Product", "start": 7, "end": 12}
    record = {
        "text": text,
        "tasks": [],
        "entities": [entity],
        "relations": [],
        "targets": [],
        "dependencies": [],
    }
    names = [{"text": name, "class": "Platform"} for name in ("海洋观测网", "珊瑚样本库")]
    paragraph = {"id": "P001", "text": text.split("\n")[1], "entities": names}
    annotators = (facts_of_annotation({"paragraphs": [paragraph]}),)
    found = list(mistakes(evaluate_facts("甲", facts_of_record(record), annotators)))
    assert [(each.missed, str(each.kind), each.fact[0]) for each in found] == [
        (True, "class", "海洋观测网"),
        (True, "absent", "珊瑚样本库"),
        (False, "class", "海洋观测网"),
    ]
    for mistake in found:
        place = mistake.place
        assert place.paragraph[place.start : place.end] == mistake.fact[0]


def test_what_one_of_two_annotators_has_is_no_mistake_and_need_not_be_found() -> None:
    sets = [["海洋观测网", "珊瑚样本库"], ["海洋观测网", "潮汐试验场"]]
    annotators = tuple(
        facts_of_annotation({"paragraphs": [], "tasks": [f"一、{name}" for name in names]})
        for names in sets
    )
    tasks = [{"title": name, "start": 0, "end": 0} for name in ("珊瑚样本库", "深海浮标")]
    empty = {"text": "", "entities": [], "relations": [], "targets": [], "dependencies": []}
    evaluation = evaluate_facts("甲", facts_of_record({**empty, "tasks": tasks}), annotators)
    assert [(each.missed, each.fact[0]) for each in mistakes(evaluation)] == [
        (True, "海洋观测网"),
        (False, "深海浮标"),
    ]


def test_an_excerpt_of_a_long_paragraph_keeps_what_surrounds_the_fact() -> None:
    place = Place("前" * 100 + "海洋" + "后" * 100, 100, 102)
    assert excerpt(place) == "…" + "前" * 24 + "[海洋]" + "后" * 24 + "…"


def test_an_excerpt_without_a_known_place_begins_with_the_paragraph() -> None:
    assert excerpt(Place("一二三" * 30)) == "一二三" * 16 + "…"
