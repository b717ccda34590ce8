from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.doc import make_doc
from kg.extraction.learned import load
from kg.extraction.learned.columns import CATEGORIES, columns, mark
from kg.extraction.learned.embedding import TOGETHER, embedded, products
from kg.extraction.learned.encoder import GAP, laid_out, numbered
from kg.extraction.learned.endings import BREAKS, endings
from kg.extraction.learned.head import outcome_shares
from kg.extraction.learned.proposals import SIZE, judged
from kg.extraction.learned.segmentation import sentences, words
from kg.extraction.pipeline import create
from kg.extraction.scores import LONGEST_HEAD
from kg.extraction.tables import shipped
from kg.reading import read

SEED = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))[0]
policy_text = st.text(
    alphabet="建设海洋观测平台系统、和智能浮标技术的，。；\n（）^A1-% ", max_size=60
)
NETWORK = load().networks[0]


@settings(deadline=None)  # the dictionary is read once
@given(policy_text)
def test_words_are_those_that_jieba_itself_cuts(text: str) -> None:
    import jieba

    assert [word.text for word in words(text)] == list(jieba.dt.cut(text, HMM=False))


@given(policy_text)
def test_each_ending_has_the_distribution_of_its_longest_head(text: str) -> None:
    scorer = shipped()
    table, rows = endings(scorer).of(text)
    begin = 0
    for end, row in enumerate(rows, 1):
        begin = end if text[end - 1] in BREAKS else max(begin, end - LONGEST_HEAD)
        assert tuple(table[row]) == scorer.head(text[begin:end])


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9), st.integers(0, 9)), max_size=9))
def test_of_marks_that_overlap_the_later_prevails(given_spans: list[tuple[int, int, int]]) -> None:
    spans = [(start, start + size) for start, size, _ in given_spans]
    steps = [step for _, _, step in given_spans]
    found, expected = np.zeros((2, 30), np.uint8)
    mark(found, spans, (1, 2, 3, 4), steps)
    for (start, end), step in zip(spans, steps, strict=True):
        expected[start:end] = 2 + step
        expected[end - 1] = 3 + step
        expected[start] = step + (1 if end - start > 1 else 4)
    assert found.tolist() == expected.tolist()


def test_every_category_is_in_one_of_the_tables() -> None:
    assert sorted(name for group in TOGETHER for name in group) == sorted(CATEGORIES)


def test_products_add_up_to_the_input_layer() -> None:
    nlp = create()
    nlp.disable_pipe("policykg_ranker")
    doc = nlp(make_doc(nlp, read(SEED)))
    text = doc._.policy.text
    given_columns = columns(doc, words(text), *judged(doc))
    numbers = numbered(text, load().characters)
    offsets, rows = laid_out(sentences(text)[:40])
    opens = np.diff(rows, prepend=-1) > 1
    found = embedded(products(NETWORK), given_columns, numbers, offsets, opens)
    pairs = given_columns.pairs[offsets]
    parts = [
        NETWORK["embedding.character"][numbers[offsets]],
        NETWORK["embedding.pair"][pairs],
        NETWORK["embedding.pair"][np.where(opens, 0, np.roll(pairs, 1))],
        NETWORK["embedding.word_hash"][given_columns.words[offsets]],
    ]
    for place, name in enumerate(CATEGORIES):
        parts.append(NETWORK[f"embedding.{name}"][given_columns.categories[offsets, place]])
    whole = np.concatenate([*parts, given_columns.measures[offsets]], 1)
    expected = np.maximum(whole @ NETWORK["input.weight"] + NETWORK["input.bias"], 0)
    assert found == pytest.approx(expected, abs=1e-4)


def test_sentences_lie_apart_by_a_gap() -> None:
    offsets, rows = laid_out([(0, 3), (5, 6)])
    assert offsets.tolist() == [0, 1, 2, 5]
    assert rows.tolist() == [GAP, GAP + 1, GAP + 2, 2 * GAP + 3]


def test_many_candidates_together_have_the_shares_that_each_has_alone() -> None:
    random = np.random.RandomState(1)
    hidden = random.standard_normal((90, 128)).astype(np.float32)
    described = random.standard_normal((3, SIZE)).astype(np.float32)
    spans = np.array([[5, 9, 5, 9, 0], [5, 40, 5, 40, -1], [30, 33, 60, 88, 1], [2, 3, 2, 3, -1]])
    together = outcome_shares(NETWORK, hidden, spans, described)
    for span, shares in zip(spans, together, strict=True):
        start, cut, resume, end, rank = span
        inside = (
            hidden[start:cut] if cut == end else hidden[[*range(start, cut), *range(resume, end)]]
        )
        summed = (
            hidden[start] @ NETWORK["span.first"]
            + hidden[end - 1] @ NETWORK["span.last"]
            + hidden[start - 1] @ NETWORK["span.before"]
            + hidden[end] @ NETWORK["span.behind"]
            + inside.mean(0) @ NETWORK["span.inside"]
            + NETWORK["span.length"][min(len(inside), 31)]
            + described[rank] @ NETWORK["span.proposal"]
            + NETWORK["span.bias"]
        )
        left = hidden[start] @ NETWORK["left.weight"] + NETWORK["left.bias"]
        right = hidden[end - 1] @ NETWORK["right.weight"] + NETWORK["right.bias"]
        values = np.maximum(summed, 0) @ NETWORK["span.outcome"] + NETWORK["outcome.bias"]
        values += (left * right) @ NETWORK["product.outcome"]
        expected = np.exp(values - values.max())
        assert shares == pytest.approx(expected / expected.sum(), abs=1e-4)
