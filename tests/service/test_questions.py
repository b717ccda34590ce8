import csv
import json
import re
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from kg.queries import CATEGORIES, filled, shipped_queries
from service import create_app
from service.workers.limits import Limits

HTML = {"Accept": "text/html"}
MARKUP = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"


def page(client: FlaskClient, path: str, **parameters: str) -> str:
    response = client.get(path, query_string=parameters, headers=HTML)
    assert response.status_code == 200, response.text
    return response.text


def links(html: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', html)]


def test_the_list_has_every_shipped_query_in_both_languages_by_category(
    client: FlaskClient,
) -> None:
    html = page(client, "/questions")
    shown = unescape(html)
    for query in shipped_queries().values():
        assert f"/questions/{query.name}" in links(html)
        assert query.title in shown
        assert query.title_zh in shown
    places = [html.index(f'<h2 id="{category}">') for category in CATEGORIES]
    assert places == sorted(places)


@pytest.mark.parametrize("name", shipped_queries())
def test_every_question_has_an_answer_at_its_address(client: FlaskClient, name: str) -> None:
    html = page(client, f"/questions/{name}")
    query = shipped_queries()[name]
    assert query.title in unescape(html)
    assert query.description_zh in html
    assert re.search(r'<h2 id="results">(More than )?\d+ rows?</h2>', html)
    fields = re.findall(r'<(?:input|select) id="parameter-(\w+)"', html)
    assert fields == [parameter.name for parameter in query.parameters]


def test_a_parameter_changes_the_answer_the_field_and_every_link(client: FlaskClient) -> None:
    html = page(client, "/questions/targets-of-year", year="2030")
    assert 'value="2030"' in html
    expected = filled(shipped_queries()["targets-of-year"], {"year": "2030"})
    download, editor = (
        next(link for link in links(html) if part in link) for part in ("format=csv", "/sparql?")
    )
    assert "year=2030" in download
    assert parse_qs(urlsplit(editor).query)["query"] == [expected]
    assert "VALUES ?year { 2030 }" in html  # the SPARQL that is shown
    assert "/questions/targets-of-year?year=2030" in links(html)


def test_an_empty_field_means_the_value_of_the_file(client: FlaskClient) -> None:
    assert "VALUES ?year { 2020 }" in page(client, "/questions/targets-of-year", year=" ")


def test_names_in_an_answer_lead_to_their_pages(client: FlaskClient) -> None:
    html = page(client, "/questions/concept", name="深度学习")
    things = [link for link in links(html) if link.startswith("/id/concept/")]
    assert things
    assert all(client.get(link, headers=HTML).status_code == 200 for link in things[:5])


def test_a_table_comes_in_the_format_that_is_asked_for(client: FlaskClient) -> None:
    address = "/questions/targets-of-year"
    response = client.get(address, query_string={"year": "2030", "format": "csv"})
    assert response.mimetype == "text/csv"
    rows = list(csv.reader(StringIO(response.text)))
    assert rows[0] == ["document", "task", "statement", "value", "unit"]
    assert any("2030" in row[2] for row in rows[1:])
    assert json.loads(client.get(f"{address}?format=json").text)["results"]["bindings"]
    assert client.get(f"{address}?format=ttl").status_code == 406
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_the_query_of_a_question_can_be_had_as_sparql(client: FlaskClient) -> None:
    response = client.get("/questions/concept.rq", query_string={"name": '深"度\\'})
    assert response.mimetype == "application/sparql-query"
    assert r'VALUES ?name { "深\"度\\"@zh "深\"度\\"@en }' in response.text
    assert client.post("/sparql", data={"query": response.text}).status_code == 200


def test_a_wrong_value_is_explained_on_the_page(client: FlaskClient) -> None:
    response = client.get("/questions/targets-of-year?year=soon", headers=HTML)
    assert response.status_code == 400
    assert "'soon' is no year; year is one, as 2020." in unescape(response.text)
    assert 'value="soon"' in response.text


def test_there_is_no_page_for_a_question_that_nobody_asks(client: FlaskClient) -> None:
    for path in ("/questions/nothing", "/questions/nothing.rq", "/questions/../setup"):
        assert client.get(path, headers=HTML).status_code == 404


def test_markup_in_parameters_is_shown_as_text(client: FlaskClient) -> None:
    for query in shipped_queries().values():
        for parameter in query.parameters:
            given = {parameter.name: MARKUP, MARKUP: MARKUP}
            html = client.get(f"/questions/{query.name}", query_string=given, headers=HTML).text
            assert "<script>alert" not in html
            assert "<img" not in html


def test_a_question_keeps_to_the_limits_of_queries(seeds_store: Path) -> None:
    app = create_app(seeds_store, limits=Limits(seconds=0.001))
    response = app.test_client().get("/questions/named-together", headers=HTML)
    assert response.status_code == 503
    assert "took longer than the time limit" in response.text
    assert "<h1>" in response.text


def test_questions_count_against_the_rate_limit(seeds_store: Path) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.9"}
    client = create_app(seeds_store, requests_a_second=0.1).test_client()
    codes = [
        client.get(path, headers=HTML, environ_base=stranger).status_code
        for path in ("/questions/classes", "/complete?kind=class", "/questions/classes")
    ]
    assert codes == [200, 429, 429]
