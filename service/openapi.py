"""`/openapi.json`: the description of all that the service answers, in OpenAPI 3.1.

It is kept in a file of this package. See https://spec.openapis.org/oas/v3.1.0.
"""

from __future__ import annotations

import json
from importlib.resources import files

from flask import Blueprint, Response, jsonify, request

from kg import __version__

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/openapi.json")
def description() -> Response:
    """Answer with the description, in which the address and the version are set in."""
    described = json.loads((files("service") / "openapi.json").read_text("utf-8"))
    described["info"]["version"] = __version__
    described["servers"] = [{"url": request.root_url.removesuffix("/")}]
    return jsonify(described)
