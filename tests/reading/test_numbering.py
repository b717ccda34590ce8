from __future__ import annotations

import pytest

from kg.reading.numbering import marker_at


@pytest.mark.parametrize(
    ("line", "kind", "label", "value", "rest"),
    [
        ("第三章总则", "part", "第三章", 3, "总则"),
        ("第十二条国家鼓励研究。", "article", "第十二条", 12, "国家鼓励研究。"),
        ("第四条规划编制应当公开。", "article", "第四条", 4, "规划编制应当公开。"),
        ("第六条第三方机构应当报告。", "article", "第六条", 6, "第三方机构应当报告。"),
        ("十一、组织实施", "heading", "十一", 11, "组织实施"),
        ("（三）智能家居示范工程", "heading", "（三）", 3, "智能家居示范工程"),
        ("(三)智能家居示范工程", "heading", "（三）", 3, "智能家居示范工程"),
        ("1.建立理论体系。", "heading", "1", 1, "建立理论体系。"),
        ("12．建立理论体系", "heading", "12", 12, "建立理论体系"),
        ("2、建立理论体系", "heading", "2", 2, "建立理论体系"),
        ("3.2现代统计学基础", "heading", "3.2", 2, "现代统计学基础"),
        ("（1）计算芯片：单片算力", "heading", "（1）", 1, "计算芯片：单片算力"),
        ("1）计算芯片", "heading", "1", 1, "计算芯片"),
        ("③计算芯片", "heading", "③", 3, "计算芯片"),
        ("专栏1基础理论", "box", "专栏1", 1, "基础理论"),
        ("——形成产业链。发展", "item", "", 0, "形成产业链。发展"),
        ("第一步，到2020年", "step", "第一步", 1, "到2020年"),
        ("附件2", "annex", "附件2", 2, ""),
        ("Chapter IV Safeguards", "part", "Chapter IV", 4, "Safeguards"),
    ],
)
def test_a_number_is_told_by_its_form(
    line: str, kind: str, label: str, value: int, rest: str
) -> None:
    marker = marker_at(line)
    assert marker is not None
    assert (marker.kind, marker.label, marker.value) == (kind, label, value)
    assert line[marker.end :] == rest


@pytest.mark.parametrize(
    "line",
    [
        "1.5亿元以上",
        "3.8米直径火箭",
        "一、二、三产业融合",
        "第三条规定的情形",
        "第三条第二款规定",
        "1、2、3号机组",
        "（5G）系统",
        "2025年是攻坚之年",
        "附件：某指引",
        "一是一，二是二",
        "第一产业",
        "",
    ],
)
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    assert marker_at(line) is None
