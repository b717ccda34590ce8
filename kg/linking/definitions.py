"""Where a text says itself what a concept is: X是指…, 本条例所称X，是指…, 所谓X，就是…, X，即…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extraction.facts import Extraction, MentionClass
from kg.linking.forms import words

_SHORTEST = 8  #: characters of a clause that says more than another name
_BEFORE = re.compile(r"(?:^|[。；：，,\n）).]|第[^。，；\n]{1,5}条)\s*[“\"]?$")
_CLAUSE = re.compile(r"[^。；\n]+")
_NO_CONCEPTS = (MentionClass.ORGANIZATION, MentionClass.PROGRAMME)


@dataclass(frozen=True, slots=True)
class Definition:
    """The clause of a text that defines what a mention names.

    Offsets are code points in the document's text, end exclusive, and hold the name too.
    """

    mention: str  #: id
    text: str
    start: int
    end: int


def definitions(extraction: Extraction) -> Iterator[Definition]:
    """Yield the defining clauses of a document, in the order of its mentions.

    The name must be the whole subject of its clause: in 智能产业的标准是指… the standard is
    defined, not the industry.
    """
    text = extraction.document.text
    for mention in extraction.mentions:
        if mention.cls in _NO_CONCEPTS or len(mention.pieces) != 1:
            continue
        cue = _cue().match(text, mention.end)
        opening = text[max(mention.start - 12, 0) : mention.start]
        announced = opening.rstrip('“"').endswith(tuple(words("announces")))
        if not cue or not (announced or _BEFORE.search(opening)):
            continue
        if text[cue.end() - 1 : cue.end() + 1] in words("begins_like"):
            continue
        if cue["weak"] and not announced:
            continue
        clause = _CLAUSE.match(text, cue.end())
        if clause and len(clause[0].strip()) >= _SHORTEST:
            yield Definition(mention.id, clause[0].strip(), mention.start, clause.end())


@cache
def _cue() -> re.Pattern[str]:
    """Return the expression of what follows a name that is defined.

    A weak cue defines only what is announced: 所谓X，就是….
    """
    strong, weak = ("|".join(map(re.escape, words(kind))) for kind in ("defines", "is"))
    return re.compile(
        rf"[”\"]?(?:（[^（）\n]{{1,30}}）)?\s*(?:[，,]?\s*(?:{strong})|[，,]?\s*(?P<weak>{weak}))[：:，,]?"
    )
