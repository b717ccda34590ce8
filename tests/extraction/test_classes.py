from __future__ import annotations

from pathlib import Path

import pytest

from kg.extraction.facts import Extraction
from kg.extraction.pipeline import extract
from kg.reading import read, read_text

SEEDS = Path(__file__).parents[2] / "seeds"


def classes(text: str, heading: str = "一、重点任务") -> dict[str, str]:
    found = extract(read_text(f"{heading}\n{text}\n"))
    return {mention.text: str(mention.cls) for mention in found.mentions}


@pytest.mark.parametrize(
    ("sentence", "name", "cls"),
    [
        ("研究洋流演化机理。", "洋流演化机理", "Theory"),
        ("突破水下定位技术。", "水下定位技术", "KeyTechnology"),
        ("建设海洋数据平台。", "海洋数据平台", "Platform"),
        ("研制水下机器人。", "水下机器人", "Product"),
        ("培育海洋装备产业。", "海洋装备产业", "Industry"),
        ("完善海洋数据标准体系。", "海洋数据标准体系", "Safeguard"),
    ],
)
def test_the_last_word_of_a_name_tells_its_class(sentence: str, name: str, cls: str) -> None:
    assert classes(sentence)[name] == cls


def test_a_name_in_a_domain_is_an_industry() -> None:
    assert classes("在海洋渔业等领域推广水下机器人。")["海洋渔业"] == "Industry"


def test_the_title_above_tells_the_class_of_a_title() -> None:
    assert classes("1.智能浮标。研制浮标。", "一、壮大海洋产业")["智能浮标"] == "Industry"


@pytest.fixture(scope="module")
def plans() -> dict[str, Extraction]:
    return {path.name[:4]: extract(read(path)) for path in SEEDS.glob("2*.txt")}


def named(found: Extraction, cls: str) -> set[str]:
    return {mention.text for mention in found.mentions if mention.cls == cls}


def test_the_eight_theories_of_the_first_box_are_theories(plans: dict[str, Extraction]) -> None:
    theories = (
        "大数据智能理论 跨媒体感知计算理论 混合增强智能理论 群体智能理论 "
        "自主协同控制与优化决策理论 高级机器学习理论 类脑智能计算理论 量子智能计算理论"
    )
    assert set(theories.split()) <= named(plans["2017"], "Theory")


def test_emerging_and_upgraded_industries_are_industries(plans: dict[str, Extraction]) -> None:
    industries = (
        "智能软硬件 智能机器人 智能运载工具 虚拟现实与增强现实 智能终端 物联网基础器件 "
        "智能制造 智能农业 智能物流 智能金融 智能商务 智能家居"
    )
    assert set(industries.split()) <= named(plans["2017"], "Industry")


@pytest.mark.parametrize("year", ["2016", "2017"])
def test_most_names_under_safeguards_are_safeguards(
    plans: dict[str, Extraction], year: str
) -> None:
    found = plans[year]
    under = {t.id for t in found.tasks if t.title == "保障措施"}
    for task in found.tasks:
        if task.parent in under:
            under.add(task.id)
    concepts = [
        m for m in found.mentions if m.task in under and m.cls not in ("Organization", "Programme")
    ]
    safeguards = [m for m in concepts if m.cls == "Safeguard"]
    assert len(safeguards) >= 30
    assert 2 * len(safeguards) > len(concepts)
