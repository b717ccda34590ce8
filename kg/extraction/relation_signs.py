"""Signs of relations: what tells whether the text states a relation of one name, or of two.

A sign is a short string: the classes, roles and verbs of the names, the words between and around
them, the rules that propose it. `kg.extraction.relation_scores` weighs them.

Signs come in groups. Each is a function of a key: the few facts on which its signs depend. The
smaller a key, the more names and pairs share it, and what weighs them
(`kg.extraction.relation_weighing`) spells out its signs only once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import add
from typing import NamedTuple

from kg.extraction.facts import MentionClass

LONGEST_GAP = 8  #: longer words between two names count by their ends and their pairs only
ENDS_OF_GAP = 20  #: how many characters of its ends
GAPS = (1, 2, 4, 8, 16, 32)

Key = tuple[Hashable, ...]
Signs = tuple[str, ...]
Rule = tuple[str, str]  #: the predicate that a rule proposes, and the rule


class Group(NamedTuple):
    """The signs of a key: all that `ends` returns for it, with the same beginning."""

    ends: Callable[..., Iterable[str]]  #: the items of the key are its arguments
    beginning: str = ""


def spelled(groups: Sequence[Group], keys: Iterable[Key]) -> Signs:
    """Return the signs that groups have for their keys, in their order."""
    return tuple(
        f"{group.beginning}{end}"
        for group, key in zip(groups, keys, strict=True)
        for end in group.ends(*key)
    )


def bucket(value: float, edges: tuple[float, ...]) -> int:
    """Return how many edges a value passes.

    >>> bucket(3, (2, 4, 6))
    1
    """
    return bisect_left(edges, value)


# Signs of one name.


def of_name(cls: MentionClass, sure: int) -> list[str]:
    """Return the signs of a name's class and of how sure it is."""
    return [f"c={cls}", f"sure={sure}", f"sure={sure}|{cls}"]


def of_shape(cls: MentionClass, titled: bool, nested: bool, length: int) -> list[str]:
    """Return the signs of whether a name stands in a title or in a longer name, and its length."""
    return [f"title={titled}|{cls}", f"nested={nested}|{cls}", f"length={length}|{cls}"]


def of_frame(role: str, verb: str, kind: str, cls: MentionClass) -> list[str]:
    """Return the signs of the frame that holds a name, all empty where none does."""
    if not role:
        return [f"role=|{cls}"]
    found = [f"role={role}", f"role={role}|{cls}", f"verb={verb}"]
    return [*found, f"verb={verb}|{cls}", f"frame={kind}|{cls}"]


def in_frame(role: str, at: int, ends: bool, cls: MentionClass) -> list[str]:
    """Return the signs of how far behind the start of its frame a name stands, or at its end."""
    return [f"at={at}|{cls}", f"ends={ends}|{cls}|{role}"] if role else []


def of_clause(role: str, before: str, after: str) -> list[str]:
    """Return the signs of the punctuation around the clause of a name's frame."""
    return [f"clause={before}|{role}", f"clause={role}|{after}"] if role else []


def of_rule(cls: MentionClass, acted_on: bool) -> list[str]:
    """Return the sign of whether a rule says that the task acts on a name."""
    return [f"rule{acted_on}|{cls}"]


# Signs of the words around; `which` is the class of one name, or both classes of a pair.


def of_before(words: str, which: str) -> list[str]:
    """Return the signs of the words before."""
    return [f"l={words[-1:]}", f"l={words}", f"l={words}|{which}"]


def of_behind(words: str, which: str) -> list[str]:
    """Return the signs of the words behind."""
    return [f"r={words[:1]}", f"r={words}", f"r={words}|{which}"]


def of_around(before: str, behind: str) -> list[str]:
    """Return the sign of the words before and behind."""
    return [f"lr={before}|{behind}"]


# Signs of two names, a before b.


def of_classes(kind: str, a: MentionClass, b: MentionClass) -> list[str]:
    """Return the signs of where two names stand, which is their kind, and of their classes."""
    return [f"kind={kind}", f"c={a}-{b}", f"a={a}", f"b={b}"]


def of_a(sure: int, length: int) -> list[str]:
    """Return the signs of how sure the first name is, and of its length."""
    return [f"sure-a={sure}", f"length-a={length}"]


def of_b(sure: int, length: int) -> list[str]:
    """Return the signs of how sure the last name is, and of its length."""
    return [f"sure-b={sure}", f"length-b={length}"]


def of_between(words: str | None, lists: int) -> list[str]:
    """Return the signs of the words between two names; None stands for names of one list.

    `lists` is 0 where one name holds the other, else how far apart they are listed.
    """
    if words is None:
        return ["list", f"list={lists}"] if lists else ["nested"]
    opening, closing = words[:2], words[-2:]
    found = [f"o={opening}", f"o={words[:1]}", f"e={closing}", f"e={words[-1:]}"]
    found += [f"oe={words[:1]}|{closing}", f"oe={opening}|{words[-1:]}"]
    found += [f"commas={min(words.count('，'), 4)}", f"gap={bucket(len(words), GAPS)}"]
    found.append(f"lists={min(words.count('L'), 5)}")
    return [*found, f"w={words}"] if len(words) <= LONGEST_GAP else found


def pairs_between(words: str | None, lists: int) -> Iterable[str]:
    """Return the distinct pairs of characters, of long words those near their ends."""
    words = _ends(words or "")
    return dict.fromkeys(map(add, words, words[1:]))


def pairs_of_clause(words: str | None, lists: int) -> Iterable[str]:
    """Return the distinct pairs of characters behind the last comma."""
    words = _ends(words or "").rpartition("，")[2]
    return dict.fromkeys(map(add, words, words[1:]))


def _ends(words: str) -> str:
    short = len(words) <= 2 * ENDS_OF_GAP
    return words if short else f"{words[:ENDS_OF_GAP]}…{words[-ENDS_OF_GAP:]}"


def of_between_classes(words: str | None, lists: int, both: str) -> list[str]:
    """Return the signs of the words between names of two classes; see `of_between`."""
    if words is None:
        return [f"list|{both}" if lists else f"nested|{both}"]
    found = [f"o={words[:2]}|{both}", f"e={words[-2:]}|{both}"]
    found.append(f"commas={min(words.count('，'), 2)}|{both}")
    return [*found, f"w={words}|{both}"] if len(words) <= LONGEST_GAP else found


def of_frame_a(role: str, verb: str, kind: str) -> list[str]:
    """Return the signs of the frame of the first name, all empty where none holds it."""
    return [f"role-a={role}", f"verb-a={verb}", f"frame-a={kind}"] if role else ["role-a="]


def of_frame_b(role: str, verb: str, kind: str) -> list[str]:
    """Return the signs of the frame of the last name, all empty where none holds it."""
    return [f"role-b={role}", f"verb-b={verb}", f"frame-b={kind}"] if role else ["role-b="]


def of_roles(a: str, b: str, near: str, both: str) -> list[str]:
    """Return the signs of the roles of two names; `near` is the "frame" or "clause" they share."""
    found = [f"role-a={a}|{both}"] if a else []
    found += [f"role-b={b}|{both}"] if b else []
    if a and b:
        found += [f"roles={a}-{b}", f"roles={a}-{b}|{both}", f"same={near}|{both}"]
    return found


def of_verbs(a: str | None, b: str | None) -> list[str]:
    """Return the sign of the verbs of two names; None stands for a name that no frame holds."""
    return [] if a is None or b is None else [f"verbs={a}-{b}"]


def of_texts(one: bool, two: bool, within: bool, holds: bool, both: str) -> list[str]:
    """Return the signs of the characters of two names.

    These are whether their last character is the same, and the last two, and whether the first
    name is part of the last, or holds it.
    """
    same = "ft"[one] + "ft"[two]
    return [f"end={same}", f"end={same}|{both}", f"in={within}{holds}"]


def of_distance(apart: int, both: str) -> list[str]:
    """Return the signs of how many names apart two names stand."""
    return [f"apart={apart}", f"apart={min(apart, 4)}|{both}"]


def of_rules(forth: Sequence[Rule], back: Sequence[Rule]) -> list[str]:
    """Return the signs of the rules that propose a relation of two names, either way."""
    found = [f"rule>{predicate}:{rule}" for predicate, rule in forth]
    return found + [f"rule<{predicate}:{rule}" for predicate, rule in back]
