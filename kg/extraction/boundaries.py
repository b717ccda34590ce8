"""Where a name begins and ends inside its conjunct, and which conjuncts make one name together.

Each choice compares scores (`kg.extraction.scores`): a name with or without the nouns of action
behind it, with or without the attribute before it, and two conjuncts as one name or as two.
"""

from __future__ import annotations

from functools import lru_cache

from kg.extraction import scores
from kg.extraction.clauses import CLOSING, OPENING
from kg.extraction.coordination import Part, without_modifiers, without_tails
from kg.extraction.facts import MentionClass
from kg.extraction.lexicon import CLASSES, counts, listed, words

Contexts = tuple[str, ...]
Span = tuple[int, int]
ABSTRACT = (MentionClass.THEORY, MentionClass.KEY_TECHNOLOGY)
BRACKETS = frozenset(OPENING + CLOSING)
LONGER = 1.15  #: by how much a shorter name must be better than a longer one
GENERIC = 0.8  #: by how much a name of words that alone name nothing is less likely one
ATTRIBUTIVE = "型级类式用"  #: the last character of conjuncts that lack a head
# From which score on the words before a connector are a name of their own, by the class of
# the words behind it: 与 stands inside names of theories, 和 seldom inside any.
TIGHT = {
    MentionClass.THEORY: 1.0,
    MentionClass.KEY_TECHNOLOGY: 0.8,
    MentionClass.PLATFORM: 0.6,
    MentionClass.PRODUCT: 0.3,
    MentionClass.INDUSTRY: 0.2,
    MentionClass.SAFEGUARD: 0.6,
}
LOOSE = {
    MentionClass.THEORY: 0.2,
    MentionClass.KEY_TECHNOLOGY: 0.2,
    MentionClass.PLATFORM: 0.2,
    MentionClass.PRODUCT: 0.15,
    MentionClass.INDUSTRY: 0.15,
    MentionClass.SAFEGUARD: 0.3,
}


@lru_cache(maxsize=50_000)
def only_generic(name: str) -> bool:
    """Return whether a name consists only of words that alone name nothing.

    >>> only_generic("技术产品"), only_generic("海洋观测网")
    (True, False)
    """
    if "^" + name in counts("heads.tsv"):
        return False
    known = listed("generic.txt")
    end = len(name)
    while end:
        before = known.before(name, 0, end)
        if before == end:
            return False
        end = before
    return True


def balanced(name: str) -> bool:
    """Return whether a name closes every bracket and quote that it opens."""
    if BRACKETS.isdisjoint(name):
        return True
    return all(name.count(a) == name.count(b) for a, b in zip(OPENING, CLOSING, strict=True))


@lru_cache(maxsize=50_000)
def score(name: str, contexts: Contexts) -> float:
    """Return how likely a stretch of text is a name, from 0 to 1."""
    if len(name) < 2 or name in words("never") or not balanced(name):
        return 0.0
    if name in listed("generic.txt") and contexts[0] != "role=domain":
        return 0.0
    share = 1.0 - scores.combined(name, contexts)[-1]
    return GENERIC * share if only_generic(name) else share


@lru_cache(maxsize=50_000)
def likely(name: str, contexts: Contexts) -> MentionClass:
    """Return the class that a name would most likely have."""
    shares = scores.combined(name, contexts)[:-1]
    return CLASSES[shares.index(max(shares))]


def best(text: str, part: Part, contexts: Contexts) -> tuple[Span, float]:
    """Return where the name in a conjunct begins and ends, and its score."""
    found: tuple[Span, float] = ((part.start, part.end), 0.0)
    theory = likely(text[part.head : part.end], contexts) is MentionClass.THEORY
    for end in [part.end, *without_tails(text, part.head, part.end)]:
        if theory and end < part.end and text[end : part.end] not in words("theory_tail"):
            continue
        start = _beginning(text, part, end, contexts)
        value = score(text[start:end], contexts)
        if value > found[1] * LONGER:
            found = ((start, end), value)
    return found


def _beginning(text: str, part: Part, end: int, contexts: Contexts) -> int:
    """Return where the name that ends there begins."""
    start = without_modifiers(text, part.head, end)
    of = text.rfind("的", start, end - 1)
    core = start if of < 0 else without_modifiers(text, of + 1, end)
    cls = likely(text[core:end], contexts)
    if cls not in ABSTRACT:
        return core
    opener = text[part.start : words("relative").at(text, part.start, part.head)]
    if opener in words("kept_relative") and cls is MentionClass.THEORY:
        return part.start
    placed = words("domain_closer").before(text, start, of) < of
    return start if of >= 0 and not placed else core


def joined(text: str, parts: list[Part], index: int, contexts: Contexts) -> int:
    """Return the index of the last conjunct of the name that begins with this one."""
    last = index
    while last + 1 < len(parts) and parts[last + 1].link in ("与", "和", "及"):
        left, right = parts[last], parts[last + 1]
        alike = left.hypernym == right.hypernym and text[left.end - 1] not in ATTRIBUTIVE
        if not alike or not _joins(text, left, right, contexts):
            break
        last += 1
    return last


def _joins(text: str, left: Part, right: Part, contexts: Contexts) -> bool:
    """Return whether the connector between two conjuncts stands inside one name."""
    before, behind = text[left.start : left.end], text[right.start : right.end]
    if before in listed("tails.txt") or behind in listed("tails.txt"):
        return False
    (start, end), _ = best(text, left, contexts)
    own = text[start:end]
    (start, end), _ = best(text, right, contexts)
    cls = likely(text[start:end], contexts)
    if contexts[0] == "role=title" and right.link == "与" and cls is not MentionClass.PRODUCT:
        return True
    if only_generic(behind):
        return likely(own, contexts) is MentionClass.THEORY
    if only_generic(before):
        return right.link in ("与", "及") or cls is MentionClass.PLATFORM
    tight = right.link == "与" or (right.link == "及" and cls in ABSTRACT)
    return 1.0 - scores.head(own)[-1] < (TIGHT if tight else LOOSE)[cls]
