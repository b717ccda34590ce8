"""The Flask application, put together from its rooms."""

from __future__ import annotations

import weakref
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service import (
    access,
    competency_questions,
    concepts,
    cors,
    curation,
    dataset,
    errors,
    graph_store,
    health,
    home,
    lookup,
    maps,
    ontology,
    openapi,
    questions,
    rates,
    security,
    sparql,
    tokens,
)
from service.links import register_filters
from service.snapshot import attach
from service.workers.limits import Limits

MAX_BODY = 1 << 20  #: bytes of a request's body; a query is text that a person or program wrote


def make(
    store: Path,
    *,
    limits: Limits | None,
    requests_a_second: float | None,
    curators: tokens.Tokens | None,
    proxies: int,
) -> Flask:
    """Return the application; see `service.create_app`."""
    app = Flask("service")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.merge_slashes = False
    app.config["BEHIND_PROXY"] = proxies > 0
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    attach(app, store)
    pool = questions.attach(app, store, limits or Limits())
    weakref.finalize(app, pool.close)
    curation.attach(app, store, pool.limits)
    tokens.attach(app, curators)
    register_filters(app)
    for room in (
        home,
        sparql,
        competency_questions,
        lookup,
        maps,
        concepts,
        ontology,
        dataset,
        health,
    ):
        app.register_blueprint(room.blueprint)
    for door in (graph_store, openapi):
        app.register_blueprint(door.blueprint)
    errors.register(app)
    access.register(app)
    rates.register(app, rates.A_SECOND if requests_a_second is None else requests_a_second)
    security.register(app)
    cors.register(app)
    return app
