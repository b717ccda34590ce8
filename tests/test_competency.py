"""The questions that the graph of the seeds must answer, with rows that were read in the texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.queries import CATEGORIES, filled, shipped_queries

SEEDS = Path(__file__).parents[1] / "seeds"


def rows(seeds, name, /, **values):
    """Return the rows of a shipped query, each as a dict of plain strings."""
    solutions = seeds.query(filled(shipped_queries()[name], values))
    names = [variable.value for variable in solutions.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in solutions]


def column(seeds, query, name):
    return [row[name] for row in rows(seeds, query)]


@pytest.mark.parametrize("name", shipped_queries())
def test_every_shipped_query_has_rows(seeds, name):
    assert rows(seeds, name)


def test_the_eight_theories_of_the_box_come_in_their_order(seeds):
    assert column(seeds, "theories", "theory") == [
        "大数据智能理论",
        "跨媒体感知计算理论",
        "混合增强智能理论",
        "群体智能理论",
        "自主协同控制与优化决策理论",
        "高级机器学习理论",
        "类脑智能计算理论",
        "量子智能计算理论",
    ]


def test_the_nine_projects_of_2016_stand_under_the_tasks_that_they_serve(seeds):
    found = [(row["project"], row["partOf"]) for row in rows(seeds, "projects")]
    assert found == [
        ("核心技术研发与产业化工程", "培育发展人工智能新兴产业"),
        ("基础资源公共服务平台工程", "培育发展人工智能新兴产业"),
        ("智能家居示范工程", "推进重点领域智能产品创新"),
        ("智能汽车研发与产业化工程", "推进重点领域智能产品创新"),
        ("智能无人系统应用工程", "推进重点领域智能产品创新"),
        ("智能安防推广工程", "推进重点领域智能产品创新"),
        ("智能终端应用能力提升工程", "提升终端产品智能化水平"),
        ("智能可穿戴设备发展工程", "提升终端产品智能化水平"),
        ("智能机器人研发与应用工程", "提升终端产品智能化水平"),
    ]


def test_six_emerging_and_six_upgraded_industries(seeds):
    industries = {}
    for row in rows(seeds, "industries"):
        industries.setdefault(row["task"], []).append(row["industry"])
    assert industries["大力发展人工智能新兴产业"] == [
        "智能软硬件",
        "智能机器人",
        "智能运载工具",
        "虚拟现实与增强现实",
        "智能终端",
        "物联网基础器件",
    ]
    assert industries["加快推进产业智能化升级"] == [
        "智能制造",
        "智能农业",
        "智能物流",
        "智能金融",
        "智能商务",
        "智能家居",
    ]


@pytest.mark.parametrize(
    ("task", "safeguards"),
    [
        ("资金支持", {"天使投资"}),
        ("知识产权", {"人工智能公共专利池"}),
        ("人才培养", {"复合型人才"}),
        ("完善支持人工智能发展的重点政策", {"财税优惠政策", "高新技术企业税收优惠"}),
        ("制定促进人工智能发展的法律法规和伦理规范", {"追溯和问责制度"}),
        ("建立人工智能技术标准和知识产权体系", {"人工智能公共专利池"}),
        ("建立人工智能安全监管和评估体系", {"人工智能安全监测预警机制"}),
    ],
)
def test_the_safeguards_of_both_documents(seeds, task, safeguards):
    found = {row["safeguard"] for row in rows(seeds, "safeguards") if row["task"] == task}
    assert safeguards <= found


def test_the_targets_have_the_figures_of_the_texts(seeds):
    figures = {
        (row["year"], row["metric"], row["comparator"], row["value"], row["unit"])
        for row in rows(seeds, "targets")
    }
    core, drawn = "人工智能核心产业规模", "带动相关产业规模"
    assert figures == {
        ("2018", "人工智能市场应用规模", "≈", "1000", "亿元"),
        ("2020", core, ">", "1500", "亿元"),
        ("2020", drawn, ">", "1", "万亿元"),
        ("2025", core, ">", "4000", "亿元"),
        ("2025", drawn, ">", "5", "万亿元"),
        ("2030", core, ">", "1", "万亿元"),
        ("2030", drawn, ">", "10", "万亿元"),
    }


def test_the_office_and_the_ministry_that_the_plan_names_are_organizations(seeds):
    found = {
        row["label"].value
        for row in seeds.query("SELECT ?label { ?o a pk:Organization ; skos:prefLabel ?label }")
    }
    assert {"国务院", "科技部", "人工智能规划推进办公室", "人工智能战略咨询委员会"} <= found


def test_the_2017_plan_cites_the_2016_plan(seeds):
    cited = [
        row["programme"]
        for row in rows(seeds, "citations")
        if row["document"] == "新一代人工智能发展规划"
    ]
    assert any("人工智能三年行动实施方案" in programme for programme in cited)


# What was read in the texts: the words, the query that must find what they say, and of a row
# what must be in it.
READ = [
    (
        "针对救灾救援、反恐防暴等特殊领域推广应用智能特种机器人",
        "applications",
        {"what": "智能特种机器人", "industry": "救灾救援"},
    ),
    (
        "针对救灾救援、反恐防暴等特殊领域推广应用智能特种机器人",
        "applied-in",
        {"what": "智能特种机器人"},
    ),
    (
        "针对救灾救援、反恐防暴等特殊领域推广应用智能特种机器人",
        "sentences",
        {"subject": "智能特种机器人", "object": "救灾救援"},
    ),
    ("成立人工智能战略咨询委员会", "bodies", {"organization": "人工智能战略咨询委员会"}),
    ("依托国家重大人才工程", "citations", {"programme": "国家重大人才工程"}),
    ("实施了“互联网+”人工智能三年行动实施方案", "programmes", {"documents": "2"}),
    (
        "国家科技体制改革和创新体系建设领导小组牵头",
        "organizations",
        {"organization": "国家科技体制改革和创新体系建设领导小组"},
    ),
    (
        "由国家科技体制改革和创新体系建设领导小组牵头统筹协调",
        "responsible-by-body",
        {"organization": "科技部"},
    ),
    ("自然语言理解", "concept", {"object": "自然语言理解", "relation": "develops"}),
    (
        "加快基于人工智能的计算机视听觉、生物特征识别",
        "task",
        {"relation": "develops", "class": "KeyTechnology"},
    ),
    ("大数据智能理论", "mentions", {"words": "大数据智能理论"}),
    ("到2018年", "targets-of-year", {"document": "“互联网+”人工智能三年行动实施方案"}),
    (
        "人工智能产业竞争力进入国际第一方阵",
        "targets-in-words",
        {"year": "2020", "statement": "人工智能产业竞争力进入国际第一方阵"},
    ),
    (
        "人工智能核心产业规模超过1500亿元",
        "targets-of-tasks",
        {"year": "2020", "value": "1500", "unit": "亿元"},
    ),
    (
        "人工智能核心产业规模超过4000亿元",
        "targets-raised",
        {"metric": "人工智能核心产业规模", "value": "1500", "later": "2025", "raised": "4000"},
    ),
    (
        "带动相关产业规模超过10万亿元",
        "targets-raised",
        {"value": "5", "later": "2030", "raised": "10", "unit": "万亿元"},
    ),
    (
        "核心技术研发与产业化工程",
        "task-tree",
        {"task": "核心技术研发与产业化工程", "partOf": "培育发展人工智能新兴产业"},
    ),
    (
        "建设支撑超大规模深度学习的新型计算集群",
        "supports",
        {"supporter": "新型计算集群", "supported": "超大规模深度学习"},
    ),
    ("建设支撑超大规模深度学习的新型计算集群", "platforms", {"platform": "新型计算集群"}),
    ("标准测试数据集", "platforms-in-use", {"platform": "标准测试数据集"}),
    ("开源", "paragraphs-with-words", {"document": "新一代人工智能发展规划"}),
]
YEARS = {"targets-of-year": {"year": "2018"}}


@pytest.fixture(scope="module")
def texts():
    """The characters of the seeds, without the breaks of lines."""
    return "\n".join(re.sub(r"\s", "", path.read_text("utf-8")) for path in SEEDS.glob("*.txt"))


@pytest.mark.parametrize(("words", "query", "row"), READ)
def test_the_graph_answers_with_what_was_read_in_the_texts(words, query, row, seeds, texts):
    assert re.sub(r"\s", "", words) in texts
    assert any(row.items() <= found.items() for found in rows(seeds, query, **YEARS.get(query, {})))


def test_there_are_at_least_forty_questions_of_every_category():
    queries = shipped_queries().values()
    assert len(queries) >= 40
    assert {query.category for query in queries} == set(CATEGORIES)


def test_every_question_is_put_in_both_languages():
    for query in shipped_queries().values():
        for text in (query.title, query.description):
            assert re.match("[A-Z][a-z]*", text), query.name
        for text in (query.title_zh, query.description_zh):
            assert re.search("[\u4e00-\u9fff]", text), query.name
        assert query.description.endswith(".")
        assert query.description_zh.endswith("。")


def test_every_parameter_has_its_value_in_the_file():
    parameters = [p for query in shipped_queries().values() for p in query.parameters]
    assert len(parameters) >= 10
    for parameter in parameters:
        assert parameter.default
        assert parameter.label.isascii()
        assert re.search("[\u4e00-\u9fff]", parameter.label_zh)


def test_a_parameter_changes_what_is_asked(seeds):
    assert {row["document"] for row in rows(seeds, "targets-of-year", year="2030")} == {
        "新一代人工智能发展规划"
    }
    assert not rows(seeds, "targets-of-year", year="1999")
    theories = {row["concept"] for row in rows(seeds, "concepts-of-class", **{"class": "Theory"})}
    assert "量子智能计算" in " ".join(theories)
    assert rows(seeds, "sentences", predicate="supports")
    assert all(
        "机器人" in row["concept"] for row in rows(seeds, "concepts-with-words", words="机器人")
    )


def test_a_concept_is_found_by_any_of_its_names(seeds):
    by_name = rows(seeds, "mentions", name="自然语言理解")
    assert by_name
    english = next(
        row["english"]
        for row in rows(seeds, "concepts-with-words", words="自然语言理解")
        if row["concept"] == "自然语言理解"
    )
    assert rows(seeds, "mentions", name=english) == by_name


@pytest.mark.parametrize(
    "value", ['"x"', "\\", "} # ", "a\nb", '"@zh } DROP ALL #', "\\1", "$1", "'x'"]
)
@pytest.mark.parametrize("query", ["mentions", "concepts-with-words", "task"])
def test_a_value_is_one_term_whatever_characters_it_has(query, value, seeds):
    (parameter,) = shipped_queries()[query].parameters
    assert rows(seeds, query, **{parameter.name: value}) == []


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("targets", {"year": "2020"}),
        ("targets-of-year", {"year": "soon"}),
        ("concepts-of-class", {"class": "Theory } #"}),
        ("sentences", {"predicate": "<x>"}),
    ],
)
def test_what_is_no_parameter_or_no_value_is_wrong_use(query, values):
    with pytest.raises(UsageError, match=r"parameter|is no"):
        filled(shipped_queries()[query], values)


def test_nothing_is_set_aside_of_the_seeds(seeds):
    assert [row["violations"] for row in rows(seeds, "set-aside")] == ["0", "0"]


def test_a_name_of_two_classes_is_listed_once_for_each_pair(seeds):
    found = [(r["name"], r["class"], r["otherClass"]) for r in rows(seeds, "two-classes")]
    assert len(set(found)) == len(found)
    assert all(one < other for _, one, other in found)


def test_what_is_shared_is_named_by_both_documents_and_what_is_not_by_one(seeds):
    shared = {row["concept"] for row in rows(seeds, "common-concepts")}
    assert "“一带一路”" in shared
    both = {row["concept"] for row in rows(seeds, "weight-by-document")}
    assert both == shared


def test_the_tasks_of_2016_that_the_2017_plan_continues(seeds):
    found = rows(seeds, "continued-tasks")
    assert {row["earlier"] for row in found} == {"“互联网+”人工智能三年行动实施方案"}
    assert {row["later"] for row in found} == {"新一代人工智能发展规划"}
    assert [(row["task"], row["continuedBy"], row["concepts"]) for row in found][:5] == [
        (
            "智能家居示范工程",
            "智能家居",
            "互联共享解决方案、家居产品、家电、智能家居企业创新服务模式、耐用品",
        ),
        ("智能机器人研发与应用工程", "智能机器人", "智能工业机器人、智能服务机器人"),
        ("知识产权", "建立人工智能技术标准和知识产权体系", "人工智能公共专利池"),
        ("资金支持", "建立财政引导、市场主导的资金支持机制", "财政资金"),
        ("标准体系", "建立人工智能技术标准和知识产权体系", "技术标准、隐私保护"),
    ]
    assert {row["task"] for row in found[5:]} == {
        "智能无人系统应用工程",
        "提升终端产品智能化水平",
        "推进重点领域智能产品创新",
        "人才培养",
    }


def test_tasks_are_ranked_by_what_they_order(seeds):
    ranked = [int(row["concepts"]) for row in rows(seeds, "busiest-tasks")]
    assert len(ranked) == 30
    assert ranked == sorted(ranked, reverse=True)
