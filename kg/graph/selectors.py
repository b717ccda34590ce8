"""Where in the clean text words stand, and what they are, as Web Annotation selectors.

A passage has two (https://www.w3.org/TR/annotation-model/#selectors): its position, and its words
with those around them, by which it is found again in a text that has changed. All that is said of
a passage shares them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.iris import part_iri
from kg.graph.terms import term
from kg.reading.document import PolicyDocument

CONTEXT = 12
"""How many characters before and behind a passage its quote selector holds."""

HAS_SELECTOR = term("oa:hasSelector")
_A = term("rdf:type")
_POSITION, _QUOTE = term("oa:TextPositionSelector"), term("oa:TextQuoteSelector")
_START, _END = term("oa:start"), term("oa:end")
_EXACT, _PREFIX, _SUFFIX = term("oa:exact"), term("oa:prefix"), term("oa:suffix")


def selectors(document: str, start: int, end: int) -> tuple[NamedNode, NamedNode]:
    """Return the IRIs of the position selector and the quote selector of a passage.

    >>> [node.value for node in selectors("https://example.org/document/1", 3, 5)]
    ['https://example.org/document/1/position/3-5', 'https://example.org/document/1/quote/3-5']
    """
    at = f"{start}-{end}"
    return NamedNode(part_iri(document, "position", at)), NamedNode(part_iri(document, "quote", at))


def selector_triples(document: PolicyDocument, iri: str, start: int, end: int) -> Iterator[Triple]:
    """Yield the two selectors of a passage.

    Offsets are code points in the clean text, end exclusive, as the Web Annotation model has them.
    """
    position, quote = selectors(iri, start, end)
    text = document.text
    yield Triple(position, _A, _POSITION)
    yield Triple(position, _START, Literal(start))
    yield Triple(position, _END, Literal(end))
    yield Triple(quote, _A, _QUOTE)
    yield Triple(quote, _EXACT, Literal(text[start:end]))
    yield Triple(quote, _PREFIX, Literal(text[max(start - CONTEXT, 0) : start]))
    yield Triple(quote, _SUFFIX, Literal(text[end : end + CONTEXT]))
