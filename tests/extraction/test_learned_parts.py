from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.doc import make_doc
from kg.extraction.learned.candidates import candidates, edges, pieces_of, proposals
from kg.extraction.learned.columns import CATEGORIES, columns
from kg.extraction.learned.proposals import SIZE, described, judged
from kg.extraction.learned.ranker import FLOOR, NESTED, chosen
from kg.extraction.learned.segmentation import LONGEST, sentences, words
from kg.extraction.pipeline import create
from kg.extraction.sharing import text_of
from kg.reading import read

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
policy_text = st.text(alphabet="建设海洋观测平台、和智能浮标的，。；\n（）“”等A1 ", max_size=60)


def between(text: str) -> list[str]:
    """Return the names that may stand in a text of which every word edge is plausible."""
    cut = words(text)
    known = edges(text, cut, {})
    rows = candidates(text, sentences(text), [], known, known)
    return [text_of(text, pieces_of(row)) for row in rows]


@settings(deadline=None)  # the dictionary is read once
@given(policy_text)
def test_words_cover_a_text_without_gaps(text: str) -> None:
    assert "".join(word.text for word in words(text)) == text
    assert all(text[word.start : word.end] == word.text for word in words(text))


@given(st.text(alphabet="甲乙，。；\n", max_size=600))
def test_sentences_are_bounded_and_hold_all_that_is_not_blank(text: str) -> None:
    found = sentences(text)
    assert all(0 < end - start <= LONGEST for start, end in found)
    covered = "".join(text[start:end] for start, end in found)
    assert covered.replace("\n", "") == text.replace("\n", "")


def test_candidates_begin_and_end_at_words() -> None:
    found = between("建设海洋观测平台")
    assert {"海洋观测", "观测平台", "海洋观测平台"} <= set(found)
    assert "洋观测" not in found


def test_no_candidate_crosses_a_comma_or_begins_with_a_particle() -> None:
    found = between("海洋观测，智能浮标的平台")
    assert not [name for name in found if "，" in name or name[0] == "的"]


@settings(deadline=None)
@given(policy_text)
def test_candidates_spell_characters_of_one_sentence(text: str) -> None:
    cut = words(text)
    known = edges(text, cut, {})
    for row in candidates(text, sentences(text), [], known, known):
        start, end = pieces_of(row)[0]
        assert any(a <= start < end <= b for a, b in sentences(text))


def test_the_grammars_names_of_two_pieces_are_candidates() -> None:
    text = "微型和轻型无人机"
    pieces = ((0, 2), (5, 8))
    none = np.zeros(len(text) + 1, np.bool_)
    rows = candidates(text, sentences(text), [pieces], none, none)
    assert [pieces_of(row) for row in rows] == [pieces]


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ((0.9, 0.8), [0, 1]),
        ((0.9, NESTED - 0.01), [0]),
        ((0.6, 0.9), [1]),
        ((FLOOR - 0.01, 0.2), []),
    ],
)
def test_of_two_names_one_in_the_other_both_stay_only_if_the_less_likely_is_likely(
    keep: tuple[float, float], expected: list[int]
) -> None:
    rows = np.array([[0, 6, 0, 6, -1], [2, 6, 2, 6, -1]])
    assert sorted(chosen(rows, np.array(keep, np.float32))) == expected


def test_of_two_names_that_cross_only_the_likelier_is_kept() -> None:
    rows = np.array([[0, 4, 0, 4, -1], [2, 6, 2, 6, -1]])
    assert chosen(rows, np.array([0.8, 0.95], np.float32)) == [1]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_what_is_said_of_characters_and_proposals_has_the_declared_sizes(seed: Path) -> None:
    nlp = create()
    nlp.disable_pipe("policykg_ranker")
    doc = nlp(make_doc(nlp, read(seed)))
    text = doc._.policy.text
    strengths, classes = judged(doc)
    found = columns(doc, words(text), strengths, classes)
    assert found.categories.shape == (len(text), len(CATEGORIES))
    assert (found.categories >= 0).all()
    assert (found.categories.max(0) < list(CATEGORIES.values())).all()
    proposed = proposals(doc._.names)
    about = described(doc, proposed)
    assert about.shape == (len(proposed) + 1, SIZE)
    assert not about[-1].any()
    assert np.isfinite(about).all()
