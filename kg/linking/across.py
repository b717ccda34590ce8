"""Which concepts of different documents are one, though they are named differently there.

What a name is called in one document can make two others one, so this can only be told of all
documents together. It is told anew each time, of what the documents say and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extraction.facts import MentionClass
from kg.linking.forms import by_form, form, reordered
from kg.linking.reasons import Reason
from kg.linking.subjects import may_leave_out, subjects


@dataclass(frozen=True, slots=True)
class Naming:
    """A name that a document has for a concept."""

    document: str
    title: str  #: of the document
    concept: str  #: what identifies it
    cls: MentionClass
    label: str  #: what the concept is called by itself
    name: str  #: the label, or another name
    reasons: tuple[Reason, ...] = ()  #: why it is another name


@dataclass(frozen=True, slots=True)
class Match:
    """Two concepts that are one."""

    left: str
    right: str
    reason: Reason
    via: str  #: the name that both have
    documents: tuple[str, ...]  #: that name the one, the other, or both


def match(namings: Iterable[Naming]) -> list[Match]:
    """Return the concepts of the same class that are one, each pair once, in a fixed order.

    Concepts are one if their labels are, by the names alone; if a document has the label of the
    one as another name of the other, and not only for itself; or if the label of the one is that
    of the other without the subject of every document which names it so.
    """
    classes: dict[MentionClass, list[Naming]] = defaultdict(list)
    for naming in sorted(namings, key=lambda n: (n.concept, n.document, n.name)):
        classes[naming.cls].append(naming)
    found: dict[tuple[str, str], Match] = {}
    for cls, group in sorted(classes.items()):
        for one in _matches(cls, group):
            left, right = sorted((one.left, one.right))
            found.setdefault((left, right), replace(one, left=left, right=right))
    return [found[pair] for pair in sorted(found)]


def _matches(cls: MentionClass, namings: Sequence[Naming]) -> Iterator[Match]:
    known = _Known(cls, namings)
    for group in known.groups:
        for left, right in pairwise(group):
            yield known.match(left, right, known.forms[left].reason(known.forms[right]), right)
    for first, other in reordered(known.forms, known.forms):
        yield known.match(first, other, Reason.ORDER, other)
    for label, name in _otherwise_named(known, namings):
        yield from known.claimed(label, name, Reason.STATED)
    for label, fuller in _without_subject(known):
        yield from known.claimed(label, fuller, Reason.SUBJECT)


class _Known:
    """The labels of the concepts of a class, and which documents have them."""

    def __init__(self, cls: MentionClass, namings: Iterable[Naming]) -> None:
        self.cls = cls
        self.concepts: dict[str, str] = {}
        self.titles: dict[str, dict[str, str]] = defaultdict(dict)
        for naming in namings:
            self.concepts[naming.label] = naming.concept
            self.titles[naming.label][naming.document] = naming.title
        self.forms = {label: form(label, cls) for label in self.concepts}
        self.groups = by_form(self.concepts, self.forms.__getitem__)
        self._named: dict[str, list[str]] = defaultdict(list)
        for first, *_ in self.groups:
            self._named[self.forms[first].bare].append(first)

    def match(self, left: str, right: str, reason: Reason, via: str) -> Match:
        documents = tuple(sorted({*self.titles[left], *self.titles[right]}))
        return Match(self.concepts[left], self.concepts[right], reason, via, documents)

    def claimed(self, label: str, name: str, reason: Reason) -> Iterator[Match]:
        """Yield the match of a label with the concept that a name is the label of.

        A document that has both as concepts of their own tells them apart.
        """
        found = self._named.get(form(name, self.cls).bare, [])
        if len(found) == 1 and not self.titles[found[0]].keys() & self.titles[label].keys():
            yield self.match(label, found[0], reason, name)


def _otherwise_named(known: _Known, namings: Iterable[Naming]) -> Iterator[tuple[str, str]]:
    """Yield labels with the other names that a document states for them.

    A name that is stated for two different concepts is clear for none.
    """
    claims: dict[str, dict[str, Naming]] = defaultdict(dict)
    for naming in namings:
        if Reason.STATED in naming.reasons and not any(r.local for r in naming.reasons):
            name, label = form(naming.name, known.cls).bare, known.forms[naming.label].bare
            claims[name].setdefault(label, naming)
    for claimants in claims.values():
        if len(claimants) == 1:
            for naming in claimants.values():
                yield naming.label, naming.name


def _without_subject(known: _Known) -> Iterator[tuple[str, str]]:
    """Yield labels with the fuller label that they have by the subject of all their documents."""
    about: dict[str, list[str]] = {}
    for label, titles in known.titles.items():
        if may_leave_out(label, known.cls):
            for document, title in titles.items():
                about.setdefault(document, subjects(title))
            first, *others = (about[document] for document in titles)
            for subject in first:
                if subject + label in known.titles and all(subject in other for other in others):
                    yield label, subject + label
