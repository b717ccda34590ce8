"""Cross-fitting: every document is read by a pipeline that learned from the others only.

The weights of relations are then fitted to names as they are found in unseen documents:

    python -m kg.extraction.relation_crossing GOLD.json… -o kg/extraction/lexicon/relations.tsv
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from kg.errors import PolicyKGError
from kg.extraction.annotations import AnnotatedDocument, read_annotated
from kg.extraction.doc import make_doc
from kg.extraction.learned.fitting import fit as learn
from kg.extraction.pipeline import create
from kg.extraction.relation_scores import write
from kg.extraction.relation_training import Observed, fit, observe
from kg.reading import read

FOLDS = 5  #: parts into which documents are dealt out

#: Returns a pipeline that has learned from these documents.
Learner = Callable[[Sequence[AnnotatedDocument]], Language]


def crossed(documents: Sequence[AnnotatedDocument], learner: Learner) -> Iterator[Observed]:
    """Yield what each document shows of relations, read by a pipeline that has not seen it.

    Documents of one path, by several annotators, are left out together. They need at least two
    paths.
    """
    paths = sorted({annotated.document.path for annotated in documents})
    for fold in range(min(FOLDS, len(paths))):
        held = paths[fold::FOLDS]
        nlp = learner([a for a in documents if a.document.path not in held])
        for annotated in documents:
            if annotated.document.path in held:
                yield observed(annotated, nlp)


def observed(annotated: AnnotatedDocument, nlp: Language) -> Observed:
    """Return what a document shows of relations, read anew by a pipeline."""
    return observe(annotated, nlp(make_doc(nlp, read(Path(annotated.document.path)))))


def anew(documents: Sequence[AnnotatedDocument]) -> Language:
    """Return a pipeline whose tables and networks are learned from these documents."""
    return create(learned=learn(documents))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.extraction.relation_crossing",
        description="Fit the weights of relations to annotated documents.",
    )
    parser.add_argument("gold", metavar="GOLD.json", type=Path, nargs="+")
    parser.add_argument("-o", metavar="FILE", dest="file", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        documents = [read_annotated(path) for path in sorted(set(options.gold))]
        write(fit(list(crossed(documents, anew))), options.file)
    except PolicyKGError as error:
        print(f"policykg: {error}", file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
