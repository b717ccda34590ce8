from __future__ import annotations

import json
from typing import Any

import pytest

from kg.extraction.facts import Dependency, Extraction
from kg.extraction.pipeline import extract
from kg.extraction.record import record, record_line
from kg.reading import read_text

PLAN = (
    "关于智能制造的实施方案\n\n一、发展目标\n根据《数据安全法》，到2030年，产业规模超过1500亿元，能耗降至1.25以下。\n"
    "二、重点任务\n突破智能传感器等关键技术。由科技部牵头。\n"
)


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(read_text(PLAN, "plan.txt"))


@pytest.fixture(scope="module")
def made(extraction: Extraction) -> dict[str, Any]:
    return record(extraction)


def test_the_record_has_the_promised_keys(made: dict[str, Any]) -> None:
    assert list(made) == [
        "document",
        "text",
        "tasks",
        "entities",
        "relations",
        "targets",
        "dependencies",
    ]
    assert list(made["document"]) == ["path", "title", "number", "date", "issuer", "language"]
    assert set(made["tasks"][0]) == {"id", "title", "number", "level", "parent", "start", "end"}
    assert set(made["entities"][0]) == {
        *("text", "class", "start", "end", "en", "task", "component"),
    }
    assert set(made["relations"][0]) == {"subject", "predicate", "object", "start", "end"}
    assert set(made["targets"][0]) == {
        *("id", "year", "metric", "comparator", "value", "unit", "statement", "start", "end"),
    }


def test_relations_have_names_where_facts_have_ids(made: dict[str, Any]) -> None:
    triples = {(r["subject"], r["predicate"], r["object"]) for r in made["relations"]}
    assert ("关于智能制造的实施方案", "cites", "《数据安全法》") in triples
    assert ("科技部", "responsibleFor", "重点任务") in triples
    assert ("发展目标", "hasTarget", "t1") in triples


def test_an_entity_names_the_title_of_its_task(made: dict[str, Any]) -> None:
    entity = next(e for e in made["entities"] if e["text"] == "科技部")
    assert (entity["class"], entity["task"]) == ("Organization", "重点任务")


def test_an_english_label_is_a_string_or_nothing(made: dict[str, Any]) -> None:
    assert {type(entity["en"]) for entity in made["entities"]} <= {str, type(None)}
    assert all(entity["en"] != "" for entity in made["entities"])


def test_whole_figures_are_integers(made: dict[str, Any]) -> None:
    assert [repr(target["value"]) for target in made["targets"]] == ["1500", "1.25"]


def test_offsets_count_the_characters_of_the_text(made: dict[str, Any]) -> None:
    text = made["text"]
    title = next(e for e in made["entities"] if e["text"] == "《数据安全法》")
    assert text[title["start"] : title["end"]] == "《数据安全法》"
    assert all(text[t["start"] : t["end"]] == t["statement"] for t in made["targets"])


def test_the_line_is_one_line_of_json_in_plain_characters(
    extraction: Extraction, made: dict[str, Any]
) -> None:
    line = record_line(extraction)
    assert "\n" not in line and "智能制造" in line
    assert json.loads(line) == made


def test_dependencies_have_the_titles_of_their_tasks(extraction: Extraction) -> None:
    dependency = Dependency("task:二", "task:一", ("智能传感器",), "支撑")
    with_one = Extraction(
        document=extraction.document,
        tasks=extraction.tasks,
        mentions=(),
        relations=(),
        targets=(),
        dependencies=(dependency,),
    )
    assert record(with_one)["dependencies"] == [
        {"from": "重点任务", "to": "发展目标", "via": ["智能传感器"], "evidence": "支撑"}
    ]


def test_a_document_without_a_stated_title_is_named_after_its_file() -> None:
    made = record(extract(read_text("一、总体要求\n根据《数据安全法》推进。\n", "plan.txt")))
    assert made["relations"][0]["subject"] == made["document"]["title"] == "plan"
