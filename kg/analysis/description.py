"""All that the graph says of one node, and the sentences in which a concept is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QuerySolution

from kg.analysis.sparql import Term, solutions, value

if TYPE_CHECKING:
    from kg.store import GraphStore

_SENTENCE_END = re.compile("[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Description:
    """The triples around a node. Empty where the graph says nothing of it."""

    iri: str
    outgoing: tuple[tuple[str, Term], ...]  #: predicate, object
    incoming: tuple[tuple[str, Term], ...]  #: predicate, subject
    uses: int  #: how many triples have it as predicate

    def __bool__(self) -> bool:
        return bool(self.outgoing or self.incoming or self.uses)

    def values(self, predicate: str) -> list[Term]:
        """Return what the node has for a predicate."""
        return [object_ for name, object_ in self.outgoing if name == predicate]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence in which a concept is named, cut where its name begins and ends."""

    mention: str  #: IRI
    parts: tuple[tuple[str, bool], ...]  #: text, and whether it belongs to the name
    document: str  #: IRI
    title: str
    task: str  #: IRI, "" where the document has no tasks there
    task_title: str


def describe(store: GraphStore, iri: str) -> Description:
    """Return all triples with a node as subject or object, and how many have it as predicate.

    Raises
    ------
    ValueError
        If `iri` is no IRI.
    """
    node = NamedNode(iri)
    outgoing = solutions(store, "triples_out", node=node)
    incoming = solutions(store, "triples_in", node=node)
    return Description(
        iri,
        tuple((value(row["predicate"]), row["object"]) for row in outgoing),
        tuple((value(row["predicate"]), row["subject"]) for row in incoming),
        int(value(next(solutions(store, "uses", predicate=node))["count"])),
    )


def evidence(store: GraphStore, concept: str) -> list[Evidence]:
    """Return the sentences that name a concept, in the order of the documents."""
    return [_evidence(row) for row in solutions(store, "mentions", concept=NamedNode(concept))]


def _evidence(row: QuerySolution) -> Evidence:
    start = int(value(row["start"]))
    text, offset = value(row["text"]), int(value(row["text_start"]) or 0)
    if not text:  # named in a title, which is no paragraph
        text, offset = value(row["quote"]), start
    pieces = [
        (int(first) - offset, int(last) - offset)
        for first, last in (piece.split("-") for piece in value(row["pieces"]).split())
    ]
    return Evidence(
        mention=value(row["mention"]),
        parts=cut(text, pieces),
        document=value(row["document"]),
        title=value(row["title"]),
        task=value(row["task"]),
        task_title=value(row["task_title"]),
    )


def cut(text: str, pieces: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Return the sentence around the pieces, cut at their ends; True marks the pieces.

    Offsets are code points in `text`, end exclusive, ascending.

    >>> cut("甲。研究乙和丙。丁。", [(4, 5), (6, 7)])
    (('研究', False), ('乙', True), ('和', False), ('丙', True), ('。', False))
    """
    starts = [end.end() for end in _SENTENCE_END.finditer(text, 0, pieces[0][0])]
    ending = _SENTENCE_END.search(text, pieces[-1][1])
    place = starts[-1] if starts else 0
    parts = []
    for start, end in pieces:
        parts += [(text[place:start], False), (text[start:end], True)]
        place = end
    parts.append((text[place : ending.end() if ending else len(text)], False))
    return tuple(part for part in parts if part[0])
