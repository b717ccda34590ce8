"""`/map`: concepts or tasks as an interactive map."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest

from kg.analysis.networks import CLASSES, concept_network, task_network
from kg.maps import content_security_policy, page
from kg.maps.styles import LANGUAGES, words
from service.links import address
from service.snapshot import snapshot

DEPTHS = range(1, 6)
LIMITS = range(1, 5001)

blueprint = Blueprint("maps", __name__)


@dataclass(frozen=True, slots=True)
class MapRequest:
    """Which part of the network a request wants to see, and how."""

    view: str
    lang: str
    classes: list[str]
    documents: list[str]
    focus: str
    depth: int
    limit: int


@blueprint.get("/map")
def concept_map() -> Response:
    """Show the part of the network that `view`, `class`, `document`, `focus` and `depth` name.

    At most `limit` nodes, the most connected; the interface in the language `lang`.
    """
    wanted = _wanted()
    controls = render_template(
        "map_controls.html",
        wanted=wanted,
        classes=(*CLASSES, "Task"),
        documents=snapshot().overview.documents,
        depths=DEPTHS,
        limits=LIMITS,
    )
    drawn = page(
        _network(wanted),
        title=words(wanted.lang)[wanted.view],
        language=wanted.lang,
        limit=wanted.limit,
        address=address,
        controls=controls,
    )
    policy = f"{content_security_policy()}; frame-ancestors 'none'"
    return Response(drawn, headers={"Content-Security-Policy": policy})


def _wanted() -> MapRequest:
    return MapRequest(
        view=_choice("view", ("concepts", "tasks")),
        lang=_choice("lang", LANGUAGES),
        classes=[name for name in request.args.getlist("class") if name],
        documents=[name for name in request.args.getlist("document") if name],
        focus=request.args.get("focus", "").strip(),
        depth=_number("depth", DEPTHS, 1),
        limit=_number("limit", LIMITS, 300),
    )


def _network(wanted: MapRequest) -> nx.MultiDiGraph:
    store = snapshot().store
    if wanted.view == "tasks":
        return task_network(store, documents=wanted.documents)
    return concept_network(
        store,
        classes=wanted.classes,
        documents=wanted.documents,
        focus=wanted.focus or None,
        depth=wanted.depth,
    )


def _choice(name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name) or known[0]
    if value not in known:
        raise BadRequest(f"The parameter {name} is one of {', '.join(known)}.")
    return value


def _number(name: str, allowed: range, default: int) -> int:
    value = request.args.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 9 or int(value) not in allowed:
        raise BadRequest(
            f"The parameter {name} is a number from {allowed.start} to {allowed.stop - 1}."
        )
    return int(value)
