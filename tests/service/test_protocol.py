"""SPARQL 1.1 Protocol, Service Description and VoID, caching, limits of requests, the log."""

import gzip
import json
import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import VOID

from kg.store import GraphStore
from service import access, create_app

SELECT = "SELECT ?theory WHERE { ?theory a pk:Theory } ORDER BY ?theory LIMIT 3"
XML = "application/sparql-results+xml"
CONSTRUCT = "CONSTRUCT WHERE { ?t a pk:Theory }"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def get(client: FlaskClient, query: str, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", query_string={"query": query}, headers=named)


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, f"text/csv;q=0.3, {XML};q=0.7", XML),
        (SELECT, "text/turtle, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        (CONSTRUCT, "text/turtle;q=0.2, application/trig", "application/trig"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
        (CONSTRUCT, "application/ld+json, text/html;q=0.5", "application/ld+json"),
        (CONSTRUCT, f"{XML}, application/rdf+xml;q=0.9", "application/rdf+xml"),
    ],
)
def test_the_accept_header_is_weighed(
    client: FlaskClient, query: str, accept: str, media: str
) -> None:
    response = get(client, query, Accept=accept)
    assert response.status_code == 200
    assert response.mimetype == media


@pytest.mark.parametrize(
    ("accept", "parser"),
    [("application/trig", "trig"), ("application/n-quads", "nquads"), ("text/turtle", "turtle")],
)
def test_graphs_come_as_trig_and_quads_too(client: FlaskClient, accept: str, parser: str) -> None:
    from rdflib import Dataset

    data = get(client, CONSTRUCT, Accept=accept).text
    read = Graph() if parser == "turtle" else Dataset(default_union=True)
    read.parse(data=data, format=parser)
    assert len(read) == get(client, CONSTRUCT, Accept="application/n-triples").text.count("\n") > 5


def test_head_answers_as_get_without_a_body(client: FlaskClient) -> None:
    response = client.head("/sparql", query_string={"query": SELECT})
    answer = get(client, SELECT)
    assert response.status_code == 200
    assert response.data == b""
    assert response.content_length == len(answer.data)
    assert response.headers["ETag"] == answer.headers["ETag"]


def test_any_site_may_read_and_may_ask_whether_it_may(client: FlaskClient) -> None:
    asked = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert asked.status_code == 200
    assert asked.data == b""
    assert set(asked.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    for response in (asked, get(client, SELECT), get(client, "nonsense")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Access-Control-Allow-Origin" not in client.get("/map?limit=1").headers


def test_an_answer_is_compressed_for_who_takes_it(client: FlaskClient) -> None:
    response = get(client, SELECT, Accept_Encoding="br, gzip;q=0.5")
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.data) == get(client, SELECT).data
    assert "Content-Encoding" not in get(client, SELECT, Accept_Encoding="gzip;q=0").headers
    assert "Accept-Encoding" in response.vary


def test_the_tag_of_an_answer_spares_the_query_and_changes_with_what_is_asked(
    client: FlaskClient,
) -> None:
    first = get(client, SELECT)
    tag = first.headers["ETag"]
    again = get(client, SELECT, If_None_Match=tag)
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    others = (
        get(client, SELECT, Accept="text/csv", If_None_Match=tag),
        get(client, f"{SELECT} OFFSET 1", If_None_Match=tag),
        get(client, SELECT, Accept_Encoding="gzip", If_None_Match=tag),
    )
    for other in others:
        assert other.status_code == 200
        assert other.headers["ETag"] != tag


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "uuid()", "STRUUID ( )"])
def test_an_answer_that_is_another_each_time_has_no_tag(client: FlaskClient, call: str) -> None:
    response = get(client, f"SELECT ({call} AS ?x) {{}}")
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "accept",
    ["application/problem+json", "application/json", "application/sparql-results+json"],
)
def test_programs_get_problem_details(client: FlaskClient, accept: str) -> None:
    response = get(client, "SELECT *\nWHERE { ?s ?p }", Accept=accept)
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    problem = response.json
    assert (problem["status"], problem["title"], problem["type"]) == (
        400,
        "Bad Request",
        "about:blank",
    )
    assert (problem["line"], problem["column"]) == (2, 15)
    assert problem["expected"][0] == "a variable"
    assert "line 2, column 15" in problem["detail"]


def test_a_limit_is_named_and_a_lower_one_can_be_asked_for(client: FlaskClient) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    response = client.get(
        "/sparql",
        query_string={"query": runaway, "timeout": "0.3"},
        headers={"Accept": "application/json"},
    )
    assert response.status_code == 503
    assert (response.json["limit"], response.json["seconds"]) == ("time", 0.3)
    for wrong in ("0", "-1", "x", "1e3", "²", "nan"):
        refused = client.get("/sparql", query_string={"query": SELECT, "timeout": wrong})
        assert refused.status_code == 400, wrong
    much = client.get("/sparql", query_string={"query": SELECT, "timeout": "99999"})
    assert much.status_code == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"query_string": "query=ASK{}&query=ASK{}"}, 400),
        ({"query_string": {"update": "CLEAR ALL"}}, 400),
        ({"query_string": {"query": "CONSTRUCT { <s> <p> 1 } {}"}}, 200),
        ({"query_string": "query=ASK%20%7B%20BIND(%22%FF%22%20AS%20?x)%7D"}, 400),
        ({"query_string": {"query": f"ASK {{}} #{'x' * 40_000}"}}, 414),
        ({"method": "POST", "data": {"query": f"ASK {{}} #{'x' * 2_000_000}"}}, 413),
        ({"method": "POST", "data": b"query=ASK%7B%7D", "content_type": ""}, 415),
        ({"method": "POST", "query_string": {"query": "ASK {}"}}, 415),
        ({"method": "POST", "data": {"query": "ASK {}", "x": "y" * 600_000}}, 200),
        ({"query_string": {"query": "ASK { BIND('\ufffd' AS ?x) }"}}, 200),
    ],
)
def test_each_request_gets_the_status_of_the_protocol(
    client: FlaskClient, request_: dict, status: int
) -> None:
    assert client.open("/sparql", **request_).status_code == status


def test_the_endpoint_describes_itself_to_clients_of_rdf(
    client: FlaskClient, seeds: GraphStore
) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    graph = Graph().parse(data=response.text, format="turtle")
    [service] = graph.subjects(RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) == URIRef("http://localhost/sparql")
    assert graph.value(service, SD.supportedLanguage) == SD.SPARQL11Query
    assert len(list(graph.objects(service, SD.resultFormat))) == 10
    assert {str(name) for name in graph.objects(None, SD.name)} == seeds.graph_names


def test_void_tells_the_true_numbers(client: FlaskClient, seeds: GraphStore) -> None:
    response = client.get("/.well-known/void")
    assert response.mimetype == "text/turtle"
    graph = Graph().parse(data=response.text, format="turtle")
    [dataset] = graph.subjects(VOID.sparqlEndpoint)
    triples = set(seeds.triples())
    told = {
        name: int(graph.value(dataset, VOID[name]))
        for name in ("triples", "distinctSubjects", "distinctObjects", "properties")
    }
    assert told == {
        "triples": len(triples),
        "distinctSubjects": len({triple.subject for triple in triples}),
        "distinctObjects": len({triple.object for triple in triples}),
        "properties": len({triple.predicate for triple in triples}),
    }
    parts = graph.objects(dataset, VOID.propertyPartition)
    assert sum(int(graph.value(part, VOID.triples)) for part in parts) == len(triples)
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


def test_a_client_that_asks_too_often_is_told_when_to_come_again(seeds_store: Path) -> None:
    client = create_app(seeds_store, requests_a_second=0.2).test_client()

    def status(address: str) -> int:
        return client.get("/sparql", environ_base={"REMOTE_ADDR": address}).status_code

    assert [status("192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert status("192.0.2.2") == 200
    assert [status("127.0.0.1") for _ in range(5)] == [200] * 5
    refused = client.get("/sparql", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert 1 <= int(refused.headers["Retry-After"]) <= 5


def test_the_log_tells_the_hash_of_a_query_and_not_its_text(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "access.log"
    monkeypatch.setattr(access.LOG, "handlers", [])
    monkeypatch.setattr(access.LOG, "level", access.LOG.level)
    access.log_to(file)
    access.LOG._cache.clear()  # what the logger remembers of its level
    get(client, "SELECT ('secret' AS ?x) {}")
    client.get("/none\n")
    access.LOG.setLevel(logging.NOTSET)
    query, page = [json.loads(line) for line in file.read_text().splitlines()]
    assert (query["status"], query["path"], len(query["query"])) == (200, "/sparql", 16)
    assert query["ms"] > 0
    assert (page["status"], page["query"]) == (404, None)
    assert "secret" not in file.read_text()


def test_a_damaged_store_is_no_reason_to_tell_its_place(
    tmp_path: Path, hostile_store: Path
) -> None:
    from kg.errors import StoreError

    app = create_app(hostile_store)

    @app.get("/broken")
    def broken() -> str:
        raise StoreError(f"The store {tmp_path} is damaged.")

    response = app.test_client().get("/broken")
    assert response.status_code == 503
    assert str(tmp_path) not in response.text
