from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.doc import make_doc
from kg.extraction.facts import Extraction
from kg.extraction.learned import load
from kg.extraction.pipeline import create, extract
from kg.reading import read_text


def extraction(text: str, heading: str = "一、重点任务") -> Extraction:
    return extract(read_text(f"{heading}\n{text}\n"))


def names(text: str, heading: str = "一、重点任务") -> set[str]:
    return {mention.text for mention in extraction(text, heading).mentions}


def test_each_conjunct_is_a_name() -> None:
    assert {"工业机器人", "服务机器人", "手术机器人"} <= names(
        "研发工业机器人、服务机器人和手术机器人。"
    )


def test_a_shared_head_makes_a_name_of_two_pieces() -> None:
    found = extraction("研发便携型和固定型水下机器人。")
    portable = next(m for m in found.mentions if m.text == "便携型水下机器人")
    assert [found.document.text[a:b] for a, b in portable.pieces] == ["便携型", "水下机器人"]


def test_a_shared_modifier_makes_a_name_of_two_pieces() -> None:
    found = extraction("研发新型海洋软件和装备。")
    equipment = next(m for m in found.mentions if m.text == "新型海洋装备")
    assert len(equipment.pieces) == 2


def test_yu_inside_the_name_of_a_theory_joins() -> None:
    found = names("研究非线性波动与湍流理论、洋流演化与涌现机理等理论。", "一、加强基础理论研究")
    assert "洋流演化与涌现机理" in found


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("建设一批海洋大数据平台。", "海洋大数据平台"),
        ("建设3个国家级创新中心。", "国家级创新中心"),
        ("加强海底观测网建设。", "海底观测网"),
        ("推进工业互联网平台的研发和推广应用。", "工业互联网平台"),
        ("建设面向渔业的公共服务平台。", "公共服务平台"),
        ("研制第五代移动通信（5G）芯片。", "第五代移动通信（5G）芯片"),
    ],
)
def test_a_name_is_the_longest_words_without_what_only_counts_or_acts(
    sentence: str, name: str
) -> None:
    assert name in names(sentence)


@pytest.mark.parametrize("sentence", ["提升水平。", "加强技术创新。", "推动人工智能发展。"])
def test_words_that_alone_name_nothing_are_no_names(sentence: str) -> None:
    assert names(sentence) == set()


def test_a_run_in_title_that_names_a_thing_is_a_name() -> None:
    found = extraction(
        "1.智能渔业。推广智能投饵装备。\n2.智能港口。建设无人码头。", "一、培育海洋产业"
    )
    titles = {m.text: str(m.cls) for m in found.mentions}
    assert titles["智能渔业"] == titles["智能港口"] == "Industry"


def test_a_threshold_leaves_out_what_scores_less() -> None:
    document = read_text("一、重点任务\n研发工业机器人、甲乙丙和手术机器人。\n")
    found = {}
    for threshold in (0.0, 0.9):
        nlp = create(learned=replace(load(), networks=()))  # which would add names of its own
        nlp.replace_pipe("policykg_names", "policykg_names", config={"threshold": threshold})
        found[threshold] = {n.text: n.score for n in nlp(make_doc(nlp, document))._.names}
    kept = {text: score for text, score in found[0.0].items() if score >= 0.9}
    assert found[0.9] == kept != found[0.0]


SENTENCES = st.text(
    alphabet="研发建设推进海洋机器人平台技术产业标准、和与及等的，。在领域一批（）“”型", max_size=60
)


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_pieces_ascend_spell_the_name_and_lie_in_the_paragraph(text: str) -> None:
    found = extraction("推进" + text)
    paragraphs = {p.id: p for p in found.document.paragraphs}
    sections = found.document.sections
    for mention in found.mentions:
        edges = [edge for piece in mention.pieces for edge in piece]
        assert edges == sorted(edges)
        assert "".join(found.document.text[a:b] for a, b in mention.pieces) == mention.text
        assert 0 < mention.confidence <= 1
        held = paragraphs.get(mention.paragraph)
        in_text = held is not None and held.start <= mention.start < mention.end <= held.end
        titled = any(
            s.title_start <= mention.start and mention.end <= s.title_end for s in sections
        )
        assert in_text or titled
