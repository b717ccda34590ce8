from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Graph

from kg.build import build
from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.store import open_store

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
