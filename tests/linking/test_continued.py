from __future__ import annotations

import pytest

from kg.linking import Match, Ordering, Reason, continuations

TITLES = {"old": "人工智能三年行动实施方案", "new": "新一代人工智能发展规划"}
DATES = {"old": "2016-05-18", "new": "2017-07-08"}
OTHERS = (
    Ordering("o9", "加强组织协调", "old", ("协调机制",)),
    Ordering("n9", "深化开放合作", "new", ("合作平台",)),
)


def old(title, *concepts, task="o1"):
    return Ordering(task, title, "old", concepts)


def new(title, *concepts, task="n1"):
    return Ordering(task, title, "new", concepts)


def found(*orderings, titles=TITLES, dates=DATES, matches=()):
    return [
        (pair.later, pair.earlier, pair.concepts)
        for pair in continuations((*orderings, *OTHERS), titles, dates, matches)
    ]


def test_a_later_task_on_the_same_matter_continues_the_earlier():
    pairs = found(old("智能家居示范工程", "家电", "耐用品"), new("智能家居", "家电", "门锁"))
    assert pairs == [("n1", "o1", ("家电",))]


def test_the_endings_of_titles_do_not_count():
    plain = continuations((old("智能家居", "家电"), new("智能家居", "家电")), TITLES, DATES, ())
    ended = (old("智能家居工程", "家电"), new("智能家居任务", "家电"))
    assert plain
    assert continuations(ended, TITLES, DATES, ()) == plain


def test_titles_alone_make_no_continuation():
    assert not found(old("保障措施", "人才"), new("保障措施", "资金"))


def test_concepts_alone_make_no_continuation():
    assert not found(old("智能家居", "家电", "锁", "灯"), new("推进军民融合", "家电", "锁", "灯"))


def test_what_many_tasks_act_on_says_little():
    pair = old("提升智能终端", "技术"), new("智能终端应用", "技术")

    def many(concept):
        return [new(f"第{n}项", concept, task=f"m{n}") for n in "一二三四五六七八九"]

    assert found(*pair, *many("别的技术"))
    assert not found(*pair, *many("技术"))


def test_the_score_is_the_greater_the_more_concepts_both_act_on():
    one = continuations((old("智能家居", "a"), new("智能家居", "a")), TITLES, DATES, ())
    two = continuations((old("智能家居", "a", "b"), new("智能家居", "a", "b")), TITLES, DATES, ())
    assert one[0].score < two[0].score <= 1


def test_only_the_nearest_later_task_continues_a_task():
    near, far = new("智能家居", "家电", "锁"), new("智能家居产品", "家电", task="n2")
    assert found(old("智能家居", "家电", "锁"), near, far) == [("n1", "o1", ("家电", "锁"))]


def test_of_two_that_are_equally_near_neither_continues_a_task():
    one, other = (new("智能家居", "家电", task=task) for task in ("n1", "n2"))
    assert not found(old("智能家居", "家电"), one, other)


def test_a_task_may_continue_two():
    pairs = found(
        old("标准体系", "技术标准"),
        old("知识产权", "专利池", task="o2"),
        new("建立技术标准和知识产权体系", "技术标准", "专利池"),
    )
    assert [(later, earlier) for later, earlier, _ in pairs] == [("n1", "o1"), ("n1", "o2")]


def test_concepts_that_are_one_are_shared_and_both_are_named():
    match = Match("语音识别", "语音识别技术", Reason.CLASS_WORD, "语音识别", ("new", "old"))
    pair = old("智能终端", "语音识别技术"), new("智能终端", "语音识别")
    assert found(*pair, matches=[match]) == [("n1", "o1", ("语音识别", "语音识别技术"))]
    assert not found(*pair)


def test_documents_about_different_subjects_continue_nothing():
    pair = old("智能家居", "家电"), new("智能家居", "家电")
    assert not found(*pair, titles=TITLES | {"new": "上海市北斗产业发展行动计划"})


@pytest.mark.parametrize(
    ("dates", "title", "later"),
    [
        ({"new": "2017-07-08"}, "人工智能三年行动实施方案", "n1"),
        ({"new": "2017-07-08"}, "2026年人工智能三年行动实施方案", "o1"),
        ({"new": "2017-07-08", "old": "2018-01-01"}, "人工智能三年行动实施方案", "o1"),
    ],
)
def test_a_document_without_a_date_is_of_the_year_of_its_title_or_comes_first(dates, title, later):
    pairs = found(
        old("智能家居", "家电"),
        new("智能家居", "家电"),
        titles=TITLES | {"old": title},
        dates=dates,
    )
    assert [pair[0] for pair in pairs] == [later]


def test_documents_of_which_none_is_the_earlier_continue_nothing():
    assert not found(old("智能家居", "家电"), new("智能家居", "家电"), dates={})


def test_a_third_document_and_the_order_of_tasks_change_nothing():
    pair = old("智能家居", "家电"), new("智能家居", "家电")
    third = [Ordering(f"t{n}", "智能家居", "third", ("家电",)) for n in range(9)]
    titles = TITLES | {"third": "卫星通信产业指导意见"}
    alone = continuations(pair, TITLES, DATES, ())
    assert alone
    assert continuations((*third, *reversed(pair)), titles, DATES, ()) == alone
