"""Verbs in clauses: where one begins that is used as a verb, and where what belongs to it ends.

Chinese official style uses most verbs as nouns too (研究, 创新): whether a word acts as a verb
shows in its strength in the lexicon, in what stands before it and in whether what follows makes a
compound with it. `kg.extraction.frames` reads clauses with these answers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from kg.extraction.clauses import depths
from kg.extraction.lexicon import alternatives, listed, verb_words, verbs, words


@cache
def closers() -> re.Pattern[str]:
    """Return what ends a phrase opened by 在: 等重点领域, 方面, 中."""
    modifier, closer = alternatives("closing_modifier"), alternatives("closer")
    return re.compile(f"等?(?:{modifier})*(?:{closer})?[中上下内间]?")


class VerbFinder:
    """Finds verbs and their neighbours in `text[start:end]`, one clause."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.depth = depths(text, start, end)
        self.verbs = verb_words().places(text, start, end)
        self.turning = words("turn").places(text, start, end)
        self.starts = sorted(self.verbs.keys() | self.turning.keys())

    def chained(self, after: int) -> bool:
        """Return whether a connector and one more verb follow, as in 研究、开发…."""
        start = words("connector").at(self.text, after, self.end)
        end = self.verbs.get(start, start)
        return start > after and start < end < self.end and not self.compound(end)

    def relative(self, after: int) -> bool:
        """Return whether what follows makes an attributive clause, as in 满足需求的平台."""
        return "的" in self.text[after : self.end - 1]

    def compound(self, after: int) -> bool:
        """Return whether what follows makes a compound with the word that ends there."""
        text, end = self.text, self.end
        if after >= end or text[after] in words("object_stop"):
            return True
        generic = listed("generic.txt").at(text, after, end)
        if generic == after:
            return text[after] in words("compound_suffix") or self.only_tails(after)
        return self.only_tails(generic)

    def only_tails(self, position: int) -> bool:
        """Return whether only nouns of action stand before the end or the next connector."""
        text, end = self.text, self.end
        while position < end and text[position] not in words("stop"):
            step = listed("tails.txt").at(text, position, end)
            if step == position:
                return False
            position = step
        return True

    def inner_verb(self, position: int, after_actor: bool = False) -> int:
        """Return where the next verb that is used as one begins, or the end."""
        text, end = self.text, self.end
        for start in self.between(position + 1, end - 2):
            if self.depth[start - self.start] or text[start - 1] in words("noun_opening"):
                continue
            if after_actor and self.actor_turns(position, start):
                return start
            after = self.verbs.get(start, start)
            if after == start or words("not_verb").cover(text, start):
                continue
            verb = verbs()[text[start:after]]
            if after >= end or text[after] in words("object_stop"):
                continue
            adverb = words("inner_adverb").before(text, position, start)
            if verb.strength == "firm" and not self.only_tails(after):
                return start
            acting = after_actor and self.is_actor(position, start)
            if verb.strength == "weak" and adverb == start and not acting:
                continue
            if not self.compound(after):
                return start
        return end

    def between(self, start: int, end: int) -> list[int]:
        """Return the places between `start` and `end` where a verb or a turn begins."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def verb_behind(self, position: int) -> int:
        """Return where the verb behind a phrase of a preposition begins, or the end."""
        stop = self.inner_verb(position, after_actor=True)
        return stop if stop < self.end else self.weak_verb(position)

    def weak_verb(self, position: int) -> int:
        """Return where the next word begins that may be a verb as well as a noun, or the end."""
        text = self.text
        for start in self.between(position + 2, self.end - 3):
            held = self.depth[start - self.start]
            after = self.verbs.get(start, start)
            if (
                held
                or after == start
                or text[start - 1] in words("stop")
                or words("not_verb").cover(text, start)
            ):
                continue
            if text[start:after] in words("opening_verb") and not self.compound(after):
                return start
        return self.end

    def actor_turns(self, position: int, start: int) -> bool:
        """Return whether a preposition begins there, right behind an actor."""
        return start in self.turning and self.is_actor(position, start)

    def is_actor(self, start: int, end: int) -> bool:
        """Return whether the words there name one who is to act."""
        return words("actor").before(self.text, start, end) < end

    def trimmed(self, start: int, end: int) -> int:
        """Return the end without adverbs and connectors before the next verb."""
        while start < end < self.end:
            before = words("inner_adverb").before(self.text, start, end)
            if before == end or before <= start:
                return end
            end = before
        return end

    def turns(self, start: int) -> bool:
        """Return whether a phrase of a preposition begins there, and not an attribute with 的."""
        if start not in self.turning:
            return False
        behind = self.turning[start]
        return self.text[start] == "在" or self.inner_verb(behind, after_actor=True) < self.end

    def place(self, start: int, end: int) -> int:
        """Return where a phrase with 在 begins inside an object, or its end."""
        text = self.text
        at = text.find("在", start + 1, end)
        while at >= 0:
            word = words("not_preposition").cover(text, at)
            if not self.depth[at - self.start] and not word:
                return at
            at = text.find("在", at + 1, end)
        return end

    def closing(self, position: int) -> int:
        """Return where a phrase that 在 opens ends: behind 领域, 方面, 中… or at the next verb."""
        stop = self.inner_verb(position, after_actor=True)
        for start in range(position + 1, stop):
            match = closers().match(self.text, start, self.end)
            end = match.end() if match else start
            if end > start + 1 and self.text[end : end + 1] not in words("phrase_goes_on"):
                return end
        return stop

    def predicate(self, position: int) -> int:
        """Return where words begin that say what became of the words before them, or the end."""
        for start in words("predicate").places(self.text, position + 2, self.end):
            if not self.depth[start - self.start]:
                return start
        return self.end
