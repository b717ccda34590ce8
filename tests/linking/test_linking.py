from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.facts import MentionClass
from kg.linking import Alternative, Reason, link, normalise

TECHNOLOGY, PRODUCT = MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT
PLATFORM, THEORY = MentionClass.PLATFORM, MentionClass.THEORY
ORGANIZATION = MentionClass.ORGANIZATION


def test_mentions_of_one_name_and_class_are_one_concept(linked):
    (concept,) = linked(("深度学习", TECHNOLOGY), ("深度学习", TECHNOLOGY))
    assert concept.mentions == ("m1", "m2")
    assert concept.alternatives == ()


def test_one_name_in_two_classes_is_two_concepts(linked):
    assert [c.cls for c in linked(("芯片", TECHNOLOGY), ("芯片", PRODUCT))] == [TECHNOLOGY, PRODUCT]


def test_space_quotes_and_brackets_do_not_tell_names_apart(linked):
    (concept,) = linked(
        ("第四代移动通信（4G）系统", PRODUCT),
        ("第四代移动通信 (4G) 系统", PRODUCT),
        ("第四代移动通信(4G)系统", PRODUCT),
    )
    assert concept.label == "第四代移动通信（4G）系统"
    assert concept.alt_labels == ("第四代移动通信 (4G) 系统", "第四代移动通信(4G)系统")
    assert {alternative.reasons for alternative in concept.alternatives} == {(Reason.SPELLING,)}


def test_different_words_stay_different_concepts(technologies):
    assert len(technologies("自然语言理解", "自然语言处理")) == 2


def test_the_commonest_english_label_is_taken_and_an_empty_one_never(linked):
    (concept,) = linked(
        ("传感器", PRODUCT),
        ("传感器", PRODUCT, "sensors"),
        ("传感器", PRODUCT, "sensor"),
        ("传感器", PRODUCT, "sensor"),
    )
    assert concept.en == "sensor"


def test_concepts_come_in_the_order_of_the_text(linked):
    labels = [c.label for c in linked(("乙", PRODUCT), ("甲", TECHNOLOGY), ("乙", PRODUCT))]
    assert labels == ["乙", "甲"]


def test_a_technology_is_rather_called_so_whichever_name_comes_first(technologies):
    for names in (("深度学习技术", "深度学习"), ("深度学习", "深度学习技术")):
        (concept,) = technologies(*names)
        assert concept.label == "深度学习技术"
        assert concept.alternatives == (Alternative("深度学习", (Reason.CLASS_WORD,)),)


def test_a_sector_is_rather_called_without_the_word_for_it(linked):
    (concept,) = linked(("金融领域", MentionClass.INDUSTRY), ("金融", MentionClass.INDUSTRY))
    assert concept.label == "金融"


def test_a_short_form_in_common_use_is_a_name_of_what_it_stands_for(linked):
    (concept,) = linked(("工信部", ORGANIZATION), ("工业和信息化部", ORGANIZATION))
    assert concept.label == "工业和信息化部"
    assert concept.alternatives == (Alternative("工信部", (Reason.ABBREVIATION,)),)


def test_a_short_form_that_the_text_announces_has_the_place_of_the_words(extracted):
    text = "规划\n\n发展大语言模型（以下简称“大模型”），推广大模型。"
    extraction = extracted([("大语言模型", TECHNOLOGY), ("大模型", TECHNOLOGY)], text)
    (concept,) = link(extraction)
    (alternative,) = concept.alternatives
    assert (concept.label, alternative.label) == ("大语言模型", "大模型")
    assert alternative.reasons == (Reason.SHORT_FORM,)
    assert extraction.document.text[slice(*alternative.place)] == "大语言模型（以下简称“大模型”）"


def test_without_the_words_the_two_stay_two(technologies):
    text = "规划\n\n推进自动驾驶、无人驾驶等技术应用。"
    assert len(technologies("自动驾驶", "无人驾驶", text=text)) == 2
    equated = "规划\n\n推进自动驾驶，又称无人驾驶，的应用。"
    (concept,) = technologies("自动驾驶", "无人驾驶", text=equated)
    assert concept.alternatives[0].reasons == (Reason.STATED,)


def test_the_plans_own_platforms_may_leave_its_subject_out(linked):
    names = (("海量训练资源库", PLATFORM), ("人工智能海量训练资源库", PLATFORM))
    (concept,) = linked(*names, text="“互联网+”人工智能三年行动实施方案\n\n规划。")
    assert concept.label == "人工智能海量训练资源库"
    assert concept.alternatives == (Alternative("海量训练资源库", (Reason.SUBJECT,)),)
    assert len(linked(*names, text="智慧农业发展规划\n\n规划。")) == 2


def test_a_chain_of_merges_keeps_every_reason(technologies):
    text = "规划\n\n研究同步定位与地图构建（SLAM），推广SLAM技术。"
    (concept,) = technologies("同步定位与地图构建", "SLAM", "SLAM技术", text=text)
    assert concept.label == "同步定位与地图构建"
    reasons = {one.label: one.reasons for one in concept.alternatives}
    assert reasons == {
        "SLAM": (Reason.CLASS_WORD, Reason.STATED),
        "SLAM技术": (Reason.STATED,),
    }


def test_two_names_that_shorten_to_each_other_are_one_concept(technologies):
    text = "规划\n\n甲一（又称乙二）和乙二（又称甲一）。"
    (concept,) = technologies("甲一", "乙二", text=text)
    assert set(concept.mentions) == {"m1", "m2"}


def test_every_mention_belongs_to_one_concept_whatever_is_merged(linked):
    names = ["深度学习", "深度学习技术", "5G", "第五代移动通信（5G）", "芯片", "深度 学习"]
    concepts = linked(*((name, cls) for name in names for cls in (TECHNOLOGY, THEORY)))
    mentions = [mention for concept in concepts for mention in concept.mentions]
    assert sorted(mentions) == sorted(f"m{i}" for i in range(1, 13))


def test_time_grows_with_the_names_and_not_with_their_pairs(extracted):
    def seconds(count):
        choose = random.Random(1)
        names = ["".join(choose.choices("智能数据网络平台", k=12)) for _ in range(count)]
        extraction = extracted((name, TECHNOLOGY) for name in names)
        begin = time.process_time()
        link(extraction)
        return time.process_time() - begin

    seconds(100)  # the word lists are loaded once
    little = min(seconds(1000) for _ in range(3))
    much = min(seconds(4000) for _ in range(3))
    assert much / little < 9  # 4 is linear, 16 quadratic


@given(st.text())
def test_normalising_twice_changes_nothing_more(name):
    assert normalise(normalise(name)) == normalise(name)


@given(st.text(st.characters(categories=["L", "N"], max_codepoint=0xFF00)))
def test_letters_and_digits_are_never_changed(name):
    assert normalise(name) == name


def test_full_width_letters_and_digits_become_half_width():
    assert normalise("５Ｇ＋ＡＩ芯片") == "5G+AI芯片"
