"""`/sparql`: the SPARQL 1.1 Protocol's query operation, and a page with a form for people.

See https://www.w3.org/TR/sparql11-protocol/, section 2.1.
"""

from __future__ import annotations

import hashlib
import re
from typing import IO
from urllib.parse import unquote_to_bytes

from flask import Blueprint, Response, make_response, render_template, request
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from werkzeug.exceptions import BadRequest, NotAcceptable, RequestURITooLarge, UnsupportedMediaType
from werkzeug.wsgi import wrap_file

from kg import __version__
from kg.queries import shipped_queries
from service.access import note_query
from service.dataset import service_description
from service.formats import (
    GRAPHS,
    HTML,
    PAGE,
    TABLES,
    Format,
    best_media_type,
    chosen,
    not_acceptable,
)
from service.questions import ask
from service.snapshot import snapshot
from service.workers.limits import Refusal
from service.workers.process import Answer

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
MAX_URL = 1 << 15  #: bytes of the part behind the question mark

#: Functions that give another value each time, and so another answer to the same query.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Answer a query in the format that the client asks for.

    Without a query, show the form to people, and describe the service to clients of RDF.
    """
    if len(request.query_string) > MAX_URL:
        raise RequestURITooLarge(
            f"The address is longer than {MAX_URL >> 10} kB; send the query by POST."
        )
    query = _query()
    if query is None:
        return _without_query()
    note_query(query)
    try:
        return _answered(query)
    except Refusal as refusal:
        if not _wants_page():
            raise
        return _page(query, status=refusal.status, error=refusal.sentence)


def _query() -> str | None:
    """Return the query of the request, None where there is none."""
    if "update" in request.args:
        raise BadRequest("This service does not take updates.")
    if request.method != "POST":
        return _only(request.args.getlist("query"), request.query_string)
    if request.mimetype == FORM:
        sent = request.get_data()
        if "update" in request.form:
            raise BadRequest("This service does not take updates.")
        return _only(request.form.getlist("query"), sent)
    if request.mimetype == DIRECT:
        try:
            return request.get_data().decode("utf-8")
        except UnicodeDecodeError:
            raise BadRequest("The query is not UTF-8.") from None
    raise UnsupportedMediaType(f"A query is posted as {FORM} or as {DIRECT}.")


def _only(queries: list[str], sent: bytes) -> str | None:
    """Return the one query among the parameters that were sent."""
    if len(queries) > 1:
        raise BadRequest("There are several queries; send one at a time.")
    try:
        unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8.") from None
    return queries[0] if queries else None


def _without_query() -> Response:
    if request.method != "POST":
        if _wants_page():
            return _page("")
        form = _form(GRAPHS)
        if form is not None:
            return service_description(form)
    raise BadRequest("There is no query; send one as the parameter query.")


def _answered(query: str) -> Response:
    table, graph = _form((*TABLES, PAGE)), _form((*GRAPHS, PAGE))
    gzip = request.accept_encodings["gzip"] > 0
    tag = _tag(query, table, graph, gzip)
    if tag and tag in request.if_none_match:
        response = Response(status=304)
        return _cached(response, tag)
    try:
        answer = ask(query, table=table and table[1], graph=graph and graph[1], gzip=gzip)
    except Refusal as refusal:
        if refusal.status == 406:
            raise not_acceptable(GRAPHS if refusal.details["graph"] else TABLES) from None
        raise
    response = _page(query, answer=answer) if answer.head["media"] == HTML else _sent(answer)
    return _cached(response, tag if answer.version == snapshot().store.version else None)


def _form(formats: tuple[Format, ...]) -> tuple[Format, str] | None:
    try:
        return chosen(formats)
    except NotAcceptable:
        return None


def _sent(answer: Answer) -> Response:
    media = str(answer.head["media"])
    response = Response(wrap_file(request.environ, answer.body), direct_passthrough=True)
    response.content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
    response.content_length = answer.size
    if answer.head["gzip"]:
        response.content_encoding = "gzip"
    return response


def _tag(
    query: str, table: tuple[Format, str] | None, graph: tuple[Format, str] | None, gzip: bool
) -> str | None:
    """Return the ETag of an answer, made of all on which it depends; None if that is not all."""
    if request.method == "POST" or _CHANGING.search(query):
        return None
    dataset = [request.args.getlist(f"{kind}-graph-uri") for kind in ("default", "named")]
    forms = [form and form[1] for form in (table, graph)]
    version = (__version__, snapshot().store.version)
    content = (version, request.base_url, query, dataset, forms, gzip)
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _cached(response: Response, tag: str | None) -> Response:
    """Let caches keep an answer, but ask each time whether it is still the right one."""
    if tag and response.status_code in (200, 304):
        response.set_etag(tag)
        response.headers["Cache-Control"] = "public, no-cache"
    else:
        response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


def _wants_page() -> bool:
    wanted = request.values.get("format", "").lower()
    if wanted:
        return wanted in PAGE.names
    offers = [media for form in (*TABLES, *GRAPHS) for media in form.media_types]
    return best_media_type((*offers, HTML)) == HTML


def _page(
    query: str, *, answer: Answer | None = None, error: str = "", status: int = 200
) -> Response:
    content = {} if answer is None else _content(answer)
    page = render_template(
        "sparql.html", query=query, error=error, queries=shipped_queries().values(), **content
    )
    response = make_response(page, status)
    response.vary.add("Accept")
    return response


def _content(answer: Answer) -> dict[str, object]:
    """Return what the page shows of the results."""
    head, body = answer.head, answer.body
    if "answer" in head:
        return {"kind": "boolean", "answer": head["answer"], "formats": TABLES}
    found = {"more": head["more"], "shown": head["shown"]}
    if head["graph"]:
        return found | {"kind": "graph", "turtle": body.read().decode(), "formats": GRAPHS}
    names = head["variables"]
    rows = _rows(body) if names else [()] * int(str(head["shown"]))
    return found | {"kind": "table", "variables": names, "rows": rows, "formats": TABLES}


def _rows(body: IO[bytes]) -> list[tuple[object, ...]]:
    results = parse_query_results(body.read(), format=QueryResultsFormat.TSV)
    assert isinstance(results, QuerySolutions)
    return [tuple(solution) for solution in results]
