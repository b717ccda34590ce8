"""SPARQL 1.1 Update, the Graph Store Protocol, and what builds make of it."""

import threading
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from kg.build import build
from kg.errors import UsageError
from kg.namespaces import CURATION, HISTORY, ONTOLOGY, REMOVALS
from kg.store import curation, open_store
from kg.store.changing import curate
from kg.store.curation import CurationError
from kg.store.updating import update as change
from service import create_app
from service.tokens import parse, read_tokens
from service.workers.limits import Limits

TOKEN = "a-token-of-mei-0123456789"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
TEXT = "智能制造发展规划\n\n一、重点任务\n\n研究智能感知技术，建设智能平台。\n"
OTHER = "智慧农业发展规划\n\n一、重点任务\n\n研究农业机器人技术。\n"
ADD = "INSERT DATA { <http://example.org/a> skos:related <http://example.org/b> }"
OWN = "http://example.org/own"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "plan.txt").write_text(TEXT, encoding="utf-8")
    build([texts], tmp_path / "store")
    return tmp_path


@pytest.fixture
def curated(folder: Path) -> FlaskClient:
    return create_app(folder / "store", curators=parse(f"mei: {TOKEN}")).test_client()


def update(client: FlaskClient, text: str, **headers: str):
    return client.post("/sparql", data={"update": text}, headers=BEARER | headers)


def ask(client: FlaskClient, pattern: str) -> bool:
    answer = client.get("/sparql", query_string={"query": f"ASK {{ {pattern} }}", "format": "json"})
    return answer.json["boolean"]


def relation(client: FlaskClient) -> str:
    """A statement of the document, which is also in the default graph."""
    query = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } VALUES ?p { pk:develops pk:builds } } LIMIT 1"
    answer = client.get("/sparql", query_string={"query": query, "format": "json"})
    [row] = answer.json["results"]["bindings"]
    return " ".join(f"<{row[name]['value']}>" for name in "spo")


def test_nobody_may_change_the_graph_unless_the_operator_says_so(client: FlaskClient) -> None:
    for method, place in (("POST", "/sparql"), ("PUT", f"/rdf-graph-store?graph={OWN}")):
        body = {"update": ADD} if place == "/sparql" else ""
        answer = client.open(place, method=method, data=body, headers=BEARER)
        assert answer.status_code == 403
        assert "policykg serve --token-file FILE" in answer.text


@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer a-token-of-mei", TOKEN],
)
def test_a_change_without_a_known_token_is_refused(
    curated: FlaskClient, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answers = [
        curated.post("/sparql", data={"update": ADD}, headers=headers),
        curated.put(f"/rdf-graph-store?graph={OWN}", data="", headers=headers),
        curated.post("/rdf-graph-store?default", data="", headers=headers),
        curated.delete(f"/rdf-graph-store?graph={OWN}", headers=headers),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert not ask(curated, "<http://example.org/a> ?p ?o")


def test_a_correction_is_seen_at_once_and_changes_the_version(curated: FlaskClient) -> None:
    query = {"query": "SELECT * { <http://example.org/a> ?p ?o }"}
    before = curated.get("/sparql", query_string=query)
    assert update(curated, ADD).json == {"added": 1, "removed": 0, "graphs": []}
    after = curated.get("/sparql", query_string=query)
    assert "http://example.org/b" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]
    assert ask(curated, f"GRAPH <{CURATION}> {{ <http://example.org/a> ?p ?o }}")
    snapshot = curated.get("/health").json["snapshot"]
    assert update(curated, ADD).json["added"] == 0
    assert curated.get("/health").json["snapshot"] == snapshot


def test_corrections_survive_builds(curated: FlaskClient, folder: Path) -> None:
    wrong = relation(curated)
    assert update(curated, f"DELETE DATA {{ {wrong} }} ; {ADD}").json["removed"] == 1
    assert not ask(curated, wrong)
    (folder / "texts" / "second.txt").write_text(OTHER, encoding="utf-8")
    build([folder / "texts"], folder / "store")
    assert not ask(curated, wrong)
    build([folder / "texts"], folder / "store", base="https://example.org/other/")
    build([folder / "texts"], folder / "store")
    assert not ask(curated, wrong)
    assert ask(curated, "<http://example.org/a> skos:related <http://example.org/b>")
    assert ask(curated, f"GRAPH <{REMOVALS}> {{ {wrong} }}")
    assert ask(curated, f"GRAPH ?document {{ {wrong} }} FILTER (?document != <{REMOVALS}>)")
    assert ask(curated, f"GRAPH <{HISTORY}> {{ ?change a prov:Activity }}")


def test_a_curated_store_is_the_one_that_builds_and_corrections_in_another_order_make(
    curated: FlaskClient, folder: Path
) -> None:
    change = f"DELETE DATA {{ {relation(curated)} }} ; {ADD}"
    update(curated, change)
    (folder / "texts" / "second.txt").write_text(OTHER, encoding="utf-8")
    build([folder / "texts"], folder / "store")
    build([folder / "texts"], folder / "fresh")
    fresh = create_app(folder / "fresh", curators=parse(f"mei: {TOKEN}")).test_client()
    update(fresh, change)
    # What is inferred from a statement follows its correction with the next document.
    (folder / "texts" / "third.txt").write_text(OTHER.replace("农业", "医疗"), encoding="utf-8")
    for name in ("store", "fresh"):
        build([folder / "texts"], folder / name)
    stores = [open_store(folder / name) for name in ("store", "fresh")]
    assert set(stores[0].triples()) == set(stores[1].triples())
    quads = [{q for q in s.quads() if q.graph_name.value != HISTORY} for s in stores]
    assert quads[0] == quads[1]


def test_a_hidden_statement_comes_back_as_the_documents_own(curated: FlaskClient) -> None:
    wrong = relation(curated)
    for undo in (f"INSERT DATA {{ {wrong} }}", f"CLEAR GRAPH <{REMOVALS}>"):
        update(curated, f"DELETE DATA {{ {wrong} }}")
        assert not ask(curated, wrong)
        assert update(curated, undo).json["added"] == 1
        assert ask(curated, wrong)
        assert not ask(curated, f"GRAPH <{REMOVALS}> {{ {wrong} }}")
        assert not ask(curated, f"GRAPH <{CURATION}> {{ {wrong} }}")


def test_an_addition_goes_when_it_leaves_the_curation_graph(curated: FlaskClient) -> None:
    update(curated, ADD)
    assert update(curated, f"CLEAR GRAPH <{CURATION}>").json["removed"] == 1
    assert not ask(curated, "<http://example.org/a> ?p ?o")


def test_the_history_tells_who_changed_what_and_when(curated: FlaskClient) -> None:
    wrong = relation(curated)
    update(curated, f"{ADD} ; DELETE DATA {{ {wrong} }}")
    s, p, o = wrong.split()
    about = (
        "?change a prov:Activity ; prov:endedAtTime ?time ;"
        ' prov:wasAssociatedWith [ rdfs:label "mei" ] .'
        "?addition prov:wasGeneratedBy ?change ; rdf:subject <http://example.org/a> ."
        f"?removal prov:wasInvalidatedBy ?change ; rdf:subject {s} ; rdf:predicate {p} ;"
        f" rdf:object {o} . FILTER (?time > '2020-01-01T00:00:00Z'^^xsd:dateTime)"
    )
    assert ask(curated, f"GRAPH <{HISTORY}> {{ {about} }}")


def test_what_the_program_makes_cannot_be_changed_itself(
    curated: FlaskClient, folder: Path
) -> None:
    update(curated, ADD)
    names = sorted(open_store(folder / "store").graph_names - {CURATION, REMOVALS})
    assert {HISTORY, ONTOLOGY, *(f.graph for f in open_store(folder / "store").documents)} <= {
        *names
    }
    for name in names:
        for answer in (
            update(curated, f"INSERT DATA {{ GRAPH <{name}> {{ <a:a> <a:b> <a:c> }} }}"),
            curated.delete("/rdf-graph-store", query_string={"graph": name}, headers=BEARER),
        ):
            assert answer.status_code == 403
            assert "leave out GRAPH" in answer.text
    assert update(curated, "CLEAR ALL").status_code == 403


def test_a_graph_of_the_curators_own_is_kept_but_set_aside(
    curated: FlaskClient, folder: Path
) -> None:
    update(curated, f"INSERT DATA {{ GRAPH <{OWN}> {{ <a:a> <a:b> <a:c> }} }}")
    (folder / "texts" / "plan.txt").write_text(OTHER, encoding="utf-8")
    build([folder / "texts"], folder / "store")
    assert ask(curated, f"GRAPH <{OWN}> {{ <a:a> <a:b> <a:c> }}")
    assert not ask(curated, "<a:a> ?p ?o")


def test_a_statement_of_a_withdrawn_document_goes_though_a_curators_graph_has_it(
    curated: FlaskClient, folder: Path
) -> None:
    statement = relation(curated)
    update(curated, f"INSERT DATA {{ GRAPH <{OWN}> {{ {statement} }} }}")
    (folder / "texts" / "second.txt").write_text(OTHER, encoding="utf-8")
    build([folder / "texts"], folder / "store")
    (folder / "texts" / "plan.txt").unlink()
    build([folder / "texts"], folder / "store")
    assert not ask(curated, statement)
    assert ask(curated, f"GRAPH <{OWN}> {{ {statement} }}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("LOAD <http://127.0.0.1:9/x>", "LOAD is not allowed"),
        ("load#x\nsilent <file:///etc/passwd> into graph <a:b>", "LOAD is not allowed"),
        ("CLEAR DEFAULT ;\nLoad SILENT <http://127.0.0.1:9/x>", "LOAD is not allowed"),
        ("PREFIX load: <a:b> LOAD <file:/x>", "LOAD is not allowed"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("DELETE { ?s ?p ?o } WHERE { { service\tSILENT ?x { ?s ?p ?o } } }", "SERVICE"),
        ("INSERT DATA { <a:b> }", "line 1, column 21"),
        ("SELECT * {}", "not valid at line 1"),
        ("DROP GRAPH <a:none>", "does not exist"),
        (f"INSERT DATA {'{' * 300}", "nests brackets"),
    ],
)
def test_an_update_that_is_wrong_or_reaches_out_changes_nothing(
    curated: FlaskClient, text: str, sentence: str
) -> None:
    snapshot = curated.get("/health").json["snapshot"]
    answer = update(curated, text)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert curated.get("/health").json["snapshot"] == snapshot


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:load> <a:service> 'LOAD <http://x> SERVICE' } # LOAD <file:/x>",
        "PREFIX load: <a:b> INSERT DATA { load:service load:load 1 }",
    ],
)
def test_a_word_like_a_keyword_is_no_reason_to_refuse(curated: FlaskClient, text: str) -> None:
    assert update(curated, text).json["added"] == 1


def test_an_update_has_limits_and_a_broken_one_leaves_the_graph_as_it_was(folder: Path) -> None:
    limits = Limits(seconds=4)
    app = create_app(folder / "store", limits=limits, curators=parse(f"mei: {TOKEN}"))
    client = app.test_client()
    runaway = "INSERT { ?a ?b ?c } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?a = ?i) }"
    answer = update(client, f"{ADD} ; {runaway}")
    assert (answer.status_code, "time limit" in answer.text) == (503, True)
    assert not ask(client, "<http://example.org/a> ?p ?o")
    assert update(client, ADD).json["added"] == 1


def test_changes_that_come_together_are_made_one_after_the_other(curated: FlaskClient) -> None:
    app, status = curated.application, []

    def insert(number: int) -> None:
        text = f"INSERT DATA {{ <a:n{number}> <a:p> {number} }}"
        status.append(update(app.test_client(), text).status_code)

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert status == [200] * 4
    assert all(ask(curated, f"<a:n{number}> <a:p> {number}") for number in range(4))


def test_more_than_a_correction_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curation, "MOST_HIDDEN", 1)
    with pytest.raises(CurationError, match="one may hide 1"):
        curate(folder / "store", partial(change, text="CLEAR DEFAULT"), "mei")


@pytest.mark.parametrize(
    ("media", "data"),
    [
        ("text/turtle", "<a:a> <a:b> <a:c> ."),
        ("application/n-triples", "<a:a> <a:b> <a:c> .\n"),
        ("application/ld+json", '[{"@id": "a:a", "a:b": [{"@id": "a:c"}]}]'),
        (
            "application/rdf+xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
            '<r:Description r:about="a:a"><a:b r:resource="a:c"/></r:Description></r:RDF>',
        ),
    ],
)
def test_a_graph_is_put_read_extended_and_deleted_in_each_format(
    curated: FlaskClient, media: str, data: str
) -> None:
    def send(method: str, body: str = "", **headers: str):
        return curated.open(
            "/rdf-graph-store",
            method=method,
            query_string={"graph": OWN},
            data=body,
            content_type=media if body else None,
            headers=BEARER | headers,
        )

    assert send("GET").status_code == send("HEAD").status_code == 404
    assert send("DELETE").status_code == 404
    assert send("PUT", data).status_code == 201
    assert send("PUT", data).status_code == 204
    answer = send("GET", Accept=media)
    assert (answer.status_code, answer.mimetype) == (200, media)
    tag = answer.headers["ETag"]
    assert send("GET", **{"Accept": media, "If-None-Match": tag}).status_code == 304
    assert send("HEAD", Accept=media).content_length == len(answer.data)
    assert len(Graph().parse(data=answer.data, format=media)) == 1
    assert send("POST", data.replace("a:a", "a:z")).status_code == 204
    read = Graph().parse(data=send("GET", Accept=media).data, format=media)
    assert set(read.subjects()) == {URIRef("a:a"), URIRef("a:z")}
    assert send("DELETE").status_code == 204
    assert send("GET").status_code == 404


def test_the_default_graph_can_be_read_and_extended(curated: FlaskClient) -> None:
    place = "/rdf-graph-store?default"
    before = len(Graph().parse(data=curated.get(place).text, format="turtle"))
    sent = {"data": "<a:a> <a:b> <a:c> .", "content_type": "text/turtle", "headers": BEARER}
    assert curated.post(place, **sent).status_code == 204
    after = Graph().parse(data=curated.get(place).text, format="turtle")
    assert len(after) == before + 1
    assert ask(curated, f"GRAPH <{CURATION}> {{ <a:a> <a:b> <a:c> }}")


@pytest.mark.parametrize(
    ("method", "place", "headers", "status"),
    [
        ("GET", "", {}, 400),
        ("GET", "?graph=relative", {}, 400),
        ("GET", "?graph=a:a&default", {}, 400),
        ("GET", "?graph=a:a&graph=a:b", {}, 400),
        ("GET", "?default", {"Accept": "image/png"}, 406),
        ("GET", "?graph=a:none", {}, 404),
        ("PUT", "?graph=a:a", {"Content-Type": "text/csv"}, 415),
        ("PUT", "?graph=a:a", {"Content-Type": "application/trig"}, 415),
        ("PUT", "?graph=a:a", {}, 415),
        ("PUT", "?graph=a:a", {"Content-Type": "application/n-triples"}, 400),
        ("PATCH", "?graph=a:a", {}, 405),
    ],
)
def test_each_request_gets_the_status_of_the_graph_store_protocol(
    curated: FlaskClient, method: str, place: str, headers: dict[str, str], status: int
) -> None:
    answer = curated.open(
        f"/rdf-graph-store{place}", method=method, data="nonsense", headers=BEARER | headers
    )
    assert answer.status_code == status
    assert answer.text.count("\n") == 1


def test_a_form_of_files_extends_a_graph(curated: FlaskClient) -> None:
    files = [
        (BytesIO(b"<a:a> <a:b> <a:c> ."), "a.ttl", "text/turtle"),
        (BytesIO(b"<a:d> <a:b> <a:c> .\n"), "b.nt", "application/n-triples"),
    ]
    place = f"/rdf-graph-store?graph={OWN}"
    answer = curated.post(place, data={"file": files}, headers=BEARER)
    assert answer.status_code == 201
    assert len(Graph().parse(data=curated.get(place).text, format="turtle")) == 2
    multipart = "multipart/form-data; boundary=x"
    empty = curated.post(place, data="--x--\r\n", content_type=multipart, headers=BEARER)
    assert empty.status_code == 400


def test_an_address_that_is_no_iri_names_no_graph(curated: FlaskClient) -> None:
    for method in ("GET", "PUT", "POST", "DELETE"):
        answer = curated.open(
            "/rdf-graph-store/%C2%8B%F2%B9%80%A5",
            method=method,
            data="<a:a> <a:b> <a:c> .",
            content_type="text/turtle",
            headers=BEARER,
        )
        assert answer.status_code in (201, 204, 404)


def test_triples_never_fetch_anything(curated: FlaskClient) -> None:
    for media, data in (
        ("application/ld+json", '{"@context": "http://127.0.0.1:9/c", "a": "b"}'),
        ("application/rdf+xml", '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'),
    ):
        answer = curated.put(
            f"/rdf-graph-store?graph={OWN}", data=data, content_type=media, headers=BEARER
        )
        assert answer.status_code == 400, answer.text
        assert "root:" not in answer.text


def test_a_token_file_has_names_comments_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"# who may\nmei: {TOKEN}\n\n{TOKEN}2\n", encoding="utf-8")
    tokens = read_tokens(file)
    assert [tokens.bearer(TOKEN), tokens.bearer(f"{TOKEN}2")] == ["mei", "curator"]
    assert TOKEN not in repr(tokens)
    for text in ("", "# none\n", "mei: short\n", "mei: with a space in the token\n"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="openssl rand"):
            read_tokens(file)


def test_a_missing_token_file_is_said_in_one_sentence(folder: Path) -> None:
    from service.command import serve

    options = ["--store", str(folder / "store"), "--token-file", str(folder / "none")]
    result = CliRunner().invoke(serve, options)
    assert isinstance(result.exception, UsageError)
    assert "cannot be read" in str(result.exception)


def test_a_curator_may_send_more_than_others(curated: FlaskClient) -> None:
    data = "".join(f'<a:{number}> <a:b> "{"x" * 1000}" .\n' for number in range(1500))
    sent = {"data": data, "content_type": "application/n-triples"}
    place = f"/rdf-graph-store?graph={OWN}"
    assert curated.put(place, **sent, headers=BEARER).status_code == 201
    assert curated.put(place, **sent).status_code == 401
