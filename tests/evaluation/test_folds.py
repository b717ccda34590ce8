from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import UsageError
from kg.evaluation.fitting import grammar_learner
from kg.evaluation.folds import leave_out
from kg.evaluation.gold import AnnotatedText, read_gold
from kg.extraction import create
from kg.extraction.tables import Tables

Annotate = Callable[..., Path]


@pytest.fixture
def texts(annotate: Annotate) -> list[AnnotatedText]:
    return read_gold([annotate(f"{name}.json", text=f"{name}.txt") for name in "甲乙丙丁戊"])


@pytest.fixture
def fitted() -> list[list[str]]:
    return []


@pytest.fixture
def fit(fitted: list[list[str]]) -> Callable[[Sequence[AnnotatedText]], Language]:
    """A fit that learns nothing and notes what it was given."""

    def note(texts: Sequence[AnnotatedText]) -> Language:
        fitted.append([text.name for text in texts])
        return create()

    return note


def test_no_text_is_read_with_what_was_fitted_on_it(
    texts: list[AnnotatedText], fit: Callable[..., Language], fitted: list[list[str]]
) -> None:
    for evaluation in leave_out(texts, fit, 2):
        assert evaluation.name not in fitted[-1]
    assert fitted == [["乙", "丁"], ["甲", "丙", "戊"]]


def test_each_text_is_evaluated_once(
    texts: list[AnnotatedText], fit: Callable[..., Language]
) -> None:
    names = [evaluation.name for evaluation in leave_out(texts, fit, 3)]
    assert names == ["甲", "丁", "乙", "戊", "丙"]


def test_as_many_folds_as_texts_leave_out_one_at_a_time(
    texts: list[AnnotatedText], fit: Callable[..., Language], fitted: list[list[str]]
) -> None:
    list(leave_out(texts, fit, 99))
    assert [len(names) for names in fitted] == [4] * 5


@pytest.mark.parametrize(("count", "folds"), [(1, 5), (5, 1)])
def test_nothing_can_be_left_out_of_one_text_or_one_fold(
    count: int, folds: int, texts: list[AnnotatedText], fit: Callable[..., Language]
) -> None:
    with pytest.raises(UsageError, match="two or more"):
        list(leave_out(texts[:count], fit, folds))


def named(annotate: Annotate, *names: str) -> list[AnnotatedText]:
    """Annotated texts in which one platform is named, and nothing else is."""
    entity = {"text": "海洋观测网", "class": "Platform"}
    paragraphs = [{"id": "P002", "entities": [entity]}]
    return read_gold(
        annotate(f"{name}.json", text=f"{name}.txt", paragraphs=paragraphs) for name in names
    )


def test_the_tables_of_a_fold_are_counted_from_the_other_texts(annotate: Annotate) -> None:
    texts = named(annotate, *"甲乙丙")
    fit = grammar_learner()
    for count in (2, 3):
        tables = fit(texts[:count]).get_pipe("policykg_tables")
        assert isinstance(tables, Tables)
        assert tables.scorer.heads["网"][2] == count


def test_texts_without_a_name_teach_nothing_and_that_is_said(annotate: Annotate) -> None:
    path = annotate()
    path.with_suffix(".txt").write_text("附则\n", "utf-8")
    with pytest.raises(UsageError, match="Nothing can be learned from 甲"):
        grammar_learner()(read_gold([path]))
