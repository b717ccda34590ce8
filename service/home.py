"""The landing page and the search for names."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from kg.analysis.lookup import find, members
from kg.analysis.networks import CLASSES
from kg.queries import shipped_queries
from service.snapshot import snapshot

SHOWN = 200  #: results on the page of a search

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def landing() -> str:
    """Show what is in the graph, and the ways in."""
    return render_template(
        "landing.html", view=snapshot().overview, queries=shipped_queries().values()
    )


@blueprint.get("/search")
def search() -> str:
    """Show the concepts and tasks whose names hold `q`, or the members of `class`."""
    words = request.args.get("q", "").strip()
    cls = request.args.get("class", "")
    if cls and cls not in (*CLASSES, "Task"):
        raise NotFound(f"There is no class {cls}; there are: {', '.join((*CLASSES, 'Task'))}.")
    store = snapshot().store
    hits = find(store, words) if words or not cls else members(store, cls)
    if words and cls:
        hits = [hit for hit in hits if hit.cls == cls]
    return render_template("search.html", words=words, cls=cls, hits=hits[:SHOWN], total=len(hits))
