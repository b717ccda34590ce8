"""Answers of SPARQL queries as text: the standard formats, and a table to read."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)
from tabulate import tabulate

from kg.errors import UsageError
from kg.namespaces import PREFIXES

SOLUTION_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}

Term = NamedNode | BlankNode | Literal | Triple | None


def write_results(
    results: QuerySolutions | QueryBoolean | QueryTriples, form: str | None, stream: BinaryIO
) -> None:
    """Write the answer of a query in a format: "table", "json", "csv", "tsv", "xml" or "ttl".

    Without a format, SELECT and ASK give a table, CONSTRUCT and DESCRIBE Turtle.

    Raises
    ------
    UsageError
        If the answer has no such form: a graph is no table, a table is no graph.
    """
    if isinstance(results, QueryTriples):
        if form not in (None, "ttl"):
            raise UsageError(f"This query returns a graph, which has no form {form}; use ttl.")
        serialize(results, stream, RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    elif form in SOLUTION_FORMATS:
        results.serialize(stream, SOLUTION_FORMATS[form])
        if form == "json":
            stream.write(b"\n")
    elif form == "ttl":
        raise UsageError("This query returns rows, which have no form ttl; use csv or json.")
    else:
        stream.write(f"{table(results)}\n".encode())


def table(results: QuerySolutions | QueryBoolean) -> str:
    """Return rows as an aligned table, with the number of rows beneath; of ASK yes or no."""
    if isinstance(results, QueryBoolean):
        return "yes" if results else "no"
    names = [variable.value for variable in results.variables]
    rows = [[show(term) for term in solution] for solution in results]
    plural = "row" if len(rows) == 1 else "rows"
    return f"{tabulate(rows, names, disable_numparse=True)}\n\n{len(rows)} {plural}"


def show(term: Term) -> str:
    """Return a term as people read it: literals bare, IRIs with their prefix where they have one.

    >>> show(NamedNode("http://www.w3.org/2004/02/skos/core#Concept"))
    'skos:Concept'
    >>> show(Literal("智能制造", language="zh"))
    '智能制造'
    """
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        for prefix, namespace in PREFIXES.items():
            local = term.value.removeprefix(namespace)
            if local != term.value and local.isidentifier():
                return f"{prefix}:{local}"
        return term.value
    return str(term)
