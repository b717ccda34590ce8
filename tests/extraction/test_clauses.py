from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.clauses import CLAUSE_END, LONGEST, clauses_of, depths
from kg.reading.document import Paragraph


def clauses(text: str) -> list[str]:
    paragraph = Paragraph("p1", 0, len(text), "")
    return [text[c.start : c.end] for c in clauses_of(text, paragraph)]


def test_clauses_end_at_commas_colons_and_stops() -> None:
    assert clauses("重点任务：研制浮标，建设观测网；培养人才。") == [
        "重点任务",
        "研制浮标",
        "建设观测网",
        "培养人才",
    ]


def test_a_comma_in_brackets_or_quotes_ends_no_clause() -> None:
    assert clauses("研制浮标（大型，小型），建设“空，天，海”网络。") == [
        "研制浮标（大型，小型）",
        "建设“空，天，海”网络",
    ]


def test_a_stray_bracket_does_not_swallow_the_paragraph() -> None:
    assert clauses("研制浮标（大型，建设观测网。") == ["研制浮标（大型", "建设观测网"]
    assert clauses("研制浮标）大型，建设观测网。") == ["研制浮标）大型", "建设观测网"]


def test_the_punctuation_around_a_clause_is_kept_with_it() -> None:
    text = "研制浮标，建设观测网。"
    first, second = clauses_of(text, Paragraph("p1", 0, len(text), ""))
    assert (first.before, first.after, second.before, second.after) == ("", "，", "，", "。")
    assert (first.opens_sentence, second.opens_sentence) == (True, False)


def test_a_clause_without_end_is_cut() -> None:
    lengths = [len(clause) for clause in clauses("海" * (3 * LONGEST))]
    assert max(lengths) <= LONGEST
    assert sum(lengths) == 3 * LONGEST


def test_unclosed_brackets_have_a_depth_everywhere() -> None:
    assert len(depths("（" * 1000 + "”" * 1000, 0, 2000)) == 2000


@given(st.text(alphabet="海洋观测，。；：（）“”《》", max_size=60))
def test_clauses_ascend_and_leave_out_only_punctuation(text: str) -> None:
    found = clauses_of(text, Paragraph("p1", 0, len(text), ""))
    edges = [edge for clause in found for edge in (clause.start, clause.end)]
    assert edges == sorted(edges)
    covered = {i for clause in found for i in range(clause.start, clause.end)}
    assert all(CLAUSE_END.match(text[i]) for i in range(len(text)) if i not in covered)


@given(st.text(alphabet="海（）“”《》", max_size=40))
def test_depth_is_never_negative_and_plain_text_is_held_only_by_brackets(text: str) -> None:
    found = depths(text, 0, len(text))
    assert len(found) == len(text)
    assert min(found, default=0) >= 0
