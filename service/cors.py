"""Cross-origin requests: scripts of any site may read what is public anyway, without cookies."""

from __future__ import annotations

from flask import Flask, Response, request

PUBLIC = frozenset(
    {
        *("sparql.endpoint", "dataset.void", "concepts.thing", "concepts.about", "health.health"),
        *("graph_store.read", "graph_store.read_here", "openapi.description"),
    }
)


def register(app: Flask) -> None:
    """Let the data of an application be read from everywhere."""
    app.after_request(_allow)


def _allow(response: Response) -> Response:
    if request.endpoint not in PUBLIC:
        return response
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if request.method == "OPTIONS" and "Allow" in headers:
        headers["Access-Control-Allow-Methods"] = headers["Allow"]
        headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"
    return response
