"""The Flask application, put together from its rooms."""

from __future__ import annotations

import weakref
from pathlib import Path

from flask import Flask

from service import (
    access,
    concepts,
    cors,
    dataset,
    errors,
    health,
    home,
    maps,
    questions,
    rates,
    security,
    sparql,
)
from service.links import register_filters
from service.snapshot import attach
from service.workers.limits import Limits

MAX_BODY = 1 << 20  #: bytes of a request's body; a query is text that a person or program wrote


def make(store: Path, *, limits: Limits | None, requests_a_second: float | None) -> Flask:
    """Return the application; see `service.create_app`."""
    app = Flask("service")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.merge_slashes = False
    attach(app, store)
    pool = questions.attach(app, store, limits or Limits())
    weakref.finalize(app, pool.close)
    register_filters(app)
    for room in (home, sparql, maps, concepts, dataset, health):
        app.register_blueprint(room.blueprint)
    errors.register(app)
    access.register(app)
    rates.register(app, rates.A_SECOND if requests_a_second is None else requests_a_second)
    security.register(app)
    cors.register(app)
    return app
