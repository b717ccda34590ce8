"""The spaCy pipeline that turns a policy document into facts."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

import kg.extraction.classes
import kg.extraction.clauses
import kg.extraction.english
import kg.extraction.frames
import kg.extraction.model
import kg.extraction.names
import kg.extraction.organizations
import kg.extraction.proposers.llm
import kg.extraction.references
import kg.extraction.relations
import kg.extraction.structure
import kg.extraction.tables
import kg.extraction.targets  # noqa: F401  (importing a module registers its component)
from kg.extraction.assembly import assemble
from kg.extraction.doc import make_doc
from kg.extraction.facts import Extraction
from kg.extraction.learned.ranker import add_ranker
from kg.extraction.learned.weights import Learned, load
from kg.extraction.names import THRESHOLD
from kg.extraction.scores import Scorer
from kg.extraction.tables import Tables
from kg.reading.document import PolicyDocument

COMPONENTS = (
    "policykg_structure",
    "policykg_clauses",
    "policykg_frames",
    "policykg_tables",
    "policykg_names",
    "policykg_references",
    "policykg_organizations",
    "policykg_classes",
    "policykg_ranker",
    "policykg_relations",
    "policykg_targets",
    "policykg_english",
)  #: in the order in which they run


PROPOSING = COMPONENTS[: COMPONENTS.index("policykg_ranker")]
PROPOSED = 0.03  #: the least score of what the grammar proposes to the ranker


def create(
    model: str | None = None, learned: Learned | None = None, *, llm: bool = False
) -> Language:
    """Return the extraction pipeline.

    `model` names an installed spaCy model of Chinese (a `zh_core_web_*` package, or a folder);
    its named entities are then laid over the text first, and its organizations count as such.
    Documents are given to the pipeline by `kg.extraction.doc.make_doc`, not as strings.

    `learned` is what comes with the package if it is not given; without networks the grammar
    reads alone: `create(learned=replace(load(), networks=()))`. With `llm` a language model,
    which the environment names, proposes further names (`kg.extraction.proposers`).

    Raises
    ------
    ModelError
        If the model is not installed or not one of Chinese, or the language model's client is
        not installed.
    UsageError
        If the environment names no language model.

    >>> create().pipe_names[:2]
    ['policykg_structure', 'policykg_clauses']
    """
    learned = learned or load()
    nlp = spacy.blank("zh")
    if model is not None:
        nlp.add_pipe("policykg_model", config={"model": model})
    propose(nlp, learned.scorer, PROPOSED if learned.networks else THRESHOLD)
    for component in COMPONENTS[len(PROPOSING) :]:
        if component != "policykg_ranker":
            nlp.add_pipe(component)
        elif learned.networks:
            add_ranker(nlp, learned)
    if llm:
        nlp.add_pipe("policykg_llm", before="policykg_relations")
    return nlp


def propose(nlp: Language, scorer: Scorer, threshold: float = PROPOSED) -> None:
    """Add the components of the grammar, up to the classes of names, to a pipeline."""
    for component in PROPOSING:
        config = {"threshold": threshold} if component == "policykg_names" else {}
        nlp.add_pipe(component, config=config)
    tables = nlp.get_pipe("policykg_tables")
    assert isinstance(tables, Tables)
    tables.scorer = scorer


@cache
def _default() -> Language:
    return create()


def extract(document: PolicyDocument, nlp: Language | None = None) -> Extraction:
    """Return the facts of a document, found by `nlp` or by the pipeline without a model.

    Offsets are code points in `document.text`, end exclusive. The same document always gives
    the same facts, in the order of the text.
    """
    nlp = nlp or _default()
    return assemble(nlp(make_doc(nlp, document)))
