"""Whether the texts have the words that the graph quotes, in the places that it names.

Each quote is compared with the source file where that is given, else with the texts of the
paragraphs that the graph holds itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.namespaces import DCTERMS, OA, PK, PROV
from kg.reading import PolicyDocument
from kg.validation.engine import Violation
from kg.validation.facts import Facts, Term
from kg.validation.shapes import SHAPES, shape_of

_SELECTOR = NamedNode(f"{OA}hasSelector")
_SOURCE, _DERIVED = NamedNode(f"{DCTERMS}source"), NamedNode(f"{PROV}wasDerivedFrom")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing a graph with the texts."""

    compared: int  #: quotes that were compared
    untold: int  #: quotes for which neither a file nor the graph has the text: those in titles
    violations: tuple[Violation, ...]


def compare(facts: Facts, documents: Sequence[PolicyDocument] = ()) -> Comparison:
    """Compare all quotes of a graph with the texts.

    Parameters
    ----------
    facts
        The graph with the ontology.
    documents
        The source files, read again. Of a file that has changed that alone is reported.

    Raises
    ------
    UsageError
        If a file is none of those that the graph was built from.
    """
    sources = _sources(facts, documents)
    by_document = facts.subjects(_SOURCE)
    compared = untold = 0
    found: list[Violation] = []
    for document in sorted(facts.instances(_pk("PolicyDocument")), key=str):
        source = sources.get(document)
        if source is not None and source.sha256 != _text(facts, document, "sha256"):
            found.append(_violation(facts, document, "sha256", source.sha256))
            continue
        found += _paragraphs(facts, document, source)
        for thing in by_document.get(document, ()):
            if _text(facts, thing, "quote"):
                passage = _passage(facts, thing, source)
                compared += passage is not None
                untold += passage is None
                found += _thing(facts, thing, passage, source)
    return Comparison(compared, untold, tuple(found))


def _sources(facts: Facts, documents: Iterable[PolicyDocument]) -> Mapping[Term, PolicyDocument]:
    """Return the file of each document: that with its digest, else that with its name."""
    digests, names = facts.subjects(_pk("sha256")), facts.subjects(_pk("sourceName"))
    found: dict[Term, PolicyDocument] = {}
    for document in documents:
        name = document.path.rpartition("/")[2]
        named = digests.get(Literal(document.sha256)) or names.get(Literal(name)) or ()
        nodes = [node for node in named if facts.is_a(node, _pk("PolicyDocument"))]
        if not nodes:
            raise UsageError(
                f"No document of this graph was read from {document.path}; "
                "build it first, or name another file."
            )
        found.update(dict.fromkeys(nodes, document))
    return found


def _paragraphs(facts: Facts, document: Term, source: PolicyDocument | None) -> Iterator[Violation]:
    if source is None:
        return
    inside = f"{document.value}/" if isinstance(document, NamedNode) else ""
    for paragraph in facts.instances(_pk("Paragraph")):
        if isinstance(paragraph, NamedNode) and paragraph.value.startswith(inside):
            text = source.text[slice(*_span(facts, paragraph))]
            if text != _text(facts, paragraph, "text"):
                yield _violation(facts, paragraph, "text", text)


def _passage(facts: Facts, thing: Term, source: PolicyDocument | None) -> str | None:
    """Return what the text has in the place of a thing; None where there is no text of it."""
    start, end = _span(facts, thing)
    text, begin = _held(facts, thing, source)
    return text[max(start - begin, 0) : max(end - begin, 0)] if text else None


def _held(facts: Facts, thing: Term, source: PolicyDocument | None) -> tuple[str, int]:
    """Return the text that holds a thing, and the offset at which that begins."""
    if source is not None:
        return source.text, 0
    for place in facts.objects(thing, _DERIVED):
        if text := _text(facts, place, "text"):
            return text, _span(facts, place)[0]
    return "", 0


def _thing(
    facts: Facts, thing: Term, passage: str | None, source: PolicyDocument | None
) -> Iterator[Violation]:
    start, end = _span(facts, thing)
    if passage is not None and passage != _text(facts, thing, "quote"):
        yield _violation(facts, thing, "quote", passage)
    yield from _selectors(facts, thing, source)
    if source is not None:
        wanted = source.offsets.to_source(start, end)
        if wanted != _span(facts, thing, "sourceStart", "sourceEnd"):
            yield _violation(facts, thing, "sourceStart", str(wanted[0]))
    for place in facts.objects(thing, _DERIVED):
        first, last = _span(facts, place)
        if (facts.is_a(place, _pk("Paragraph")) or facts.is_a(place, _pk("Section"))) and not (
            first <= start and end <= last
        ):
            yield Violation(thing, shape_of(f"{SHAPES}Verified-wasDerivedFrom"), "hasValue", place)
    if (pieces := _text(facts, thing, "pieces")) and passage is not None:
        spans = [tuple(map(int, piece.split("-"))) for piece in pieces.split()]
        spelled = "".join(passage[max(a - start, 0) : max(b - start, 0)] for a, b in spans)
        if spelled != _text(facts, thing, "name"):
            yield _violation(facts, thing, "pieces", spelled)


def _selectors(facts: Facts, thing: Term, source: PolicyDocument | None) -> Iterator[Violation]:
    """Yield which selectors of a thing lead to another place or have other words.

    What a paragraph does not hold of the words around a passage is not compared.
    """
    start, end = _span(facts, thing)
    text, begin = _held(facts, thing, source)
    for selector in facts.objects(thing, _SELECTOR):
        span = tuple(_oa(facts, selector, name) for name in ("start", "end"))
        if any(span) and span != (str(start), str(end)):
            shape = shape_of(f"{SHAPES}Verified-position")
            yield Violation(thing, shape, "hasValue", selector, f"{start}–{end}")
        exact, before, behind = (_oa(facts, selector, n) for n in ("exact", "prefix", "suffix"))
        if exact and text:
            words, first = before + exact + behind, start - len(before) - begin
            there = text[max(first, 0) : max(first + len(words), 0)]
            if len(exact) != end - start or not words[max(-first, 0) :].startswith(there):
                shape = shape_of(f"{SHAPES}Verified-context")
                yield Violation(thing, shape, "hasValue", selector, there)


def _oa(facts: Facts, node: Term, name: str) -> str:
    values = facts.objects(node, NamedNode(OA + name))
    return values[0].value if values else ""


def _violation(facts: Facts, thing: Term, name: str, expected: str) -> Violation:
    value = next(iter(facts.objects(thing, _pk(name))), None)
    return Violation(thing, shape_of(f"{SHAPES}Verified-{name}"), "hasValue", value, expected)


def _span(facts: Facts, node: Term, start: str = "start", end: str = "end") -> tuple[int, int]:
    """Return the offsets of a thing; of one without, which the shapes report, (0, 0)."""
    first, last = (_text(facts, node, name) for name in (start, end))
    return (int(first), int(last)) if first.isdecimal() and last.isdecimal() else (0, 0)


def _text(facts: Facts, node: Term, name: str) -> str:
    values = facts.objects(node, _pk(name))
    return values[0].value if values else ""


def _pk(name: str) -> NamedNode:
    return NamedNode(PK + name)
