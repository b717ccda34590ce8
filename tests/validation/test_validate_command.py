from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, Triple
from rdflib import RDF, SH, Graph

import kg.graph
from kg.build import build
from kg.cli.build import summary
from kg.cli.stats import report
from kg.cli.validate import validate
from kg.errors import UsageError
from kg.validation.engine import violations
from kg.validation.facts import Facts
from kg.validation.findings import findings

TEXT = "智能产业发展规划\n\n一、重点任务\n\n突破深度学习技术，建设开放平台。\n"
CONFIDENCE = "https://w3id.org/policykg/ontology#confidence"
SEEDS = Path(__file__).parents[2] / "seeds"


def run(*arguments):
    result = CliRunner().invoke(validate, list(map(str, arguments)), standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


@pytest.fixture
def faulty(tmp_path, monkeypatch):
    """A store whose build set aside all that had a confidence, and what that build said."""
    original = kg.graph.document_triples

    def broken(*arguments):
        for triple in original(*arguments):
            bad = triple.predicate.value == CONFIDENCE
            yield Triple(triple.subject, triple.predicate, Literal("7")) if bad else triple

    monkeypatch.setattr(kg.graph, "document_triples", broken)
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "store", build([tmp_path / "plan.txt"], tmp_path / "store")


def test_a_sound_graph_conforms_and_the_status_is_0(seeds_store):
    status, text = run("--store", seeds_store)
    assert status == 0
    conforms, digest = text.splitlines()
    assert conforms.startswith("The graph conforms: ")
    assert re.fullmatch(r"Canonical hash \(RDFC-1\.0, SHA-256\): [0-9a-f]{64}", digest)


def test_quotes_in_titles_are_compared_where_the_files_are_given(seeds_store):
    _, without = run("--store", seeds_store)
    status, text = run(*sorted(SEEDS.glob("*.txt")), "--store", seeds_store)
    assert status == 0
    assert "in titles not" in without
    assert "in titles not" not in text


def test_what_is_set_aside_is_listed_in_words_and_the_status_is_1(faulty):
    store, built = faulty
    status, text = run("--store", store)
    assert status == 1
    line = next(
        line for line in text.splitlines() if line.startswith("set aside: 深度学习技术 (Mention)")
    )
    assert "in 智能产业发展规划, paragraph p1, characters " in line
    assert "A mention has exactly one confidence, from 0 to 1. Here: 7." in line
    assert f"{built.set_aside} findings: " in text
    assert f"Set aside: the facts of {built.set_aside} violations" in summary(built)


def test_the_counts_of_a_store_say_how_much_is_set_aside(faulty):
    from kg.analysis.overview import overview
    from kg.store import open_store

    store, built = faulty
    text = report(overview(open_store(store)), built.set_aside)
    assert f"{built.set_aside} violations set aside" in text


def test_json_and_csv_have_a_finding_for_each_violation(faulty):
    store, built = faulty
    _, text = run("--store", store, "--format", "json")
    content = json.loads(text)
    assert not content["conforms"]
    assert len(content["findings"]) == built.set_aside
    assert {"sentence", "rule_zh", "document", "place"} <= set(content["findings"][0])
    _, text = run("--store", store, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["thing"] for row in rows] == [f["thing"] for f in content["findings"]]


def test_turtle_is_a_shacl_report(faulty, seeds_store):
    store, built = faulty
    graph = Graph().parse(data=run("--store", store, "--format", "ttl")[1])
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert not graph.value(node, SH.conforms).toPython()
    assert len(list(graph.objects(node, SH.result))) == built.set_aside
    graph = Graph().parse(data=run("--store", seeds_store, "--format", "ttl")[1])
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(node, SH.conforms).toPython()


def test_a_file_of_another_graph_is_wrong_use(faulty, seeds_store, tmp_path):
    with pytest.raises(UsageError):
        run(tmp_path / "plan.txt", "--store", seeds_store)


def test_a_finding_names_the_document_and_place_where_a_concept_is_first_named(
    things, triples_of, ontology
):
    things["robot"]["skos:prefLabel"] = ['"机器人"@zh', '"人形机器人"@zh']
    facts = Facts([*ontology, *triples_of(things)])
    (found,) = findings(facts, violations(facts), "shape")
    assert (found.name, found.cls, found.document) == ("机器人", "Product", "智能产业发展规划")
    assert found.place.endswith("characters 10–16")


def test_a_finding_about_a_statement_names_both_ends(things, triples_of, ontology):
    things["assertion-cites"]["pk:component"] = '""'
    facts = Facts([*ontology, *triples_of(things)])
    (found,) = findings(facts, violations(facts), "shape")
    assert found.name.startswith("深度学习技术")


def test_a_ring_of_parts_does_not_trap_the_words(things, triples_of, ontology):
    things["other-task"]["dcterms:isPartOf"] = "task"
    things["task"].pop("dcterms:source")
    facts = Facts([*ontology, *triples_of(things)])
    assert [found.document for found in findings(facts, violations(facts), "shape")] == [""]
