from __future__ import annotations

import pytest

from kg.extraction.facts import MentionClass
from kg.linking.reasons import Reason
from kg.linking.statements import statements


@pytest.fixture
def said(extracted):
    """What a sentence says of the names in it: (full, other, reason)."""

    def said(sentence, *names):
        extraction = extracted(
            [(name, MentionClass.KEY_TECHNOLOGY) for name in names], f"规划\n\n{sentence}"
        )
        return [(one.full, one.other, one.reason) for one in statements(extraction)]

    return said


@pytest.mark.parametrize(
    ("sentence", "other", "reason"),
    [
        ("发展脑机接口（BCI）。", "BCI", Reason.STATED),
        ("发展脑机接口(BCI)。", "BCI", Reason.STATED),
        ("发展脑机接口（以下简称“接口”）。", "接口", Reason.SHORT_FORM),
        ("发展脑机接口（以下简称接口）。", "接口", Reason.SHORT_FORM),
        ("发展脑机接口（也称神经接口）。", "神经接口", Reason.STATED),
        ("发展脑机接口（即神经接口）。", "神经接口", Reason.STATED),
        ("脑机接口，又称“神经接口”，是前沿。", "神经接口", Reason.STATED),
        ("脑机接口又称神经接口。", "神经接口", Reason.STATED),
    ],
)
def test_the_ways_in_which_a_text_gives_another_name(sentence, other, reason, said):
    assert said(sentence, "脑机接口") == [("脑机接口", other, reason)]


@pytest.mark.parametrize(
    "sentence",
    [
        "发展脑机接口（含侵入式）。",
        "发展脑机接口（2026—2030年）。",
        "发展脑机接口（L3）。",
        "发展脑机接口（以下统称接口）。",
        "发展脑机接口（技术）。",
        "发展脑机接口，即插即用。",
        "发展脑机接口和BCI。",
    ],
)
def test_other_brackets_and_words_give_none(sentence, said):
    assert said(sentence, "脑机接口") == []


def test_a_bracket_inside_a_name_counts_as_well(said):
    name = "城市信息模型（CIM）平台"
    assert said(f"建设{name}。", name) == [("城市信息模型", "CIM", Reason.STATED)]


def test_an_abbreviation_that_is_known_for_something_else_is_not_believed(said):
    sentence = "发展虚拟现实、增强现实、扩展现实（XR），研究混合现实（XR）。"
    assert said(sentence, "增强现实", "扩展现实") == [("扩展现实", "XR", Reason.STATED)]
    assert said(sentence, "混合现实") == []


def test_one_abbreviation_for_two_names_is_clear_for_none(said):
    sentence = "研究甲方法（ABC），研究乙方法（ABC）。"
    assert said(sentence, "甲方法", "乙方法") == []
    assert said("研究新型甲方法（ABC），研究甲方法（ABC）。", "新型甲方法") == [
        ("新型甲方法", "ABC", Reason.STATED)
    ]


def test_the_longer_name_comes_first_also_where_the_short_one_stands_first(said):
    assert said("调用API（应用程序编程接口）。", "API") == [
        ("应用程序编程接口", "API", Reason.STATED)
    ]


def test_an_abbreviation_holds_in_the_names_that_have_it(technologies):
    text = "规划\n\n研究超大规模多输入多输出（MIMO），应用超大规模MIMO。"
    (concept,) = technologies("超大规模多输入多输出", "超大规模MIMO", text=text)
    assert concept.label == "超大规模多输入多输出"
    # MIMO alone is then the end of the name, which this text has not.
    alone = technologies("超大规模多输入多输出", "超大规模MIMO", "MIMO", text=text)
    assert [one.label for one in alone] == ["超大规模多输入多输出", "MIMO"]
