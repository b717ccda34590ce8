"""What went wrong, in one sentence: as a page, as plain text, or as problem details (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template
from werkzeug.exceptions import HTTPException

from kg.errors import PolicyKGError, QueryError, UsageError
from service.formats import HTML, TABLES, best_media_type
from service.workers.limits import Refusal

TEXT = "text/plain"
PROBLEM = "application/problem+json"
#: Who takes one of these can read problem details.
JSON = ("application/json", *TABLES[0].media_types, "application/ld+json")
SENTENCES = {
    400: "The request cannot be understood.",
    404: "There is nothing at this address.",
    405: "This address does not answer requests of this kind.",
    413: "The request is too large.",
    500: "Something went wrong here; the operator finds the details in the log.",
    503: "The graph cannot be read now; the operator finds the details in the log.",
}


def register(app: Flask) -> None:
    """Let an application answer errors in one sentence."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(PolicyKGError, _policykg_error)
    app.register_error_handler(Refusal, _refused)


def refusal(status: int, sentence: str, *, after: object = None, **details: object) -> Response:
    """Return an error answer in the form that the client prefers.

    Parameters
    ----------
    after
        Seconds after which it makes sense to try again.
    details
        What problem details say beside the sentence.
    """
    media = best_media_type((TEXT, HTML, PROBLEM, *JSON))
    if media == HTML:
        page = render_template("error.html", status=status, sentence=sentence)
        response = make_response(page, status)
    elif media in (PROBLEM, *JSON):
        title = HTTPStatus(status).phrase
        problem = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        written = json.dumps(problem | details, ensure_ascii=False)
        response = Response(f"{written}\n", status, content_type=PROBLEM)
    else:
        response = Response(f"{sentence}\n", status, content_type=f"{TEXT}; charset=utf-8")
    if after is not None:
        response.headers["Retry-After"] = str(after)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # a redirect
        return make_response(error.get_response())
    stated = error.description if error.description != type(error).description else None
    response = refusal(error.code, stated or SENTENCES.get(error.code, f"{error.name}."))
    for name, value in error.get_headers():
        if name in ("Allow", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _policykg_error(error: PolicyKGError) -> Response:
    if isinstance(error, QueryError | UsageError):
        return refusal(400, str(error))
    current_app.logger.error("%s", error)  # it names places of this machine
    return refusal(503, SENTENCES[503])


def _refused(error: Refusal) -> Response:
    details = dict(error.details)
    return refusal(error.status, error.sentence, after=details.pop("after", None), **details)
