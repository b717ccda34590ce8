"""The questions that the graph of the seeds must answer, with rows that were read in the texts."""

from __future__ import annotations

import pytest

from kg.queries import shipped_queries


def rows(seeds, name):
    """Return the rows of a shipped query, each as a dict of plain strings."""
    solutions = seeds.query(shipped_queries()[name].sparql)
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
        ("资金支持", {"天使投资", "风险投资"}),
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
