import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from kg.analysis.overview import overview
from kg.namespaces import BASE, INFERRED, PK
from kg.store import GraphStore, open_store
from service import create_app

THEORY = "/id/concept/Theory/大数据智能理论"
HTML = {"Accept": "text/html"}


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def links_of(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', html)]


def test_the_landing_page_shows_what_is_in_the_graph(
    client: FlaskClient, seeds: GraphStore
) -> None:
    html = client.get("/").text
    view = overview(seeds)
    shown = text_of(html)
    for document in view.documents:
        assert document.title in shown
    assert "国务院 · 国发〔2017〕35号 · 2017-07-08" in shown
    assert f"{view.classes['Theory']:,} Theory" in shown
    assert "1500亿元" in shown
    assert "The theories to which a box of a document is given" in shown


def test_every_link_of_the_main_pages_leads_somewhere(
    client: FlaskClient, seeds: GraphStore
) -> None:
    seen: set[str] = set()
    document = seeds.documents[0].graph.removeprefix(BASE)
    pages = ["/", "/search", "/search?q=学习", "/sparql", THEORY, f"/id/{quote(document)}"]
    for page in (*pages, f"/about?iri={quote(PK)}Theory"):
        html = client.get(page, headers=HTML).text
        seen.update(link.partition("#")[0] for link in links_of(html))
    assert len(seen) > 50
    for link in sorted(seen - {""}):
        assert link.startswith("/"), link
        response = client.get(link, headers=HTML)
        assert response.status_code == 200, link


@pytest.mark.parametrize(
    "page",
    ["/", "/search?q=学习", "/sparql", "/questions", "/questions/concept", "/map", THEORY, "/none"],
)
def test_no_page_refers_to_another_host(client: FlaskClient, page: str) -> None:
    response = client.get(page, headers=HTML)
    body = re.sub(
        r"<textarea.*?</textarea>|<script.*?</script>", "", response.text, flags=re.DOTALL
    )
    assert all(link.startswith(("/", "#", "data:,")) for link in links_of(body))
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_have_no_scripts_and_styles_of_their_own(client: FlaskClient) -> None:
    for page in ("/", "/search?q=学习", "/sparql", "/questions", "/questions/concept", THEORY):
        html = client.get(page, headers=HTML).text
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all(' src="/static/' in tag or "application/json" in tag for tag in scripts)
        assert not re.search(r"\sstyle=|\son\w+=", html)


def test_search_finds_names_and_links_to_their_pages(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "智能制造"}).text
    assert '<a href="/id/concept/Industry/' in html
    assert "智能制造" in text_of(html)


def test_a_class_lists_its_members(client: FlaskClient, seeds: GraphStore) -> None:
    html = client.get("/search?class=Theory").text
    assert f"{overview(seeds).classes['Theory']} found" in text_of(html)
    assert client.get("/search?class=Elephant").status_code == 404


def test_search_within_a_class_finds_only_its_members(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "学习", "class": "Theory"}).text
    assert set(re.findall(r'href="/id/concept/(\w+)/', html)) == {"Theory"}


def test_what_is_searched_for_is_only_text(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script" not in html
    assert "0 found" in text_of(html)


def test_a_concept_page_quotes_the_sentences_that_name_it(client: FlaskClient) -> None:
    html = client.get(THEORY, headers=HTML).text
    assert "<mark>大数据智能理论</mark>" in html
    assert "突破应用基础理论瓶颈" in text_of(html)


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_a_thing_can_be_had_as_rdf(
    client: FlaskClient, seeds: GraphStore, accept: str, parser: str
) -> None:
    response = client.get(THEORY, headers={"Accept": accept})
    assert response.mimetype == accept
    iri = f"{BASE}concept/Theory/大数据智能理论"
    # Each in one direction: inverses, and what follows by steps, are left out.
    graphs = ", ".join(f"<{INFERRED}{n}>" for n in ("inverses", "within", "broader-transitive"))
    [row] = seeds.query(
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } "
        f"FILTER (<{iri}> IN (?s, ?o) && ?g NOT IN ({graphs})) }} }}"
    )
    assert len(Graph().parse(data=response.data, format=parser)) == int(row["n"].value)
    name = {"turtle": "ttl", "json-ld": "jsonld", "nt": "nt", "xml": "rdf"}[parser]
    assert client.get(f"{THEORY}?format={name}").mimetype == accept


def test_the_iri_of_every_kind_of_thing_leads_to_its_page(
    client: FlaskClient, seeds: GraphStore
) -> None:
    rows = seeds.query("SELECT ?class (SAMPLE(?x) AS ?iri) { ?x a ?class } GROUP BY ?class")
    iris = [row["iri"].value for row in rows if row["iri"].value.startswith(BASE)]
    assert len(iris) > 10
    for iri in iris:
        path = iri.removeprefix(BASE)
        # As a browser that follows the IRI asks for it: its own escapes are kept.
        response = client.get(f"/id/{quote(path, safe='/%')}", headers=HTML)
        assert response.status_code == 200, iri
        assert iri in unescape(response.text)


def test_the_page_of_a_task_names_what_it_consists_of_and_no_sections(
    client: FlaskClient, seeds: GraphStore
) -> None:
    [row] = seeds.query(
        'SELECT ?task { ?task a pk:Task ; skos:prefLabel "建立新一代人工智能基础理论体系"@zh }'
    )
    path = row["task"].value.removeprefix(BASE)
    html = client.get(f"/id/{quote(path, safe='/%')}", headers=HTML).text
    relations = re.search(r'<dl class="relations">.*?</dl>', html, re.DOTALL)[0]
    assert "突破应用基础理论瓶颈" in text_of(relations)
    assert "/section/" not in relations
    assert text_of(relations).count("专栏1 基础理论") == 1


@pytest.mark.parametrize(
    ("pattern", "facts"),
    [
        ("?x dcterms:identifier '国发〔2017〕35号'", "国发〔2017〕35号 2017-07-08"),
        ("?x pk:metric '人工智能核心产业规模' ; pk:year 2020", "2020 > 1500 亿元"),
    ],
)
def test_a_page_shows_numbers_dates_and_figures(
    client: FlaskClient, seeds: GraphStore, pattern: str, facts: str
) -> None:
    [row] = seeds.query(f"SELECT ?x {{ {pattern} }}")
    path = row["x"].value.removeprefix(BASE)
    html = client.get(f"/id/{quote(path, safe='/%')}", headers=HTML).text
    assert facts in text_of(html)


def test_classes_and_properties_are_described_too(client: FlaskClient) -> None:
    html = client.get("/about", query_string={"iri": f"{PK}Theory"}, headers=HTML).text
    assert "A named theory" in html
    assert client.get("/about", query_string={"iri": "no iri>"}).status_code == 400
    assert client.get("/about", query_string={"iri": "https://example.org/"}).status_code == 404


@pytest.mark.parametrize("page", ["/none", "/id/concept/Theory/没有", "/id/<>", "/static/../x"])
def test_what_is_not_there_is_said_in_one_sentence(client: FlaskClient, page: str) -> None:
    plain = client.get(page)
    assert plain.status_code == 404
    assert plain.mimetype == "text/plain"
    assert plain.text.count("\n") == 1
    shown = client.get(page, headers=HTML)
    assert shown.mimetype == "text/html"
    assert plain.text.strip() in text_of(shown.text)


def test_a_fault_of_the_program_shows_no_details(
    seeds_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(seeds_store)

    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("service.home.find", fail)
    response = app.test_client().get("/search?q=x")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.text.startswith("Something went wrong here")


def test_health_tells_what_is_served(client: FlaskClient, seeds: GraphStore) -> None:
    health = client.get("/health").json
    assert health["status"] == "ok"
    assert health["documents"] == 2
    assert health["triples"] == sum(1 for _ in seeds.quads())
    age = datetime.now(UTC) - datetime.fromisoformat(health["written"])
    assert timedelta(0) <= age < timedelta(days=1)


def data_of(html: str) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', html)[1])


def test_the_map_shows_what_is_asked_for(client: FlaskClient) -> None:
    whole = data_of(client.get("/map").text)
    assert len(whole["nodes"]) == 300
    assert all(node["url"].startswith(("/id/", "/about?")) for node in whole["nodes"])
    few = data_of(client.get("/map?limit=10").text)
    assert len(few["nodes"]) == 10
    theories = data_of(client.get("/map?class=Theory").text)
    assert {node["group"] for node in theories["nodes"]} == {"Theory", "Task"}
    near = data_of(client.get("/map", query_string={"focus": "深度学习"}).text)
    assert near["nodes"][near["focus"]]["name"] == "深度学习"
    plan = data_of(client.get("/map", query_string={"document": "国发〔2017〕35号"}).text)
    assert {tuple(node["documents"]) for node in plan["nodes"]} == {("新一代人工智能发展规划",)}
    tasks = data_of(client.get("/map?view=tasks&lang=zh&limit=20").text)
    assert {"Task"} <= {node["group"] for node in tasks["nodes"]}


@pytest.mark.parametrize(
    "wish",
    ["class=Elephant", "document=none", "focus=none", "depth=0", "depth=x", "limit=99999999",
     "limit=-1", "limit=²", "view=x", "lang=fr"],
)  # fmt: skip
def test_a_map_that_cannot_be_is_refused_in_one_sentence(client: FlaskClient, wish: str) -> None:
    response = client.get(f"/map?{wish}")
    assert response.status_code == 400
    assert response.text.count("\n") == 1


def test_the_names_in_hostile_documents_are_only_text(hostile_store: Path) -> None:
    client = create_app(hostile_store).test_client()
    [document] = open_store(hostile_store).documents
    [concept] = open_store(hostile_store).query("SELECT ?c { ?c a pk:Platform }")
    pages = ["/", "/search?q=script", "/search?class=Task", "/map", "/map?view=tasks"]
    pages += [
        f"/id/{quote(iri.removeprefix(BASE), safe='/%')}"
        for iri in (document.graph, concept["c"].value)
    ]
    query = "SELECT * { ?c skos:prefLabel ?label }"
    pages.append(f"/sparql?query={quote(query)}")
    for page in pages:
        html = client.get(page, headers=HTML).text
        assert "owned" in html, page
        assert "<script>document" not in html, page
        assert "<img" not in html, page
