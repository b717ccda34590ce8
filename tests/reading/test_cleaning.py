from __future__ import annotations

import pytest

from kg.reading import read_text
from kg.reading.cleaning import Block


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("到 2020 年，规模超过 1500 亿元。", "到2020年，规模超过1500亿元。"),
        ("第五代移动通信（５Ｇ）系统。", "第五代移动通信（5G）系统。"),
        ("发展 open source  software 和工具。", "发展open source software和工具。"),
        ("“ 引育用留 ” 体系 , 帮助OPC 发布。", "“引育用留”体系,帮助OPC发布。"),
        ("人\u200b工\u00ad智\ufeff能\u00a0产　业。", "人工智能产业。"),
        ("速率达到 100 Gbps 以上。", "速率达到100 Gbps以上。"),
    ],
)
def test_spaces_and_digits_are_normalised(source: str, clean: str) -> None:
    assert read_text(source).text == clean


@pytest.mark.parametrize("text", ["，：；！？（）％＋～", "①㈠㎡Ⅳ", "﹏﹐︰ｱ"])
def test_no_other_character_is_turned_into_another(text: str) -> None:
    assert read_text(f"规划{text}。").text == f"规划{text}。"


def test_in_an_english_text_spaces_beside_quotation_marks_stay() -> None:
    text = "The “AI” law is here – for all."
    document = read_text(text)
    assert (document.text, document.metadata.language) == (text, "en")


def test_a_block_is_cut_with_its_places_in_the_source() -> None:
    block = Block("智能制造", ((3, 5), (9, 11)))
    assert block.parts([1, 3]) == [
        Block("智", ((3, 4),)),
        Block("能制", ((4, 5), (9, 10))),
        Block("造", ((10, 11),)),
    ]
