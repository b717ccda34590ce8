import pytest
from flask.testing import FlaskClient

from kg.namespaces import BASE, PK

THEORY = f"{BASE}concept/Theory/大数据智能理论"


def suggested(client: FlaskClient, kind: str, words: str) -> list[dict[str, str]]:
    response = client.get("/complete", query_string={"kind": kind, "q": words})
    assert response.status_code == 200
    return response.json


def test_classes_and_properties_are_found_by_iri_prefix_and_name(client: FlaskClient) -> None:
    for words in ("pk:the", f"{PK}The", "theory", "理论"):
        assert "pk:Theory" in [hit["term"] for hit in suggested(client, "class", words)]
    assert "skos:prefLabel" in [hit["term"] for hit in suggested(client, "property", "PrefL")]
    assert "pk:develops" not in [hit["term"] for hit in suggested(client, "class", "develops")]


def test_what_is_used_most_is_suggested_first(client: FlaskClient) -> None:
    counts = [int(hit["more"].replace(",", "")) for hit in suggested(client, "property", "")]
    assert len(counts) > 10
    assert counts == sorted(counts, reverse=True)


def test_concepts_are_found_in_both_languages_the_exact_name_first(client: FlaskClient) -> None:
    hits = suggested(client, "concept", "深度学习")
    assert hits[0]["name"] == "深度学习"
    assert len(hits) > 1
    assert "深度学习" in [hit["name"] for hit in suggested(client, "concept", "Deep Learn")]
    assert suggested(client, "concept", " ") == []


def test_tasks_are_no_concepts(client: FlaskClient) -> None:
    tasks = {hit["term"] for hit in suggested(client, "task", "人工智能")}
    concepts = {hit["term"] for hit in suggested(client, "concept", "人工智能")}
    assert tasks
    assert concepts
    assert not tasks & concepts


def test_every_suggestion_stands_in_a_query_as_it_is(client: FlaskClient) -> None:
    for kind in ("class", "property", "concept", "task"):
        for hit in suggested(client, kind, "" if kind in ("class", "property") else "智能"):
            terms = " ".join(hit[key] for key in ("term", "literal") if key in hit)
            query = f"SELECT * {{ VALUES ?x {{ {terms} }} }}"
            response = client.get("/sparql", query_string={"query": query, "format": "json"})
            assert response.status_code == 200, terms


def test_another_kind_is_refused(client: FlaskClient) -> None:
    response = client.get("/complete?kind=person")
    assert response.status_code == 400
    assert "kind is one of class, property, concept, task" in response.text


def test_labels_come_with_the_page_of_each_iri(client: FlaskClient) -> None:
    answer = client.post("/labels", json=[THEORY, f"{PK}Theory", "no iri"]).json
    name, address = answer[THEORY]
    assert name.startswith("大数据智能理论 · ")
    assert client.get(address, headers={"Accept": "text/html"}).status_code == 200
    assert answer[f"{PK}Theory"][0] == "理论 · theory"
    assert answer["no iri"][0] == ""


@pytest.mark.parametrize("body", ["{}", "[1]", "nothing", '["a" ' + ', "a"' * 2001 + "]"])
def test_only_a_list_of_not_too_many_iris_has_labels(client: FlaskClient, body: str) -> None:
    response = client.post("/labels", data=body, content_type="application/json")
    assert response.status_code == 400
