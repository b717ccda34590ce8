from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ModelError, ReadingError
from kg.extraction.annotations import AnnotatedRelation, plain_title, read_annotated
from kg.extraction.doc import make_doc
from kg.extraction.facts import Predicate
from kg.extraction.pipeline import create
from kg.extraction.relation_scores import BIAS, OUTCOMES, Array, Table, Weights, read, write
from kg.extraction.relation_signs import Group
from kg.extraction.relation_training import Observed, Vector, fit, minimum, observe
from kg.extraction.relation_weighing import Scales
from kg.reading import read as read_document

TEXT = "海洋装备发展规划\n一、发展海洋装备\n研制基于人脸识别的安防机器人。\n"
PARAGRAPH: Mapping[str, object] = {
    "id": "P002",
    "task": "发展海洋装备",
    "entities": [
        {"text": "人脸识别", "class": "KeyTechnology"},
        {"text": "安防机器人", "class": "Product"},
    ],
    "relations": [
        {"s": "发展海洋装备", "p": "develops", "o": "安防机器人"},
        {"s": "人脸识别", "p": "supports", "o": "安防机器人"},
        {"s": "科技部", "p": "responsible", "o": "一、发展海洋装备。"},
    ],
}


def annotated(folder: Path, paragraph: Mapping[str, object]) -> Path:
    (folder / "plan.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "plan.json"
    path.write_text(json.dumps({"paragraphs": [paragraph]}), encoding="utf-8")
    return path


def weighing(sign: str, weight: float) -> Weights:
    task = Table({BIAS: 0}, np.zeros((1, 1), dtype=np.float32))
    strong = np.array([[-9.0] * len(OUTCOMES), [0.0] * len(OUTCOMES)], dtype=np.float32)
    strong[1, OUTCOMES.index((Predicate.SUPPORTS, True))] = weight
    return Weights(task, Table({BIAS: 0, sign: 1}, strong))


def chances(table: Table, *signs: str) -> Array:
    return Scales(table, [Group(lambda *key: key)]).chances([[signs]])[0]


def test_annotated_relations_are_listed_by_line(tmp_path: Path) -> None:
    relations = read_annotated(annotated(tmp_path, PARAGRAPH)).relations[2]
    assert AnnotatedRelation("人脸识别", Predicate.SUPPORTS, "安防机器人") in relations
    assert AnnotatedRelation("科技部", Predicate.RESPONSIBLE_FOR, "发展海洋装备") in relations


@pytest.mark.parametrize(
    "relation", [{"s": "甲", "p": "loves", "o": "乙"}, {"s": "甲", "p": "supports"}]
)
def test_a_relation_of_another_form_is_refused(tmp_path: Path, relation: dict[str, str]) -> None:
    with pytest.raises(ReadingError, match=r"plan\.json is no annotation"):
        read_annotated(annotated(tmp_path, {**PARAGRAPH, "relations": [relation]}))


def test_ends_of_relations_are_compared_without_number_quotes_and_full_stop() -> None:
    assert plain_title("二、“智慧”航运。") == plain_title("智慧航运")


def test_candidates_have_the_outcome_that_annotators_state(tmp_path: Path) -> None:
    given_by_hand = read_annotated(annotated(tmp_path, PARAGRAPH))
    nlp = create()
    doc = nlp(make_doc(nlp, read_document(tmp_path / "plan.txt")))
    found = observe(given_by_hand, doc)
    supports = OUTCOMES.index((Predicate.SUPPORTS, True)) + 1
    assert supports in [outcome for _, outcome in found.pair]
    assert sum(outcome for _, outcome in found.task) == 1


def test_a_sign_that_goes_with_a_relation_speaks_for_it() -> None:
    documents = [Observed([(("good",), 1), (("bad",), 0)] * 50, []) for _ in range(3)]
    table = fit(documents).task
    assert chances(table, "good")[0] > 0.6 > 0.4 > chances(table, "bad")[0]


def test_signs_of_too_few_documents_have_no_weight() -> None:
    documents = [Observed([(("often",), 1), (("rare",), 0)], [])]
    documents += [Observed([(("often",), 1)], [])] * 2
    assert "rare" not in fit(documents).task.rows


def test_the_same_examples_give_the_same_weights() -> None:
    documents = [Observed([(("甲", "乙"), 1), (("乙",), 0)] * 9, []) for _ in range(3)]
    first, second = fit(documents), fit(documents)
    assert first.task.rows == second.task.rows
    assert np.array_equal(first.task.weights, second.task.weights)


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "relations.tsv"
    write(weighing("b=支撑", 2.25), path)
    table = read(path).pair
    assert table.weights[table.rows["b=支撑"]].tolist() == [0, 0, 2.25, 0, 0, 0]


@pytest.mark.parametrize("text", ["", "task\t\t1\npair\t\t1\n", "task\t\tmuch\n"])
def test_a_file_that_is_no_table_of_weights_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "relations.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"relations\.tsv is no table of weights"):
        read(path)


def test_missing_weights_are_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.tsv cannot be read"):
        read(tmp_path / "none.tsv")


@given(st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=6), st.floats(-50, 50))
@settings(max_examples=50)
def test_chances_of_all_outcomes_sum_to_at_most_one(signs: list[str], weight: float) -> None:
    found = chances(weighing("甲", weight).pair, *signs)
    assert (found >= 0).all()
    assert found.sum() <= 1 + 1e-5


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=5))
@settings(max_examples=30)
def test_the_search_finds_the_lowest_point_of_a_bowl(lowest: list[float]) -> None:
    target = np.array(lowest)

    def bowl(point: Vector) -> tuple[float, Vector]:
        return float((point - target) @ (point - target)), 2 * (point - target)

    assert np.allclose(minimum(bowl, np.zeros(len(lowest))), target, atol=0.5)
