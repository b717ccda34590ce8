"""The concepts of one document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.facts import Extraction, Mention, MentionClass
from kg.linking.forms import Form, by_form, form, is_initialism, reordered, spelled, told_word
from kg.linking.reasons import Reason
from kg.linking.spelling import normalise
from kg.linking.statements import Statement, statements
from kg.linking.subjects import subjects, without_subject


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another name of a concept, and why it is one.

    Offsets are code points in the document's text, end exclusive.
    """

    label: str  #: as it is written
    reasons: tuple[Reason, ...]
    place: tuple[int, int] | None = None  #: of the words that say so, where the text does


@dataclass(frozen=True, slots=True)
class Concept:
    """What one or more mentions of a document name.

    Also organizations and programmes, which the ontology does not count among its concepts.
    """

    cls: MentionClass
    label: str  #: the normalised name
    alternatives: tuple[Alternative, ...]  #: its other names, in the order of the text
    en: str  #: English label, "" where there is none
    mentions: tuple[str, ...]  #: ids, in the order of the text

    @property
    def alt_labels(self) -> tuple[str, ...]:
        """The other names, in the order of the text."""
        return tuple(alternative.label for alternative in self.alternatives)


@dataclass(frozen=True, slots=True)
class _Merge:
    """One name is another, which is the fuller or plainer one."""

    name: str
    into: str
    reason: Reason
    statement: Statement | None = None


def link(extraction: Extraction) -> tuple[Concept, ...]:
    """Return the concepts of a document in the order in which the text first names them."""
    mentions: dict[MentionClass, dict[str, list[Mention]]] = defaultdict(dict)
    for mention in extraction.mentions:
        mentions[mention.cls].setdefault(normalise(mention.text), []).append(mention)
    said = statements(extraction)
    about = subjects(extraction.document.metadata.title)
    order = {mention.id: i for i, mention in enumerate(extraction.mentions)}
    concepts = [
        concept
        for cls, named in mentions.items()
        for concept in _concepts(cls, named, said, about, order)
    ]
    return tuple(sorted(concepts, key=lambda concept: order[concept.mentions[0]]))


def _concepts(
    cls: MentionClass,
    named: dict[str, list[Mention]],
    said: Sequence[Statement],
    about: Sequence[str],
    order: dict[str, int],
) -> Iterator[Concept]:
    """Yield the concepts of one class, whose mentions are given by their names."""
    into: dict[str, _Merge] = {}
    for merge in _merges(list(named), cls, said, about):
        name = _root(merge.name, into)
        if _root(merge.into, into) != name:
            into[name] = merge
    members: dict[str, list[str]] = defaultdict(list)
    for name in named:
        members[_root(name, into)].append(name)
    for label, names in members.items():
        group = [mention for name in names for mention in named[name]]
        group.sort(key=lambda mention: order[mention.id])
        yield Concept(
            cls=cls,
            label=label,
            alternatives=tuple(_alternatives(label, group, into)),
            en=_english(label, group),
            mentions=tuple(mention.id for mention in group),
        )


def _english(label: str, group: Sequence[Mention]) -> str:
    """Return the English label: that of the label itself, else of any other name."""
    own = (mention.en for mention in group if mention.en and normalise(mention.text) == label)
    return _commonest(own) or _commonest(mention.en for mention in group if mention.en)


def _merges(
    names: list[str], cls: MentionClass, said: Sequence[Statement], about: Sequence[str]
) -> Iterator[_Merge]:
    """Yield which names of a class are another one of them."""
    forms = {name: form(name, cls) for name in names}
    plain: dict[str, str] = {}
    for group in by_form(names, forms.__getitem__):
        one = _label(group, cls, forms)
        plain |= dict.fromkeys(group, one)
        for name in group:
            if name != one:
                yield _Merge(name, one, forms[name].reason(forms[one]))
    ones = list(dict.fromkeys(plain.values()))
    for first, other in reordered(ones, forms):
        yield _Merge(other, first, Reason.ORDER)
    yield from _stated(ones, forms, cls, said)
    for name, fuller in without_subject(names, cls, about):
        if plain[name] != plain[fuller]:
            yield _Merge(plain[name], plain[fuller], Reason.SUBJECT)


def _label(group: Sequence[str], cls: MentionClass, forms: dict[str, Form]) -> str:
    """Return the name that is nearest to the common form, of equally near ones the first.

    A technology or theory is rather called by a name that says so, where there is one.
    """
    length = len(forms[group[0]].bare)
    told = told_word(cls)
    if told and any(name.endswith(told) for name in group):
        length += len(told)
    return min(group, key=lambda name: abs(len(name) - length))


_LATIN = re.compile("[A-Za-z0-9+./-]*[A-Za-z][A-Za-z0-9+./-]*")


def _stated(
    names: Sequence[str], forms: dict[str, Form], cls: MentionClass, said: Sequence[Statement]
) -> Iterator[_Merge]:
    """Yield the merges that the text states: of the two names, and of names that hold them.

    X（Y） also makes one of X平台 and Y平台, where Y is a Latin abbreviation.
    """
    if not said:
        return
    known = {forms[name].bare: name for name in names}
    holding: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for word in dict.fromkeys(_LATIN.findall(name)):
            holding[spelled(word)].append(name)
    for statement in said:
        if is_initialism(statement.other):
            short = spelled(statement.other)
            full = _meaning(short, spelled(statement.full), holding[short])
            pairs = [(name, _with(full, short, name)) for name in holding[short]]
        else:
            pairs = [(known.get(form(statement.other, cls).bare, ""), statement.full)]
        for name, fuller in pairs:
            one = known.get(form(fuller, cls).bare)
            if name and one and one != name:
                yield _Merge(name, one, statement.reason, statement)


def _meaning(short: str, full: str, names: Iterable[str]) -> str:
    """Return what an abbreviation stands for: the name before it, or the end of it.

    In 超大规模多输入多输出（MIMO） it is the end where the text also has 超大规模MIMO.
    """
    for name in names:
        before = spelled(name).removesuffix(short)
        if before and before + short == spelled(name) != full and full.startswith(before):
            return full[len(before) :]
    return full


def _with(full: str, short: str, name: str) -> str:
    """Return a name with what its abbreviation stands for."""
    return _LATIN.sub(lambda word: full if spelled(word[0]) == short else word[0], name)


def _root(name: str, into: dict[str, _Merge]) -> str:
    while name in into:
        name = into[name].into
    return name


def _alternatives(
    label: str, group: Iterable[Mention], into: dict[str, _Merge]
) -> Iterator[Alternative]:
    seen = {label}
    for mention in group:
        if mention.text in seen:
            continue
        seen.add(mention.text)
        name, reasons, place = normalise(mention.text), [], None
        if name != mention.text:
            reasons.append(Reason.SPELLING)
        while name != label:
            merge = into[name]
            reasons.append(merge.reason)
            place = place or merge.statement
            name = merge.into
        span = (place.start, place.end) if place else None
        yield Alternative(mention.text, tuple(dict.fromkeys(reasons)), span)


def _commonest(labels: Iterable[str]) -> str:
    """Return the most frequent label, of equally frequent ones the first; "" for none."""
    counts = Counter(labels)
    return max(counts, key=lambda label: counts[label], default="")
