from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.facts import Predicate, Target
from kg.extraction.figures import figures
from kg.extraction.pipeline import extract
from kg.reading import read, read_text

SEEDS = Path(__file__).parents[2] / "seeds"


def targets(text: str) -> tuple[Target, ...]:
    return extract(read_text(text)).targets


def figure(text: str) -> tuple[str, float | None, str]:
    (found,) = targets(f"一、发展目标\n到2030年，{text}。\n")
    return found.comparator, found.value, found.unit


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("核心产业规模超过1500亿元", (">", 1500, "亿元")),
        ("带动相关产业规模突破1.5万亿元", (">", 1.5, "万亿元")),
        ("配套率达到70%", ("=", 70, "%")),
        ("覆盖率不低于95%", (">=", 95, "%")),
        ("新品种达到5款以上", (">=", 5, "款")),
        ("能耗降至1.25以下", ("<=", 1.25, "")),
        ("定位精度优于10厘米", ("<", 10, "厘米")),
        ("建成3—5个创新中心", ("=", 3, "个")),
        ("建设20个左右示范区", ("≈", 20, "个")),
        ("投入强度提高2个百分点", ("=", 2, "个百分点")),
        ("产量翻一番", ("=", 1, "番")),
        ("课时占总课时一半以上", (">=", 50, "%")),
        ("骨干企业占比超过三分之二", (">", 66.7, "%")),
        ("固体废物产生量实现零增长", ("=", 0, "%")),
        ("重大安全事件零发生", ("=", 0, "起")),
        ("形成千亿级的市场应用规模", ("≈", 1000, "亿元")),
        ("用户超过千万", (">", 1000, "万")),
        ("机器人密度达到每万人520台", ("=", 520, "台/万人")),
        ("培训人员20余万人", (">", 20, "万人")),
        ("峰值速率达到100 Gbps以上", (">=", 100, "Gbps")),
    ],
)
def test_a_figure_has_comparator_value_and_unit(
    words: str, expected: tuple[str, float, str]
) -> None:
    assert figure(words) == expected


@pytest.mark.parametrize(
    "words", ["建设5G基站", "发展L3级自动驾驶", "支持IMT-2030推进组", "落实第3条规定", "建成于3月"]
)
def test_digits_in_names_and_dates_are_no_figures(words: str) -> None:
    assert list(figures(words)) == []


@pytest.mark.parametrize(
    ("words", "metric"),
    [
        ("全省机器人产业规模突破800亿元", "全省机器人产业规模"),
        ("建成2个量子实验室", "量子实验室"),
        ("培育骨干企业50家", "骨干企业"),
        ("新型储能成本较2025年下降30%", "新型储能成本较2025年下降"),
        ("在医疗、教育等领域打造典型场景200个", "典型场景"),
        ("建成总里程超过2万公里的保密通信网络", "保密通信网络总里程"),
        ("年营业收入超过50亿元的骨干企业达到15家", "年营业收入超过50亿元的骨干企业"),
    ],
)
def test_the_metric_is_what_the_figure_measures(words: str, metric: str) -> None:
    (found,) = targets(f"一、发展目标\n到2030年，{words}。\n")
    assert found.metric == metric


def test_the_figures_of_a_list_are_targets_of_their_own() -> None:
    found = targets("一、主要目标\n到2027年，建成创新中心5家、中试平台10个。\n")
    assert [(t.metric, t.value, t.unit) for t in found] == [
        ("创新中心", 5, "家"),
        ("中试平台", 10, "个"),
    ]


def test_respective_figures_are_shared_out() -> None:
    found = targets("一、主要目标\n到2027年，渗透率、覆盖率分别达到60%、90%。\n")
    assert [(t.metric, t.value) for t in found] == [("渗透率", 60), ("覆盖率", 90)]


def test_a_year_holds_until_the_next_one() -> None:
    found = targets(
        "一、主要目标\n到2025年，规模达到1亿元。企业达到5家。到2030年，规模达到2亿元。\n"
    )
    assert [(t.year, t.value) for t in found] == [(2025, 1), (2025, 5), (2030, 2)]


def test_items_below_a_step_inherit_its_year() -> None:
    found = targets(
        "三、战略目标\n第一步，到2025年技术达到先进水平。\n"
        "——产业竞争力增强。核心产业规模超过4000亿元。\n"
    )
    assert (2025, 4000) in [(t.year, t.value) for t in found]


def test_the_period_of_the_title_dates_what_has_no_year() -> None:
    found = targets(
        "机器人产业发展行动计划（2025—2027年）\n\n一、重点任务\n培育骨干企业30家以上。\n"
    )
    assert [(t.year, t.value) for t in found] == [(2027, 30)]


def test_an_annual_report_plans_its_sections_not_its_review() -> None:
    found = targets(
        "2026年某市政府工作报告\n\n一、2025年工作回顾\n生产总值增长6%，建成公园20座。\n"
        "二、2026年重点工作\n新增公园100座。\n"
    )
    assert [(t.year, t.value) for t in found] == [(2026, 100)]


@pytest.mark.parametrize(
    "words",
    [
        "截至2024年底，已建成基站20万个",
        "2021年产业规模达到7.8万亿元",
        "产业规模从2012年的1万亿元增长到2021年的9万亿元",
    ],
)
def test_what_is_already_so_is_no_target(words: str) -> None:
    assert targets(f"关于数字经济的报告\n\n一、发展现状\n{words}。\n") == ()


@pytest.mark.parametrize("words", ["办好创业青年50人论坛", "提升15分钟社区生活圈功能"])
def test_a_figure_in_a_name_is_no_target(words: str) -> None:
    assert [t.value for t in targets(f"一、发展目标\n到2030年，{words}。\n")] in ([], [None])


def test_payments_are_no_targets() -> None:
    text = "产业发展行动计划（2025—2027年）\n\n一、资金支持\n对企业给予最高300万元补贴。\n"
    assert targets(text) == ()


def test_a_state_without_a_figure_has_no_value() -> None:
    found = targets("一、实施目标\n到2018年，标准化体系基本建立，基础核心技术有所突破。\n")
    assert [(t.metric, t.value, t.comparator, t.unit) for t in found] == [
        ("标准化体系", None, "", ""),
        ("基础核心技术", None, "", ""),
    ]


def test_a_row_of_an_indicator_table_takes_its_label() -> None:
    found = targets(
        "应急体系规划（2021—2025年）\n\n一、主要指标\n\n生产安全事故死亡人数\n\n下降15%\n\n约束性\n"
    )
    assert [(t.metric, t.value) for t in found] == [("生产安全事故死亡人数下降", 15)]


def test_each_target_is_related_to_the_task_that_states_it() -> None:
    extraction = extract(read_text("一、发展目标\n到2030年，产业规模超过100亿元。\n"))
    (relation,) = [r for r in extraction.relations if r.predicate is Predicate.HAS_TARGET]
    assert (relation.subject, relation.object) == ("task:一", "t1")


def test_a_statement_starts_with_the_year_that_stands_before_it() -> None:
    (found,) = targets("一、发展目标\n到2030年，产业规模超过100亿元。\n")
    assert found.statement == "到2030年，产业规模超过100亿元"


def test_the_seeds_state_their_targets() -> None:
    plan = extract(read(SEEDS / "2017-new-generation-ai-development-plan.txt"))
    stated = [(t.year, t.comparator, t.value, t.unit) for t in plan.targets if t.value is not None]
    assert stated == [
        (2020, ">", 1500, "亿元"),
        (2020, ">", 1, "万亿元"),
        (2025, ">", 4000, "亿元"),
        (2025, ">", 5, "万亿元"),
        (2030, ">", 1, "万亿元"),
        (2030, ">", 10, "万亿元"),
    ]


PARTS = [
    "到2025年",
    "，",
    "。",
    "产业规模超过",
    "100",
    "亿元",
    "建成",
    "个",
    "较2020年",
    "“",
    "”",
    "、",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PARTS, "千亿级", "3—5", "%", "的", "翻一番", "《", "分别"]), max_size=25
    )
)
def test_statements_are_the_characters_of_their_offsets(parts: list[str]) -> None:
    document = read_text("一、发展目标\n" + "".join(parts) + "完\n")
    for target in extract(document).targets:
        assert document.text[target.start : target.end] == target.statement != ""


@given(st.text(alphabet="0123456789.,%个亿万千至—到年每翻番级G ", max_size=40))
def test_figures_lie_inside_of_the_text_and_ascend(text: str) -> None:
    reached = 0
    for found in figures(text):
        assert reached <= found.start < found.end <= len(text)
        reached = found.end


@pytest.mark.parametrize(
    ("clause", "metric"),
    [
        ("职业技能培训5万人次", "职业技能培训"),
        ("全域幸福河湖建设700公里", "全域幸福河湖建设"),
        ("建设700公里", "建设"),
    ],
)
def test_an_action_is_measured_where_the_figure_has_no_other_name(clause: str, metric: str) -> None:
    found = targets(f"一、发展目标\n到2026年，{clause}。\n")
    assert [target.metric for target in found] == [metric]
