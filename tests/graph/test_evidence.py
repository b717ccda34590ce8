"""Everything that the graph of the seeds states leads to the characters that say it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from kg.namespaces import PK

SEEDS = Path(__file__).parents[2] / "seeds"
EVIDENCE = """
SELECT ?thing ?name ?quote ?start ?end ?document ?file ?sha256 ?place ?place_start ?place_end
WHERE {
  ?thing a pk:%s ; pk:quote ?quote ; pk:sourceStart ?start ; pk:sourceEnd ?end ;
    dcterms:source ?document ; prov:wasDerivedFrom ?place .
  ?document pk:sourceName ?file ; pk:sha256 ?sha256 .
  OPTIONAL { ?place pk:sourceStart ?place_start ; pk:sourceEnd ?place_end }
}"""


@pytest.fixture(scope="module")
def sources():
    """The characters of the seeds, read without the program's own reader."""
    return {path.name: path.read_bytes().decode("utf-8") for path in SEEDS.glob("*.txt")}


def without_space(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("cls", ["Assertion", "Mention", "Target"])
def test_the_file_has_the_quoted_characters_at_the_stated_place(cls, seeds_graph, sources):
    rows = list(seeds_graph.query(EVIDENCE % cls))
    total = seeds_graph.class_counts()[cls]
    assert len({row["thing"] for row in rows}) == len(rows) == total > 30
    for row in rows:
        start, end = int(row["start"].value), int(row["end"].value)
        source = sources[row["file"].value]
        assert without_space(source[start:end]) == without_space(row["quote"].value)
        assert without_space(source[start:end]) != ""
        if row["place"] == row["document"]:  # its own title stands in no section
            assert row["place_start"] is None
        else:
            assert int(row["place_start"].value) <= start < end <= int(row["place_end"].value)


def test_the_pieces_of_a_mention_spell_its_name(seeds_graph):
    rows = list(
        seeds_graph.query(
            "SELECT * { ?m a pk:Mention ; pk:name ?name ; pk:pieces ?pieces ; "
            "pk:quote ?quote ; pk:start ?start }"
        )
    )
    assert len(rows) == seeds_graph.class_counts()["Mention"]
    for row in rows:
        start, quote = int(row["start"].value), row["quote"].value
        spans = [map(int, piece.split("-")) for piece in row["pieces"].value.split()]
        assert "".join(quote[a - start : b - start] for a, b in spans) == row["name"].value


def test_the_digest_is_that_of_the_file(seeds_graph):
    rows = list(
        seeds_graph.query(
            "SELECT * { ?d a pk:PolicyDocument ; pk:sourceName ?file ; pk:sha256 ?sha256 }"
        )
    )
    assert len(rows) == 2
    for row in rows:
        data = (SEEDS / row["file"].value).read_bytes()
        assert row["sha256"].value == hashlib.sha256(data).hexdigest()


def test_every_stated_relation_has_an_assertion_and_every_assertion_its_relation(seeds_graph):
    stated = ["develops", "builds", "fosters", "establishes", "appliedIn", "supports", "includes"]
    stated += ["responsibleFor", "cites", "hasTarget"]
    values = " ".join(f"pk:{name}" for name in stated)
    triples = seeds_graph.query(f"SELECT ?s ?p ?o {{ VALUES ?p {{ {values} }} ?s ?p ?o }}")
    asserted = seeds_graph.query(
        "SELECT DISTINCT ?s ?p ?o "
        "{ ?a a pk:Assertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    )
    triples, asserted = ({(r["s"], r["p"], r["o"]) for r in rows} for rows in (triples, asserted))
    assert triples == asserted
    assert {p.value.removeprefix(PK) for _, p, _ in triples} >= {"develops", "hasTarget"}


def test_every_target_belongs_to_a_task_or_document(seeds_graph):
    rows = seeds_graph.query(
        "SELECT ?t { ?t a pk:Target FILTER NOT EXISTS { ?unit pk:hasTarget ?t } }"
    )
    assert list(rows) == []
