"""Where a query goes wrong, and what could stand there, as the engine's own parser finds it.

The engine reports the farthest character that it looked at, which may lie a keyword's length
behind the mistake, and names some of the tokens that it would have taken. So it is asked again:
the longest beginning of the query that can still become a valid one ends before the mistake, and
whatever can be put behind that beginning is what was expected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Store

from kg.namespaces import PREFIXES

TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''(?:\\.|[^\\])*?'''"
    r'|"(?:\\.|[^"\\\n\r])*"'
    r"|'(?:\\.|[^'\\\n\r])*'"
    r'|<(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|[^<>"{}|^`\\\x00-\x20])*>'
    r"|(?P<comment>\#[^\n\r]*)"
    r"|[?$@]\w+"
    r"|[\w.-]*:(?:\\.|[\w.:%-])*"
    r"|\w[\w.]*"
    r"|(?P<space>\s+)"
    r"|.",
    re.DOTALL,
)  #: SPARQL 1.1, section 19.8, as far as it takes to tell strings, IRIs and comments from words

_PLACE = re.compile(r"error at (\d+):(\d+)")
_PADDING = f"\n#{64 * '-'}\n"  #: longer than any keyword that the parser looks ahead for
_LONGEST = 20_000  #: characters of a query that is parsed again; a longer one is not explained
_CANDIDATES = {
    "?x": "a variable",
    "<a:b>": "an IRI",
    '"a"': "a literal",
    "1": "a number",
    **{sign: f"“{sign}”" for sign in ("*", "{", "}", "(", ")", "]", ".", ";", ",", "=")},
    **{word: word for word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "AS", "BY")},
    **{word: word for word in ("FILTER", "UNION", "GROUP BY", "ORDER BY", "LIMIT")},
}
_SHOWN = 6  #: of what was expected


@dataclass(frozen=True, slots=True)
class Mistake:
    """The first place at which a query cannot go on."""

    line: int  #: from 1
    column: int  #: from 1, in code points
    offset: int
    expected: tuple[str, ...]  #: in words; empty where it is not known


def tokens(sparql: str) -> list[re.Match[str]]:
    """Return the tokens of a query, without spaces and comments.

    >>> [token[0] for token in tokens("ASK { <a#b> ?p '#' } # no token")]
    ['ASK', '{', '<a#b>', '?p', "'#'", '}']
    """
    return [match for match in TOKEN.finditer(sparql) if not (match["space"] or match["comment"])]


def mistake(sparql: str, error: Exception, base_iri: str | None = None) -> Mistake | None:
    """Return where a query that the engine refused goes wrong; None if the engine names no place.

    >>> try:
    ...     Store().query("SELECT * { ?s ?p }")
    ... except SyntaxError as error:
    ...     found = mistake("SELECT * { ?s ?p }", error)
    >>> found.column, found.expected[:3]
    (18, ('a variable', 'an IRI', 'a literal'))
    """
    at = reported(sparql, error)
    if at is None:
        return None
    if len(sparql) > _LONGEST:
        return _placed(sparql, at, ())
    read = tokens(sparql)
    good, bad = 0, len(read) + 1
    while bad - good > 1:
        middle = (good + bad) // 2
        if _viable(sparql[: read[middle - 1].end()], base_iri):
            good = middle
        else:
            bad = middle
    begin = sparql[: read[good - 1].end()] if good else ""
    at = read[good].start() if good < len(read) else len(sparql)
    expected = (
        words for sign, words in _CANDIDATES.items() if _viable(f"{begin} {sign}", base_iri)
    )
    return _placed(sparql, at, tuple(expected)[:_SHOWN])


def reported(sparql: str, error: Exception) -> int | None:
    """Return the place that the engine reports as an offset; None where it names none."""
    place = _PLACE.match(str(error))
    if place is None:
        return None
    lines = sparql.split("\n")
    return sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1


def _placed(sparql: str, at: int, expected: tuple[str, ...]) -> Mistake:
    line = sparql.count("\n", 0, at) + 1
    return Mistake(line, at - sparql.rfind("\n", 0, at), at, expected)


def _viable(beginning: str, base_iri: str | None) -> bool:
    """Tell whether a valid query can begin so: then the parser gets through the padding."""
    padded = beginning + _PADDING
    try:
        Store().query(padded, base_iri=base_iri, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        at = reported(padded, error)
        return at is not None and at >= len(padded)
    except RuntimeError:
        return True
    return True
