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
import kg.extraction.references
import kg.extraction.relations
import kg.extraction.structure
import kg.extraction.targets  # noqa: F401  (importing a module registers its component)
from kg.extraction.assembly import assemble
from kg.extraction.doc import make_doc
from kg.extraction.facts import Extraction
from kg.reading.document import PolicyDocument

COMPONENTS = (
    "policykg_structure",
    "policykg_clauses",
    "policykg_frames",
    "policykg_names",
    "policykg_references",
    "policykg_organizations",
    "policykg_classes",
    "policykg_relations",
    "policykg_targets",
    "policykg_english",
)  #: in the order in which they run


def create(model: str | None = None) -> Language:
    """Return the extraction pipeline.

    `model` names an installed spaCy model of Chinese (a `zh_core_web_*` package, or a folder);
    its named entities are then laid over the text first, and its organizations count as such.
    Documents are given to the pipeline by `kg.extraction.doc.make_doc`, not as strings.

    Raises
    ------
    ModelError
        If the model is not installed or not one of Chinese.

    >>> create().pipe_names[:2]
    ['policykg_structure', 'policykg_clauses']
    """
    nlp = spacy.blank("zh")
    if model is not None:
        nlp.add_pipe("policykg_model", config={"model": model})
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


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
