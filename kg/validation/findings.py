"""What violates, in words: which thing, in which document and place, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.namespaces import DCTERMS, PK, PROV, RDF, SKOS
from kg.results import show
from kg.validation.engine import Violation
from kg.validation.facts import TYPE, Facts, Path, Term

_TITLE, _SOURCE = NamedNode(f"{DCTERMS}title"), NamedNode(f"{DCTERMS}source")
_IS_PART_OF, _DERIVED = NamedNode(f"{DCTERMS}isPartOf"), NamedNode(f"{PROV}wasDerivedFrom")
_NAMES = (f"{SKOS}prefLabel", f"{DCTERMS}title", f"{PK}name", f"{PK}quote", f"{PK}text")
_STATEMENT = tuple(NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
_SHOWN = 40  # how many characters of a value a sentence shows


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation in words."""

    kind: str  #: "shape", "evidence", or "set aside" of what the build took out of the graph
    thing: str  #: IRI
    name: str  #: as people know it
    cls: str  #: local name of its class
    document: str  #: title of the document that it comes from, "" where it comes from none
    place: str  #: as “paragraph p3, characters 120–126”; "" where it has none
    rule: str  #: what should be, in English
    rule_zh: str
    value: str  #: what is there instead
    expected: str  #: what should stand there, "" where that is not known
    shape: str  #: IRI of the shape that says so

    @property
    def sentence(self) -> str:
        """The finding in one line."""
        where = ", ".join(part for part in (self.document, self.place) if part)
        text = f"{self.name} ({self.cls}){f' in {where}' if where else ''}: {self.rule}"
        found = f" Here: {_short(self.value)}." if self.value else ""
        return text + found + (f" Expected: {_short(self.expected)}." if self.expected else "")


def findings(facts: Facts, violations: Iterable[Violation], kind: str) -> Iterator[Finding]:
    """Yield the violations in words, in their order.

    Parameters
    ----------
    facts
        What is known of the things that violate a shape.
    violations
        What violates.
    kind
        As `Finding.kind`.
    """
    for violation in violations:
        node = _first_mention(facts, violation.focus)
        yield Finding(
            kind=kind,
            thing=violation.focus.value,
            name=_name(facts, violation.focus),
            cls=_class(facts, violation.focus),
            document=_document(facts, node),
            place=_place(facts, node),
            rule=violation.shape.messages.get("en", ""),
            rule_zh=violation.shape.messages.get("zh", ""),
            value="" if violation.value is None else show(violation.value),
            expected=violation.expected,
            shape=violation.shape.iri.value,
        )


def _first_mention(facts: Facts, node: Term) -> Term:
    """Return where a thing is named first, for one that has no place of its own."""
    if facts.objects(node, _SOURCE) or facts.objects(node, _IS_PART_OF):
        return node
    mentions = facts.subjects(NamedNode(f"{PK}mentionOf")).get(node, [])
    return min(mentions, key=lambda mention: _offsets(facts, mention), default=node)


def _name(facts: Facts, node: Term) -> str:
    for predicate in _NAMES:
        names = [n for n in facts.objects(node, NamedNode(predicate)) if isinstance(n, Literal)]
        if names:
            return _short(min(names, key=lambda name: name.language == "en").value)
    parts = [next(iter(facts.objects(node, part)), None) for part in _STATEMENT]
    if None not in parts:
        subject, predicate_, object_ = (_name(facts, part) for part in parts if part)
        return f"{subject} – {predicate_} – {object_}"
    return show(node)


def _class(facts: Facts, node: Term) -> str:
    names = sorted(t.value.removeprefix(PK) for t in facts.objects(node, TYPE))
    return ", ".join(name.rpartition("#")[2] for name in names) or "no class"


def _document(facts: Facts, node: Term) -> str:
    """Return the title of the document that a thing comes from, or is part of, or is."""
    above = facts.follow(node, Path(_IS_PART_OF, transitive=True))
    for candidate in (node, *facts.objects(node, _SOURCE), *above):
        titles = facts.objects(candidate, _TITLE)
        if titles and facts.is_a(candidate, NamedNode(f"{PK}PolicyDocument")):
            return titles[0].value
    return ""


def _place(facts: Facts, node: Term) -> str:
    start, end = _offsets(facts, node)
    characters = f"characters {start}–{end}" if end else ""
    holder = next(iter(facts.objects(node, _DERIVED)), node)
    unit = "/".join(holder.value.rpartition("/document/")[2].split("/")[1:]).replace("/", " ", 1)
    return ", ".join(part for part in (unit, characters) if part)


def _offsets(facts: Facts, node: Term) -> tuple[int, int]:
    first, last = (facts.objects(node, NamedNode(PK + name)) for name in ("start", "end"))
    if not first or not last or not (first[0].value + last[0].value).isdecimal():
        return (0, 0)
    return int(first[0].value), int(last[0].value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
