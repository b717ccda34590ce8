from __future__ import annotations

import random

from kg.extraction.facts import MentionClass
from kg.linking import Naming, Reason, match

TECHNOLOGY, PLATFORM = MentionClass.KEY_TECHNOLOGY, MentionClass.PLATFORM


def naming(document, label, name=None, *reasons, cls=TECHNOLOGY, title="规划"):
    """What a document calls a concept, which its class and label identify."""
    return Naming(document, title, f"{cls}/{label}", cls, label, name or label, reasons)


def pairs(*namings):
    return [(one.left.split("/")[1], one.right.split("/")[1], one.reason) for one in match(namings)]


def test_labels_that_are_one_by_themselves_match():
    assert pairs(naming("a", "深度学习"), naming("b", "深度学习技术")) == [
        ("深度学习", "深度学习技术", Reason.CLASS_WORD)
    ]


def test_equal_labels_need_no_match():
    assert pairs(naming("a", "深度学习"), naming("b", "深度学习")) == []


def test_labels_of_different_classes_never_match():
    assert pairs(naming("a", "5G"), naming("b", "第五代移动通信", cls=PLATFORM)) == []


def test_what_one_document_states_holds_for_another_that_has_only_the_other_name():
    stated = naming("a", "自动驾驶", "无人驾驶", Reason.STATED)
    assert pairs(naming("a", "自动驾驶"), stated, naming("b", "无人驾驶")) == [
        ("无人驾驶", "自动驾驶", Reason.STATED)
    ]
    assert pairs(naming("a", "自动驾驶"), naming("b", "无人驾驶")) == []


def test_a_third_document_joins_two():
    stated = naming("c", "自动驾驶", "无人驾驶", Reason.STATED)
    found = match(
        [naming("a", "自动驾驶"), naming("b", "无人驾驶"), naming("c", "自动驾驶"), stated]
    )
    assert [(one.via, one.documents) for one in found] == [("无人驾驶", ("a", "b", "c"))]


def test_a_document_that_has_both_as_two_tells_them_apart():
    stated = naming("a", "自动驾驶", "无人驾驶", Reason.STATED)
    both = (naming("b", "自动驾驶"), naming("b", "无人驾驶"))
    assert pairs(naming("a", "自动驾驶"), stated, *both) == []


def test_a_short_form_announced_for_one_text_holds_in_no_other():
    local = naming("a", "公共数据授权运营", "授权运营", Reason.SHORT_FORM)
    assert pairs(naming("a", "公共数据授权运营"), local, naming("b", "授权运营")) == []


def test_a_name_that_is_stated_for_two_concepts_is_clear_for_none():
    one = naming("a", "磁共振", "MR设备", Reason.STATED)
    other = naming("b", "混合现实", "MR设备", Reason.STATED)
    third = naming("c", "MR设备")
    assert pairs(naming("a", "磁共振"), one, third) == [("MR设备", "磁共振", Reason.STATED)]
    assert pairs(naming("a", "磁共振"), one, naming("b", "混合现实"), other, third) == []


def test_the_subject_counts_where_every_document_with_the_shorter_name_has_it():
    fuller = naming("a", "人工智能海量训练资源库", cls=PLATFORM, title="人工智能发展规划")
    shorter = naming("b", "海量训练资源库", cls=PLATFORM, title="新一代人工智能行动计划")
    other = naming("c", "海量训练资源库", cls=PLATFORM, title="智慧农业发展规划")
    assert pairs(fuller, shorter) == [("人工智能海量训练资源库", "海量训练资源库", Reason.SUBJECT)]
    assert pairs(fuller, shorter, other) == []


def test_conjuncts_may_come_in_either_order():
    assert pairs(
        naming("a", "算法与技术开放平台", cls=PLATFORM),
        naming("b", "技术和算法开放平台", cls=PLATFORM),
    ) == [("技术和算法开放平台", "算法与技术开放平台", Reason.ORDER)]


def test_different_abbreviations_in_brackets_are_different_things():
    namings = [naming("a", "数据库（SQL）"), naming("b", "数据库（NoSQL）"), naming("c", "数据库")]
    assert pairs(*namings) == []


def test_the_order_of_the_documents_does_not_matter():
    namings = [
        naming("a", "5G"),
        naming("b", "第五代移动通信"),
        naming("c", "第五代移动通信（5G）"),
        naming("c", "第五代移动通信（5G）", "5G技术", Reason.CLASS_WORD),
    ]
    expected = match(namings)
    assert len(expected) == 2
    for seed in range(5):
        random.Random(seed).shuffle(namings)
        assert match(namings) == expected
