from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.extraction.relation_weighing
import kg.extraction.relations
from kg.extraction.doc import make_doc
from kg.extraction.facts import Relation
from kg.extraction.pipeline import create
from kg.extraction.relation_candidates import OF_ONE, OF_TWO, Alone, Pair, candidates
from kg.extraction.relation_scores import BIAS, Table, read
from kg.extraction.relation_signs import Group, Signs, spelled
from kg.extraction.relation_weighing import Scales
from kg.extraction.relations import rules_of
from kg.reading import read_text

TEXT = """一、发展海洋装备
1.海洋机器人。研发水下巡检机器人、海面清洁机器人等海洋机器人，研制基于人脸识别的安防机器人。
面向海洋渔业、海上搜救等领域，依托工业互联网平台推广水下机器人。加强海洋数据标准体系建设。
"""
SIGNS = ("甲", "乙", "丙", "丁")


def by_hand(table: Table, signs: Sequence[str]) -> list[float]:
    rows = [table.weights[table.rows[sign]] for sign in (BIAS, *signs) if sign in table.rows]
    powers = [math.exp(sum(float(row[column]) for row in rows)) for column in range(len(rows[0]))]
    return [power / (1 + sum(powers)) for power in powers]


def found_in(text: str) -> list[Alone | Pair]:
    nlp = create()
    doc = nlp(make_doc(nlp, read_text(text)))
    return list(candidates(doc, rules_of(doc._.proposed)))


@given(
    st.lists(st.lists(st.sampled_from(SIGNS), max_size=6), min_size=1, max_size=5),
    st.lists(st.lists(st.floats(-9, 9, width=32), min_size=2, max_size=2), min_size=4, max_size=4),
)
def test_chances_are_those_of_a_log_linear_model(
    several: list[list[str]], weights: list[list[float]]
) -> None:
    table = Table({BIAS: 0, "甲": 1, "乙": 2, "丙": 3}, np.array(weights, dtype=np.float32))
    chances = Scales(table, [Group(lambda *key: key)]).chances([[tuple(s)] for s in several])
    assert np.allclose(chances, [by_hand(table, signs) for signs in several], atol=1e-5)


def test_names_and_pairs_are_weighed_by_the_signs_from_which_weights_are_learned() -> None:
    found, weights = found_in(TEXT), read()
    for kind, groups, table in ((Alone, OF_ONE, weights.task), (Pair, OF_TWO, weights.pair)):
        keys = [item.keys() for item in found if isinstance(item, kind)]
        signs: list[Signs] = [spelled(groups, each) for each in keys]
        chances = Scales(table, groups).chances(keys)
        assert len(signs) > 5
        assert np.allclose(chances, [by_hand(table, each) for each in signs], atol=1e-5)


def test_a_pair_has_the_signs_of_what_stands_between_and_of_the_rules_that_propose_it() -> None:
    found = found_in("研制基于人脸识别的安防机器人。\n")
    (signs,) = [spelled(OF_TWO, item.keys()) for item in found if isinstance(item, Pair)]
    assert {"kind=s", "o=的", "w=的", "l=基于", "rule>supports:attribute"} <= set(signs)
    assert signs.count("gap=0") == 1


def test_the_signs_of_a_key_are_spelled_out_once() -> None:
    asked: list[str] = []

    def sign(word: str) -> list[str]:
        asked.append(word)
        return [word]

    table = Table({BIAS: 0, "甲": 1}, np.ones((2, 1), dtype=np.float32))
    scales = Scales(table, [Group(sign)])
    for _ in range(2):
        scales.chances([[("甲",)], [("乙",)], [("甲",)]])
    assert asked == ["甲", "乙"]


def test_signs_are_weighed_alike_when_few_keys_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table({BIAS: 0, "甲": 1, "乙": 2}, np.array([[0], [1], [2]], dtype=np.float32))
    keys = [[(sign,)] for sign in "甲乙丙丁甲乙"]
    before = Scales(table, [Group(lambda word: [word])]).chances(keys)
    monkeypatch.setattr(kg.extraction.relation_weighing, "KEPT", 2)
    scales = Scales(table, [Group(lambda word: [word])])
    assert np.array_equal(scales.chances(keys), before)
    assert len(scales.groups[0]) <= 2


def test_relations_do_not_depend_on_how_many_candidates_are_weighed_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def relations() -> list[Relation]:
        nlp = create()
        found: list[Relation] = nlp(make_doc(nlp, read_text(TEXT)))._.relations
        return found

    together = relations()
    monkeypatch.setattr(kg.extraction.relations, "TOGETHER", 3)
    assert relations() == together
    assert together
