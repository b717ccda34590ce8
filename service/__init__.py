"""The web service: pages, maps and SPARQL over one store. No page asks another host for anything.

`create_app` makes the Flask application; each blueprint is one room of the house.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from service import concepts, errors, health, home, maps, security, sparql
from service.links import register_filters
from service.snapshot import attach

MAX_BODY = 1 << 20  #: bytes of a request's body; a query is text that a person or program wrote


def create_app(store: Path) -> Flask:
    """Return the application that serves the store in this folder.

    Raises
    ------
    StoreError
        If there is no store in the folder, or it is broken.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.merge_slashes = False
    attach(app, store)
    register_filters(app)
    for room in (home, sparql, maps, concepts, health):
        app.register_blueprint(room.blueprint)
    errors.register(app)
    security.register(app)
    return app
