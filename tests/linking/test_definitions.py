from __future__ import annotations

import pytest

from kg.extraction.facts import Extraction, Mention, MentionClass
from kg.linking import definitions
from kg.reading import read_text


def defined(sentence, name, cls=MentionClass.INDUSTRY):
    """What a sentence defines a name as, and the characters that say so."""
    document = read_text(f"条例\n\n第一条 {sentence}\n", "law.txt")
    start = document.text.index(name)
    place = ((start, start + len(name)),)
    mention = Mention("m1", name, cls, place, "p1", "task:", 0.9, "names", "")
    extraction = Extraction(document, (), (mention,), (), (), ())
    return [(d.text, document.text[d.start : d.end]) for d in definitions(extraction)]


@pytest.mark.parametrize(
    "opening",
    [
        "本条例所称智能产业，是指",
        "智能产业是指",
        "“智能产业”是指",
        "所谓智能产业，就是",
        "智能产业（以下简称产业），是指",
        "智能产业，即",
    ],
)
def test_a_defining_clause_is_read_up_to_its_end(opening):
    clause = "以智能技术为核心的新型产业"
    ((text, words),) = defined(f"{opening}{clause}。加强管理。", "智能产业")
    assert text == clause
    assert words.startswith("智能产业")
    assert words.endswith(clause)


@pytest.mark.parametrize(
    "sentence",
    [
        "发展智能产业。",
        "智能产业是未来经济发展的重要方向。",
        "智能产业是指导工作的重要内容和方向。",
        "智能产业，即AI。",
    ],
)
def test_a_clause_that_says_no_more_than_a_name_or_a_judgement_defines_nothing(sentence):
    assert not defined(sentence, "智能产业")


def test_a_name_within_the_subject_is_not_what_is_defined():
    assert not defined("面向智能产业是指以智能技术为核心的新型产业。", "智能产业")


def test_an_organization_is_not_defined():
    sentence = "管委会是指依照本条例设立的管理机构。"
    assert not defined(sentence, "管委会", MentionClass.ORGANIZATION)
