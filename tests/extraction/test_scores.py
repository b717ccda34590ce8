from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.lexicon import CLASSES
from kg.extraction.scores import Scorer, balanced
from kg.extraction.tables import shipped

HEADS = {"": (1, 9, 9, 9, 9, 9, 30), "台": (0, 0, 6, 0, 0, 0, 2), "^观测台": (0, 0, 0, 3, 0, 0, 0)}
CONTEXTS = {"verb=研制": (0, 2, 0, 8, 0, 0, 2), "hyper=装备": (0, 0, 0, 5, 0, 0, 0)}


def test_shares_of_all_classes_sum_to_one() -> None:
    for name in ("水下机器人", "乙", "海洋数据标准体系"):
        assert sum(shipped().head(name)) == pytest.approx(1)
        assert sum(shipped().combined(name, ("role=object", "verb=建设"))) == pytest.approx(1)


def test_each_scorer_reads_its_own_tables() -> None:
    own = Scorer(HEADS, CONTEXTS)
    assert own.given(("role=object",)).likely("海洋观测台") == "Platform"
    other = Scorer(HEADS | {"台": (0, 8, 0, 0, 0, 0, 2)}, CONTEXTS)
    assert other.given(("role=object",)).likely("海洋观测台") == "KeyTechnology"


def test_a_row_of_a_whole_name_outweighs_its_end() -> None:
    assert Scorer(HEADS, {}).given(("role=object",)).likely("观测台") == "Product"


def test_a_context_moves_the_class_of_a_name() -> None:
    scorer = Scorer(HEADS, CONTEXTS)
    product = CLASSES.index("Product")
    plain = scorer.combined("浮标", ("role=object", "verb=甲"))[product]
    assert scorer.combined("浮标", ("role=object", "verb=研制"))[product] > plain


def test_contexts_of_several_kinds_multiply_and_those_of_one_kind_share_their_weight() -> None:
    scorer = Scorer(HEADS, CONTEXTS)
    verb, hyper = scorer.factors(("verb=研制",)), scorer.factors(("hyper=装备",))
    both = [a * b for a, b in zip(verb, hyper, strict=True)]
    assert scorer.factors(("verb=研制", "hyper=装备")) == pytest.approx(both)
    assert scorer.factors(("hyper=装备", "hyper=装备")) == pytest.approx(hyper)


def test_a_class_that_no_document_has_keeps_a_small_chance() -> None:
    scorer = Scorer({"": (0, 9, 9, 9, 9, 9, 30)}, {"title=技术": (0, 5, 0, 0, 0, 0, 1)} | CONTEXTS)
    shares = scorer.combined("浮标", ("role=object", "verb=研制", "title=技术"))
    assert 0 < shares[0] < min(shares[1:])
    assert scorer.telling("技术") > 0


def test_the_longest_known_end_of_a_hypernym_is_its_context() -> None:
    scorer = Scorer(HEADS, CONTEXTS)
    assert scorer.hypernym_context("海洋装备") == "hyper=装备"
    assert scorer.hypernym_context("浮标") == "hyper="


def test_brackets_of_a_name_are_balanced() -> None:
    assert balanced("第五代移动通信（5G）系统")
    assert not balanced("“互联网")


def test_a_name_of_generic_words_alone_is_generic() -> None:
    assert shipped().only_generic("系统能力")
    assert not shipped().only_generic("声呐系统")


@given(st.text(alphabet="海洋观测平台技术产业化（）", max_size=12))
def test_a_score_is_a_probability(name: str) -> None:
    assert 0 <= shipped().given(("role=object", "verb=建设")).score(name) <= 1
