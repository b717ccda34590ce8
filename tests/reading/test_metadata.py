from __future__ import annotations

import pytest

from kg.reading import SectionKind, read_text
from kg.reading.metadata import iso_date

BODY = "为推进产业发展，制定本规划。\n一、总体要求\n围绕重大需求，推进系统集成应用。"
NOTICE = """\
某省人民政府关于印发智能产业发展规划的通知
某政发[2025] 7 号
各市人民政府，省政府各部门、各直属机构：
现将《智能产业发展规划》印发给你们，请认真贯彻执行。
某省人民政府
2025 年 3 月 10 日
（此件公开发布）
智能产业发展规划
"""


def test_a_notice_tells_title_number_date_issuer_and_addressees() -> None:
    metadata = read_text(NOTICE + BODY).metadata
    assert metadata.title == "智能产业发展规划"
    assert metadata.number == "某政发〔2025〕7号"
    assert metadata.date == "2025-03-10"
    assert metadata.issuer == "某省人民政府"
    assert metadata.addressees == ("各市人民政府", "省政府各部门", "各直属机构")
    assert metadata.title_is_stated


def test_the_notice_is_the_cover_and_the_preamble_is_the_documents_own() -> None:
    document = read_text(NOTICE + BODY)
    root, cover = document.sections[:2]
    assert cover.kind is SectionKind.COVER
    assert document.text[cover.start : cover.end].endswith("（此件公开发布）")
    assert document.text[root.title_start : root.title_end] == root.title == "智能产业发展规划"
    preamble = next(each for each in document.paragraphs if each.start > root.title_start)
    assert (preamble.section, document.text[preamble.start]) == ("", "为")


def test_a_title_named_in_the_notice_is_not_yet_the_document() -> None:
    notice = NOTICE.replace("现将《智能产业发展规划》", "现将智能产业发展规划")
    document = read_text(notice + BODY)
    assert document.text[document.sections[1].end - 7 :].startswith("此件公开发布）\n智能产业")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("关于印发《智能产业发展规划》的通知\n", "智能产业发展规划"),
        ("附件\n智能产业三年行动计划\n", "智能产业三年行动计划"),
        ("附件“互联网+”智能产业实施方案", "“互联网+”智能产业实施方案"),
        ("智能产业三年行动计划（2024—2026年）", "智能产业三年行动计划（2024—2026年）"),
        ("国务院关于加快推进农业机械化和\n农机装备产业转型升级的指导意见\n",) * 2,
        ("新华社电近日，某部印发了《智能产业发展纲要》，并发出通知。\n", "智能产业发展纲要"),
        ("某省数据条例\n", "某省数据条例"),
    ],
)
def test_the_title_is_found_where_it_stands(head: str, title: str) -> None:
    document = read_text(head + BODY)
    root = document.sections[0]
    assert document.metadata.title == root.title == title.replace("\n", "")
    assert document.text[root.title_start : root.title_end] == root.title


def test_without_a_title_the_name_of_the_file_serves() -> None:
    document = read_text("三、重点任务\n围绕重大需求，推进应用。", "texts/2017-tasks.txt")
    assert document.metadata.title == "2017-tasks"
    assert not document.metadata.title_is_stated
    assert document.sections[0].title == ""


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("国发〔2017〕35 号", "国发〔2017〕35号"),
        ("国办发[2018]128号", "国办发〔2018〕128号"),
        ("沪府规［２０２１］3号", "沪府规〔2021〕3号"),
        ("工信部联规（2021）207号", "工信部联规〔2021〕207号"),
    ],
)
def test_a_number_is_written_in_one_way(written: str, number: str) -> None:
    assert read_text(f"智能产业发展规划\n{written}\n{BODY}").metadata.number == number


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2017年7月8日", "2017-07-08"),
        ("二〇一七年七月八日", "2017-07-08"),
        ("二○二一年十二月三十一日", "2021-12-31"),
        ("2017年13月8日", ""),
        ("2017年底", ""),
    ],
)
def test_a_date_is_iso(written: str, iso: str) -> None:
    assert iso_date(written) == iso


def test_a_law_has_the_date_of_its_last_revision() -> None:
    text = "某国科学法\n2007年12月29日通过\n2021年12月24日修订\n第一条为了发展，制定本法。"
    assert read_text(text).metadata.date == "2021-12-24"


def test_several_issuers_are_all_named() -> None:
    text = NOTICE.replace("某省人民政府\n2025", "某省科技厅\n某市人民政府\n2025") + BODY
    assert read_text(text).metadata.issuer == "某省科技厅、某市人民政府"


def test_a_title_above_a_date_is_no_issuer() -> None:
    metadata = read_text(f"某省关于发展产业的意见\n2025年3月10日\n{BODY}").metadata
    assert (metadata.issuer, metadata.date) == ("", "2025-03-10")


def test_what_the_text_does_not_say_is_empty() -> None:
    metadata = read_text(BODY).metadata
    assert (metadata.number, metadata.date, metadata.issuer, metadata.addressees) == (
        "",
        "",
        "",
        (),
    )
