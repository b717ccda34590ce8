"""The spaCy pipeline that turns a policy document into facts.

>>> create().pipe_names[0]
'policykg_structure'
"""

from __future__ import annotations

import importlib

import spacy
from spacy.language import Language

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
)


def create(model: str | None = None) -> Language:
    """Return the extraction pipeline."""
    nlp = spacy.blank("zh")
    for name in COMPONENTS:
        try:
            importlib.import_module(f"kg.extraction.{name.removeprefix('policykg_')}")
        except ModuleNotFoundError:
            continue
        nlp.add_pipe(name)
    return nlp


def extract(document: PolicyDocument, nlp: Language | None = None) -> Extraction:
    """Return the facts of a document.

    Offsets are code points in `document.text`. Without `nlp`, a pipeline is created; who
    extracts from several documents passes one.
    """
    nlp = nlp or create()
    return assemble(nlp(make_doc(nlp, document)))
