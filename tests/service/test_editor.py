import json
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kg.namespaces import PREFIXES
from kg.queries import shipped_queries
from service import editor

HTML = {"Accept": "text/html"}
QUERY = "SELECT ?concept { ?concept a pk:Theory } LIMIT 3"


@pytest.fixture(params=[True, False], ids=["editor", "plain"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[bool]:
    monkeypatch.setattr(editor, "installed", lambda: request.param)
    yield request.param


def settings(html: str) -> dict:
    found = re.search(r'<script type="application/json" id="settings">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def test_the_page_answers_without_scripts_whether_there_is_an_editor_or_not(
    client: FlaskClient, installed: bool
) -> None:
    html = client.get("/sparql", query_string={"query": QUERY}, headers=HTML).text
    assert f"required>{QUERY}</textarea>" in html
    assert html.count('<tr><td><a href="/id/concept/Theory/') == 3
    assert "· " in re.search(r'<td><a href="/id/[^"]*" lang="zh">([^<]*)<', html)[1]
    assert ("yasgui.min.js" in html) == installed


def test_without_the_editor_the_page_says_why_it_is_plain(client: FlaskClient, installed: bool):
    response = client.get("/sparql", headers=HTML)
    assert ("was not there to be fetched" in response.text) != installed
    policy = response.headers["Content-Security-Policy"]
    assert ("script-src 'self'" in policy) == installed
    assert "unsafe" not in policy


def test_the_editor_gets_what_the_page_has_found_already(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "installed", lambda: True)
    queries = {
        QUERY: lambda r: len(json.loads(r["data"])["results"]["bindings"]) == 3,
        "ASK {}": lambda r: json.loads(r["data"])["boolean"] is True,
        "CONSTRUCT { ?c a pk:Theory } { ?c a pk:Theory } LIMIT 1": lambda r: (
            r["contentType"] == "text/turtle" and "pk:Theory" in r["data"]
        ),
        "SELECT": lambda r: r["error"]["text"].startswith("The query is not valid"),
    }
    for query, expected in queries.items():
        html = client.get("/sparql", query_string={"query": query}, headers=HTML).text
        given = settings(html)
        assert given["query"] == query
        assert expected(given["response"])
    assert settings(client.get("/sparql", headers=HTML).text)["prefixes"] == dict(PREFIXES)


def test_every_shipped_query_is_an_example_with_fields_for_its_parameters(
    client: FlaskClient,
) -> None:
    html = client.get("/sparql", headers=HTML).text
    for query in shipped_queries().values():
        assert f'data-example="{query.name}"' in html
        for parameter in query.parameters:
            assert f'id="{query.name}-{parameter.name}" name="{parameter.name}"' in html


def test_a_query_cannot_break_out_of_the_settings(client: FlaskClient) -> None:
    evil = "# </script><script>alert(1)</script>\nASK {}"
    html = client.get("/sparql", query_string={"query": evil}, headers=HTML).text
    assert "<script>alert" not in html
    if editor.installed():
        assert settings(html)["query"] == evil


def test_an_unchanged_page_keeps_its_policy(client: FlaskClient) -> None:
    first = client.get("/sparql", query_string={"query": QUERY}, headers=HTML)
    again = client.get(
        "/sparql",
        query_string={"query": QUERY},
        headers={**HTML, "If-None-Match": first.headers["ETag"]},
    )
    assert again.status_code == 304
    assert "Content-Security-Policy" not in again.headers
