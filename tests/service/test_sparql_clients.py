"""The clients that people have, against a real server: rdflib, SPARQLWrapper, curl."""

import gzip
import json
import shutil
import subprocess
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.store import GraphStore
from service import create_app
from service.server import serve

THEORIES = "SELECT ?theory { ?theory a pk:Theory } ORDER BY ?theory LIMIT 3"
LABELS = "CONSTRUCT { ?t skos:prefLabel ?l } { ?t a pk:Theory ; skos:prefLabel ?l }"
THEORY = URIRef("https://w3id.org/policykg/ontology#Theory")
TYPE = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@pytest.fixture(scope="module")
def endpoint(seeds_store: Path) -> str:
    urls: list[str] = []
    ready = threading.Event()

    def announce(url: str) -> None:
        urls.append(url)
        ready.set()

    arguments = (create_app(seeds_store), "127.0.0.1", 0, announce)
    threading.Thread(target=serve, args=arguments, daemon=True).start()
    assert ready.wait(20)
    return f"{urls[0]}sparql"


@pytest.fixture(scope="module")
def theories(seeds: GraphStore) -> list[str]:
    return [row["theory"].value for row in seeds.query(THEORIES)]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflibs_store_asks_in_every_way(
    endpoint: str, theories: list[str], method: str, form: str
) -> None:
    store = SPARQLStore(endpoint, method=method, returnFormat=form)
    found = [str(row[0]).strip("<>") for row in store.query(THEORIES)]
    assert found == theories


def test_rdflibs_store_looks_like_a_graph(endpoint: str, theories: list[str]) -> None:
    graph = Graph(SPARQLStore(endpoint))
    assert set(map(URIRef, theories)) <= set(graph.subjects(TYPE, THEORY))
    assert (URIRef(theories[0]), TYPE, THEORY) in graph
    assert len(graph) > 1000


def test_rdflibs_service_clause_works(endpoint: str, theories: list[str]) -> None:
    query = f"SELECT ?theory {{ SERVICE <{endpoint}> {{ ?theory a <{THEORY}> }} }}"
    assert set(theories) <= {str(row[0]) for row in Graph().query(query)}


@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("direct", [False, True])
def test_sparqlwrapper_converts_what_it_gets(
    endpoint: str, theories: list[str], post: bool, direct: bool
) -> None:
    from SPARQLWrapper import JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint)
    if post:
        wrapper.setMethod(POST)
    if post and direct:
        wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setQuery(THEORIES)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["theory"]["value"] for row in rows] == theories
    wrapper.setQuery(LABELS)
    wrapper.setReturnFormat(RDFXML)
    graph = wrapper.queryAndConvert()
    wrapper.setReturnFormat(TURTLE)
    turtle = Graph().parse(data=wrapper.queryAndConvert(), format="turtle")
    assert set(graph) == set(turtle)
    assert len(turtle) > 3


def test_sparqlwrapper_knows_a_bad_query(endpoint: str) -> None:
    from SPARQLWrapper import SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery("SELECT *\nWHERE { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="line 2, column 15"):
        wrapper.query()


def curl(*arguments: str) -> bytes:
    program = shutil.which("curl")
    if program is None:
        pytest.skip("curl is not installed")
    done = subprocess.run([program, "-sSf", *arguments], capture_output=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("media", "count"),
    [
        ("application/sparql-results+json", lambda b: len(json.loads(b)["results"]["bindings"])),
        ("application/sparql-results+xml", lambda b: len(ElementTree.fromstring(b)[1])),
        ("text/csv", lambda b: b.count(b"\n") - 1),
        ("text/tab-separated-values", lambda b: b.count(b"\n") - 1),
    ],
)
def test_curl_gets_rows_in_each_format(endpoint: str, media: str, count) -> None:
    query = ("--data-urlencode", f"query={THEORIES}", endpoint)
    assert count(curl("-H", f"Accept: {media}", *query)) == 3
    assert count(curl("-G", "-H", f"Accept: {media}", *query)) == 3
    packed = curl("-H", "Accept-Encoding: gzip", "-H", f"Accept: {media}", *query)
    assert count(gzip.decompress(packed)) == 3


@pytest.mark.parametrize(
    ("media", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_curl_gets_graphs_in_each_format(endpoint: str, media: str, parser: str) -> None:
    query = ("--data-urlencode", f"query={LABELS}", endpoint)
    data = curl("-H", f"Accept: {media}", *query)
    read = Dataset(default_union=True) if parser in ("trig", "nquads") else Graph()
    read.parse(data=data, format=parser)
    plain = curl("-G", "-H", "Accept: application/n-triples", *query)
    assert len(read) == plain.count(b"\n") > 3


def test_curl_posts_a_file_and_sees_the_headers(endpoint: str, tmp_path: Path) -> None:
    file = tmp_path / "theories.rq"
    file.write_text(THEORIES, encoding="utf-8")
    media = "Content-Type: application/sparql-query"
    answer = curl("--data-binary", f"@{file}", "-H", media, "-H", "Accept: text/csv", endpoint)
    assert answer.count(b"\n") == 4
    assert b"Allow: " in curl("-i", "-X", "OPTIONS", endpoint)
