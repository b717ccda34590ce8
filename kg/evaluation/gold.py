"""Annotated texts: which annotations there are, and which text they are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadingError, UsageError
from kg.evaluation.facts import Facts, facts_of_annotation
from kg.extraction.annotations import annotation


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text and the annotations of it: one, or several by independent annotators."""

    name: str  #: of the text's file, without its suffix; with its folder where two are alike
    text: Path
    files: tuple[Path, ...]  #: the annotations
    annotators: tuple[Facts, ...]  #: what each of them says


def read_gold(paths: Iterable[Path], documents: Sequence[Path] = ()) -> list[AnnotatedText]:
    """Return the annotated texts that JSON files annotate, in the order in which they are given.

    plan.json annotates plan.txt beside it; plan.a.json and plan.b.json, the work of two annotators,
    are of one text. A document of the same name, or the only one for the only text, is taken in
    place of the text beside (plan.pdf for plan.json).

    Raises
    ------
    ReadingError
        If a file cannot be read or is no annotation, or if its text is missing.
    UsageError
        If a document belongs to no annotation.
    """
    found: dict[Path, dict[Path, Facts]] = {}
    given = {document.stem: document for document in documents}
    for path in paths:
        facts = read_annotation(path)
        found.setdefault(_text_of(path, given), {})[path] = facts
    if len(found) == len(documents) == 1:
        found = dict(zip(documents, found.values(), strict=True))
    for document in documents:
        if document not in found:
            raise UsageError(f"No annotation is of {document}: name it as its annotation.")
    for text in found:
        if not text.is_file():
            raise ReadingError(
                f"The text of {next(iter(found[text]))} is missing: put it beside it as {text.name}"
                ", or give the document."
            )
    alike = Counter(text.stem for text in found)
    return [
        AnnotatedText(_name(text, alike[text.stem]), text, tuple(files), tuple(files.values()))
        for text, files in found.items()
    ]


def _name(text: Path, alike: int) -> str:
    return text.stem if alike == 1 else str(text.with_suffix(""))


def read_annotation(path: Path) -> Facts:
    """Return the facts that one annotator's file says.

    Raises
    ------
    ReadingError
        If the file cannot be read or is no annotation.
    """
    with annotation(path) as given:
        return facts_of_annotation(given)


def _text_of(path: Path, documents: dict[str, Path]) -> Path:
    """Return the document or the text beside an annotation; the text may be missing."""
    own = path.with_suffix(".txt")
    of_many = own.with_suffix("").with_suffix(".txt")
    for text in (own, of_many):
        if text.stem in documents:
            return documents[text.stem]
    return of_many if of_many.is_file() and not own.is_file() else own
