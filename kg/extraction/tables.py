"""The tables of counts by which a pipeline scores names: the shipped ones or a user's own.

Component `policykg_tables` sets `doc._.scorer`. Its setting `folder` names a folder with
`heads.tsv` and `contexts.tsv`; without one, the tables are those that come with the package.
Tables that were made in memory are given to the component itself:
`nlp.get_pipe("policykg_tables").scorer = Scorer(heads, contexts)`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.extraction.lexicon import CLASSES, rows_of
from kg.extraction.scores import Scorer

NAMES = ("heads.tsv", "contexts.tsv")
MAKE = "make it with “python -m kg.extraction.counting”"

if not Doc.has_extension("scorer"):
    Doc.set_extension("scorer", default=None)


@cache
def shipped() -> Scorer:
    """Return the scorer with the tables that come with the package."""
    return read_scorer(files("kg.extraction") / "lexicon")


def read_scorer(folder: Traversable) -> Scorer:
    """Return a scorer with the tables `heads.tsv` and `contexts.tsv` of a folder.

    Raises
    ------
    ModelError
        If the folder lacks one of them, or if one is no table of counts.
    """
    heads, contexts = (_counts(folder / name) for name in NAMES)
    if not sum(heads.get("", ())):
        raise ModelError(f"{folder / NAMES[0]} counts no names: {MAKE}.")
    return Scorer(heads, contexts)


def _counts(path: Traversable) -> dict[str, tuple[float, ...]]:
    """Return the rows of a file of counts: word → counts of the six classes and of no name."""
    try:
        found = {key: tuple(map(float, row)) for key, *row in rows_of(path)}
    except OSError as error:
        raise ModelError(f"The table {path} cannot be read: {error.strerror}.") from None
    except ValueError:
        found = {"": ()}
    if any(len(row) != len(CLASSES) + 1 for row in found.values()):
        raise ModelError(f"{path} is no table of counts: {MAKE}.")
    return found


def scorer_of(doc: Doc) -> Scorer:
    """Return what scores the names of a document: `doc._.scorer`, the shipped one where unset."""
    found: Scorer | None = doc._.scorer
    return shipped() if found is None else found


@Language.factory("policykg_tables", default_config={"folder": ""})
class Tables:
    """Sets what scores the names of a document."""

    def __init__(self, nlp: Language, name: str, folder: str) -> None:
        self.scorer = read_scorer(Path(folder)) if folder else shipped()

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.scorer`."""
        doc._.scorer = self.scorer
        return doc
