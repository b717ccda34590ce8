"""Pipelines with what is learned from annotated texts, for `kg.evaluation.folds`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from spacy.language import Language

from kg.errors import UsageError
from kg.evaluation.folds import Fit
from kg.evaluation.gold import AnnotatedText
from kg.extraction import create
from kg.extraction.annotations import read_annotated
from kg.extraction.counting import Observations, add_up, observe, pipeline
from kg.extraction.learned import Learned
from kg.extraction.learned.fitting import fit as fit_all
from kg.extraction.relation_crossing import observed
from kg.extraction.relation_training import fit as fit_relations
from kg.extraction.relations import Relations
from kg.extraction.scores import Scorer


def learner(model: str | None = None) -> Fit:
    """Return what makes a pipeline with all that can be learned from annotated texts.

    `model` is that of `kg.extraction.create`. Each annotation is read only once, however often
    one learns from it. Relations are fitted to names of the texts that the network has seen: to
    cross-fit within each fold would take five times as long. The errors of learning are those of
    `kg.extraction.learned.fitting.fit`.
    """
    annotated = cache(read_annotated)

    def fit(texts: Sequence[AnnotatedText]) -> Language:
        documents = [annotated(path) for text in texts for path in text.files]
        nlp = create(model, fit_all(documents))
        component = nlp.get_pipe("policykg_relations")
        assert isinstance(component, Relations)
        component.weights = fit_relations([observed(a, nlp) for a in documents])
        return nlp

    return fit


def grammar_learner(model: str | None = None) -> Fit:
    """Return what makes a pipeline of the grammar alone, with tables counted from annotated texts.

    Needs no PyTorch. To learn from texts in which no name is annotated is a `UsageError`.
    """
    nlp = pipeline()

    @cache
    def counted(path: Path) -> tuple[str, Observations]:
        annotated = read_annotated(path)
        return annotated.document.path, observe(annotated, nlp)

    def fit(texts: Sequence[AnnotatedText]) -> Language:
        heads, contexts = add_up(counted(path) for text in texts for path in text.files)
        if not sum(heads.get("", ())):
            names = ", ".join(text.name for text in texts)
            raise UsageError(f"Nothing can be learned from {names}: no names are annotated there.")
        return create(model, Learned(Scorer(heads, contexts), "", networks=()))

    return fit
