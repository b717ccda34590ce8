"""Verbs in clauses: where one begins that is used as a verb, and where what belongs to it ends.

Chinese official style uses most verbs as nouns too (研究, 创新): whether a word acts as a verb
shows in its strength in the lexicon, in what stands before it and in whether what follows makes a
compound with it. `kg.extraction.frames` reads clauses with these answers.
"""

from __future__ import annotations

import re
from functools import cache

from kg.extraction.clauses import depths
from kg.extraction.lexicon import alternatives, listed, verb_words, verbs, within, words

STOPS = "、和与及的等"  #: a noun of action before one of these has no object


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

    def chained(self, after: int) -> bool:
        """Return whether a connector and one more verb follow, as in 研究、开发…."""
        start = words("connector").at(self.text, after, self.end)
        end = verb_words().at(self.text, start, self.end)
        return start > after and start < end < self.end and not self.compound(end)

    def relative(self, after: int) -> bool:
        """Return whether what follows makes an attributive clause, as in 满足需求的平台."""
        return "的" in self.text[after : self.end - 1]

    def compound(self, after: int) -> bool:
        """Return whether what follows makes a compound with the word that ends there."""
        text, end = self.text, self.end
        if after >= end or text[after] in STOPS + "）":
            return True
        generic = listed("generic.txt").at(text, after, end)
        if generic == after:
            return text[after : after + 1] in "型性者院所机器力度化" or self.only_tails(after)
        return self.only_tails(generic)

    def only_tails(self, position: int) -> bool:
        """Return whether only nouns of action stand before the end or the next connector."""
        text, end = self.text, self.end
        while position < end and text[position] not in STOPS:
            step = listed("tails.txt").at(text, position, end)
            if step == position:
                return False
            position = step
        return True

    def inner_verb(self, position: int, after_actor: bool = False) -> int:
        """Return where the next verb that is used as one begins, or the end."""
        text, end = self.text, self.end
        for start in range(position + 1, end - 2):
            if self.depth[start - self.start] or text[start - 1] in "的、和与及或":
                continue
            if after_actor and self.actor_turns(position, start):
                return start
            after = verb_words().at(text, start, end)
            if after == start or within(text, start, "not_verb"):
                continue
            verb = verbs()[text[start:after]]
            if after >= end or text[after] in STOPS + "，）":
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

    def verb_behind(self, position: int) -> int:
        """Return where the verb behind a phrase of a preposition begins, or the end."""
        stop = self.inner_verb(position, after_actor=True)
        return stop if stop < self.end else self.weak_verb(position)

    def weak_verb(self, position: int) -> int:
        """Return where the next word begins that may be a verb as well as a noun, or the end."""
        text = self.text
        for start in range(position + 2, self.end - 3):
            held = self.depth[start - self.start]
            after = verb_words().at(text, start, self.end)
            if (
                held
                or after == start
                or text[start - 1] in STOPS
                or within(text, start, "not_verb")
            ):
                continue
            if text[start:after] in words("opening_verb") and not self.compound(after):
                return start
        return self.end

    def actor_turns(self, position: int, start: int) -> bool:
        """Return whether a preposition begins there, right behind an actor."""
        turn = words("turn").at(self.text, start, self.end)
        return turn > start and self.is_actor(position, start)

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
        turn = words("turn").at(self.text, start, self.end)
        if turn == start:
            return False
        return self.text[start] == "在" or self.inner_verb(turn, after_actor=True) < self.end

    def place(self, start: int, end: int) -> int:
        """Return where a phrase with 在 begins inside an object, or its end."""
        text = self.text
        at = text.find("在", start + 1, end)
        while at >= 0:
            word = within(text, at, "not_preposition")
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
            if end > start + 1 and self.text[end : end + 1] not in "、和与及":
                return end
        return stop

    def predicate(self, position: int) -> int:
        """Return where words begin that say what became of the words before them, or the end."""
        known = words("predicate")
        for start in range(position + 2, self.end):
            held = self.depth[start - self.start]
            if not held and known.at(self.text, start, self.end) > start:
                return start
        return self.end
