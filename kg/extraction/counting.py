"""Counts of the heads and contexts of names in annotated documents: `heads.tsv`, `contexts.tsv`.

The words that may be names are those that `kg.extraction.frames` and `kg.extraction.coordination`
find; annotations (`kg.extraction.annotations`) say which of them are. `kg.extraction.scores` reads
the tables. To make them anew:

    python -m kg.extraction.counting GOLD.json… -o kg/extraction/lexicon
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.language import Language

import kg.extraction.frames  # noqa: F401
from kg.errors import PolicyKGError
from kg.extraction.annotations import AnnotatedDocument, Names, plain, read_annotated
from kg.extraction.clauses import TITLE
from kg.extraction.coordination import Part, parts_of, without_modifiers, without_tails
from kg.extraction.doc import make_doc
from kg.extraction.facts import MentionClass
from kg.extraction.frames import Frame
from kg.extraction.lexicon import CLASSES, words
from kg.extraction.scores import LONGEST_HEAD, LONGEST_HYPERNYM, own_context

DOCUMENTS = 2  #: in how many documents a word must occur, so that no document's own names count
LONGEST_NAME = 10  #: longer names are counted by their ends only
LEAST_ENDING = 3  #: from which length on a name that only ends a conjunct makes it a name
COLUMNS = "\t".join([*CLASSES, "none"])
MADE = f"""\
# Made by `python -m kg.extraction.counting` from annotated documents; not written by hand.
# Only words of at least {DOCUMENTS} documents.
"""
HEADS = f"""\
# How often a word ends a name of each class in annotated policy documents, and how often none.
# A word that begins with ^ is the whole of the name; the empty word ends all.
{MADE}# word\t{COLUMNS}
"""
CONTEXTS = f"""\
# How often a context holds a name of each class in annotated policy documents, and how often none.
# Contexts: verb=, role=, title= (a word of the title of the unit), hyper= (end of the hypernym).
{MADE}# context\t{COLUMNS}
"""

Label = MentionClass | None  #: the class of a name; None of words that are no name
Sign = tuple[str, Label]  #: a head or context, and what was found with it
Table = dict[str, list[int]]  #: head or context → counts of the six classes and of no name


@dataclass(frozen=True, slots=True)
class Observations:
    """What one document shows, in the order of its text."""

    heads: list[Sign] = field(default_factory=list)  #: what may be a name, whole
    contexts: list[Sign] = field(default_factory=list)


def pipeline() -> Language:
    """Return the components that find the words that may be names."""
    nlp = spacy.blank("zh")
    for component in ("policykg_clauses", "policykg_frames"):
        nlp.add_pipe(component)
    return nlp


def observe(annotated: AnnotatedDocument, nlp: Language) -> Observations:
    """Return each head and context in a document, with the class of the name that it belongs to."""
    document = annotated.document
    titles = {section.id: section.title for section in document.sections}
    known = sorted(words("title").words)
    everywhere = annotated.all_names()
    found = Observations()
    frames: list[Frame] = nlp(make_doc(nlp, document))._.frames
    for frame in frames:
        names = annotated.names_at(frame.start)
        if frame.clause.before == TITLE:
            names = everywhere  # annotators list a name of a title where the text takes it up
        parts = parts_of(document.text, frame.start, frame.end)
        labels = [_observe_heads(document.text, part, names, found) for part in parts]
        title = titles[frame.clause.paragraph.section]
        contexts = [*own_context(frame), *(f"title={word}" for word in known if word in title)]
        found.contexts.extend((context, label) for label in labels for context in contexts)
        for part, label in zip(parts, labels, strict=True):
            if part.hypernym >= 0:
                hypernym = parts[part.hypernym]
                name = plain(document.text[hypernym.head : hypernym.end])
                ends = range(1, min(len(name), LONGEST_HYPERNYM) + 1)
                found.contexts.extend((f"hyper={name[-length:]}", label) for length in ends)
    return found


def _observe_heads(text: str, part: Part, names: Names, found: Observations) -> Label:
    """Add the heads of a conjunct, one for each place where a name may end; return its class."""
    label: Label = None
    for end in (part.end, *without_tails(text, part.head, part.end)):
        of = text.rfind("的", part.head, end - 1)
        start = of + 1 if of >= 0 else without_modifiers(text, part.head, end)
        here = _label(text, part, end, names)
        found.heads.append((plain(text[start:end]), here))
        label = label or here
    return label


def _label(text: str, part: Part, end: int, names: Names) -> Label:
    """Return the class of the name in a conjunct that ends there; None without one."""
    starts = {part.start, part.head, without_modifiers(text, part.head, end)}
    of = text.rfind("的", part.head, end - 1)
    if of >= 0:
        starts |= {of + 1, without_modifiers(text, of + 1, end)}
    for start in sorted(starts):
        if (whole := plain(text[start:end])) in names:
            return names[whole]
    whole = plain(text[part.start : end])
    ending = [name for name in names if len(name) >= LEAST_ENDING and whole.endswith(name)]
    return names[max(ending, key=len)] if ending else None


def add_up(documents: Iterable[tuple[str, Observations]]) -> tuple[Table, Table]:
    """Return the tables of heads and of contexts of documents, given with their names.

    Several observations under one name (of two annotators) count as one document. Words of
    fewer than `DOCUMENTS` documents are left out.
    """
    heads: Table = {}
    contexts: Table = {}
    seen: dict[str, set[str]] = {}
    for name, observed in documents:
        of_heads = ((key, label) for head, label in observed.heads for key in _rows_of(head))
        for table, signs in ((heads, of_heads), (contexts, observed.contexts)):
            for key, label in signs:
                if label is None or label in CLASSES:  # others are found by other components
                    column = len(CLASSES) if label is None else CLASSES.index(label)
                    table.setdefault(key, [0] * (len(CLASSES) + 1))[column] += 1
                    seen.setdefault(key, set()).add(name)
    heads = {key: row for key, row in heads.items() if not key or len(seen[key]) >= DOCUMENTS}
    contexts = {key: row for key, row in contexts.items() if len(seen[key]) >= DOCUMENTS}
    return _telling(heads), contexts


def _rows_of(name: str) -> Iterator[str]:
    """Yield the rows in which a name counts: of all, of its ends and of the whole."""
    yield ""
    for length in range(1, min(len(name), LONGEST_HEAD) + 1):
        yield name[-length:]
    if len(name) <= LONGEST_NAME:
        yield f"^{name}"


def _telling(heads: Table) -> Table:
    """Return the heads without those that say nothing beyond the head that is one shorter."""
    return {key: row for key, row in heads.items() if len(key) < 2 or heads.get(key[1:]) != row}


def lines(table: Table) -> Iterator[str]:
    """Yield the rows of a table as lines, the most frequent first."""
    for key in sorted(table, key=lambda key: (-sum(table[key]), key)):
        yield "\t".join([key, *map(str, table[key])]) + "\n"


def write(heads: Table, contexts: Table, folder: Path) -> None:
    """Write `heads.tsv` and `contexts.tsv`.

    Raises
    ------
    PolicyKGError
        If the folder is missing or cannot be written to.
    """
    try:
        for name, top, table in (("heads", HEADS, heads), ("contexts", CONTEXTS, contexts)):
            text = top + "".join(lines(table))
            (folder / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PolicyKGError(f"{folder} cannot be written to: {error.strerror}.") from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m kg.extraction.counting",
        description="Count the heads and contexts of names in annotated documents.",
    )
    parser.add_argument("gold", metavar="GOLD.json", type=Path, nargs="+")
    parser.add_argument("-o", metavar="FOLDER", dest="folder", type=Path, required=True)
    options = parser.parse_args(arguments)
    nlp = pipeline()
    try:
        annotated = (read_annotated(path) for path in options.gold)
        write(*add_up((a.document.path, observe(a, nlp)) for a in annotated), options.folder)
    except PolicyKGError as error:
        print(f"policykg: {error}", file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
