"""What is wrong with a query, in words, and what no query may ask for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import product
from string import ascii_lowercase
from urllib.parse import urljoin, urlsplit

from pyoxigraph import Store

from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.store.syntax import mistake, reported, tokens

NESTING = 250  #: brackets within brackets; the engine reads them with its stack

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|(?:PREFIX\s+[^\s<]*|BASE)\s*<[^>]*>)*"
    r"(?:INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REASONS = (
    ("Prefix not found", "a prefix is not declared"),
    ("IRI parsing failed", "an IRI is not valid, or relative without a base"),
    ("unbound", "a variable is selected that is neither grouped nor aggregated"),
    ("Duplicated variable", "a variable is selected twice"),
)
_SHOWN = 16  #: how many characters are shown before and behind the place of an error


class QuerySyntaxError(QueryError):
    """A query that is not valid SPARQL, with the place of the mistake.

    `line` and `column` count from 1; `expected` names what could stand there.
    """

    def __init__(self, sentence: str, line: int, column: int, expected: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.line = line
        self.column = column
        self.expected = expected


def refuse_nesting(sparql: str) -> None:
    """Raise QueryError if brackets are nested so deep that the engine could not bear it."""
    depth = 0
    for token in tokens(sparql):
        depth += (token[0] in ("(", "{", "[")) - (token[0] in (")", "}", "]"))
        if depth > NESTING:
            raise QueryError(f"The query nests brackets deeper than {NESTING}; make it flatter.")


def refuse_service(sparql: str, base_iri: str | None = None) -> None:
    """Raise QueryError if the query asks another server.

    The engine has no switch for this, and finding the keyword among strings, comments and IRIs
    takes the engine's own parser: it reads the query with another word of the same length in
    place of every “service”. Names, strings and comments bear that; the keyword does not.
    """
    if not _SERVICE.search(sparql):
        return
    word = absent_word(sparql.lower(), len("service"))
    masked = _SERVICE.sub(word, sparql)
    try:
        Store().query(masked, base_iri=base_iri, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        at = reported(masked, error)
        if re.search(rf"{word}(?:\s|#[^\n]*)*$", masked[:at]):
            raise QueryError("SERVICE is not allowed: a query can ask this store only.") from error
        raise explain(sparql, error, base_iri) from error
    except RuntimeError:
        return  # valid, but it cannot be evaluated, which the store will say


def refuse_foreign_graphs(
    sparql: str, known: Collection[str], *chosen: str, base_iri: str | None = None
) -> None:
    """Raise QueryError if FROM, FROM NAMED or `chosen` name a graph that is not `known`.

    The engine takes such a graph for an empty one. Who writes `FROM <http://…>` or
    `FROM <file:…>` hopes that it is fetched, and is told that nothing ever is. Among `chosen`,
    which the protocol adds to a query, a graph of the web may be missing, as the tests of the
    protocol have it, but none that names a file or a machine nearby.
    """
    words = [token[0] for token in tokens(sparql)]
    wanted = [iri for iri in chosen if not _is_of_the_web(iri)]
    for iri in (*wanted, *_from(words, base_iri)):
        if iri not in known:
            raise QueryError(
                f"This store has no graph <{iri[:200]}>, and a query never fetches one: "
                "FROM and its like choose among the named graphs that are here."
            )


def explain(sparql: str, error: Exception, base_iri: str | None = None) -> QueryError:
    """Return an error that says in one sentence what is wrong with a query, and where."""
    if _UPDATE.match(sparql):
        return QueryError(
            "This is an update; the store answers SELECT, ASK, CONSTRUCT and DESCRIBE only."
        )
    if isinstance(error, UnicodeEncodeError):
        return QueryError("The query is not valid text: it holds half of a surrogate pair.")
    found = mistake(sparql, error, base_iri)
    if found is None:
        return QueryError(f"The query is not valid: {' '.join(str(error).split())}.")
    around = " ".join(sparql[max(found.offset - _SHOWN, 0) : found.offset + _SHOWN].split())
    near = f" near “{around}”" if around else ""
    why = next((f": {words}" for sign, words in _REASONS if sign in str(error)), "")
    if not why and found.expected:
        why = f": expected {_either(found.expected)}"
    return QuerySyntaxError(
        f"The query is not valid at line {found.line}, column {found.column}{near}{why}.",
        found.line,
        found.column,
        found.expected,
    )


def _either(words: tuple[str, ...]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _from(read: list[str], base_iri: str | None) -> Iterator[str]:
    """Yield the IRIs behind FROM and FROM NAMED, as far as they can be made out."""
    base, prefixes = base_iri or "", dict(PREFIXES)
    for at, word in enumerate(read):
        after = read[at + 1 : at + 3]
        if word.upper() == "BASE" and after:
            base = urljoin(base, _iri(after[0]))
        elif word.upper() == "PREFIX" and len(after) == 2:
            prefixes[after[0].removesuffix(":")] = urljoin(base, _iri(after[1]))
        elif word.upper() == "FROM" and after:
            name = after[-1] if after[0].upper() == "NAMED" else after[0]
            if name.startswith("<"):
                yield urljoin(base, _iri(name)) if base else _iri(name)
            elif (namespace := prefixes.get(name.partition(":")[0])) is not None:
                yield namespace + name.partition(":")[2].replace("\\", "")


def _is_of_the_web(iri: str) -> bool:
    """Tell whether an IRI may name a graph on the web: by a domain, not by an address or port."""
    try:
        parts = urlsplit(iri)
        domain = parts.hostname or ""
        return (
            parts.scheme in ("http", "https")
            and parts.netloc.lower() == domain
            and re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[a-z][a-z-]+", domain) is not None
        )
    except ValueError:
        return False


def _iri(token: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), token[1:-1])


def absent_word(text: str, length: int) -> str:
    """Return a word of this length that does not occur in the text."""
    words = map("".join, product(ascii_lowercase, repeat=length))
    return next(word for word in words if word not in text)
