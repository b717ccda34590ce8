from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.coordination import (
    attribute_end,
    parts_of,
    without_modifiers,
    without_tails,
)


def parts(text: str) -> list[str]:
    return [text[p.start : p.end] for p in parts_of(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("浮标、潜标和海底基站", ["浮标", "潜标", "海底基站"]),
        ("浮标以及潜标", ["浮标", "潜标"]),
        ("水声（含激光、电磁）通信和组网", ["水声（含激光、电磁）通信", "组网"]),
        ("居民参与和谐社区建设", ["居民参与和谐社区建设"]),
        ("面向渔业、航运的浮标和潜标", ["面向渔业、航运的浮标", "潜标"]),
        ("等级评定制度", ["等级评定制度"]),
        ("浮标等量子传感器", ["浮标", "量子传感器"]),
        ("浮标等保障设施", ["浮标", "保障设施"]),
    ],
)
def test_conjuncts_are_cut_at_connectors_that_join_them(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_the_words_behind_deng_are_the_hypernym_of_the_list_before_it() -> None:
    text = "浮标、潜标等观测设备和水声、激光等通信技术"
    found = parts_of(text, 0, len(text))
    assert [text[p.start : p.end] for p in found] == [
        "浮标",
        "潜标",
        "观测设备",
        "水声",
        "激光",
        "通信技术",
    ]
    assert [p.hypernym for p in found[:2]] == [2, 2]
    assert found[4].hypernym == 5
    assert found[5].hypernym == -1


def test_an_attribute_ends_behind_its_de() -> None:
    text = "面向海洋观测的浮标"
    assert text[attribute_end(text, 0, len(text)) :] == "浮标"
    assert attribute_end("海洋的浮标", 0, 5) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("一批浮标", "浮标"), ("3—5个示范区", "示范区"), ("我国海洋观测网", "海洋观测网")],
)
def test_words_that_count_or_place_are_left_out(text: str, expected: str) -> None:
    assert text[without_modifiers(text, 0, len(text)) :] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海底观测网建设", ["海底观测网"]),
        ("水声通信的研发", ["水声通信"]),
        ("浮标1000个", ["浮标"]),
        ("海底观测网", []),
    ],
)
def test_nouns_of_action_behind_a_name_can_be_left_out(text: str, expected: list[str]) -> None:
    assert [text[:end] for end in without_tails(text, 0, len(text))] == expected


@given(st.text(alphabet="浮标、和与及等的（）面向“”参", max_size=40))
def test_conjuncts_ascend_and_leave_out_only_connectors(text: str) -> None:
    found = parts_of(text, 0, len(text))
    assert all(p.start <= p.head <= p.end and p.start < p.end for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {i for p in found for i in range(p.start, p.end)}
    assert all(text[i] in "、和与及以等或其者暨/；" for i in range(len(text)) if i not in covered)


@given(st.text(alphabet="浮标、和与及等的", max_size=40))
def test_a_hypernym_stands_behind_its_list(text: str) -> None:
    found = parts_of(text, 0, len(text))
    for index, part in enumerate(found):
        assert part.hypernym == -1 or index < part.hypernym < len(found)
