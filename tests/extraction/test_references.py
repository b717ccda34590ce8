from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.facts import Extraction, MentionClass, Predicate
from kg.extraction.pipeline import extract
from kg.reading import read_text


def read(sentence: str, title: str = "某市数据产业发展实施方案") -> Extraction:
    return extract(read_text(f"{title}\n\n一、总体要求\n{sentence}\n"))


def programmes(sentence: str) -> list[str]:
    return [m.text for m in read(sentence).mentions if m.cls is MentionClass.PROGRAMME]


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
    ],
)
def test_named_programmes_are_found(sentence: str, names: list[str]) -> None:
    assert programmes(sentence) == names


@pytest.mark.parametrize(
    "sentence", ["加强统筹规划。", "推进“放管服”改革。", "建设交通工程。", "按照有关规划推进。"]
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
