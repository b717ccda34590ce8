from __future__ import annotations

import pytest

from kg.reading import SectionKind, read_text

TASK = "围绕重大需求，推进系统集成应用，建立标准体系。"


def titles(text: str) -> list[str]:
    return [section.title for section in read_text(text).sections[1:] if section.title]


def test_the_first_sentence_of_parallel_paragraphs_is_their_title() -> None:
    text = f"一、任务\n推广智能工厂。{TASK}\n培育领军企业。{TASK}"
    assert titles(text) == ["任务", "推广智能工厂", "培育领军企业"]


def test_the_text_behind_a_run_in_title_is_its_paragraph() -> None:
    document = read_text(f"一、任务\n智能制造。{TASK}")
    section, paragraph = document.sections[-1], document.paragraphs[-1]
    assert (section.title, section.kind) == ("智能制造", SectionKind.RUN_IN)
    assert document.text[paragraph.start : paragraph.end] == TASK
    assert paragraph.section == section.id


def test_a_lone_first_sentence_with_a_verb_is_no_title() -> None:
    assert titles(f"一、标准\n加强标准体系研究。{TASK}") == ["标准"]


def test_couplets_are_titles_where_they_are_parallel() -> None:
    text = f"一、原则\n坚持问题导向，注重创新驱动。{TASK}\n坚持因地制宜，注重分类施策。{TASK}"
    assert titles(text)[1:] == ["坚持问题导向，注重创新驱动", "坚持因地制宜，注重分类施策"]


def test_two_such_sentences_among_many_paragraphs_are_no_titles() -> None:
    text = f"一、任务\n推广工厂。{TASK}\n培育企业。{TASK}" + f"\n{TASK}" * 4
    assert titles(text) == ["任务"]


def test_where_the_first_such_sentence_is_none_the_others_are_none() -> None:
    text = f"（一）强化引领。筑牢防线。{TASK}\n夯实基础。{TASK}\n完善规范。{TASK}"
    assert titles(text) == ["强化引领"]


def test_a_stop_in_quotation_marks_does_not_end_a_title() -> None:
    assert titles(f"（一）落实“统一。规范”要求。{TASK}") == ["落实“统一。规范”要求"]


def test_a_noun_title_in_the_middle_of_a_paragraph_is_one() -> None:
    text = f"一、技术\n{TASK}自主无人系统的智能技术。重点突破自主无人系统计算架构。"
    document = read_text(text)
    assert document.sections[-1].title == "自主无人系统的智能技术"
    assert "\n自主无人系统的智能技术。重点突破" in document.text


@pytest.mark.parametrize(
    "sentence",
    [
        "加大高端人工智能人才引进力度。开辟专门渠道，实行特殊政策。",
        "促进各类通用软件和技术平台的开源开放。各类平台要推进共享共用。",
        "产业加速演进。重点突破平台技术。",
        "建设智能服务平台。重点突破平台技术。",
        "智能技术支撑产业的发展系统。各地要加强协调。",
    ],
)
def test_a_sentence_in_the_middle_of_a_paragraph_is_no_title(sentence: str) -> None:
    assert titles(f"一、技术\n{TASK}{sentence}") == ["技术"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("5.航天运输系统关键技术攻关。突破发动机技术瓶颈。", "航天运输系统关键技术攻关"),
        ("（一）优化结构，拓展空间。完善体制。", "优化结构，拓展空间"),
        ("（1）计算芯片：单片算力达到要求。", "计算芯片"),
        ("——产业进入全球价值链高端。技术得到广泛应用。", "产业进入全球价值链高端"),
        ("——坚持党的领导，发挥制度优势。把党的领导贯穿全程。", "坚持党的领导，发挥制度优势"),
        ("一是强化统筹协调。建立会商机制。", "强化统筹协调"),
        ("（三）知识产权", "知识产权"),
        ("（三）未按照规定编制目录的；", "未按照规定编制目录的"),
    ],
)
def test_a_numbered_line_opens_with_its_title(line: str, title: str) -> None:
    assert titles(f"一、任务\n{line}") == ["任务", title]


def test_an_item_without_a_title_is_named_by_its_first_clause() -> None:
    text = "一、目标\n——发展环境进一步优化，在重点领域展开应用，聚集人才。"
    document = read_text(text)
    paragraph = document.paragraphs[-1]
    assert document.sections[-1].title == "发展环境进一步优化"
    assert document.text[paragraph.start : paragraph.end].startswith("发展环境进一步优化，在")


def test_a_date_is_no_title() -> None:
    assert titles("一、目标\n——到2027年，规模达到50亿元，建成平台。") == ["目标"]


def test_a_numbered_sentence_without_title_has_none() -> None:
    text = "第一章总则\n第二条本省行政区域内促进数字经济发展的活动，适用本条例。"
    section = read_text(text).sections[-1]
    assert (section.title, section.label, section.title_start) == ("", "第二条", section.title_end)


def test_articles_have_titles_only_where_most_of_a_chapter_have() -> None:
    law = "第一条加强应用基础研究。设立计划。\n第二条关键材料。突破靶材。\n"
    rule = (
        "第三条数据实行目录管理。机构应当编制目录。\n"
        "第四条省人民政府建立机制，统筹工作。\n第五条机构应当报告，并公开。\n"
    )
    assert titles(f"第一章攻关\n{law}第二章数据\n{rule}") == [
        "攻关",
        "加强应用基础研究",
        "关键材料",
        "数据",
    ]


@pytest.mark.parametrize("line", ["主要任务：加快建设训练资源库。", "重点工程：", "分三步走："])
def test_a_lead_in_is_no_section(line: str) -> None:
    assert titles(f"一、任务\n{line}\n（一）示范工程\n{TASK}") == ["任务", "示范工程"]
