from __future__ import annotations

from kg.reading import PolicyDocument, SectionKind, read_text

BODY = "围绕重大需求，推进系统集成应用，建立标准体系。"


def numbers(text: str) -> list[str]:
    return [section.number for section in read_text(text).sections[1:]]


def by_number(document: PolicyDocument, number: str) -> str:
    return next(each.title for each in document.sections if each.number == number)


def test_labels_are_joined_from_the_top() -> None:
    text = f"三、任务\n（一）体系\n1.理论\n（1）模型\n①算法\n{BODY}\n（二）经济\n四、资源"
    assert numbers(text) == [
        "三",
        "三/（一）",
        "三/（一）/1",
        "三/（一）/1/（1）",
        "三/（一）/1/（1）/①",
        "三/（二）",
        "四",
    ]


def test_numbers_that_run_on_stand_where_they_stand() -> None:
    text = "二、产业\n（一）工程甲\n（二）工程乙\n三、产品\n（三）工程丙\n四、终端\n（四）工程丁"
    assert numbers(text) == ["二", "二/（一）", "二/（二）", "三", "三/（三）", "四", "四/（四）"]


def test_a_box_has_its_own_numbers_and_ends_where_the_outer_ones_go_on() -> None:
    text = "（一）体系\n1.理论\n专栏 1 基础理论\n1.大数据。研究。\n2.跨媒体。研究。\n2.技术\n3.平台"
    document = read_text(text)
    assert [section.number for section in document.sections[1:]] == [
        "（一）",
        "（一）/1",
        "（一）/1/专栏1",
        "（一）/1/专栏1/1",
        "（一）/1/专栏1/2",
        "（一）/2",
        "（一）/3",
    ]
    box = document.sections[3]
    assert (box.kind, box.label, box.title) == (SectionKind.BOX, "专栏1", "专栏1 基础理论")


def test_a_box_takes_its_title_from_the_next_line() -> None:
    assert read_text(f"一、理论\n专栏1\n基础理论\n1.大数据。{BODY}").sections[2].title == (
        "专栏1 基础理论"
    )


def test_a_title_on_the_next_line_is_parted_from_latin_text_by_a_space() -> None:
    text = "A law\nChapter I\nGeneral Provisions\nArticle 1 To promote industry, do so."
    assert "Chapter I General Provisions" in read_text(text).text
    assert read_text(text).sections[1].title == "General Provisions"


def test_a_box_with_a_table_ends_at_the_first_sentence() -> None:
    text = f"一、目标\n专栏1 指标\n序号\n指标\n\n下降15%\n（责任）\n{BODY}\n二、任务"
    document = read_text(text)
    last = next(each for each in document.paragraphs if document.text[each.start] == "围")
    assert last.section == "一"


def test_items_stand_in_their_step() -> None:
    text = (
        "（三）目标\n第一步，到2020年同步，成为增长点。\n——理论取得进展。取得成果。\n"
        "第二步，到2025年突破，成为动力。\n——体系初步建立，取得突破。"
    )
    document = read_text(text)
    assert [(each.kind, each.level, each.title) for each in document.sections[2:]] == [
        (SectionKind.STEP, 2, "到2020年同步"),
        (SectionKind.ITEM, 3, "理论取得进展"),
        (SectionKind.STEP, 2, "到2025年突破"),
        (SectionKind.ITEM, 3, "体系初步建立"),
    ]


def test_chapters_sections_and_articles_nest_and_articles_run_on() -> None:
    text = (
        "第一章总则\n第一条甲应当守法，并报告。\n第二章数据\n第一节管理\n第二条乙应当守法，并报告。"
    )
    assert numbers(text) == [
        "第一章",
        "第一章/第一条",
        "第二章",
        "第二章/第一节",
        "第二章/第一节/第二条",
    ]


def test_an_inner_scheme_of_higher_rank_is_told_by_the_numbers_around_it() -> None:
    text = f"1.甲方\n（一）{BODY}\n（二）{BODY}\n2.乙方\n（一）{BODY}"
    assert numbers(text) == ["1", "1/（一）", "1/（二）", "2", "2/（一）"]


def test_an_annex_starts_its_own_numbers() -> None:
    text = f"某市发展规划\n一、任务\n{BODY}\n二、保障\n{BODY}\n附件1\n建设指引\n一、目标\n{BODY}"
    document = read_text(text)
    annex = next(each for each in document.sections if each.kind is SectionKind.ANNEX)
    assert (annex.level, annex.title) == (1, "建设指引")
    assert by_number(document, "附件1/一") == "目标"


def test_ids_are_paths_and_never_the_same_twice() -> None:
    text = f"一、任务\n智能制造。{BODY}\n智能制造。{BODY}\n一、任务\n——{BODY}\n——{BODY}"
    ids = [section.id for section in read_text(text).sections]
    assert ids[:4] == ["", "一", "一/智能制造", "一/智能制造-2"]
    assert len(set(ids)) == len(ids)


def test_a_section_spans_its_subsections() -> None:
    document = read_text(f"一、任务\n（一）甲\n{BODY}\n（二）乙\n{BODY}\n二、保障\n{BODY}")
    first, second = document.sections[1], document.sections[4]
    assert document.text[first.start : first.end].endswith(BODY)
    assert document.text[first.start : first.end].count(BODY) == 2
    assert second.start == first.end + 1


def test_a_paragraph_behind_an_item_belongs_to_the_section_above() -> None:
    document = read_text(f"一、目标\n——规模壮大。{BODY}\n上述目标由各地落实。")
    assert document.paragraphs[-1].section == "一"


def test_a_paragraph_that_sums_up_belongs_to_the_section_above() -> None:
    text = f"一、形势\n发展进入阶段。{BODY}\n社会迎来机遇。{BODY}\n同时，仍存在差距。"
    assert [each.section for each in read_text(text).paragraphs] == [
        "一/发展进入阶段",
        "一/社会迎来机遇",
        "一",
    ]


def test_a_paragraph_behind_a_list_belongs_to_the_article() -> None:
    text = "第一条设立下列活动：\n（一）捐资；\n（二）其他活动。\n日常工作由某部门承担。"
    assert read_text(text).paragraphs[-1].section == "第一条"


def test_a_signature_at_the_end_belongs_to_the_document() -> None:
    document = read_text(f"某部意见\n一、任务\n{BODY}\n（一）协作\n{BODY}\n某某部\n2025年8月25日")
    assert [each.section for each in document.paragraphs[-2:]] == ["", ""]


def test_a_text_without_any_form_is_one_document_with_its_paragraphs() -> None:
    document = read_text(f"{BODY}\n{BODY}")
    assert [section.id for section in document.sections] == [""]
    assert [each.id for each in document.paragraphs] == ["p1", "p2"]
