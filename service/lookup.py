"""`/complete` and `/labels`: names of this graph for the fields and the editor of the pages."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, jsonify, request
from pyoxigraph import Literal, NamedNode
from werkzeug.exceptions import BadRequest

from kg.analysis.lookup import find, labels
from kg.namespaces import PREFIXES
from service.links import address
from service.snapshot import snapshot

KINDS = ("class", "property", "concept", "task")
SHOWN = 30  #: suggestions of an answer
MOST = 2000  #: IRIs that one request may ask the labels of

blueprint = Blueprint("lookup", __name__)


@blueprint.get("/complete")
def complete() -> Response:
    """Suggest terms whose names hold `q`: classes, properties, concepts or tasks, as `kind` says.

    Each has the term as a query writes it, the name, and what else is known; the ones that are
    most in use come first.
    """
    kind, words = request.args.get("kind", ""), request.args.get("q", "").strip()
    if kind not in KINDS:
        raise BadRequest(f"The parameter kind is one of {', '.join(KINDS)}.")
    found = _terms(kind, words.lower()) if kind in ("class", "property") else _names(kind, words)
    return jsonify(found[:SHOWN])


@blueprint.post("/labels")
def names() -> Response:
    """Return for each IRI of a JSON list its name, "" where it has none, and its page."""
    iris = request.get_json(silent=True)
    if not isinstance(iris, list) or not all(isinstance(iri, str) for iri in iris):
        raise BadRequest("The body is a JSON list of IRIs.")
    if len(iris) > MOST:
        raise BadRequest(f"These are more than {MOST} IRIs; ask for fewer.")
    known = _labels(iris)
    return jsonify({iri: [known.get(iri, ""), address(iri)] for iri in iris})


def _terms(kind: str, words: str) -> list[dict[str, str]]:
    counted = snapshot().statistics
    counts = counted.classes if kind == "class" else counted.properties
    known = _labels(counts)
    return [
        {"term": written(iri), "name": known.get(iri, ""), "more": f"{count:,}"}
        for iri, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if words in f"{iri} {written(iri)} {known.get(iri, '')}".lower()
    ]


def _names(kind: str, words: str) -> list[dict[str, str]]:
    hits = [hit for hit in find(snapshot().store, words) if (hit.cls == "Task") == (kind == "task")]
    hits.sort(key=lambda hit: words not in (hit.label, hit.label_en))  # first what is meant
    return [
        {
            "term": written(hit.iri),
            "literal": str(Literal(hit.label, language="en" if hit.label.isascii() else "zh")),
            "name": hit.label,
            "more": hit.label_en or hit.cls,
        }
        for hit in hits
    ]


def written(iri: str) -> str:
    """Return an IRI as a query writes it, with a prefix where one is known.

    >>> written("http://www.w3.org/2004/02/skos/core#prefLabel")
    'skos:prefLabel'
    >>> written("https://w3id.org/policykg/id/concept/Theory/x")
    '<https://w3id.org/policykg/id/concept/Theory/x>'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if iri.startswith(namespace) and local.isascii() and local.isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _labels(iris: Iterable[str]) -> dict[str, str]:
    valid = []
    for iri in iris:
        try:
            valid.append(NamedNode(iri).value)
        except ValueError:  # no IRI
            continue
    return labels(snapshot().store, valid)
