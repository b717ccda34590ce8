"""SPARQL 1.1 Update, as far as it stays in the store.

See https://www.w3.org/TR/sparql11-update/ and https://www.w3.org/TR/sparql11-protocol/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import NamedNode, Store

from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.store.sparql import QuerySyntaxError, absent_word, refuse_nesting
from kg.store.syntax import reported, tokens

_OUTSIDE = {
    "service": "SERVICE is not allowed: an update can read this store only.",
    "load": "LOAD is not allowed: an update never fetches anything; send the triples themselves.",
}
_LONG = 12  #: letters; no keyword has as many
_SHOWN = 16  #: how many characters are shown before and behind the place of an error


def update(
    store: Store,
    text: str,
    *,
    base_iri: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> None:
    """Run a SPARQL 1.1 update. The prefixes of `kg.namespaces` need not be declared.

    Parameters
    ----------
    base_iri
        What its relative IRIs are resolved against.
    default_graphs, named_graphs
        IRIs of the graphs that its WHERE clauses look at, as in the SPARQL protocol, where they
        stand for USING and USING NAMED. Without them, all there are.

    Raises
    ------
    QueryError
        If the update is not valid, cannot be done, asks for another server or file, or says
        USING or WITH although `default_graphs` or `named_graphs` are given.
    """
    refuse_nesting(text)
    for word, sentence in _OUTSIDE.items():
        _refuse(text, word, sentence, base_iri)
    if default_graphs or named_graphs:
        text = _using(text, default_graphs, named_graphs)
    try:
        store.update(text, base_iri=base_iri, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        raise _explain(text, error) from error
    except (RuntimeError, OSError) as error:
        raise QueryError(f"The update cannot be done: {error}.") from error


def _refuse(text: str, word: str, sentence: str, base_iri: str | None) -> None:
    """Raise QueryError if a word is a keyword of the update.

    As for queries (`kg.store.sparql.refuse_service`), only the engine's own parser can tell: it
    is given another word in its place, which names, strings and comments bear. That word is
    longer than all keywords for which the parser looks ahead, so that it is the place reported.
    """
    if word not in text.lower():
        return
    other = absent_word(text.lower(), _LONG)
    masked = re.sub(word, other, text, flags=re.IGNORECASE | re.ASCII)
    try:
        # With a bracket too many at its end, it is parsed, but never run.
        Store().update(f"{masked}\n}}", base_iri=base_iri, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        at = reported(masked, error)
        places = re.finditer(rf"{other}(?:\s|#[^\n]*)*", masked)
        if at is not None and any(place.start() <= at <= place.end() for place in places):
            raise QueryError(sentence) from error


def _using(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """Return the update with USING clauses in it for the graphs that the request names."""
    try:
        clauses = [f"USING {NamedNode(iri)}" for iri in default_graphs]
        clauses += [f"USING NAMED {NamedNode(iri)}" for iri in named_graphs]
    except ValueError:
        raise QueryError("A graph of the request has a name that is no absolute IRI.") from None
    using, depth, end, written = " ".join(clauses), 0, 0, []
    words = tokens(text)
    for number, token in enumerate(words):
        word = token[0].upper()
        depth += (word == "{") - (word == "}")
        if depth == 0 and word in ("USING", "WITH"):
            raise QueryError(
                "The graphs of an update stand in the request or behind USING and WITH, not both."
            )
        if depth == 0 and word == "WHERE":
            written.append(text[end : token.start()])
            if number and words[number - 1][0].upper() == "DELETE":  # the short form
                written.append(f"{_group(text, words[number + 1 :])} ")
            written.append(f"{using} ")
            end = token.start()
    return "".join((*written, text[end:]))


def _group(text: str, words: Sequence[re.Match[str]]) -> str:
    """Return the group in braces with which these words begin."""
    depth = 0
    for word in words:
        depth += (word[0] == "{") - (word[0] == "}")
        if depth == 0:
            return text[words[0].start() : word.end()]
    return ""


def _explain(text: str, error: Exception) -> QueryError:
    """Return an error that says in one sentence what is wrong with an update, and where."""
    if isinstance(error, UnicodeEncodeError):
        return QueryError("The update is not valid text: it holds half of a surrogate pair.")
    at = reported(text, error)
    if at is None:
        return QueryError(f"The update is not valid: {' '.join(str(error).split())}.")
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    around = " ".join(text[max(at - _SHOWN, 0) : at + _SHOWN].split())
    near = f" near “{around}”" if around else ""
    sentence = f"The update is not valid at line {line}, column {column}{near}."
    return QuerySyntaxError(sentence, line, column, ())
