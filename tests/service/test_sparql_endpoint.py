import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph
import pytest
from flask.testing import FlaskClient
from rdflib import Graph

SELECT = "SELECT ?theory WHERE { ?theory a pk:Theory } ORDER BY ?theory LIMIT 3"
ASK = "ASK { ?theory a pk:Theory }"
CONSTRUCT = (
    "CONSTRUCT { ?t skos:prefLabel ?l } WHERE { ?t a pk:Theory ; skos:prefLabel ?l } LIMIT 5"
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def get(client: FlaskClient, query: str, accept: str | None = None, **more: str):
    headers = {} if accept is None else {"Accept": accept}
    return client.get("/sparql", query_string={"query": query, **more}, headers=headers)


def iris_of_json(body: bytes) -> list[str]:
    return [row["theory"]["value"] for row in json.loads(body)["results"]["bindings"]]


def iris_of_xml(body: bytes) -> list[str]:
    name = "{http://www.w3.org/2005/sparql-results#}uri"
    return [element.text or "" for element in ElementTree.fromstring(body).iter(name)]


def iris_of_csv(body: bytes) -> list[str]:
    return [row["theory"] for row in csv.DictReader(io.StringIO(body.decode()))]


def iris_of_tsv(body: bytes) -> list[str]:
    return [line.strip("<>") for line in body.decode().splitlines()[1:]]


READERS = {
    "application/sparql-results+json": ("json", iris_of_json),
    "application/sparql-results+xml": ("xml", iris_of_xml),
    "text/csv": ("csv", iris_of_csv),
    "text/tab-separated-values": ("tsv", iris_of_tsv),
}


@pytest.mark.parametrize("media", READERS)
def test_rows_come_in_every_format_by_header_and_by_parameter(
    client: FlaskClient, media: str
) -> None:
    name, read = READERS[media]
    expected = iris_of_json(get(client, SELECT).data)
    assert len(expected) == 3
    for response in (get(client, SELECT, media), get(client, SELECT, "text/html", format=name)):
        assert response.status_code == 200
        assert response.mimetype == media
        assert read(response.data) == expected


@pytest.mark.parametrize(
    ("media", "name", "parser"),
    [
        ("text/turtle", "ttl", "turtle"),
        ("application/n-triples", "nt", "nt"),
        ("application/ld+json", "jsonld", "json-ld"),
        ("application/rdf+xml", "rdf", "xml"),
    ],
)
def test_graphs_come_in_every_format_by_header_and_by_parameter(
    client: FlaskClient, media: str, name: str, parser: str
) -> None:
    expected = set(Graph().parse(data=get(client, CONSTRUCT).data, format="turtle"))
    assert len(expected) == 5
    for response in (get(client, CONSTRUCT, media), get(client, CONSTRUCT, format=name)):
        assert response.mimetype == media
        assert set(Graph().parse(data=response.data, format=parser)) == expected


def test_describe_answers_with_the_triples_of_the_thing(client: FlaskClient) -> None:
    [iri, *_] = iris_of_json(get(client, SELECT).data)
    response = get(client, f"DESCRIBE <{iri}>", "text/turtle")
    triples = list(pyoxigraph.parse(response.data, format=pyoxigraph.RdfFormat.TURTLE))
    assert {triple.subject.value for triple in triples} == {iri}


@pytest.mark.parametrize(
    ("query", "answer"), [(ASK, True), ("ASK { ?x a <https://example.org/none> }", False)]
)
def test_ask_answers_yes_or_no(client: FlaskClient, query: str, answer: bool) -> None:
    assert get(client, query).json == {"head": {}, "boolean": answer}
    word = b"true" if answer else b"false"
    assert word in get(client, query, "application/sparql-results+xml").data


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("text/*, text/csv;q=0", "text/tab-separated-values"),
        (BROWSER, "text/html"),
        ("text/turtle, application/xml;q=0.1", "application/xml"),
    ],
)
def test_the_client_chooses_the_format(client: FlaskClient, accept: str | None, media: str) -> None:
    response = get(client, SELECT, accept)
    assert response.mimetype == media
    assert "Accept" in response.vary


def test_a_query_can_be_posted_as_form_or_as_itself(client: FlaskClient) -> None:
    expected = get(client, SELECT).data
    assert client.post("/sparql", data={"query": SELECT}).data == expected
    direct = client.post("/sparql", data=SELECT.encode(), content_type="application/sparql-query")
    assert direct.data == expected
    charset = "application/sparql-query; charset=utf-8"
    assert client.post("/sparql", data=SELECT.encode(), content_type=charset).data == expected


def test_the_default_graph_is_the_union_and_the_protocol_can_narrow_it(
    client: FlaskClient, seeds
) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?task a pk:Task }"

    def counted(**more: str) -> int:
        return int(get(client, count, **more).json["results"]["bindings"][0]["n"]["value"])

    parts = [counted(**{"default-graph-uri": document.graph}) for document in seeds.documents]
    assert sum(parts) == counted() > max(parts)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?x WHERE { ?x", "line 1"),
        ("SELECT ?x WHERE {\n ?x nope:a ?y }", "line 2"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "update"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("", "valid"),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused_in_one_sentence(
    client: FlaskClient, query: str, words: str
) -> None:
    response = get(client, query)
    assert response.status_code == 400
    assert response.content_type == "text/plain; charset=utf-8"
    assert words in response.text
    assert response.text.count("\n") == 1
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"query_string": {"query": ASK, "default-graph-uri": "no iri>"}}, 400),
        ({"method": "GET", "headers": {"Accept": "application/sparql-results+xml"}}, 400),
        ({"method": "POST", "data": {"update": "DROP ALL"}}, 403),
        ({"method": "POST", "data": b"\xff", "content_type": "application/sparql-query"}, 400),
        ({"method": "POST", "data": ASK, "content_type": "text/plain"}, 415),
        ({"method": "POST", "data": "DROP ALL", "content_type": "application/sparql-update"}, 403),
        (
            {
                "method": "POST",
                "data": b"x" * (1 << 21),
                "content_type": "application/sparql-query",
            },
            413,
        ),
        ({"method": "PUT", "query_string": {"query": ASK}}, 405),
        ({"method": "DELETE", "query_string": {"query": ASK}}, 405),
        ({"query_string": {"query": SELECT}, "headers": {"Accept": "text/turtle"}}, 406),
        ({"query_string": {"query": CONSTRUCT}, "headers": {"Accept": "text/csv"}}, 406),
        ({"query_string": {"query": SELECT, "format": "ttl"}}, 406),
        ({"query_string": {"query": SELECT, "format": "pdf"}}, 400),
    ],
)
def test_wrong_requests_get_the_status_that_says_why(
    client: FlaskClient, request_: dict, status: int
) -> None:
    response = client.open("/sparql", **request_)
    assert response.status_code == status
    assert response.mimetype == "text/plain"
    assert len(response.text.strip()) > 10
    assert response.text.count("\n") == 1
    if status == 405:
        assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_browser_gets_a_form_with_the_shipped_queries(client: FlaskClient) -> None:
    html = client.get("/sparql", headers={"Accept": BROWSER}).text
    assert "<textarea" in html
    assert "What is to be reached, by when" in html


def test_a_browser_gets_rows_as_a_table_with_links(client: FlaskClient) -> None:
    html = get(client, SELECT, BROWSER).text
    assert "3 rows" in html
    assert html.count('<td><a href="/id/concept/Theory/') == 3


def test_a_browser_gets_the_first_of_many_rows(client: FlaskClient) -> None:
    html = get(client, "SELECT * { ?s ?p ?o }", BROWSER).text
    assert "More than 500 rows" in html
    assert html.count("<tr>") == 501


def test_a_browser_gets_the_sentence_beside_its_broken_query(client: FlaskClient) -> None:
    response = get(client, "SELECT <script>", BROWSER)
    assert response.status_code == 400
    assert "&lt;script&gt;</textarea>" in response.text
    assert 'role="alert"' in response.text


def test_a_browser_gets_graphs_as_turtle_and_answers_as_words(client: FlaskClient) -> None:
    assert "@prefix pk:" in get(client, CONSTRUCT, BROWSER).text
    assert ">Yes<" in get(client, ASK, BROWSER).text


def test_values_in_a_table_are_only_text(client: FlaskClient) -> None:
    html = get(client, 'SELECT ("<script>alert(1)</script>" AS ?x) {}', BROWSER).text
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_every_shipped_query_can_be_run(client: FlaskClient) -> None:
    from kg.queries import shipped_queries

    for query in shipped_queries().values():
        response = get(client, query.sparql, "text/csv")
        assert response.status_code == 200, query.name
        assert response.text.count("\n") > 1, query.name
