from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Triple

from kg.cli.validate import validate
from kg.errors import UsageError
from kg.namespaces import ONTOLOGY, OWL, PK, RDF, RDFS, SKOS
from kg.store import Marker, StoredDocument, open_store
from kg.store.writing import drafted, locked, publish
from kg.validation.hygiene import hygiene

# Terms that no fact of the seeds needs yet.
UNUSED = {"pk:Defining", "pk:dependsOn", "pk:requiredBy", "pk:Inference", "pk:reason", "pk:via"}


def run(*arguments):
    result = CliRunner().invoke(validate, list(map(str, arguments)), standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout


def failing(store, name):
    (check,) = (check for check in hygiene(store).checks if check.name.startswith(name))
    assert check.checked
    return check.failing


@pytest.fixture
def made(tmp_path, ontology, triples_of, things):
    """A function that makes a store of an ontology and of the sample, each with a change."""

    def make(ontology=ontology, more=(), without=None):
        kept = [triple for triple in ontology if without is None or not without(triple)]
        with locked(tmp_path / "store") as marker:
            with drafted(tmp_path / "store", marker, keep=False) as draft:
                draft.replace(ONTOLOGY, kept)
                draft.replace("https://example.org/g", [*triples_of(things), *more])
            file = StoredDocument("/a", "0", "https://example.org/g", "a", "https://e/", "1", "")
            publish(tmp_path / "store", Marker(draft.number, (file,)), "1")
        return open_store(tmp_path / "store")

    return make


def pk(name):
    return NamedNode(PK + name)


def test_the_ontology_and_the_data_of_the_seeds_pass(seeds):
    scorecard = hygiene(seeds)
    assert scorecard.passes
    assert all(check.checked for check in scorecard.checks if "broader" not in check.name)
    assert set(failing(seeds, "used by the data")) <= UNUSED


def test_the_sample_passes(made):
    assert hygiene(made()).passes


@pytest.mark.parametrize(
    ("predicate", "name"),
    [
        (f"{RDFS}label", "a label"),
        (f"{SKOS}definition", "a definition"),
        (f"{SKOS}scopeNote", "a scope note"),
        ("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status", "a status"),
        (f"{RDFS}domain", "a domain"),
        (f"{RDFS}range", "a range"),
    ],
)
def test_a_term_that_lacks_something_is_named(predicate, name, made):
    store = made(without=lambda t: (t.subject, t.predicate.value) == (pk("builds"), predicate))
    assert failing(store, name) == ("pk:builds",)
    assert not hygiene(store).passes


def test_a_relation_without_inverse_is_named(made):
    inverse = NamedNode(f"{OWL}inverseOf")
    store = made(without=lambda t: (t.subject, t.predicate) == (pk("builds"), inverse))
    assert failing(store, "an inverse") == ("pk:builds", "pk:builtBy")


def test_a_class_below_itself_is_named(made, ontology):
    up = NamedNode(f"{RDFS}subClassOf")
    ring = Triple(pk("PolicyConcept"), up, pk("Theory"))
    found = failing(made(ontology=(*ontology, ring)), "no class")
    assert {"pk:Theory", "pk:PolicyConcept"} <= set(found)


def test_a_term_that_is_used_and_not_defined_is_named(made, node):
    more = [
        Triple(node("robot"), pk("colour"), Literal("red")),
        Triple(node("x"), NamedNode(f"{RDF}type"), pk("Robot")),
    ]
    assert set(failing(made(more=more), "defined")) == {"pk:colour", "pk:Robot"}


def test_a_superclass_that_is_not_declared_is_named(made):
    declared = NamedNode(f"{OWL}Class")
    store = made(without=lambda t: (t.subject, t.object) == (pk("PolicyUnit"), declared))
    assert "pk:PolicyUnit" in failing(store, "declared")


def test_a_label_that_two_terms_have_is_named(made, ontology):
    label = Triple(pk("builds"), NamedNode(f"{RDFS}label"), Literal("develops", language="en"))
    found = failing(made(ontology=(*ontology, label)), "no label of")
    assert found == ("pk:builds", "pk:develops")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("robot", "Class"), ("MadeBy", "ObjectProperty"), ("made-by", "ObjectProperty")],
)
def test_a_name_in_the_manner_of_another_kind_is_named(name, kind, made, ontology):
    declared = Triple(pk(name), NamedNode(f"{RDF}type"), NamedNode(OWL + kind))
    assert failing(made(ontology=(*ontology, declared)), "named in") == (f"pk:{name}",)


def test_a_thing_of_two_disjoint_classes_is_named(made, node):
    more = [Triple(node("robot"), NamedNode(f"{RDF}type"), pk("Industry"))]
    assert failing(made(more=more), "no thing of two") == (node("robot").value,)


def test_facts_beyond_domain_and_range_are_named(made, node):
    more = [Triple(node("robot"), pk("builds"), node("ministry"))]
    store = made(more=more)
    assert failing(store, "facts within the domain") == (f"pk:builds of {node('robot').value}",)
    assert failing(store, "facts within the range") == (f"pk:builds of {node('robot').value}",)


def test_a_ring_of_broader_concepts_is_named(made, node):
    broader = NamedNode(f"{SKOS}broader")
    more = [
        Triple(node("robot"), broader, node("standards")),
        Triple(node("standards"), broader, node("robot")),
    ]
    assert set(failing(made(more=more), "no concept broader")) == {
        node("robot").value,
        node("standards").value,
    }


def test_the_command_prints_the_scorecard_and_its_status(seeds_store, made):
    status, text = run("--ontology", "--store", seeds_store)
    assert status == 0
    assert "FAIL" not in text
    store = made(without=lambda t: t.predicate.value == f"{SKOS}definition")
    status, text = run("--ontology", "--store", store.path)
    assert status == 1
    line = next(line for line in text.splitlines() if "a definition" in line)
    assert line.startswith("FAIL")
    assert " more" in line


def test_the_scorecard_comes_as_json_and_csv_and_is_no_graph(seeds_store):
    content = json.loads(run("--ontology", "--store", seeds_store, "--format", "json")[1])
    assert content["passes"]
    rows = list(
        csv.DictReader(io.StringIO(run("--ontology", "--store", seeds_store, "--format", "csv")[1]))
    )
    assert {row["check"] for row in rows} == {check["name"] for check in content["checks"]}
    with pytest.raises(UsageError):
        run("--ontology", "--store", seeds_store, "--format", "ttl")


def test_files_and_the_scorecard_do_not_go_together(seeds_store):
    with pytest.raises(UsageError):
        run("plan.txt", "--ontology", "--store", seeds_store)
