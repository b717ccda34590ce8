"""What went wrong, in one sentence: as a page for browsers, as plain text for programs."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from kg.errors import PolicyKGError, QueryError, UsageError
from service.formats import best_media_type

SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not answer requests of this kind.",
    413: "The request is too large.",
    500: "Something went wrong here; the operator finds the details in the log.",
}


def register(app: Flask) -> None:
    """Let an application answer errors in one sentence."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(PolicyKGError, _policykg_error)


def refusal(status: int, sentence: str) -> Response:
    """Return an error answer in the form that the client prefers."""
    if best_media_type(("text/plain", "text/html")) == "text/html":
        return make_response(
            render_template("error.html", status=status, sentence=sentence), status
        )
    return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # a redirect
        return make_response(error.get_response())
    stated = error.description if error.description != type(error).description else None
    response = refusal(error.code, stated or SENTENCES.get(error.code, f"{error.name}."))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _policykg_error(error: PolicyKGError) -> Response:
    return refusal(400 if isinstance(error, QueryError | UsageError) else 503, str(error))
