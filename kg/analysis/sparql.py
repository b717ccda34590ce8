"""SPARQL queries as data: the files in `queries`, with parameters filled in.

SPARQL writes variables with `?` or with `$`. In these files `?x` is a variable and `$x` a
parameter, which `solutions` fills in before the store sees the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

if TYPE_CHECKING:
    from kg.store import GraphStore

Term = NamedNode | BlankNode | Literal | Triple | None

_PARAMETER = re.compile(r"\$(\w+)")


def solutions(store: GraphStore, name: str, **terms: Term | Iterable[Term]) -> QuerySolutions:
    """Return the rows of the query in `queries/{name}.rq`, its parameters filled in.

    A parameter is a term, or several, which stand side by side.
    """
    written = {key: _written(value) for key, value in terms.items()}
    results = store.query(_PARAMETER.sub(lambda match: written[match[1]], _text(name)))
    assert isinstance(results, QuerySolutions)
    return results


def value(term: Term) -> str:
    """Return the characters of a literal or an IRI, "" where there is no term.

    >>> value(Literal("智能制造", language="zh"))
    '智能制造'
    >>> value(None)
    ''
    """
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value


def local_name(iri: str) -> str:
    """Return what an IRI ends in, behind its last "#" or "/".

    >>> local_name("https://w3id.org/policykg/ontology#Theory")
    'Theory'
    """
    return re.split("[#/]", iri)[-1]


def _written(terms: Term | Iterable[Term]) -> str:
    if isinstance(terms, NamedNode | BlankNode | Literal | Triple):
        return str(terms)
    return " ".join(str(term) for term in terms or ())


@cache
def _text(name: str) -> str:
    return (files("kg.analysis") / "queries" / f"{name}.rq").read_text("utf-8")
