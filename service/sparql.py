"""`/sparql`: the SPARQL 1.1 Protocol's query operation, and a page with a form for people."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from flask import Blueprint, Response, make_response, render_template, request
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)
from pyoxigraph import serialize as serialize_triples
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.queries import shipped_queries
from service.formats import GRAPHS, HTML, PAGE, TABLES, best_media_type, chosen
from service.snapshot import snapshot

SHOWN = 500  #: rows or triples on the page; other formats have all
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"

Results = QuerySolutions | QueryBoolean | QueryTriples

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Answer a query in the format that the client asks for; without a query, show the form."""
    query = _query()
    if query is None:
        if not _wants_page():
            raise BadRequest("There is no query; send one as the parameter query.")
        return _page("")
    try:
        return _answer(query, _run(query))
    except QueryError as error:
        if not _wants_page():
            raise
        return _page(query, status=400, error=str(error))


def _query() -> str | None:
    """Return the query of the request, None where there is none."""
    if request.method != "POST":
        return request.args.get("query")
    if request.mimetype == FORM:
        if "update" in request.form:
            raise BadRequest("This service does not take updates.")
        return request.form.get("query")
    if request.mimetype == DIRECT:
        try:
            return request.get_data().decode("utf-8")
        except UnicodeDecodeError:
            raise BadRequest("The query is not UTF-8.") from None
    raise UnsupportedMediaType(f"A query is posted as {FORM} or as {DIRECT}.")


def _run(query: str) -> Results:
    return snapshot().store.query(
        query,
        default_graphs=request.values.getlist("default-graph-uri"),
        named_graphs=request.values.getlist("named-graph-uri"),
    )


def _answer(query: str, results: Results) -> Response:
    formats = GRAPHS if isinstance(results, QueryTriples) else TABLES
    form, media = chosen((*formats, PAGE))
    if form.engine is None:
        return _page(query, results=results)
    response = Response(_serialized(results, form.engine))
    text = media.startswith("text/")
    response.content_type = f"{media}; charset=utf-8" if text else media
    response.vary.add("Accept")
    return response


def _serialized(results: Results, form: QueryResultsFormat | RdfFormat) -> bytes:
    if isinstance(results, QueryTriples):
        assert isinstance(form, RdfFormat)
        written = serialize_triples(results, format=form, prefixes=dict(PREFIXES))
    else:
        assert isinstance(form, QueryResultsFormat)
        written = results.serialize(format=form)
    return written or b""


def _wants_page() -> bool:
    wanted = request.values.get("format", "").lower()
    if wanted:
        return wanted in PAGE.names
    offers = [media for form in (*TABLES, *GRAPHS) for media in form.media_types]
    return best_media_type((*offers, HTML)) == HTML


def _page(
    query: str, *, results: Results | None = None, error: str = "", status: int = 200
) -> Response:
    content = {} if results is None else _content(results)
    page = render_template(
        "sparql.html", query=query, error=error, queries=shipped_queries().values(), **content
    )
    response = make_response(page, status)
    response.vary.add("Accept")
    return response


def _content(results: Results) -> dict[str, object]:
    """Return what the page shows of the results."""
    if isinstance(results, QueryBoolean):
        return {"kind": "boolean", "answer": bool(results), "formats": TABLES}
    first = list(islice(results, SHOWN + 1))
    found = {"more": len(first) > SHOWN, "shown": min(len(first), SHOWN)}
    if isinstance(results, QueryTriples):
        written = _turtle(first[:SHOWN])
        return found | {"kind": "graph", "turtle": written, "formats": GRAPHS}
    return found | {
        "kind": "table",
        "variables": [variable.value for variable in results.variables],
        "rows": [tuple(solution) for solution in first[:SHOWN]],
        "formats": TABLES,
    }


def _turtle(triples: Iterable[Triple]) -> str:
    written = serialize_triples(triples, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    return (written or b"").decode()
