"""`/ontology`: what the graph's classes and properties mean, as a page or as RDF.

The terms' IRIs are fragments of the ontology's: whoever dereferences one gets this page, or this
graph, in which it is. See https://www.w3.org/TR/swbp-vocab-pub/, recipe 3.
"""

from __future__ import annotations

from importlib.resources import files

from flask import Blueprint, Response, make_response, render_template, request
from pyoxigraph import RdfFormat, serialize
from werkzeug.http import generate_etag

from kg.analysis.vocabulary import KINDS, vocabulary
from kg.graph.ontology import ontology_triples
from kg.namespaces import PREFIXES
from service.formats import GRAPHS, PAGE, Format, chosen

blueprint = Blueprint("ontology", __name__)


@blueprint.get("/ontology")
def ontology() -> Response:
    """Describe the ontology."""
    form, media = chosen((*GRAPHS, PAGE))
    if form is PAGE:
        response = make_response(_page())
    else:
        body = _written(form)
        response = Response(body)
        response.content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
    response.set_etag(generate_etag(response.get_data()))
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept")
    response.make_conditional(request)
    return response


def _page() -> str:
    return render_template(
        "ontology.html", ontology=vocabulary(), kinds=KINDS.values(), formats=GRAPHS
    )


def _written(form: Format) -> bytes:
    """Return the ontology in a format of RDF; as Turtle the very file, with its comments."""
    if form.engine == RdfFormat.TURTLE:
        return (files("ontology") / "policy.ttl").read_bytes()
    assert isinstance(form.engine, RdfFormat)
    return serialize(ontology_triples(), format=form.engine, prefixes=dict(PREFIXES)) or b""
