"""The results of a query: as they were sent by a worker, or for people to read on a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, request
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results
from werkzeug.exceptions import NotAcceptable
from werkzeug.wsgi import wrap_file

from kg.analysis.lookup import labels, named
from kg.analysis.sparql import Term
from service.formats import GRAPHS, TABLES, Format, chosen
from service.snapshot import snapshot
from service.workers.process import Answer


@dataclass(frozen=True, slots=True)
class Results:
    """What a page shows of an answer."""

    kind: str  #: "boolean", "table" or "graph"
    formats: tuple[Format, ...]  #: of a download
    shown: int = 0  #: how many rows or triples these are
    more: bool = False  #: whether the query has others
    answer: bool = False  #: of ASK
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term, ...], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)  #: IRI → what it is called
    links: dict[Literal, str] = field(default_factory=dict)  #: name → IRI of what has it
    turtle: str = ""
    table: str = ""  #: the rows as SPARQL 1.1 Query Results JSON


def results(answer: Answer) -> Results:
    """Return what a page shows of an answer that was asked for as a page."""
    head, body = answer.head, answer.body
    if "answer" in head:
        return Results("boolean", TABLES, answer=bool(head["answer"]))
    shown, more = int(str(head["shown"])), bool(head["more"])
    if head["graph"]:
        return Results("graph", GRAPHS, shown, more, turtle=body.read().decode())
    variables = head["variables"]
    assert isinstance(variables, list)
    if not variables:
        return Results("table", TABLES, shown, more, rows=((),) * shown)
    written = body.read()
    rows = tuple(tuple(solution) for solution in _solutions(written))
    terms = [term for row in rows for term in row]
    iris = [term.value for term in terms if isinstance(term, NamedNode)]
    names = [term for term in terms if isinstance(term, Literal) and term.language]
    store = snapshot().store
    table = _solutions(written).serialize(format=QueryResultsFormat.JSON) or b""
    return Results(
        "table",
        TABLES,
        shown,
        more,
        variables=tuple(variables),
        rows=rows,
        labels=labels(store, iris) if iris else {},
        links=named(store, names) if names else {},
        table=table.decode(),
    )


def _solutions(body: bytes) -> QuerySolutions:
    solutions = parse_query_results(body, format=QueryResultsFormat.TSV)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def sent(answer: Answer) -> Response:
    """Return an answer as the worker has written it."""
    media = str(answer.head["media"])
    response = Response(wrap_file(request.environ, answer.body), direct_passthrough=True)
    response.content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
    response.content_length = answer.size
    if answer.head["gzip"]:
        response.content_encoding = "gzip"
    return response


def acceptable(formats: tuple[Format, ...]) -> tuple[Format, str] | None:
    """Return what `chosen` does, None where the request takes none of the formats."""
    try:
        return chosen(formats)
    except NotAcceptable:
        return None
