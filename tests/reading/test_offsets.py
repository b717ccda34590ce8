"""Whatever the text, clean text and outline keep their promises."""

from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.reading import PolicyDocument, SectionKind, read_text
from kg.reading.cleaning import INVISIBLE, normalise

PIECES = [
    *"一二三四五六七八九十，。；：、！“”《》（）()[]〔〕—①②123ＡＢ１２３.．",
    *" 　\n\n\n\t\r\f\u200b\ufeff\u00a0",
    *[
        "\n一、",
        "\n（一）",
        "\n1.",
        "\n（1）",
        "\n第一章 ",
        "\n第二条 ",
        "\n——",
        "\n专栏 1 ",
        "\n附件",
    ],
    *["智能制造。", "围绕需求，推进应用。", "重点突破技术。", "\n第一步，", "的通知", "AI chips"],
    *[
        "关于印发发展规划",
        "\n发展规划\n",
        "为贯彻落实",
        "2017 年 7 月 8 日\n",
        "国发〔2017〕35 号\n",
    ],
]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)
DROPPED = re.compile(rf"[\s{INVISIBLE}]")


def documents() -> st.SearchStrategy[PolicyDocument]:
    return TEXTS.filter(lambda text: DROPPED.sub("", text) != "").map(read_text)


@given(documents())
@settings(max_examples=120, deadline=None)
def test_no_character_is_lost_added_or_moved(document: PolicyDocument) -> None:
    kept = DROPPED.sub("", normalise(document.source))
    assert DROPPED.sub("", document.text) == kept


@given(documents())
@settings(max_examples=120, deadline=None)
def test_every_clean_character_stands_in_the_source_where_the_map_says(
    document: PolicyDocument,
) -> None:
    source = re.sub(r"\s", " ", normalise(document.source))
    for offset, character in enumerate(document.text):
        if character != "\n":
            start, end = document.offsets.to_source(offset, offset + 1)
            assert source[start:end] == character


@given(documents())
@settings(max_examples=120, deadline=None)
def test_sections_nest_and_paragraphs_stand_in_them(document: PolicyDocument) -> None:
    sections = {section.id: section for section in document.sections}
    assert len(sections) == len(document.sections)
    assert document.sections[0].kind is SectionKind.DOCUMENT
    for section in document.sections[1:]:
        parent = sections[section.parent or ""]
        assert parent.start <= section.start < section.end <= parent.end
        assert section.level == parent.level + 1
    behind = 0
    for paragraph in document.paragraphs:
        holder = sections[paragraph.section]
        assert behind <= paragraph.start < paragraph.end
        assert holder.start <= paragraph.start < paragraph.end <= holder.end
        assert "\n" not in document.text[paragraph.start : paragraph.end]
        behind = paragraph.end


@given(documents())
@settings(max_examples=120, deadline=None)
def test_a_title_is_the_characters_at_its_offsets(document: PolicyDocument) -> None:
    for section in document.sections:
        written = document.text[section.title_start : section.title_end]
        if section.kind is SectionKind.BOX:
            assert section.title.replace(" ", "").startswith("专栏")
        else:
            assert section.title == written


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_clean_text_comes_through_a_second_reading_with_the_same_characters(text: str) -> None:
    assume(DROPPED.sub("", text))
    once = read_text(text).text
    again = read_text(once).text
    assert DROPPED.sub("", again) == DROPPED.sub("", once)


def test_a_quotation_leads_back_to_the_words_in_the_file() -> None:
    source = "一、目标\n\n\n到 2020 年，产业规模\n超过 １５００ 亿元。\n"
    document = read_text(source)
    start = document.text.index("1500亿元")
    first, last = document.offsets.to_source(start, start + len("1500亿元"))
    assert source[first:last] == "１５００ 亿元"
