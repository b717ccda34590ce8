"""The SPARQL 1.1 Protocol's update operation, for curators with a token.

See https://www.w3.org/TR/sparql11-protocol/, section 2.2.
"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from service.access import note_query
from service.curation import editor
from service.tokens import curator
from service.workers.editor import Job

DIRECT = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
MAX_BODY = 1 << 24  #: bytes of what a curator sends


def requested() -> str | None:
    """Return the update of the current request; None if it is no update.

    Raises
    ------
    HTTPException
        If the request is an update, and its sender may not make one, or it is no valid request.
    """
    if "update" in request.args:
        raise BadRequest("An update is sent by POST.")
    if request.method != "POST":
        return None
    if request.mimetype == DIRECT:
        curator()
        request.max_content_length = MAX_BODY
        return text(request.get_data())
    if request.mimetype == FORM and "update" in request.form:
        curator()
        if "query" in request.form:
            raise BadRequest("There is a query beside the update; send one at a time.")
        return only(request.form.getlist("update"), request.get_data())
    return None


def made(update: str) -> Response:
    """Make an update, and return what it has come to."""
    note_query(update)
    done = editor().make(
        Job(
            kind="update",
            curator=curator(),
            seconds=editor().limits.seconds,
            base_iri=request.base_url,
            text=update,
            default_graphs=request.values.getlist("using-graph-uri"),
            named_graphs=request.values.getlist("using-named-graph-uri"),
        )
    )
    response = jsonify(added=done.added, removed=done.removed, graphs=done.graphs)
    response.headers["Cache-Control"] = "no-store"
    return response


def text(data: bytes) -> str:
    """Return what was sent as text.

    Raises
    ------
    UnsupportedMediaType, BadRequest
        If it is said to be of another coding than UTF-8, or is.
    """
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("The request is to be sent in UTF-8.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The request is not UTF-8.") from None


def only(texts: list[str], sent: bytes) -> str | None:
    """Return the one query or update among the parameters that were sent."""
    if len(texts) > 1:
        raise BadRequest("There are several queries; send one at a time.")
    try:
        unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8.") from None
    return texts[0] if texts else None
