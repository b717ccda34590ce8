"""`/sparql`: the SPARQL 1.1 Protocol, and a page with a form for people.

See https://www.w3.org/TR/sparql11-protocol/, section 2.1; `service.updates` has section 2.2.
"""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, RequestURITooLarge, UnsupportedMediaType

from kg import __version__
from service import updates
from service.access import note_query
from service.dataset import service_description
from service.editor import workbench
from service.formats import (
    GRAPHS,
    HTML,
    PAGE,
    TABLES,
    Format,
    best_media_type,
    not_acceptable,
)
from service.questions import ask
from service.results import acceptable, sent
from service.snapshot import snapshot
from service.updates import FORM, only
from service.workers.limits import Refusal

DIRECT = "application/sparql-query"
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
    update = updates.requested()
    if update is not None:
        return updates.made(update)
    query = _query()
    if query is None:
        return _without_query()
    note_query(query)
    try:
        return _answered(query)
    except Refusal as refusal:
        if not _wants_page():
            raise
        return workbench(query, status=refusal.status, error=refusal.sentence)


def _query() -> str | None:
    """Return the query of the request, None where there is none."""
    if request.method != "POST":
        return only(request.args.getlist("query"), request.query_string)
    if request.mimetype == FORM:
        return only(request.form.getlist("query"), request.get_data())
    if request.mimetype == DIRECT:
        try:
            return request.get_data().decode("utf-8")
        except UnicodeDecodeError:
            raise BadRequest("The query is not UTF-8.") from None
    raise UnsupportedMediaType(
        f"A query is posted as {FORM} or as {DIRECT}, an update as {updates.DIRECT}."
    )


def _without_query() -> Response:
    if request.method != "POST":
        if _wants_page():
            return workbench("")
        form = acceptable(GRAPHS)
        if form is not None:
            return service_description(form)
    raise BadRequest("There is no query; send one as the parameter query.")


def _answered(query: str) -> Response:
    table, graph = acceptable((*TABLES, PAGE)), acceptable((*GRAPHS, PAGE))
    gzip = request.accept_encodings["gzip"] > 0
    tag = _tag(query, table, graph, gzip)
    if tag and tag in request.if_none_match:
        response = Response(status=304)
        return cached(response, tag)
    try:
        answer = ask(query, table=table and table[1], graph=graph and graph[1], gzip=gzip)
    except Refusal as refusal:
        if refusal.status == 406:
            raise not_acceptable(GRAPHS if refusal.details["graph"] else TABLES) from None
        raise
    response = workbench(query, answer=answer) if answer.head["media"] == HTML else sent(answer)
    return cached(response, tag if answer.version == snapshot().store.version else None)


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


def cached(response: Response, tag: str | None) -> Response:
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
