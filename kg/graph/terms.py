"""RDF terms: those of the vocabularies by name, literals by kind.

Triples are made of pyoxigraph's terms, which the store takes as they are: with 40 000 triples to
a plan, rdflib's would take most of the time of a build.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.namespaces import PREFIXES, XSD

_DATE = NamedNode(f"{XSD}date")
_DECIMAL = NamedNode(f"{XSD}decimal")


@cache
def term(name: str) -> NamedNode:
    """Return a term of a vocabulary.

    >>> term("skos:prefLabel").value
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def decimal(value: float) -> Literal:
    """Return a number in the shortest decimal form that stands for it.

    >>> decimal(1500.0).value, decimal(0.95).value, decimal(1e22).value
    ('1500', '0.95', '10000000000000000000000')
    """
    digits = format(Decimal(repr(value)), "f")
    return Literal(digits.removesuffix(".0"), datatype=_DECIMAL)


def date(value: str) -> Literal:
    """Return an ISO 8601 date."""
    return Literal(value, datatype=_DATE)
