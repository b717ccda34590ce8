"""Where in a document a passage stands: its offsets, its words, and the unit that holds it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.iris import document_iri, part_iri
from kg.graph.selectors import HAS_SELECTOR, selectors
from kg.graph.terms import term
from kg.namespaces import BASE
from kg.reading.document import PolicyDocument, Section

START, END = term("pk:start"), term("pk:end")
SOURCE_START, SOURCE_END = term("pk:sourceStart"), term("pk:sourceEnd")
QUOTE = term("pk:quote")
DERIVED_FROM, SOURCE = term("prov:wasDerivedFrom"), term("dcterms:source")


@dataclass(frozen=True, slots=True)
class Places:
    """The IRIs of a document and its parts, and which of them holds a passage.

    The root of the outline is the document itself.
    """

    document: PolicyDocument
    iri: NamedNode
    sections: dict[str, Section]

    @classmethod
    def of(cls, document: PolicyDocument, base: str = BASE) -> Places:
        """Return the places of a document whose IRIs are made under `base`."""
        sections = {section.id: section for section in document.sections}
        return cls(document, NamedNode(document_iri(document, base)), sections)

    def part(self, kind: str, id_: str) -> NamedNode:
        """Return a part of the document by what it is and its id; "" is the document as a whole.

        A task has the id of its section: `facts.Task.id` without "task:".
        """
        return NamedNode(part_iri(self.iri.value, kind, id_)) if id_ else self.iri

    def holder(self, start: int, end: int) -> NamedNode:
        """Return the paragraph that holds a passage; where none does, the innermost section."""
        paragraphs = self.document.paragraphs
        at = bisect_right(paragraphs, start, key=lambda paragraph: paragraph.start) - 1
        if at >= 0 and end <= paragraphs[at].end:
            return self.part("paragraph", paragraphs[at].id)
        sections = self.document.sections
        section = sections[
            max(bisect_right(sections, start, key=lambda section: section.start) - 1, 0)
        ]
        while section.parent is not None and not (section.start <= start and end <= section.end):
            section = self.sections[section.parent]
        return self.part("section", section.id)

    def position(self, node: NamedNode, start: int, end: int) -> Iterator[Triple]:
        """Yield the offsets of a passage in the clean text and in the source text."""
        source_start, source_end = self.document.offsets.to_source(start, end)
        yield Triple(node, START, Literal(start))
        yield Triple(node, END, Literal(end))
        yield Triple(node, SOURCE_START, Literal(source_start))
        yield Triple(node, SOURCE_END, Literal(source_end))

    def evidence(self, node: NamedNode, start: int, end: int) -> Iterator[Triple]:
        """Yield the characters that say what `node` is about, and where they stand."""
        yield from self.position(node, start, end)
        yield Triple(node, QUOTE, Literal(self.document.text[start:end]))
        yield Triple(node, DERIVED_FROM, self.holder(start, end))
        yield Triple(node, SOURCE, self.iri)
        for selector in selectors(self.iri.value, start, end):
            yield Triple(node, HAS_SELECTOR, selector)
