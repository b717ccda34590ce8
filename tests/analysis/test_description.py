import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.description import cut, describe, evidence
from kg.namespaces import BASE, INFERRED, PK
from kg.store import GraphStore


def test_evidence_marks_the_name_in_its_sentence(seeds: GraphStore) -> None:
    rows = seeds.query("SELECT ?c ?m ?name { ?m pk:mentionOf ?c ; pk:name ?name }")
    names: dict[str, dict[str, str]] = {}
    for row in rows:
        names.setdefault(row["c"].value, {})[row["m"].value] = row["name"].value
    assert len(names) > 500
    for concept, expected in sorted(names.items())[::8]:
        found = {
            passage.mention: "".join(text for text, is_name in passage.parts if is_name)
            for passage in evidence(seeds, concept)
        }
        assert found == expected


def test_evidence_names_document_and_task(seeds: GraphStore) -> None:
    found = evidence(seeds, f"{BASE}concept/Theory/大数据智能理论")
    assert {passage.title for passage in found} == {"新一代人工智能发展规划"}
    assert "突破应用基础理论瓶颈" in [passage.task_title for passage in found]


def test_a_description_has_all_triples_around_a_node_and_each_in_one_direction(
    seeds: GraphStore,
) -> None:
    iri = f"{BASE}concept/Theory/大数据智能理论"
    found = describe(seeds, iri)
    graphs = ", ".join(f"<{INFERRED}{n}>" for n in ("inverses", "within", "broader-transitive"))
    where = f"{{ SELECT DISTINCT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g NOT IN ({graphs}))"
    [out] = seeds.query(f"SELECT (COUNT(*) AS ?n) {{ {where} FILTER (?s = <{iri}>) }} }} }}")
    [into] = seeds.query(f"SELECT (COUNT(*) AS ?n) {{ {where} FILTER (?o = <{iri}>) }} }} }}")
    assert len(found.outgoing) == int(out["n"].value) > 5
    assert len(found.incoming) == int(into["n"].value) > 2
    assert f"{PK}developedBy" not in dict(found.outgoing)
    assert found.values(f"{PK}none") == []


def test_a_description_of_a_property_counts_its_uses(seeds: GraphStore) -> None:
    [row] = seeds.query("SELECT (COUNT(*) AS ?n) { ?s pk:develops ?o }")
    assert describe(seeds, f"{PK}develops").uses == int(row["n"].value)


def test_of_what_the_graph_does_not_know_the_description_is_empty(seeds: GraphStore) -> None:
    assert not describe(seeds, f"{BASE}concept/Theory/没有")


def test_what_is_no_iri_cannot_be_described(seeds: GraphStore) -> None:
    with pytest.raises(ValueError, match="IRI"):
        describe(seeds, "a b>")


@given(st.text("甲乙。\n", min_size=1, max_size=30), st.data())
def test_a_cut_sentence_marks_exactly_the_pieces_and_loses_no_character(
    text: str, data: st.DataObject
) -> None:
    bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    pieces = list(zip(bounds[::2], bounds[1::2], strict=False))
    parts = cut(text, pieces)
    assert [t for t, marked in parts if marked] == [text[a:b] for a, b in pieces]
    assert "".join(t for t, _ in parts) in text
