from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.facts import Extraction, Mention, MentionClass
from kg.linking import link, normalise
from kg.reading import read_text


def linked(*names):
    """Link mentions, each (name, class) or (name, class, English label)."""
    mentions = tuple(
        Mention(f"m{i}", name, cls, ((0, 1),), "p1", "task:", 1.0, "names", *en)
        for i, (name, cls, *en) in enumerate(names, start=1)
    )
    return link(Extraction(read_text("规划。"), (), mentions, (), ()))


TECHNOLOGY, PRODUCT = MentionClass.KEY_TECHNOLOGY, MentionClass.PRODUCT


def test_mentions_of_one_name_and_class_are_one_concept():
    (concept,) = linked(("深度学习", TECHNOLOGY), ("深度学习", TECHNOLOGY))
    assert concept.mentions == ("m1", "m2")


def test_one_name_in_two_classes_is_two_concepts():
    assert [c.cls for c in linked(("芯片", TECHNOLOGY), ("芯片", PRODUCT))] == [TECHNOLOGY, PRODUCT]


def test_space_quotes_and_brackets_do_not_tell_names_apart():
    (concept,) = linked(
        ("第五代移动通信（5G）系统", PRODUCT),
        ("第五代移动通信 (5G) 系统", PRODUCT),
        ("第五代移动通信(5G)系统", PRODUCT),
    )
    assert concept.label == "第五代移动通信（5G）系统"
    assert concept.alt_labels == ("第五代移动通信 (5G) 系统", "第五代移动通信(5G)系统")


def test_different_words_stay_different_concepts():
    assert len(linked(("自然语言理解", TECHNOLOGY), ("自然语言处理", TECHNOLOGY))) == 2


def test_the_commonest_english_label_is_taken_and_an_empty_one_never():
    (concept,) = linked(
        ("传感器", PRODUCT),
        ("传感器", PRODUCT, "sensors"),
        ("传感器", PRODUCT, "sensor"),
        ("传感器", PRODUCT, "sensor"),
    )
    assert concept.en == "sensor"


def test_concepts_come_in_the_order_of_the_text():
    labels = [c.label for c in linked(("乙", PRODUCT), ("甲", PRODUCT), ("乙", PRODUCT))]
    assert labels == ["乙", "甲"]


@given(st.text())
def test_normalising_twice_changes_nothing_more(name):
    assert normalise(normalise(name)) == normalise(name)


@given(st.text(st.characters(categories=["L", "N"], exclude_characters="＂")))
def test_letters_and_digits_are_never_changed(name):
    assert normalise(name) == name
