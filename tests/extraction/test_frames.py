from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import kg.extraction.clauses
import kg.extraction.frames  # noqa: F401  (registers the component)
from kg.extraction.doc import make_doc
from kg.extraction.frames import Role
from kg.reading import read_text

NLP = spacy.blank("zh")
NLP.add_pipe("policykg_clauses")
NLP.add_pipe("policykg_frames")


def frames(text: str) -> list[tuple[str, str, str]]:
    doc = NLP(make_doc(NLP, read_text(f"一、任务\n{text}\n")))
    found = [f for f in doc._.frames if f.clause.before != "#"]
    return [(str(f.role), f.verb, doc._.policy.text[f.start : f.end]) for f in found]


@pytest.mark.parametrize(
    ("sentence", "verb", "words"),
    [
        ("研制深海浮标。", "研制", "深海浮标"),
        ("加快建设海底观测网。", "建设", "海底观测网"),
        ("研究、开发水声通信算法。", "开发", "水声通信算法"),
        ("建立和完善数据共享制度。", "完善", "数据共享制度"),
        ("鼓励企业研发海洋传感器。", "研发", "海洋传感器"),
        ("支持创新平台建设。", "支持", "创新平台建设"),
        ("重点突破水下机器人技术。", "突破", "水下机器人技术"),
        ("聚力研制深海浮标。", "研制", "深海浮标"),
        ("开工建设海底观测网。", "开工建设", "海底观测网"),
        ("筑牢海洋生态屏障。", "筑牢", "海洋生态屏障"),
    ],
)
def test_the_object_is_what_follows_the_last_verb(sentence: str, verb: str, words: str) -> None:
    assert frames(sentence) == [(Role.OBJECT, verb, words)]


def test_a_phrase_with_zai_is_the_domain_of_what_follows() -> None:
    assert frames("在渔业、航运等领域推广水下机器人。") == [
        (Role.DOMAIN, "在", "渔业、航运等领域"),
        (Role.OBJECT, "推广", "水下机器人"),
    ]


def test_a_place_behind_the_object_is_its_domain() -> None:
    assert frames("推动水下机器人在渔业领域的应用。") == [
        (Role.OBJECT, "推动", "水下机器人"),
        (Role.DOMAIN, "在", "渔业"),
    ]


def test_what_a_clause_relies_on_is_its_basis() -> None:
    assert frames("依托海洋观测网建设预报中心。") == [
        (Role.BASIS, "依托", "海洋观测网"),
        (Role.OBJECT, "建设", "预报中心"),
    ]


def test_a_subject_before_the_verb_is_kept_and_an_actor_is_not() -> None:
    assert frames("水声通信理论重点突破信道建模。") == [
        (Role.SUBJECT, "", "水声通信理论"),
        (Role.OBJECT, "突破", "信道建模"),
    ]
    assert frames("市海洋主管部门应当建立数据共享制度。") == [(Role.OBJECT, "建立", "数据共享制度")]


def test_what_is_made_a_focus_is_the_object() -> None:
    assert frames("以突破水声通信技术为重点。") == [(Role.OBJECT, "突破", "水声通信技术")]


def test_a_verb_with_de_behind_it_opens_an_attribute_and_no_frame() -> None:
    assert frames("建设满足渔业需求的观测网。") == [(Role.OBJECT, "建设", "满足渔业需求的观测网")]


def test_what_became_of_something_is_no_part_of_it() -> None:
    assert frames("海洋标准体系基本建成。") == [(Role.STATE, "", "海洋标准体系")]


@given(st.text(alphabet="加快建设研究、和平台系统在领域的，。支持企业为重点", max_size=50))
def test_frames_lie_inside_their_clauses(text: str) -> None:
    doc = NLP(make_doc(NLP, read_text(f"一、任务\n推进{text}\n")))
    for frame in doc._.frames:
        assert frame.clause.start <= frame.start < frame.end <= frame.clause.end
        assert frame.clause.start <= frame.cue <= frame.end
