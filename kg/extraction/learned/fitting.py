"""Fitting: annotated documents → what is learned from them, tables and networks.

The tables by which the grammar proposes names to the networks are counted without the document
that a network learns from (stacking, Wolpert 1992), or it would trust them too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import UsageError
from kg.extraction import counting
from kg.extraction.annotations import AnnotatedDocument
from kg.extraction.doc import make_doc
from kg.extraction.learned.candidates import candidates, edges, proposals
from kg.extraction.learned.columns import columns
from kg.extraction.learned.encoder import numbered
from kg.extraction.learned.labels import labels
from kg.extraction.learned.proposals import described, judged
from kg.extraction.learned.segmentation import sentences, words
from kg.extraction.learned.trainer import Example, Progress, torch_or_error, train
from kg.extraction.learned.weights import Learned, rounded
from kg.extraction.pipeline import propose
from kg.extraction.scores import Scorer
from kg.reading import read

FOLDS = 5  #: parts into which documents are dealt out to count tables
NETWORKS = 1  #: how many networks are trained, from other random numbers
OFTEN = 2  #: how often a character must occur to be known

Counted = Mapping[str, list[counting.Observations]]  #: by the path of the document


def fit(documents: Sequence[AnnotatedDocument], progress: Progress | None = None) -> Learned:
    """Return what is learned from annotated documents.

    The same documents in the same order give the same weights on the same machine with the same
    versions of numpy and PyTorch. `progress` is called with the steps done and those that there
    are. Documents of one path, by several annotators, count as one document.

    Raises
    ------
    ModelError
        If PyTorch is not installed.
    UsageError
        If no names are annotated.
    ReadingError
        If the text of a document cannot be read again.
    """
    torch_or_error()
    nlp = counting.pipeline()
    observed: dict[str, list[counting.Observations]] = {}
    for annotated in documents:
        found = counting.observe(annotated, nlp)
        observed.setdefault(annotated.document.path, []).append(found)
    scorer = _scorer(observed)
    characters = _characters(documents)
    examples = list(_examples(documents, observed, scorer, characters))

    def report(number: int) -> Progress | None:
        if progress is None:
            return None
        return lambda done, all_: progress(number * all_ + done, NETWORKS * all_)

    networks = [
        rounded(train(examples, len(characters), seed, report(seed))) for seed in range(NETWORKS)
    ]
    return Learned(scorer, characters, tuple(networks))


def _scorer(observed: Counted) -> Scorer:
    heads, contexts = counting.add_up((p, each) for p, of in observed.items() for each in of)
    names = heads.get("", [])[:-1]
    if not any(names):
        raise UsageError("Nothing can be learned: no names are annotated.")
    heads[""] = [*(max(count, 1) for count in names), heads[""][-1]]  # no class is impossible
    return Scorer(heads, contexts)


def _named(observed: Counted) -> bool:
    return any(label for of in observed.values() for each in of for _, label in each.heads)


def _characters(documents: Sequence[AnnotatedDocument]) -> str:
    counts = Counter(character for a in documents for character in a.document.text)
    return "".join(sorted(c for c, count in counts.items() if count >= OFTEN))


def _examples(
    documents: Sequence[AnnotatedDocument], observed: Counted, scorer: Scorer, characters: str
) -> Iterator[Example]:
    """Yield the documents with what the grammar says by tables counted without them."""
    paths = list(observed)
    for fold in range(min(FOLDS, len(paths))):
        held = set(paths[fold::FOLDS])
        others = {path: of for path, of in observed.items() if path not in held}
        nlp = spacy.blank("zh")
        propose(nlp, _scorer(others) if _named(others) else scorer)
        for annotated in documents:
            if annotated.document.path in held:
                yield _example(annotated, nlp, characters)


def _example(annotated: AnnotatedDocument, nlp: Language, characters: str) -> Example:
    policy = read(Path(annotated.document.path))
    doc: Doc = nlp(make_doc(nlp, policy))
    cut = words(policy.text)
    strengths, classes = judged(doc)
    proposed = proposals(doc._.names)
    known = edges(policy.text, cut, proposed)
    whole = sentences(policy.text)
    rows = candidates(policy.text, whole, sorted(proposed), known, known)
    return Example(
        numbers=numbered(policy.text, characters),
        columns=columns(doc, cut, strengths, classes),
        sentences=whole,
        rows=rows,
        described=described(doc, proposed),
        labels=labels(doc, annotated, rows),
    )
