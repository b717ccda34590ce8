from __future__ import annotations

from kg.extraction.structure import tasks_of
from kg.reading import read_text

PLAN = """关于机器人产业的行动计划

一、总体要求
坚持创新。

二、重点任务
（一）技术攻关
1.智能感知。研究视觉感知算法，提升精度。
"""


def test_every_titled_section_is_a_task() -> None:
    tasks, _ = tasks_of(read_text(PLAN))
    titles = [task.title for task in tasks]
    assert titles[:3] == ["关于机器人产业的行动计划", "总体要求", "重点任务"]
    assert "技术攻关" in titles


def test_the_document_is_the_task_above_all_others() -> None:
    tasks, _ = tasks_of(read_text(PLAN))
    assert (tasks[0].id, tasks[0].parent, tasks[0].level) == ("task:", None, 0)
    assert {task.parent for task in tasks if task.level == 1} == {"task:"}


def test_the_parent_of_a_task_is_the_task_above_it() -> None:
    tasks, _ = tasks_of(read_text(PLAN))
    by_title = {task.title: task for task in tasks}
    assert by_title["技术攻关"].parent == by_title["重点任务"].id
    assert by_title["技术攻关"].number == "二/（一）"


def test_a_title_taken_from_the_file_name_makes_no_task() -> None:
    document = read_text("一、总体要求\n坚持创新驱动。\n", "plan.txt")
    tasks, task_of = tasks_of(document)
    assert not document.metadata.title_is_stated
    assert [task.title for task in tasks] == ["总体要求"]
    assert task_of[""] == "task:"


def test_a_section_without_a_title_belongs_to_the_task_above() -> None:
    document = read_text("第一章 总则\n第一条 为了促进数字经济发展，根据有关法律，制定本条例。\n")
    tasks, task_of = tasks_of(document)
    untitled = [s for s in document.sections if not s.title and s.parent is not None]
    assert untitled
    assert {task_of[section.id] for section in untitled} <= {task.id for task in tasks} | {"task:"}


def test_each_section_has_a_task() -> None:
    document = read_text(PLAN)
    assert set(tasks_of(document)[1]) == {section.id for section in document.sections}
