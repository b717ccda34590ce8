from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import build
from kg.extraction.facts import (
    Dependency,
    Extraction,
    Mention,
    MentionClass,
    Predicate,
    Relation,
    Target,
    Task,
)
from kg.reading import read_text
from kg.store import open_store

SOURCE = """关于印发智能产业发展规划的通知
国发〔2017〕35号

各省、自治区：

国务院
2017年7月8日

智能产业发展规划

一、重点任务

坚持需求导向、市场主导、统筹协调、开放共享，加快技术攻关，突破深度

学习技术，研制微型和轻小型智能无人系统，到2020年产业规模超过1500亿元。

由科技部牵头，各有关部门分工负责。

二、保障措施

智能制造。完善标准体系，围绕制造强国重大需求，推进关键技术装备的集

成应用，提升产业水平。
"""


@pytest.fixture
def extraction():
    """A small document with one fact of every kind, put together by hand."""
    document = read_text(SOURCE, "plans/sample.txt")
    text = document.text
    sections = {section.id: section for section in document.sections}
    paragraphs = {text[p.start : p.start + 2]: p.id for p in document.paragraphs}

    def span(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    def mention(id_, name, cls, pieces, task, paragraph, en=""):
        return Mention(id_, name, cls, pieces, paragraphs[paragraph], task, 0.9, "names", en)

    def relation(subject, predicate, object_, words):
        return Relation(subject, predicate, object_, *span(words), "p1", 0.8, "relations")

    tasks = tuple(
        Task(
            f"task:{s.id}",
            s.id,
            s.title,
            s.number,
            s.level,
            None if s.parent is None else f"task:{s.parent}",
            s.start,
            s.end,
        )
        for s in sections.values()
        if s.title
    )
    small, light, system = span("微型"), span("轻小型"), span("智能无人系统")
    figure = span("到2020年产业规模超过1500亿元")
    return Extraction(
        document=document,
        tasks=tasks,
        mentions=(
            mention(
                "m1",
                "深度学习技术",
                MentionClass.KEY_TECHNOLOGY,
                (span("深度学习技术"),),
                "task:一",
                "坚持",
                "deep learning technology",
            ),
            mention(
                "m2", "微型智能无人系统", MentionClass.PRODUCT, (small, system), "task:一", "坚持"
            ),
            mention(
                "m3", "轻小型智能无人系统", MentionClass.PRODUCT, (light, system), "task:一", "坚持"
            ),
            mention(
                "m4", "科技部", MentionClass.ORGANIZATION, (span("科技部"),), "task:一", "坚持"
            ),
            mention(
                "m5",
                "智能制造",
                MentionClass.INDUSTRY,
                (span("智能制造"),),
                "task:二/智能制造",
                "完善",
            ),
        ),
        relations=(
            relation("task:一", Predicate.DEVELOPS, "m1", "突破深度学习技术"),
            relation("task:一", Predicate.DEVELOPS, "m2", "研制微型和轻小型智能无人系统"),
            relation("task:一", Predicate.DEVELOPS, "m3", "研制微型和轻小型智能无人系统"),
            relation("task:", Predicate.FOSTERS, "m5", "智能制造"),
            relation("m4", Predicate.RESPONSIBLE_FOR, "task:一", "由科技部牵头"),
            relation("task:一", Predicate.HAS_TARGET, "t1", "到2020年产业规模超过1500亿元"),
        ),
        targets=(
            Target(
                "t1",
                "task:一",
                2020,
                "产业规模",
                ">",
                1500.0,
                "亿元",
                text[slice(*figure)],
                *figure,
                "p1",
            ),
        ),
        dependencies=(
            Dependency("task:二", "task:一", ("深度学习技术",), "both name 深度学习技术"),
        ),
    )


@pytest.fixture(scope="session")
def seeds_graph(tmp_path_factory):
    """The store of the two seeds, open."""
    path = tmp_path_factory.mktemp("seeds") / "store"
    build([Path(__file__).parents[2] / "seeds"], path)
    return open_store(path)
