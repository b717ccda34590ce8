from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.facts import Extraction, MentionClass, Predicate
from kg.extraction.pipeline import extract
from kg.reading import read_text


def read(sentence: str) -> Extraction:
    return extract(read_text(f"一、组织实施\n{sentence}\n"))


def bodies(sentence: str) -> list[str]:
    return [m.text for m in read(sentence).mentions if m.cls is MentionClass.ORGANIZATION]


def responsible(sentence: str) -> list[str]:
    extraction = read(sentence)
    name = {mention.id: mention.text for mention in extraction.mentions}
    return [
        name[r.subject] for r in extraction.relations if r.predicate is Predicate.RESPONSIBLE_FOR
    ]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("国家发展改革委印发了文件。", ["国家发展改革委"]),
        ("支持省科技厅、市数据局开展工作。", ["省科技厅", "市数据局"]),
        ("充分发挥国家制造强国建设领导小组作用。", ["国家制造强国建设领导小组"]),
        ("加强与“互联网+”部际联席会议办公室的沟通。", ["“互联网+”部际联席会议办公室"]),
        ("设立空天信息网络总体专家组。", ["空天信息网络总体专家组"]),
        (
            "县级以上人民政府及其有关部门应当加强宣传。",
            ["县级以上人民政府", "县级以上人民政府有关部门"],
        ),
        ("网信、公安等部门负责监督。", ["网信部门", "公安部门"]),
        ("市财政、教育部门应当支持。", ["市财政部门", "市教育部门"]),
        (
            "市教育、特种作业安全、财政等部门应当支持。",
            ["市教育部门", "市特种作业安全部门", "市财政部门"],
        ),
        (
            "省人民政府及其民政部门应当支持。",
            ["省人民政府", "省人民政府民政部门"],
        ),
        ("上海市人民政府办公厅印发了通知。", ["上海市人民政府办公厅"]),
        ("支持浙江省科技厅开展工作。", ["浙江省科技厅"]),
        ("深度参与国际电信联盟（ITU）工作。", ["国际电信联盟（ITU）"]),
        ("加强与联合国某某发展办公室的合作。", ["联合国某某发展办公室"]),
        ("依托临海大学和明州理工大学建设平台。", ["临海大学", "明州理工大学"]),
        ("确定的部门（以下统称公共资料主管部门）开展工作。", ["公共资料主管部门"]),
    ],
)
def test_named_bodies_are_found(sentence: str, names: list[str]) -> None:
    assert sorted(bodies(sentence)) == sorted(names)


@pytest.mark.parametrize(
    "sentence",
    [
        "支持企业和高校合作。",
        "教育部分领域。",
        "完善管理办法。",
        "加强内部管理，各方参与。",
        "工信部信管〔2025〕180号。",
        "建设高水平大学，支持大学生创业和大学科技园建设。",
        "所在单位应当支持。",
    ],
)
def test_kinds_of_actors_and_other_words_are_none(sentence: str) -> None:
    assert bodies(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "推进应用。（牵头单位：科技部；配合单位：教育部、财政部）",
            ["科技部", "教育部", "财政部"],
        ),
        ("推进应用。（责任单位：市数据局、市经信局）", ["市数据局", "市经信局"]),
        ("推进应用。（科技部、教育部按职责分工负责）", ["科技部", "教育部"]),
        ("推进应用。（科技部牵头，教育部等参与）", ["科技部", "教育部"]),
        ("由科技部牵头，教育部、财政部等部门参与，建立机制。", ["科技部", "教育部", "财政部"]),
        ("科技部会同有关部门负责规划实施。", ["科技部"]),
        ("省人民政府应当设立专项资金。", ["省人民政府"]),
        ("各部门、各地区要明确职责分工。", ["各部门", "各地区"]),
        ("成立数字应用专家组，定期研判形势。", ["数字应用专家组"]),
        ("成立领导小组，办公室设在省科技厅。", ["省科技厅"]),
        ("授权运营单位和公共服务机构应当依法公开。", ["授权运营单位", "公共服务机构"]),
        ("科技部、教育部、某某电力公司等按职责分工负责。", ["科技部", "教育部"]),
        ("由省数据主管部门责令改正。", ["省数据主管部门"]),
        ("行业主管部门要聚焦需求。", ["行业主管部门"]),
    ],
)
def test_who_is_given_a_duty_is_responsible(sentence: str, names: list[str]) -> None:
    assert responsible(sentence) == names


def test_who_is_brought_into_being_without_a_word_on_what_for_is_not_responsible() -> None:
    assert responsible("成立数字应用专家组。") == []


def test_a_kind_of_body_counts_only_where_it_has_a_duty() -> None:
    assert bodies("促进各部门协同。") == []


def test_a_body_inside_the_name_of_a_document_is_none() -> None:
    assert bodies("落实《国务院关于人工智能的意见》。") == []


def test_a_body_is_responsible_for_the_task_that_holds_the_sentence() -> None:
    (relation,) = [
        r for r in read("由科技部负责实施。").relations if r.predicate is Predicate.RESPONSIBLE_FOR
    ]
    assert relation.object == "task:一"


def test_a_duty_list_after_the_last_subsection_is_about_the_section_above() -> None:
    extraction = extract(
        read_text(
            "一、重点任务\n（一）感知技术\n研究视觉。\n（二）认知技术\n研究语言。\n\n"
            "牵头单位：科技部；配合单位：教育部。\n\n二、保障措施\n加强协调。\n"
        )
    )
    objects = {r.object for r in extraction.relations if r.predicate is Predicate.RESPONSIBLE_FOR}
    assert objects == {"task:一"}


def test_bodies_that_share_a_head_are_read_from_pieces() -> None:
    mention = next(m for m in read("网信、公安等部门负责监督。").mentions if m.text == "网信部门")
    text = "网信、公安等部门"
    begin = mention.start
    assert [(a - begin, b - begin) for a, b in mention.pieces] == [
        (0, 2),
        (text.index("部门"), text.index("部门") + 2),
    ]


def test_a_long_list_without_a_head_costs_no_more_than_another() -> None:
    assert bodies("推进市" + "、".join(["教育", "科技", "文化"] * 40) + "发展。") == []


PARTS = [
    "市",
    "科技部",
    "教育",
    "、",
    "等部门",
    "（",
    "）",
    "牵头",
    "负责",
    "由",
    "，",
    "。",
    "委员会",
    "人民政府",
    "和",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=25))
def test_bodies_are_spelled_by_their_pieces(parts: list[str]) -> None:
    document = read_text("一、总体要求\n" + "".join(parts) + "完\n")
    for mention in extract(document).mentions:
        assert mention.text == "".join(document.text[a:b] for a, b in mention.pieces)
