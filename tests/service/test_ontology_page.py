from __future__ import annotations

import re
from html import unescape
from importlib.resources import files

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.compare import isomorphic

from kg.analysis.vocabulary import vocabulary
from kg.namespaces import ONTOLOGY, PK

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(str(files("ontology") / "policy.ttl"))


@pytest.fixture(scope="module")
def terms(ontology: Graph) -> list[URIRef]:
    return sorted({term for term in ontology.subjects(RDF.type) if term.startswith(PK)})


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> str:
    return client.get("/ontology", headers=HTML).text


def article(page: str, name: str) -> str:
    [found] = re.findall(rf'<article id="{name}".*?</article>', page, re.DOTALL)
    return found


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def test_every_term_is_an_anchor_so_that_its_iri_leads_to_it(
    page: str, terms: list[URIRef]
) -> None:
    assert len(terms) > 60
    anchors = re.findall(r'<article id="([^"]*)"', page)
    assert sorted(f"{ONTOLOGY}#{anchor}" for anchor in anchors) == [str(term) for term in terms]
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(set(ids)) == len(ids)
    for target in re.findall(r'href="(?:/ontology)?#([^"]*)"', page):
        assert target in ids


def test_the_page_says_all_that_the_ontology_says_of_a_term(
    page: str, ontology: Graph, terms: list[URIRef]
) -> None:
    for term in terms:
        shown = words(article(page, term.removeprefix(PK)))
        for predicate in (RDFS.label, SKOS.definition, SKOS.scopeNote, SKOS.example):
            for text in ontology.objects(term, predicate):
                assert " ".join(text.split()) in shown, (term, predicate)
        for predicate in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.inverseOf):
            for other in ontology.objects(term, predicate):
                name = re.split("[#/]", other)[-1]
                assert re.search(rf":{name}\b", shown), (term, predicate)


def test_a_relation_leads_to_its_domain_range_and_inverse(page: str) -> None:
    links = re.findall(r'href="([^"]*)"', article(page, "appliedIn"))
    [term] = (term for term in vocabulary().terms if term.name == "appliedIn")
    assert term.domain and term.range and term.inverse
    for iri in (*term.domain, *term.range, *term.inverse):
        assert f"/ontology#{iri.removeprefix(PK)}" in links


def test_the_alignments_of_a_term_lead_to_the_other_vocabulary(page: str) -> None:
    shown = article(page, "Industry")
    assert "skos:closeMatch" in shown
    assert 'href="https://w3id.org/airo#Domain"' in shown
    total = sum(len(term.alignments) for term in vocabulary().terms)
    lines = (files("ontology") / "alignments.sssom.tsv").read_text("utf-8").splitlines()
    assert total == sum(line.startswith("pk:") for line in lines)


def test_both_languages_are_marked_as_such(page: str) -> None:
    shown = article(page, "Task")
    assert '<span lang="zh">任务</span>' in shown
    assert re.search(r'<p lang="zh">文件部署要做之事', shown)
    assert re.search(r'<p lang="en">Something that the document orders', shown)


@pytest.mark.parametrize(
    ("accept", "media", "parser"),
    [
        ("text/turtle", "text/turtle", "turtle"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("text/html;q=0.5, application/rdf+xml", "application/rdf+xml", "xml"),
        ("*/*", "text/turtle", "turtle"),
    ],
)
def test_the_ontology_can_be_had_as_rdf(
    client: FlaskClient, ontology: Graph, accept: str, media: str, parser: str
) -> None:
    response = client.get("/ontology", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.mimetype == media
    assert "Accept" in response.headers["Vary"]
    assert isomorphic(Graph().parse(data=response.data, format=parser), ontology)


@pytest.mark.parametrize(
    "accept", ["text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"]
)
def test_people_get_the_page(client: FlaskClient, accept: str) -> None:
    response = client.get("/ontology", headers={"Accept": accept})
    assert response.mimetype == "text/html"
    assert "Accept" in response.headers["Vary"]


def test_a_form_that_the_ontology_does_not_have_is_refused(client: FlaskClient) -> None:
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology?format=csv").status_code == 406
    assert client.get("/ontology?format=doc").status_code == 400


def test_each_form_is_linked_and_named_as_an_alternate(client: FlaskClient, page: str) -> None:
    alternates = re.findall(r'<link rel="alternate" type="([^"]*)" href="([^"]*)"', page)
    assert len(alternates) >= 4
    for media, link in alternates:
        assert client.get(unescape(link)).mimetype == media
        assert page.count(f'href="{link}"') == 2


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    for accept in ("text/html", "text/turtle"):
        headers = {"Accept": accept}
        tag = client.get("/ontology", headers=headers).headers["ETag"]
        again = client.get("/ontology", headers={**headers, "If-None-Match": tag})
        assert again.status_code == 304
        assert again.data == b""


def test_the_turtle_is_the_file_itself(client: FlaskClient) -> None:
    turtle = client.get("/ontology?format=ttl").data
    assert turtle == (files("ontology") / "policy.ttl").read_bytes()


def test_other_pages_lead_to_it(client: FlaskClient) -> None:
    assert '<a href="/ontology"' in client.get("/").text
    shown = client.get("/id/concept/Theory/大数据智能理论", headers=HTML).text
    assert 'href="/ontology#Mention' in shown or 'href="/ontology#mentionOf"' in shown
    described = Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    vocabularies = described.objects(None, URIRef("http://rdfs.org/ns/void#vocabulary"))
    assert list(vocabularies) == [URIRef(ONTOLOGY)]
    at = described.value(URIRef(ONTOLOGY), RDFS.isDefinedBy)
    assert str(at).endswith("/ontology")


def until(driver, claim: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(driver, 30).until(lambda driver: driver.execute_script(f"return {claim}"))


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_term_is_opened_by_its_fragment_and_fits_the_screen(
    watched, site: str, width: int
) -> None:
    watched.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    try:
        watched.get(site)
        watched.get(f"{site}/ontology#appliedIn")
        assert watched.execute_script("return document.querySelector(':target').id") == "appliedIn"
        until(
            watched, "Math.abs(document.querySelector(':target').getBoundingClientRect().top) < 9"
        )
        assert watched.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        watched.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
