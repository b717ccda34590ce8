"""`/rdf-graph-store`: the SPARQL 1.1 Graph Store HTTP Protocol.

Everybody may read graphs; curators, with a token, put, extend and delete them.
See https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from itertools import chain
from uuid import uuid4

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType

from kg import __version__
from service.curation import editor
from service.formats import GRAPHS, chosen
from service.questions import ask
from service.results import sent
from service.snapshot import snapshot
from service.sparql import cached
from service.tokens import curator
from service.updates import MAX_BODY
from service.workers.editor import Job

MULTIPART = "multipart/form-data"
#: Formats in which triples are sent: those of one graph.
TAKEN = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")

blueprint = Blueprint("graph_store", __name__)


@blueprint.get("/rdf-graph-store")
def read() -> Response:
    """Answer with the graph that `graph` or `default` names."""
    return _read(_chosen_graph())


@blueprint.get("/rdf-graph-store/<path:name>")
def read_here(name: str) -> Response:
    """Answer with the graph whose name is the address itself."""
    return _read(_here())


@blueprint.put("/rdf-graph-store")
@blueprint.delete("/rdf-graph-store")
def replace() -> Response:
    """Put a graph in place of the one that is named, or delete that."""
    by = curator()
    return _change(_chosen_graph(), by)


@blueprint.post("/rdf-graph-store")
def extend() -> Response:
    """Add triples to the graph that is named, or to a new one."""
    by = curator()
    if "graph" not in request.args and "default" not in request.args:
        return _change(f"{request.base_url}/{uuid4()}", by)
    return _change(_chosen_graph(), by)


@blueprint.route("/rdf-graph-store/<path:name>", methods=["PUT", "POST", "DELETE"])
def change_here(name: str) -> Response:
    """Put, extend or delete the graph whose name is the address itself."""
    by = curator()
    return _change(_here(), by)


def _chosen_graph() -> str | None:
    """Return the name of the graph that the request is about; None for the default graph."""
    names = request.args.getlist("graph")
    if len(names) + ("default" in request.args) != 1:
        raise BadRequest("Name one graph, by the parameter graph=IRI or by the parameter default.")
    if not names:
        return None
    try:
        return NamedNode(names[0]).value
    except ValueError:
        raise BadRequest("The parameter graph is to be an absolute IRI.") from None


def _here() -> str:
    """Return the address of the request as the name of a graph."""
    try:
        return NamedNode(request.base_url).value
    except ValueError:
        raise NotFound("This address cannot be the name of a graph.") from None


def _read(graph: str | None) -> Response:
    _must_exist(graph)
    form = chosen(GRAPHS)
    gzip = request.accept_encodings["gzip"] > 0
    content = (__version__, snapshot().store.version, request.base_url, graph, form[1], gzip)
    tag = hashlib.sha256(repr(content).encode()).hexdigest()[:32]
    if tag in request.if_none_match:
        return cached(Response(status=304), tag)
    where = "?s ?p ?o" if graph is None else f"GRAPH {NamedNode(graph)} {{ ?s ?p ?o }}"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
    answer = ask(query, table=None, graph=form[1], gzip=gzip)
    return cached(sent(answer), tag if answer.version == snapshot().store.version else None)


def _change(graph: str | None, by: str) -> Response:
    there = graph is None or graph in snapshot().store.graph_names
    if request.method == "DELETE":
        _must_exist(graph)
    job = Job(
        kind=request.method.lower(),
        curator=by,
        seconds=editor().limits.seconds,
        base_iri=graph or request.base_url,
        graph=graph,
        parts=() if request.method == "DELETE" else tuple(_parts()),
    )
    editor().make(job)
    response = Response(status=204 if there else 201)
    if not there and graph is not None and request.method == "POST":
        response.headers["Location"] = graph
    response.headers["Cache-Control"] = "no-store"
    return response


def _must_exist(graph: str | None) -> None:
    if graph is not None and graph not in snapshot().store.graph_names:
        raise NotFound(f"There is no graph <{graph[:200]}> here.")


def _parts() -> Iterator[tuple[str, str]]:
    """Yield the triples that the request sends: their media type, and themselves in Base64."""
    request.max_content_length = MAX_BODY
    if request.method == "POST" and request.mimetype == MULTIPART:
        if not request.files:
            raise BadRequest("There is no file of triples in the form.")
        for file in chain.from_iterable(request.files.listvalues()):
            yield _taken(file.mimetype), base64.b64encode(file.read()).decode()
    else:
        yield _taken(request.mimetype), base64.b64encode(request.get_data()).decode()


def _taken(media: str) -> str:
    if media not in TAKEN:
        raise UnsupportedMediaType(f"Triples are sent as {', '.join(TAKEN)}.")
    return media
