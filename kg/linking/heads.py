"""Which concepts are kinds of others by their names: 手术机器人 of 机器人.

The head of a Chinese noun is its end, so a name that ends with the whole name of another concept
of its class names a kind of it. What makes that unsound is left out: modifiers of one character,
which often are no word (创|新产品), modifiers that take the sense of the head away (虚拟|现实), and
coordinations, of whose last member alone the end is the head (科技和|教育).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extraction.facts import MentionClass
from kg.linking.across import Match, Naming
from kg.linking.forms import words

_SHORTEST = 2  #: characters of a modifier, and of a head
_COORDINATION = re.compile("[和与及或、，/]")
_NO_CONCEPTS = (MentionClass.ORGANIZATION, MentionClass.PROGRAMME)


@dataclass(frozen=True, slots=True)
class Kind:
    """A concept that is a kind of another by its name."""

    narrower: str
    broader: str
    head: str  #: the name of the broader one, with which that of the narrower one ends
    documents: tuple[str, ...]  #: that name the one, the other, or both


def kinds(namings: Iterable[Naming], matches: Iterable[Match] = ()) -> list[Kind]:
    """Return the concepts that are kinds of others, each with its nearest one, in a fixed order.

    No concept comes to be above itself, since a name is longer than the one that it ends with.

    Parameters
    ----------
    namings
        What the documents name.
    matches
        Which concepts are one: none of them is a kind of the other.
    """
    labels: dict[MentionClass, dict[str, str]] = defaultdict(dict)
    documents: dict[str, set[str]] = defaultdict(set)
    for naming in namings:
        documents[naming.concept].add(naming.document)
        if naming.cls not in _NO_CONCEPTS:
            labels[naming.cls][naming.label] = naming.concept
    one = {frozenset((found.left, found.right)) for found in matches}
    found = []
    for concepts in labels.values():
        for label, concept in concepts.items():
            for head in heads(label):
                above = concepts.get(head)
                if above and frozenset((concept, above)) not in one:
                    naming_both = tuple(sorted(documents[concept] | documents[above]))
                    found.append(Kind(concept, above, head, naming_both))
                    break
    return sorted(found, key=lambda kind: (kind.narrower, kind.broader))


def heads(name: str) -> Iterator[str]:
    """Yield the ends of a name that are its head if they are names, the longest first.

    >>> list(heads("手术机器人"))
    ['机器人', '器人']
    >>> list(heads("虚拟现实"))
    []
    """
    privative, opening = tuple(words("privative")), tuple(words("opening"))
    for at in range(_SHORTEST, len(name) - _SHORTEST + 1):
        modifier, head = name[:at], name[at:]
        joined = _COORDINATION.search(modifier) and not modifier.endswith("的")
        if not joined and not modifier.endswith(privative) and not head.startswith(opening):
            yield head
