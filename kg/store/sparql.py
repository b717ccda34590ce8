"""What is wrong with a query, in words, and what no query may ask for."""

from __future__ import annotations

import re
from itertools import product
from string import ascii_lowercase

from pyoxigraph import Store

from kg.errors import QueryError
from kg.namespaces import PREFIXES

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_PLACE = re.compile(r"error at (\d+):(\d+)")
_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|(?:PREFIX\s+[^\s<]*|BASE)\s*<[^>]*>)*"
    r"(?:INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_REASONS = (
    ("Prefix not found", "a prefix is not declared"),
    ("IRI parsing failed", "an IRI is not valid, or relative without a base"),
    ("unbound", "a variable is selected that is neither grouped nor aggregated"),
)
_SHOWN = 16  #: how many characters are shown before and behind the place of an error


def refuse_service(sparql: str, base_iri: str | None = None) -> None:
    """Raise QueryError if the query asks another server.

    The engine has no switch for this, and finding the keyword among strings, comments and IRIs
    takes the engine's own parser: it reads the query with another word of the same length in
    place of every “service”. Names, strings and comments bear that; the keyword does not.
    """
    if not _SERVICE.search(sparql):
        return
    word = _absent_word(sparql.lower(), len("service"))
    masked = _SERVICE.sub(word, sparql)
    try:
        Store().query(masked, base_iri=base_iri, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        read = masked[: _offset(masked, error)]
        if re.search(rf"{word}(?:\s|#[^\n]*)*$", read):
            raise QueryError("SERVICE is not allowed: a query can ask this store only.") from error
        raise QueryError(explain(sparql, error)) from error
    except RuntimeError:
        return  # valid, but it cannot be evaluated, which the store will say


def explain(sparql: str, error: Exception) -> str:
    """Return one sentence that says what is wrong with a query, and where.

    The engine's own words list every token that it would have taken; the place says more.
    """
    if _UPDATE.match(sparql):
        return "This is an update; the store answers SELECT, ASK, CONSTRUCT and DESCRIBE only."
    if isinstance(error, UnicodeEncodeError):
        return "The query is not valid text: it holds half of a surrogate pair."
    place = _PLACE.match(str(error))
    if place is None:
        return f"The query is not valid: {' '.join(str(error).split())}."
    at = _offset(sparql, error)
    around = " ".join(sparql[max(at - _SHOWN, 0) : at + _SHOWN].split())
    near = f" near “{around}”" if around else ""
    why = next((f": {words}" for sign, words in _REASONS if sign in str(error)), "")
    return f"The query is not valid at line {place[1]}, column {place[2]}{near}{why}."


def _offset(sparql: str, error: Exception) -> int:
    """Return the place of a syntax error as an offset; the end where the engine names none."""
    place = _PLACE.match(str(error))
    if place is None:
        return len(sparql)
    lines = sparql.split("\n")
    return sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1


def _absent_word(text: str, length: int) -> str:
    """Return a word of this length that does not occur in the text."""
    words = map("".join, product(ascii_lowercase, repeat=length))
    return next(word for word in words if word not in text)
