"""`/health`: is the service up, and what does it serve."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from kg import __version__
from service.snapshot import snapshot

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Answer with the version, the time of the last change and the size of the graph, as JSON."""
    current = snapshot()
    return jsonify(
        status="ok",
        version=__version__,
        snapshot=current.store.marker.snapshot,
        written=current.store.marker.written,
        documents=len(current.overview.documents),
        triples=current.overview.triples,
    )
