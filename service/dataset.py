"""What the service says of itself to programs: SPARQL 1.1 Service Description, and VoID.

See https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, request, url_for
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from werkzeug.http import generate_etag

from kg.namespaces import DCTERMS, ONTOLOGY, PREFIXES, RDF, RDFS, XSD
from service import tokens
from service.formats import GRAPHS, TABLES, Format, chosen
from service.snapshot import snapshot
from service.statistics import Statistics

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
#: The registered names of formats, https://www.w3.org/ns/formats/, by media type.
NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}

Node = NamedNode | BlankNode

blueprint = Blueprint("dataset", __name__)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Describe the dataset."""
    return _written(_dataset(), chosen(GRAPHS))


def service_description(form: tuple[Format, str]) -> Response:
    """Describe the query service, in a format and under a media type."""
    return _written((*_service(), *_dataset()), form)


def _written(triples: Iterable[Triple], form: tuple[Format, str]) -> Response:
    engine, media = form[0].engine, form[1]
    assert isinstance(engine, RdfFormat)
    prefixes = {**PREFIXES, "sd": SD, "void": VOID}
    body = serialize(triples, format=engine, prefixes=prefixes) or b""
    response = Response(body)
    response.content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
    response.set_etag(generate_etag(body))
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept")
    response.make_conditional(request)
    return response


def _service() -> Iterator[Triple]:
    endpoint = url_for("sparql.endpoint", _external=True)
    service, graphs = NamedNode(f"{endpoint}#service"), BlankNode("dataset")
    yield from _say(service, f"{RDF}type", NamedNode(f"{SD}Service"))
    yield from _say(service, f"{SD}endpoint", NamedNode(endpoint))
    yield from _say(service, f"{SD}supportedLanguage", NamedNode(f"{SD}SPARQL11Query"))
    if tokens.are_on():
        yield from _say(service, f"{SD}supportedLanguage", NamedNode(f"{SD}SPARQL11Update"))
    yield from _say(service, f"{SD}feature", NamedNode(f"{SD}UnionDefaultGraph"))
    for form in (*TABLES, *GRAPHS):
        name = NamedNode(FORMATS + NAMES[form.media_types[0]])
        yield from _say(service, f"{SD}resultFormat", name)
    yield from _say(service, f"{SD}defaultDataset", graphs)
    yield from _say(graphs, f"{RDF}type", NamedNode(f"{SD}Dataset"))
    yield from _say(graphs, f"{SD}defaultGraph", _dataset_iri())
    yield from _say(_dataset_iri(), f"{RDF}type", NamedNode(f"{SD}Graph"))
    for number, graph in enumerate(snapshot().statistics.graphs):
        node = BlankNode(f"named{number}")
        yield from _say(graphs, f"{SD}namedGraph", node)
        yield from _say(node, f"{RDF}type", NamedNode(f"{SD}NamedGraph"))
        yield from _say(node, f"{SD}name", NamedNode(graph))
        yield from _say(node, f"{SD}graph", _graph_iri(number))


def _dataset() -> Iterator[Triple]:
    found, dataset = snapshot().statistics, _dataset_iri()
    yield from _say(dataset, f"{RDF}type", NamedNode(f"{VOID}Dataset"))
    yield from _say(dataset, f"{DCTERMS}title", Literal("Policy documents as a graph"))
    endpoint = NamedNode(url_for("sparql.endpoint", _external=True))
    yield from _say(dataset, f"{VOID}sparqlEndpoint", endpoint)
    yield from _say(dataset, f"{VOID}uriSpace", Literal(snapshot().base))
    yield from _say(dataset, f"{VOID}vocabulary", NamedNode(ONTOLOGY))
    page = NamedNode(url_for("ontology.ontology", _external=True))
    yield from _say(NamedNode(ONTOLOGY), f"{RDFS}isDefinedBy", page)
    yield from _sizes(dataset, found)
    for kind, of, count, counts in (
        ("class", "class", "entities", found.classes),
        ("property", "property", "triples", found.properties),
    ):
        for number, (iri, size) in enumerate(counts.items()):
            part = BlankNode(f"{kind}{number}")
            yield from _say(dataset, f"{VOID}{kind}Partition", part)
            yield from _say(part, f"{VOID}{of}", NamedNode(iri))
            yield from _say(part, f"{VOID}{count}", _number(size))
    for number, (iri, size) in enumerate(found.graphs.items()):
        graph = _graph_iri(number)
        yield from _say(dataset, f"{VOID}subset", graph)
        yield from _say(graph, f"{RDF}type", NamedNode(f"{VOID}Dataset"))
        yield from _say(graph, f"{RDF}type", NamedNode(f"{SD}Graph"))
        yield from _say(graph, f"{DCTERMS}source", NamedNode(iri))
        yield from _say(graph, f"{VOID}triples", _number(size))


def _sizes(dataset: Node, found: Statistics) -> Iterator[Triple]:
    for name, size in (
        ("triples", found.triples),
        ("distinctSubjects", found.subjects),
        ("distinctObjects", found.objects),
        ("properties", found.predicates),
        ("classes", len(found.classes)),
    ):
        yield from _say(dataset, f"{VOID}{name}", _number(size))


def _say(subject: Node, predicate: str, object_: Node | Literal) -> Iterator[Triple]:
    yield Triple(subject, NamedNode(predicate), object_)


def _number(size: int) -> Literal:
    return Literal(str(size), datatype=NamedNode(f"{XSD}integer"))


def _dataset_iri() -> NamedNode:
    return NamedNode(f"{url_for('dataset.void', _external=True)}#dataset")


def _graph_iri(number: int) -> NamedNode:
    return NamedNode(f"{url_for('dataset.void', _external=True)}#graph{number}")
