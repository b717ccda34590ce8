"""Time of the grammar on the seeds, beside that of cutting the same text into words with jieba.

Machines differ and are noisy, so read the ratio: the processor time of both is measured in turn in
the same run. Relations are shown apart, because what is learned from annotated documents weighs
them.

    python tests/benchmarks/grammar_speed.py
"""

from __future__ import annotations

import gc
import logging
import statistics
import time
from pathlib import Path

from spacy.language import Language

from kg.cli import COLLECTION
from kg.extraction.doc import make_doc
from kg.extraction.pipeline import create
from kg.extraction.relations import Relations
from kg.extraction.scores import Scorer
from kg.extraction.tables import shipped
from kg.reading import find_documents, read
from kg.reading.document import PolicyDocument

try:
    import jieba
except ImportError:
    raise SystemExit("jieba is not installed: install it with “pip install jieba”.") from None

ROOT = Path(__file__).parents[2]
ROUNDS = 7
GRAMMAR = (
    "policykg_structure",
    "policykg_clauses",
    "policykg_frames",
    "policykg_names",
    "policykg_classes",
    "policykg_relations",
)


def grammar(nlp: Language, documents: list[PolicyDocument]) -> dict[str, float]:
    """Return the seconds of each component, with nothing scored before, as in a new run."""
    seconds = dict.fromkeys(GRAMMAR, 0.0)
    scorer = Scorer(shipped().heads, shipped().contexts)  # with empty caches
    relations = nlp.get_pipe("policykg_relations")
    assert isinstance(relations, Relations)
    relations.weights = relations.weights  # forgets which signs it has looked up
    for document in documents:
        doc = make_doc(nlp, document)
        doc._.scorer = scorer
        for name in GRAMMAR:
            component = nlp.get_pipe(name)
            begin = time.process_time()
            doc = component(doc)
            seconds[name] += time.process_time() - begin
    return seconds


def words(documents: list[PolicyDocument]) -> float:
    """Return the seconds that jieba takes to cut the documents into words."""
    begin = time.process_time()
    for document in documents:
        jieba.lcut(document.text)
    return time.process_time() - begin


def main() -> None:
    """Print the medians of each component and of the whole, and their ratios to jieba."""
    gc.set_threshold(*COLLECTION)
    documents = [read(path) for path in find_documents([ROOT / "seeds"])]
    nlp = create()
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    grammar(nlp, documents)  # reads the word lists
    pairs = [(grammar(nlp, documents), words(documents)) for _ in range(ROUNDS)]
    base = statistics.median(yardstick for _, yardstick in pairs)
    print(f"{'':28}{'seconds':>10}{'ratio':>8}")
    show("jieba", base, base)
    for name in GRAMMAR:
        show(name, statistics.median(own[name] for own, _ in pairs), base)
    for title, names in (("grammar without relations", GRAMMAR[:-1]), ("grammar", GRAMMAR)):
        took = statistics.median(sum(own[name] for name in names) for own, _ in pairs)
        show(title, took, base)


def show(name: str, seconds: float, base: float) -> None:
    """Print the seconds of a part, and their ratio to those of jieba."""
    print(f"{name:28}{seconds:10.3f}{seconds / base:8.2f}")


if __name__ == "__main__":
    main()
