from __future__ import annotations

import pytest

from kg.reading import PolicyDocument, read_text

# Lines of 18 characters, as a page sets them.
PAGE = """\
围绕制造强国重大需求，推进智能制造关
键技术装备、核心支撑软件、工业互联网
等系统集成应用，研发智能产品及智能互
联产品、智能制造工具系统。
研制农业智能传感与控制系统、智能化农
业装备、农机田间作业自主系统等。
"""
FULL = "联产品、智能制造使能的工具、云系统。"
FIRST = (
    "围绕制造强国重大需求，推进智能制造关键技术装备、核心支撑软件、工业互联网"
    "等系统集成应用，研发智能产品及智能互联产品、智能制造工具系统。"
)
SECOND = "研制农业智能传感与控制系统、智能化农业装备、农机田间作业自主系统等。"


def paragraphs(document: PolicyDocument) -> list[str]:
    return [document.text[each.start : each.end] for each in document.paragraphs]


def test_a_wrapped_line_is_joined_to_the_next() -> None:
    assert paragraphs(read_text(PAGE)) == [FIRST, SECOND]


@pytest.mark.parametrize("end", ["\r\n", "\n\n", "\r", " \n \n"])
def test_line_ends_and_blank_lines_all_over_change_nothing(end: str) -> None:
    assert paragraphs(read_text(PAGE.replace("\n", end))) == [FIRST, SECOND]


def test_a_page_break_does_not_break_a_sentence() -> None:
    broken = PAGE.replace("工业互联网\n", "工业互联网\n\n\n\n ")
    assert paragraphs(read_text(broken)) == [FIRST, SECOND]


def page_with(last: str, following: str) -> str:
    """Return the page with another last line of its first paragraph, and more behind it."""
    first, second = PAGE.split("联产品、智能制造工具系统。\n")
    sentence = following + second.replace("\n", "")
    opening, _, rest = sentence.rpartition("\n")
    lines = [rest[at : at + 18] for at in range(0, len(rest), 18)]
    return "\n".join([first + last, *([opening] if opening else []), *lines, ""])


def test_a_full_line_that_ends_a_sentence_goes_on() -> None:
    assert len(paragraphs(read_text(page_with(FULL, "")))) == 1


def test_a_full_last_line_ends_its_paragraph_where_a_number_follows() -> None:
    text = page_with(FULL, "（一）示范工程\n")
    assert [section.title for section in read_text(text).sections[1:]] == ["示范工程"]


def test_a_full_last_line_ends_its_paragraph_where_a_noun_title_follows() -> None:
    document = read_text(page_with(FULL, "智能农业。"))
    assert document.sections[-1].title == "智能农业"
    assert len(document.paragraphs) == 2


def test_a_full_last_line_goes_on_where_a_sentence_with_a_verb_follows() -> None:
    assert len(paragraphs(read_text(page_with(FULL, "促进开源。")))) == 1


@pytest.mark.parametrize(
    ("second", "titles"),
    [("推广应用智能工厂。", ["建设制造基地", "推广应用智能工厂"]), ("鼓励企业，促进开源。", [])],
)
def test_a_verb_title_behind_a_full_line_needs_another_beside_it(
    second: str, titles: list[str]
) -> None:
    text = f"（一）示范工程\n{page_with(FULL, '建设制造基地。')}{second}{PAGE[:9]}。\n"
    document = read_text(text)
    assert [each.title for each in document.sections if each.kind == "run-in"] == titles
    assert len(document.paragraphs) == 2 + len(titles) // 2


def test_blank_lines_part_paragraphs_where_they_are_few() -> None:
    assert len(paragraphs(read_text(page_with(FULL + "\n", "")))) == 2


def test_an_indent_opens_a_paragraph() -> None:
    assert len(paragraphs(read_text(page_with(FULL, "　　")))) == 2


def test_an_indent_that_all_lines_have_opens_none() -> None:
    indented = "".join(f"    {line}\n" for line in page_with(FULL, "").splitlines())
    assert len(paragraphs(read_text(indented))) == 1


def test_a_figure_at_the_start_of_a_line_is_no_number() -> None:
    text = PAGE.replace("等系统集成应用，研发", "3.8万亿元的应用，研发")
    assert len(read_text(text).sections) == 1


def test_a_heading_over_two_lines_is_one_title() -> None:
    text = "（一）构建开放协同的人工智能科技创\n新体系\n" + PAGE
    assert read_text(text).sections[1].title == "构建开放协同的人工智能科技创新体系"


def test_a_full_heading_ends_where_a_heading_of_another_scheme_follows() -> None:
    text = f"一、构建开放协同的人工智能的科技创新体\n（一）示范工程\n{PAGE}"
    assert [section.number for section in read_text(text).sections] == ["", "一", "一/（一）"]


def test_yi_shi_at_the_start_of_a_line_opens_no_paragraph() -> None:
    assert len(paragraphs(read_text(page_with(FULL, "一是加强研究。")))) == 1


def test_a_full_title_ends_before_the_preamble() -> None:
    title = "推进智能制造产业体系创新的发展规划"
    assert read_text(f"{title}\n{PAGE}").metadata.title == title


def test_headings_of_one_width_make_no_wrapped_page() -> None:
    headings = ["一、加强生命系统设计的基础理论研究", "二、建设高能级创新平台和基础设施群"]
    lines = [f"{heading}\n{FIRST}\n小标题一句。{SECOND}" for heading in headings]
    assert read_text("\n".join(lines)).text == "\n".join(lines)


def test_one_paragraph_a_line_stays_one_paragraph_a_line() -> None:
    lines = [FIRST, "一、重点任务", SECOND, "（一）示范工程", FIRST, SECOND]
    assert read_text("\n\n".join(lines)).text.split("\n") == lines


def test_a_long_line_that_breaks_off_in_a_sentence_goes_on() -> None:
    text = f"{FIRST}\n{FIRST[:60]}\n{FIRST[60:]}\n{SECOND}\n"
    assert paragraphs(read_text(text)) == [FIRST, FIRST, SECOND]


def test_english_words_are_joined_with_a_space() -> None:
    text = (
        "The committee shall study the ethical rules of\n"
        "artificial intelligence and advise all of the\n"
        "departments that work on them in every city.\n"
    )
    assert read_text(text).text == " ".join(text.split())
