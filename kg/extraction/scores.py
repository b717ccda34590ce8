"""How much a stretch of text looks like a name of each class: one distribution from all signs.

The signs are the words that end it (the head noun, in a Chinese noun phrase the last word), its
role and verb, the titles of the units that hold it, and the hypernym of its list. Each is a row
of counts in `heads.tsv` or `contexts.tsv`. Heads of several lengths are interpolated from the
shortest to the longest (Witten and Bell 1991), contexts are combined as by naive Bayes, with
exponents below 1 because they depend on each other.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log

from spacy.tokens import Doc

from kg.extraction.frames import Frame
from kg.extraction.lexicon import counts, nouns, words

LONGEST_HEAD = 8  #: how many last characters of a name are looked up
LONGEST_HYPERNYM = 4  #: how many of a hypernym
SMOOTHING = 10  #: as how many observations the shares of all names count in a context
# The exponents of the kinds of contexts, chosen on annotated documents.
WEIGHTS = {"verb": 0.5, "role": 0.35, "title": 0.5, "above": 0.3, "hyper": 0.9}
Distribution = tuple[float, ...]  #: of the six classes in the order of `CLASSES`, then of no name

if not Doc.has_extension("titles"):
    Doc.set_extension("titles", default=None)


@lru_cache(maxsize=200_000)
def head(name: str) -> Distribution:
    """Return the distribution that the last words of a name suggest."""
    row = counts("heads.tsv").get("^" + name)
    found = _ending(name[-LONGEST_HEAD:])
    return found if row is None else _interpolated(row, found)


@lru_cache(maxsize=200_000)
def _ending(end: str) -> Distribution:
    """Return the distribution of the names that end so, interpolated with that of a shorter end."""
    table = counts("heads.tsv")
    if not end:
        total = sum(table[""])
        return tuple(count / total for count in table[""])
    row = table.get(end) or nouns().get(end)
    base = _ending(end[1:])
    return base if row is None else _interpolated(row, base)


def _interpolated(row: tuple[float, ...], base: Distribution) -> Distribution:
    total = sum(row)
    kinds = sum([count > 0 for count in row])
    size = total + kinds
    return tuple([(count + kinds * share) / size for count, share in zip(row, base, strict=True)])


@lru_cache(maxsize=50_000)
def factors(contexts: tuple[str, ...]) -> Distribution:
    """Return by how much a set of contexts multiplies the chance of each class."""
    found = [1.0] * len(counts("heads.tsv")[""])
    kinds = Counter(context.partition("=")[0] for context in contexts)
    for context in contexts:
        factor = _factor(context, kinds[context.partition("=")[0]])
        found = [value * times for value, times in zip(found, factor, strict=True)]
    return tuple(found)


@lru_cache(maxsize=10_000)
def _factor(context: str, among: int) -> Distribution:
    """Return by how much one of `among` contexts of its kind multiplies each chance."""
    base = counts("heads.tsv")[""]
    row = counts("contexts.tsv").get(context.replace("above=", "title="))
    if row is None:
        return (1.0,) * len(base)
    total, size = sum(base), sum(row)
    weight = WEIGHTS[context.partition("=")[0]] / among
    shares = [prior / total for prior in base]
    return tuple(
        (((count + SMOOTHING * share) / (size + SMOOTHING)) / share) ** weight
        for count, share in zip(row, shares, strict=True)
    )


@lru_cache(maxsize=50_000)
def combined(name: str, contexts: tuple[str, ...]) -> Distribution:
    """Return the distribution that the name itself and its contexts suggest."""
    shares = [a * b for a, b in zip(head(name), factors(contexts), strict=True)]
    total = sum(shares)
    return tuple(share / total for share in shares)


def context(doc: Doc, frame: Frame) -> tuple[str, ...]:
    """Return the contexts of the names in a frame: its role, its verb and the titles above."""
    return (*own_context(frame), *_titles(doc)[frame.clause.paragraph.section])


def own_context(frame: Frame) -> tuple[str, str]:
    """Return the contexts of the names in a frame that do not depend on the titles above."""
    return f"role={frame.role}", f"verb={frame.verb or frame.role}"


def hypernym_context(name: str) -> str:
    """Return the context of a name whose list a hypernym sums up, from the hypernym's end."""
    table = counts("contexts.tsv")
    for length in range(LONGEST_HYPERNYM, 0, -1):
        if f"hyper={name[-length:]}" in table:
            return f"hyper={name[-length:]}"
    return "hyper="


@lru_cache(maxsize=1000)
def _telling(word: str) -> float:
    """Return how much a word of a title tells of the classes below it: a Kullback-Leibler sum."""
    row = counts("contexts.tsv").get(f"title={word}")
    if row is None:
        return 0.0
    base = counts("heads.tsv")[""][:-1]
    row = row[:-1]
    shares = [(count + 1) / (sum(row) + len(row)) for count in row]
    return sum(s * log(s * sum(base) / prior) for s, prior in zip(shares, base, strict=True))


def _titles(doc: Doc) -> dict[str, tuple[str, ...]]:
    """Return for each section the words of its titles, and of those above, that tell a class."""
    if doc._.titles is None:
        known = sorted(words("title").words)
        found: dict[str, tuple[str, ...]] = {}
        for section in doc._.policy.sections:
            own = [word for word in known if word in section.title]
            above = found[section.parent] if section.parent is not None else ()
            telling = max(own, key=_telling, default="")
            found[section.id] = (f"title={telling}",) if telling else ()
            found[section.id] += tuple(word.replace("title=", "above=") for word in above[:1])
        doc._.titles = found
    titles: dict[str, tuple[str, ...]] = doc._.titles
    return titles
