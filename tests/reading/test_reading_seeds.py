from __future__ import annotations

from pathlib import Path

import pytest

from kg.reading import PolicyDocument, SectionKind, find_documents, read

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def plan_2016() -> PolicyDocument:
    return read(SEEDS / "2016-internet-plus-ai-three-year-plan.txt")


@pytest.fixture(scope="module")
def plan_2017() -> PolicyDocument:
    return read(SEEDS / "2017-new-generation-ai-development-plan.txt")


def below(document: PolicyDocument, number: str) -> list[str]:
    parent = next(each.id for each in document.sections if each.number == number)
    return [each.title for each in document.sections if each.parent == parent]


def test_the_seeds_are_what_the_folder_holds() -> None:
    assert [path.name[:4] for path in find_documents([SEEDS])] == ["2016", "2017"]


def test_2016_has_nine_projects_that_number_on_through_three_chapters(
    plan_2016: PolicyDocument,
) -> None:
    projects = [below(plan_2016, number) for number in ("二", "三", "四")]
    assert [len(each) for each in projects] == [2, 4, 3]
    assert all(title.endswith("工程") for each in projects for title in each)
    assert below(plan_2016, "一") == ["总体思路", "实施目标"]
    assert len(below(plan_2016, "五")) == 6


def test_2016_is_an_annex_with_its_title(plan_2016: PolicyDocument) -> None:
    assert plan_2016.metadata.title == "“互联网+”人工智能三年行动实施方案"
    assert plan_2016.metadata.title_is_stated
    assert plan_2016.metadata.number == ""


def test_2017_says_who_issued_it_when_to_whom(plan_2017: PolicyDocument) -> None:
    metadata = plan_2017.metadata
    assert metadata.title == "新一代人工智能发展规划"
    assert (metadata.number, metadata.date) == ("国发〔2017〕35号", "2017-07-08")
    assert metadata.issuer == "国务院"
    assert metadata.addressees == (
        "各省、自治区、直辖市人民政府",
        "国务院各部委",
        "各直属机构",
    )
    assert plan_2017.sections[1].kind is SectionKind.COVER


@pytest.mark.parametrize(
    ("number", "count", "first", "last"),
    [
        ("三/（二）/1", 6, "智能软硬件", "物联网基础器件"),
        ("三/（二）/2", 6, "智能制造", "智能家居"),
        ("三/（一）/2", 8, "知识计算引擎与知识服务技术", "自然语言处理技术"),
        ("三/（一）/1/专栏1", 8, "大数据智能理论", "量子智能计算理论"),
        ("三", 6, "构建开放协同的人工智能科技创新体系", "前瞻布局新一代人工智能重大科技项目"),
        ("六", 4, "组织领导", "舆论引导"),
    ],
)
def test_2017_has_the_titles_that_one_counts(
    plan_2017: PolicyDocument, number: str, count: int, first: str, last: str
) -> None:
    titles = below(plan_2017, number)
    assert (len(titles), titles[0], titles[-1]) == (count, first, last)


def test_2017_has_three_steps_with_three_items_each(plan_2017: PolicyDocument) -> None:
    steps = [each for each in plan_2017.sections if each.kind is SectionKind.STEP]
    assert [each.number for each in steps] == [
        f"二/（三）/{step}" for step in ("第一步", "第二步", "第三步")
    ]
    items = [each.parent for each in plan_2017.sections if each.kind is SectionKind.ITEM]
    assert items == [step.id for step in steps for _ in range(3)]


def test_2017_takes_no_sentence_for_a_title(plan_2017: PolicyDocument) -> None:
    titles = {each.title for each in plan_2017.sections}
    assert not titles & {
        "促进各类通用软件和技术平台的开源开放",
        "加强人工智能标准框架体系研究",
        "各类平台要按照军民深度融合的要求和相关规定，推进军民共享共用",
    }


def test_2017_has_the_verb_titles_behind_full_lines(plan_2017: PolicyDocument) -> None:
    titles = {each.title for each in plan_2017.sections}
    assert {"加大高端人工智能人才引进力度", "建设国家人工智能产业园"} < titles


@pytest.mark.parametrize("name", ["plan_2016", "plan_2017"])
def test_every_paragraph_of_a_seed_is_whole(name: str, request: pytest.FixtureRequest) -> None:
    document: PolicyDocument = request.getfixturevalue(name)
    cover = document.sections[1].end if document.sections[1].kind is SectionKind.COVER else 0
    for paragraph in document.paragraphs:
        text = document.text[paragraph.start : paragraph.end]
        if paragraph.start > cover:
            assert text.endswith(("。", "："))
