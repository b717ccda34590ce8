from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.facts import Extraction, Mention, MentionClass, Predicate
from kg.extraction.pipeline import extract
from kg.reading import read_text


def read(sentence: str, title: str = "某市数据产业发展实施方案") -> Extraction:
    return extract(read_text(f"{title}\n\n一、总体要求\n{sentence}\n"))


def programmes(sentence: str) -> list[str]:
    return [m.text for m in read(sentence).mentions if named_in_a_paragraph(m)]


def named_in_a_paragraph(mention: Mention) -> bool:
    return mention.cls is MentionClass.PROGRAMME and mention.paragraph != ""


def cited(sentence: str, title: str = "某市数据产业发展实施方案") -> list[str]:
    extraction = read(sentence, title)
    name = {mention.id: mention.text for mention in extraction.mentions}
    return [name[r.object] for r in extraction.relations if r.predicate is Predicate.CITES]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("贯彻落实《关于推进“互联网+”行动的意见》。", ["《关于推进“互联网+”行动的意见》"]),
        ("结合“一带一路”等国家重大战略，开展合作。", ["“一带一路”"]),
        ("统筹利用“英才计划”等现有人才计划。", ["“英才计划”"]),
        ("实施“神农英才”计划，引进人才。", ["“神农英才”计划"]),
        ("实施种业企业“航母”培育计划。", ["种业企业“航母”培育计划"]),
        ("依托国家重点研发计划，支持攻关。", ["国家重点研发计划"]),
        ("落实乡村振兴战略、创新驱动发展战略。", ["乡村振兴战略", "创新驱动发展战略"]),
        ("统筹预算资金、国家重大科研计划等多种渠道。", ["国家重大科研计划"]),
        ("承担国家重大科技计划项目。", ["国家重大科技计划项目"]),
        ("实施应急物资供应保障工程，加强储备。", ["应急物资供应保障工程"]),
        ("启动实施高等学校质量提升计划。", ["高等学校质量提升计划"]),
        ("启动新一轮清洁空气行动计划。", ["清洁空气行动计划"]),
        ("开展标准领航专项行动。", ["标准领航专项行动"]),
        ("深度融入长江经济带高质量发展，提升能级。", ["长江经济带高质量发展"]),
        ("推进中部地区崛起、西部大开发。", ["中部地区崛起", "西部大开发"]),
        ("加入《区域贸易便利协定》（RTFA）。", ["《区域贸易便利协定》（RTFA）"]),
    ],
)
def test_named_programmes_are_found(sentence: str, names: list[str]) -> None:
    assert programmes(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "加强统筹规划。",
        "推进“放管服”改革。",
        "建设交通工程。",
        "按照有关规划推进。",
        "国家建立科学技术计划协调机制。",
        "建设长江经济带高质量发展示范区。",
        "电视剧《山海之间》广受好评。",
        "实施应当符合实际的工程。",
    ],
)
def test_words_that_only_end_like_a_programme_are_none(sentence: str) -> None:
    assert programmes(sentence) == []


def test_a_basis_is_cited_by_the_document_as_a_whole() -> None:
    extraction = read("根据《数据安全法》，制定本方案。")
    (citation,) = [r for r in extraction.relations if r.predicate is Predicate.CITES]
    text = extraction.document.text
    assert citation.subject == "task:"
    assert text[citation.start : citation.end] == "根据《数据安全法》"


def test_a_plan_that_is_still_to_be_made_is_not_cited() -> None:
    assert programmes("制定《数据开放管理办法》。") == ["《数据开放管理办法》"]
    assert cited("制定《数据开放管理办法》。") == []


def test_a_document_does_not_cite_itself() -> None:
    assert cited("现将《某市数据产业发展实施方案》印发给你们，请遵照执行。") == []


def test_a_document_names_itself_where_its_title_stands() -> None:
    extraction = read("现将《某市数据产业发展实施方案》印发给你们。")
    own = [m for m in extraction.mentions if m.text.strip("《》") == "某市数据产业发展实施方案"]
    assert [(m.paragraph, m.task) for m in own] == [("", "task:"), ("p1", "task:一")]


def test_a_title_that_was_taken_from_the_name_of_the_file_names_nothing() -> None:
    extraction = extract(read_text("一、总体要求\n数据产业规划很重要。\n", "规划.txt"))
    assert [m for m in extraction.mentions if m.cls is MentionClass.PROGRAMME] == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("组织实施产业链强基行动。", ["产业链强基行动"]),
        ("京津冀协同发展迈上台阶。", ["京津冀协同发展"]),
    ],
)
def test_what_is_carried_out_or_goes_on_is_cited(sentence: str, names: list[str]) -> None:
    assert cited(sentence) == names


def test_what_the_title_of_a_section_says_to_do_is_no_programme() -> None:
    document = read_text("研究方案\n\n一、重点任务\n（一）实施前沿探索行动\n研究机理。\n")
    names = [m.text for m in extract(document).mentions if named_in_a_paragraph(m)]
    assert names == []


def test_the_title_of_a_section_may_be_a_programme() -> None:
    extraction = read("“星眸”整机工程。突破光学模组，推动整机量产。")
    names = [m.text for m in extraction.mentions if m.cls is MentionClass.PROGRAMME]
    assert "“星眸”整机工程" in names


PARTS = [
    "落实",
    "“",
    "”",
    "《",
    "》",
    "一带一路",
    "计划",
    "国家",
    "重点研发",
    "、",
    "和",
    "，",
    "。",
    "实施",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=25))
def test_programmes_are_spelled_by_their_pieces(parts: list[str]) -> None:
    document = read_text("一、总体要求\n" + "".join(parts) + "完\n")
    for mention in extract(document).mentions:
        assert mention.text == "".join(document.text[a:b] for a, b in mention.pieces)
