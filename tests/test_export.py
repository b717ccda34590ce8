from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse
from rdflib import OWL, RDF, RDFS, Dataset, Graph

from kg.build import build
from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.maps import class_style
from kg.namespaces import PK
from kg.store import Marker, StoredDocument, open_store
from kg.store.writing import drafted, locked, publish

SEEDS = Path(__file__).parents[1] / "seeds"
SMALLER = SEEDS / "2016-internet-plus-ai-three-year-plan.txt"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "store"
    build([SMALLER], path)
    return path


@pytest.fixture(scope="module")
def store(path):
    return open_store(path)


def exported(store, form):
    stream = io.BytesIO()
    export(store, form, stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_a_dataset_comes_back_as_it_was(form, store):
    back = set(parse(exported(store, form), RdfFormat.from_extension(form)))
    assert back == set(store.quads())


def test_json_ld_is_short_where_its_context_lets_it_be(store):
    content = json.loads(exported(store, "jsonld"))
    nodes = {node["id"]: node for graph in content["@graph"] for node in graph["@graph"]}
    (document,) = (node for node in nodes.values() if node.get("type") == "PolicyDocument")
    assert document["title"] == {"zh": "“互联网+”人工智能三年行动实施方案"}
    mention = next(node for node in nodes.values() if node.get("type") == "Mention")
    assert mention["start"].isdecimal()
    assert mention["mentionOf"] in nodes
    assert not any(key.startswith(("http", "pk:")) for node in nodes.values() for key in node)


def test_rdflib_reads_json_ld_too(store):
    dataset = Dataset()
    dataset.parse(data=exported(store, "jsonld"), format="json-ld")
    assert sum(1 for _ in dataset.quads()) == len(list(store.quads()))


def test_the_context_knows_every_term_of_the_ontology_and_its_range(store):
    context = json.loads((files("ontology") / "context.jsonld").read_text("utf-8"))["@context"]
    ontology = Graph().parse(str(files("ontology") / "policy.ttl"))
    checked = 0
    for term in {t for t in ontology.subjects(RDF.type) if t.startswith(PK)}:
        key = context[term.removeprefix(PK)]
        assert key["@id"] == f"pk:{term.removeprefix(PK)}"
        if (term, RDF.type, OWL.DatatypeProperty) in ontology:
            datatype = ontology.value(term, RDFS.range).rpartition("#")[2]
            wanted = {"string": {}, "langString": {"@container": "@language"}}
            rest = {k: v for k, v in key.items() if k != "@id"}
            assert rest == wanted.get(datatype, {"@type": f"xsd:{datatype}"}), term
        elif (term, RDF.type, OWL.ObjectProperty) in ontology:
            assert key["@type"] == "@id"
        checked += 1
    assert checked > 60


def test_json_ld_of_other_values_than_the_context_expects_comes_back(tmp_path):
    a, g = NamedNode("https://example.org/a"), "https://example.org/g"

    def pk(name):
        return NamedNode(PK + name)

    integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    triples = [
        Triple(a, pk("start"), Literal("5", datatype=integer)),
        Triple(a, pk("start"), Literal("five")),
        Triple(a, pk("quote"), Literal("甲", language="zh")),
        Triple(a, pk("mentionOf"), Literal("https://example.org/b")),
        Triple(a, pk("text"), Literal("甲", language="zh")),
        Triple(a, pk("text"), Literal("乙", language="zh")),
        Triple(a, pk("text"), Literal('a "b"\n', language="en")),
        Triple(a, NamedNode("https://example.org/p/1"), a),
        Triple(a, NamedNode(str(RDF.type)), NamedNode("https://example.org/Class")),
    ]
    with locked(tmp_path / "s") as marker:
        with drafted(tmp_path / "s", marker, keep=False) as draft:
            draft.replace(g, triples)
        file = StoredDocument("/a", "0", g, "a", "https://e/", "1", "")
        publish(tmp_path / "s", Marker(draft.number, (file,)), "1")
    store = open_store(tmp_path / "s")
    back = set(parse(exported(store, "jsonld"), RdfFormat.JSON_LD))
    assert back == set(store.quads())
    assert len(back) == len(triples)


def test_lists_of_nodes_and_edges_hold_the_network(store):
    nodes = list(csv.DictReader(io.StringIO(exported(store, "nodes").decode("utf-8"))))
    edges = list(csv.DictReader(io.StringIO(exported(store, "edges").decode("utf-8"))))
    network = nx.read_graphml(io.BytesIO(exported(store, "graphml")), force_multigraph=True)
    assert {row["Id"] for row in nodes} == set(network)
    assert len(nodes) == network.number_of_nodes()
    assert sorted((r["Source"], r["Target"], r["Label"]) for r in edges) == sorted(
        (a, b, data["predicate"]) for a, b, data in network.edges(data=True)
    )
    assert list(nodes[0])[:2] == ["Id", "Label"]
    assert list(edges[0])[:3] == ["Source", "Target", "Type"]


def test_cypher_makes_every_node_and_edge_of_the_network(store):
    text = exported(store, "cypher").decode("utf-8")
    edges = list(csv.DictReader(io.StringIO(exported(store, "edges").decode("utf-8"))))
    nodes = list(csv.DictReader(io.StringIO(exported(store, "nodes").decode("utf-8"))))
    assert text.count("\n{id: ") == len(nodes)
    assert text.count("\n{source: ") == len(edges)
    assert "MERGE (a)-[r:DEVELOPS]->(b)" in text
    assert "SET n:KeyTechnology, n += row;" in text
    statements = text.split(";\n")
    assert statements.pop() == ""
    assert all(part.startswith(("CREATE CONSTRAINT", "UNWIND [")) for part in statements)
    assert all(part.count("\n{") <= 500 for part in statements)


@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_the_union_comes_back_as_it_was(form, store):
    back = {quad.triple for quad in parse(exported(store, form), RdfFormat.from_extension(form))}
    assert back == set(store.triples())


def test_rdflib_reads_turtle_too(store):
    graph = Graph().parse(data=exported(store, "ttl"), format="turtle")
    assert len(graph) == len(list(store.triples()))
    assert dict(graph.namespaces())["pk"]


def test_the_export_loads_into_another_store(store):
    other = Store()
    other.load(exported(store, "nq"), RdfFormat.N_QUADS)
    assert len(other) == len(list(store.quads()))


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_opens_the_network_again(form, store):
    read = nx.read_graphml if form == "graphml" else nx.read_gexf
    network = read(io.BytesIO(exported(store, form)))
    assert network.number_of_nodes() > 50
    labels = nx.get_node_attributes(network, "label").values()
    assert "智能家居产品" in labels or "智能家居" in labels
    assert {data["predicate"] for *_, data in network.edges(data=True)} >= {"develops", "builds"}


def test_no_two_edges_share_an_id(store):
    for form in ("graphml", "gexf"):
        text = exported(store, form).decode()
        ids = [part.split('id="')[1].split('"')[0] for part in text.split("<edge ")[1:]]
        assert len(ids) > 50
        assert len(set(ids)) == len(ids)


GEXF = "{http://www.gexf.net/1.2draft}"
VIZ = "{http://www.gexf.net/1.2draft/viz}"
#: The attributes that the schema of GEXF 1.2 lets elements have, as far as we write them.
ALLOWED = {
    "gexf": {"version", "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"},
    "meta": set(),
    "creator": set(),
    "graph": {"defaultedgetype", "idtype", "mode"},
    "attributes": {"class", "mode"},
    "attribute": {"id", "title", "type"},
    "nodes": {"count"},
    "node": {"id", "label"},
    "edges": {"count"},
    "edge": {"id", "source", "target", "type", "label", "weight"},
    "attvalues": set(),
    "attvalue": {"for", "value"},
    f"{VIZ}color": {"r", "g", "b", "a"},
}
LITERALS = {"string": str, "long": int, "boolean": ("true", "false").index}


@pytest.fixture(scope="module")
def gexf(store):
    return ElementTree.fromstring(exported(store, "gexf"))


def test_gexf_has_the_elements_and_attributes_of_its_schema_in_their_order(gexf):
    for element in gexf.iter():
        assert set(element.attrib) <= ALLOWED[element.tag.removeprefix(GEXF)], element.tag
    assert (gexf.tag, gexf.get("version")) == (f"{GEXF}gexf", "1.2")
    assert [child.tag.removeprefix(GEXF) for child in gexf] == ["meta", "graph"]
    parts = [child.tag.removeprefix(GEXF) for child in gexf.find(f"{GEXF}graph")]
    assert parts == ["attributes", "attributes", "nodes", "edges"]


def test_the_edges_of_gexf_join_nodes_that_it_has(gexf):
    nodes = [node.get("id") for node in gexf.iter(f"{GEXF}node")]
    edges = [edge.get("id") for edge in gexf.iter(f"{GEXF}edge")]
    assert len(set(nodes)) == len(nodes) > 50
    assert len(set(edges)) == len(edges) > 50
    for edge in gexf.iter(f"{GEXF}edge"):
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
        assert float(edge.get("weight")) > 0
        assert edge.get("label")


@pytest.mark.parametrize("kind", ["node", "edge"])
def test_the_values_of_gexf_are_declared_and_of_their_type(kind, gexf):
    (group,) = (part for part in gexf.iter(f"{GEXF}attributes") if part.get("class") == kind)
    types = {attribute.get("id"): attribute.get("type") for attribute in group}
    values = [
        value for part in gexf.iter(f"{GEXF}{kind}") for value in part.iter(f"{GEXF}attvalue")
    ]
    assert len(values) > 100
    for value in values:
        LITERALS[types[value.get("for")]](value.get("value"))


def test_the_nodes_of_gexf_have_the_colours_of_their_classes(gexf):
    (attribute,) = (a for a in gexf.iter(f"{GEXF}attribute") if a.get("title") == "cls")
    for node in gexf.iter(f"{GEXF}node"):
        cls = next(
            value.get("value")
            for value in node.iter(f"{GEXF}attvalue")
            if value.get("for") == attribute.get("id")
        )
        colour = node.find(f"{VIZ}color")
        channels = [int(colour.get(name)) for name in "rgb"]
        assert "#{:02x}{:02x}{:02x}".format(*channels) == class_style(cls).colour


def test_the_table_has_a_line_for_each_assertion(store):
    rows = list(csv.DictReader(io.StringIO(exported(store, "csv").decode("utf-8"))))
    assert len(rows) == store.class_counts()["Assertion"]
    assert list(rows[0]) == [
        "subject",
        "subject_label",
        "predicate",
        "object",
        "object_label",
        "document",
        "quote",
    ]
    assert {row["document"] for row in rows} == {"“互联网+”人工智能三年行动实施方案"}
    assert all(row["quote"] for row in rows)


@pytest.mark.parametrize("form", FORMATS)
def test_another_process_with_another_hash_seed_writes_the_same_bytes(form, store, path):
    code = "import sys; from pathlib import Path; from kg.export import export; "
    code += "from kg.store import open_store; "
    code += "export(open_store(Path(sys.argv[1])), sys.argv[2], sys.stdout.buffer)"
    run = subprocess.run(
        [sys.executable, "-c", code, path, form],
        check=True,
        capture_output=True,
        cwd=SEEDS.parent,
        env=os.environ | {"PYTHONHASHSEED": "77"},
    )
    assert run.stdout == exported(store, form)


def test_an_unknown_format_is_wrong_use(store):
    with pytest.raises(UsageError, match="ttl"):
        exported(store, "pdf")
