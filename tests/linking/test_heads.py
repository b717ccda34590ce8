from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.facts import MentionClass
from kg.linking import Match, Naming, Reason, kinds
from kg.linking.heads import heads


def naming(name, cls=MentionClass.PRODUCT, document="d1"):
    return Naming(document, "规划", f"{cls}/{name}", cls, name, name)


def pairs(*namings, matches=()):
    return [
        (kind.narrower.partition("/")[2], kind.broader.partition("/")[2])
        for kind in kinds(namings, matches)
    ]


def test_a_name_that_ends_with_the_name_of_another_is_a_kind_of_it():
    assert pairs(naming("骨科手术机器人"), naming("机器人")) == [("骨科手术机器人", "机器人")]


def test_the_nearest_kind_is_the_broader_one():
    names = (naming("骨科手术机器人"), naming("手术机器人"), naming("机器人"))
    assert set(pairs(*names)) == {("骨科手术机器人", "手术机器人"), ("手术机器人", "机器人")}


def test_names_of_different_classes_are_no_kinds_of_each_other():
    assert not pairs(naming("手术机器人"), naming("机器人", MentionClass.INDUSTRY))


def test_a_head_that_no_text_names_is_no_concept():
    assert not pairs(naming("手术机器人"), naming("传感器"))


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("创新产品", "新产品"),  # 创 is no word
        ("虚拟现实", "现实"),  # is none
        ("科技和教育", "教育"),  # are two
        ("新模式新业态", "新业态"),  # are two
    ],
)
def test_an_end_that_is_no_head_makes_no_kind(name, head):
    assert not pairs(naming(name), naming(head))


def test_what_is_one_by_another_reason_is_no_kind():
    one, other = naming("人工智能训练资源库"), naming("训练资源库")
    match = Match(one.concept, other.concept, Reason.SUBJECT, one.name, ("d1",))
    assert not pairs(one, other, matches=[match])


def test_organizations_are_no_kinds_of_each_other():
    cls = MentionClass.ORGANIZATION
    assert not pairs(naming("国家发展改革委", cls), naming("发展改革委", cls))


def test_a_kind_comes_of_all_documents_that_name_either():
    found = kinds([naming("手术机器人", document="d2"), naming("机器人", document="d1")])
    assert found[0].documents == ("d1", "d2")


@given(st.lists(st.text("甲乙丙", min_size=2, max_size=8), unique=True))
def test_no_concept_is_above_itself(names):
    above = dict(pairs(*map(naming, names)))
    for name in above:
        seen = [name]
        while seen[-1] in above:
            seen.append(above[seen[-1]])
            assert len(seen[-1]) < len(seen[-2])
        assert seen[-1] not in above


@given(st.text("甲乙的和虚拟", max_size=10))
def test_a_head_is_the_end_of_its_name_and_shorter(name):
    for head in heads(name):
        assert name.endswith(head)
        assert len(head) < len(name)
