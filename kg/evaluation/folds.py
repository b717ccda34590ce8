"""Scores of documents with what was fitted without them: cross-validation by documents.

Documents are dealt out to folds in turn, in the order in which they are given; so of documents
of several kinds that are given kind by kind each fold gets its share, and the same documents
always make the same folds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spacy.language import Language

from kg.errors import UsageError
from kg.evaluation.gold import AnnotatedText
from kg.evaluation.measuring import Evaluation, evaluate

Fit = Callable[[Sequence[AnnotatedText]], Language]
#: makes a pipeline with all that can be learned from annotated texts


def leave_out(texts: Sequence[AnnotatedText], fit: Fit, folds: int) -> Iterator[Evaluation]:
    """Yield the evaluation of each text by what was fitted on the texts of the other folds.

    They come fold by fold. With as many folds as texts, or more, each is left out alone.

    Raises
    ------
    UsageError
        If there are fewer than two folds or two texts.
    ReadingError
        If a text cannot be read.
    """
    if folds < 2 or len(texts) < 2:
        raise UsageError("To leave documents out, give two or more, and two folds or more.")
    for fold in range(min(folds, len(texts))):
        nlp = fit([text for index, text in enumerate(texts) if index % folds != fold])
        for text in texts[fold::folds]:
            yield evaluate(text, nlp)
