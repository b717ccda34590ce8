"""How much a stretch of text looks like a name of each class: one distribution from all signs.

The signs are the words that end it (the head noun, in a Chinese noun phrase the last word), its
role and verb, the titles of the units that hold it, and the hypernym of its list. Each is a row
of counts in `heads.tsv` or `contexts.tsv`. Heads of several lengths are interpolated from the
shortest to the longest (Witten and Bell 1991), contexts are combined as by naive Bayes, with
exponents below 1 because they depend on each other.

`kg.extraction.tables` reads the tables and hands them to the components.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from operator import mul

from kg.extraction.clauses import BRACKET, CLOSING, OPENING
from kg.extraction.facts import MentionClass
from kg.extraction.frames import Frame
from kg.extraction.lexicon import CLASSES, listed, nouns, words
from kg.reading.document import Section

LONGEST_HEAD = 8  #: how many last characters of a name are looked up
LONGEST_HYPERNYM = 4  #: how many of a hypernym
SMOOTHING = 10  #: as how many observations the shares of all names count in a context
UNSEEN = 0.5  #: how often a class was seen that no document has
GENERIC = 0.8  #: by how much a name of words that alone name nothing is less likely one
# The exponents of the kinds of contexts, chosen on annotated documents.
WEIGHTS = {"verb": 0.5, "role": 0.35, "title": 0.5, "above": 0.3, "hyper": 0.9}
Contexts = tuple[str, ...]
Row = Sequence[float]
Distribution = tuple[float, ...]  #: of the six classes in the order of `CLASSES`, then of no name


class Scorer:
    """Scores names by two tables of counts.

    `heads` and `contexts` are rows of counts of the six classes and of no name, by the end of a
    name and by the context, as `kg.extraction.counting` makes them. What was computed is kept
    for the next name, up to a fixed number of names.

    >>> scorer = Scorer({"": (0, 0, 9, 9, 0, 0, 9), "平台": (0, 0, 4, 0, 0, 0, 1)}, {})
    >>> CLASSES[scorer.head("海洋观测平台").index(max(scorer.head("海洋观测平台")))]
    <MentionClass.PLATFORM: 'Platform'>
    """

    def __init__(self, heads: Mapping[str, Row], contexts: Mapping[str, Row]) -> None:
        self.heads = heads
        self.contexts = contexts
        self._all = [count or UNSEEN for count in heads[""]]
        self.shares: Distribution = tuple([count / sum(self._all) for count in self._all])
        self._of_rows = {"": self.shares}
        rows = nouns() | {key: row for key, row in heads.items() if key}
        for key in sorted(rows, key=len):  # each is interpolated with a shorter one
            base = self._ending(key[1:][-LONGEST_HEAD:])  # without ^ or the first character
            self._of_rows[key] = _interpolated(rows[key], base)
        self.factors = lru_cache(maxsize=10_000)(self._uncached_factors)
        self._factor = lru_cache(maxsize=10_000)(self._uncached_factor)
        self.trust = lru_cache(maxsize=20_000)(self._uncached_trust)
        self.telling = lru_cache(maxsize=1000)(self._uncached_telling)

    def head(self, name: str) -> Distribution:
        """Return the distribution that the last words of a name suggest."""
        return self._of_rows.get("^" + name) or self._ending(name[-LONGEST_HEAD:])

    def _ending(self, end: str) -> Distribution:
        """Return the distribution of the names that end so: that of the longest end with a row."""
        while end not in self._of_rows:
            end = end[1:]
        return self._of_rows[end]

    def _uncached_factors(self, contexts: Contexts) -> Distribution:
        """Return by how much a set of contexts multiplies the chance of each class."""
        if not contexts:
            return (1.0,) * len(self.shares)
        *before, last = [context.partition("=")[0] for context in contexts]
        if last not in before:  # then the others have the weights that they have without it
            return tuple(map(mul, self.factors(contexts[:-1]), self._factor(contexts[-1], 1)))
        kinds = [*before, last]
        found: Iterable[float] = (1.0,) * len(self.shares)
        for context, kind in zip(contexts, kinds, strict=True):
            found = map(mul, found, self._factor(context, kinds.count(kind)))
        return tuple(found)

    def _uncached_factor(self, context: str, among: int) -> Distribution:
        """Return by how much one of `among` contexts of its kind multiplies each chance."""
        row = self.contexts.get(context.replace("above=", "title="))
        if row is None:
            return (1.0,) * len(self.shares)
        size = sum(row)
        weight = WEIGHTS[context.partition("=")[0]] / among
        return tuple(
            (((count + SMOOTHING * share) / (size + SMOOTHING)) / share) ** weight
            for count, share in zip(row, self.shares, strict=True)
        )

    def combined(self, name: str, contexts: Contexts) -> Distribution:
        """Return the distribution that the name itself and its contexts suggest."""
        shares = list(map(mul, self.head(name), self.factors(contexts)))
        total = sum(shares)
        return tuple([share / total for share in shares])

    def given(self, contexts: Contexts) -> Judge:
        """Return what scores the names of one set of contexts."""
        return Judge(self, contexts)

    def only_generic(self, name: str) -> bool:
        """Return whether a name consists only of words that alone name nothing.

        >>> scorer = Scorer({"": (0, 0, 1, 1, 0, 0, 1)}, {})
        >>> scorer.only_generic("技术产品"), scorer.only_generic("海洋观测网")
        (True, False)
        """
        if "^" + name in self.heads:
            return False
        known = listed("generic.txt")
        end = len(name)
        while end:
            before = known.before(name, 0, end)
            if before == end:
                return False
            end = before
        return True

    def _uncached_trust(self, name: str) -> tuple[float, float]:
        """Return how much of its score a name keeps for its form, and how much as a domain."""
        if len(name) < 2 or name in words("never") or not balanced(name):
            return 0.0, 0.0
        share = GENERIC if self.only_generic(name) else 1.0
        return (0.0 if name in listed("generic.txt") else share), share

    def hypernym_context(self, name: str) -> str:
        """Return the context of a name whose list a hypernym sums up, from the hypernym's end."""
        for length in range(LONGEST_HYPERNYM, 0, -1):
            if f"hyper={name[-length:]}" in self.contexts:
                return f"hyper={name[-length:]}"
        return "hyper="

    def _uncached_telling(self, word: str) -> float:
        """Return how much a word of a title tells of the classes below it.

        It is a Kullback-Leibler sum.
        """
        row = self.contexts.get(f"title={word}")
        if row is None:
            return 0.0
        base = self._all[:-1]
        row = row[:-1]
        shares = [(count + 1) / (sum(row) + len(row)) for count in row]
        return sum(s * log(s * sum(base) / prior) for s, prior in zip(shares, base, strict=True))


class Judge:
    """Scores names that stand in the same contexts, each once."""

    __slots__ = ("_domain", "_factors", "_found", "contexts", "scorer")

    def __init__(self, scorer: Scorer, contexts: Contexts) -> None:
        self.scorer = scorer
        self.contexts = contexts
        self._factors = scorer.factors(contexts)
        self._domain = contexts[0] == "role=domain"
        self._found: dict[str, tuple[float, MentionClass]] = {}

    def score(self, name: str) -> float:
        """Return how likely a stretch of text is a name, from 0 to 1."""
        return (self._found.get(name) or self._judged(name))[0]

    def likely(self, name: str) -> MentionClass:
        """Return the class that a name would most likely have."""
        return (self._found.get(name) or self._judged(name))[1]

    def _judged(self, name: str) -> tuple[float, MentionClass]:
        """Return how likely it is a name, and its most likely class."""
        shares = list(map(mul, self.scorer.head(name), self._factors))
        total = sum(shares)
        score = (1.0 - shares.pop() / total) * self.scorer.trust(name)[self._domain]
        found = self._found[name] = score, CLASSES[shares.index(max(shares))]
        return found


def balanced(name: str) -> bool:
    """Return whether a name closes every bracket and quote that it opens."""
    if BRACKET.search(name) is None:
        return True
    return all(name.count(a) == name.count(b) for a, b in zip(OPENING, CLOSING, strict=True))


def _interpolated(row: Row, base: Distribution) -> Distribution:
    total = sum(row)
    kinds = len(row) - row.count(0)
    size = total + kinds
    return tuple([(count + kinds * share) / size for count, share in zip(row, base, strict=True)])


def own_context(frame: Frame) -> tuple[str, str]:
    """Return the contexts of the names in a frame that do not depend on the titles above."""
    return f"role={frame.role}", f"verb={frame.verb or frame.role}"


def title_contexts(sections: Iterable[Section], scorer: Scorer) -> dict[str, Contexts]:
    """Return for each section the words of its titles, and of those above, that tell a class."""
    known = sorted(words("title").words)
    found: dict[str, Contexts] = {}
    for section in sections:
        own = [word for word in known if word in section.title]
        above = found[section.parent] if section.parent is not None else ()
        telling = max(own, key=scorer.telling, default="")
        found[section.id] = (f"title={telling}",) if telling else ()
        found[section.id] += tuple(word.replace("title=", "above=") for word in above[:1])
    return found
