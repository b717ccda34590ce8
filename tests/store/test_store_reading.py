from __future__ import annotations

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QueryTriples

from kg.errors import QueryError, StoreError
from kg.store import open_store
from kg.store.sparql import QuerySyntaxError

ALL = "SELECT ?w { ?s ?p ?w }"


def words(rows):
    return sorted(row["w"].value for row in rows)


def one_sentence(error):
    text = str(error.value)
    return text.endswith(".") and "\n" not in text and "Traceback" not in text


def test_the_default_graph_is_the_union_and_holds_a_shared_triple_once(small):
    store = open_store(small)
    assert words(store.query(ALL)) == ["丙", "乙", "甲"]
    assert len(list(store.triples())) == 3
    assert len(list(store.quads())) == 4


def test_graph_and_from_choose_one_document(small):
    store = open_store(small)
    one = "http://example.org/one"
    assert words(store.query(f"SELECT ?w {{ GRAPH <{one}> {{ ?s ?p ?w }} }}")) == ["乙", "甲"]
    assert words(store.query(f"SELECT ?w FROM <{one}> {{ ?s ?p ?w }}")) == ["乙", "甲"]
    assert words(store.query(ALL, default_graphs=[one])) == ["乙", "甲"]
    named = "SELECT ?w { GRAPH ?g { ?s ?p ?w } }"
    assert words(store.query(named, named_graphs=[one])) == ["乙", "甲"]


def test_the_usual_prefixes_need_no_declaration(small):
    answer = open_store(small).query("ASK { ?c a pk:Theory ; skos:prefLabel ?l ; dcterms:x ?y }")
    assert isinstance(answer, QueryBoolean)
    assert not answer


def test_construct_gives_triples(small):
    answer = open_store(small).query("CONSTRUCT { ?s ?p ?w } WHERE { ?s ?p ?w }")
    assert isinstance(answer, QueryTriples)
    assert len(list(answer)) == 3


def test_relative_iris_are_resolved_against_the_base(small):
    answer = open_store(small).query("SELECT ?w { <甲> ?p ?w }", base_iri="http://example.org/")
    assert words(answer) == ["甲"]


def test_documents_are_listed_by_path(small):
    assert [document.title for document in open_store(small).documents] == ["one", "two"]


def test_a_graph_comes_as_an_rdflib_graph(small):
    graph = open_store(small).graph("http://example.org/one")
    assert str(graph.identifier) == "http://example.org/one"
    assert sorted(map(str, graph.objects())) == ["乙", "甲"]
    assert len(open_store(small).graph("http://example.org/none")) == 0


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT * {", "line 1, column 11"),
        ("SELECT *\nWHERE { ?s ?p }", "line 2"),
        ("SELECT * { ?s foo:bar ?o }", "prefix is not declared"),
        ("SELECT * { ?s ?p <rel> }", "relative without a base"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?o", "neither grouped nor aggregated"),
        ("", "line 1, column 1"),
        ("SELECT \ud800", "surrogate"),
        ("SELECT (<http://example.org/f>(1) AS ?x) {}", "http://example.org/f"),
        ("INSERT DATA { <a:b> <a:b> 1 }", "update"),
        ("# all\nPREFIX a: <b:c#>\ndelete where { ?s ?p ?o }", "update"),
        ("DROP ALL", "update"),
    ],
)
def test_a_query_that_cannot_be_answered_gives_one_sentence(sparql, said, small):
    with pytest.raises(QueryError) as error:
        open_store(small).query(sparql)
    assert one_sentence(error)
    assert said in str(error.value)


@pytest.fixture
def server():
    """An HTTP server that counts the requests it gets."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_error(404)

        def do_POST(self):
            self.do_GET()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/", requests
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { service silent <%s> { ?s ?p ?o } }",
        "ASK { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } SeRvIcE#?\n<%s> { ?s ?p ?o } }",
        # The engine takes this “<” for less-than, though “<?s#>” reads like an IRI.
        "SELECT * { ?s ?p ?o FILTER(?o<?s#>'''\n) SERVICE <%s> { ?a ?b ?c } #'''\n}",
        "SELECT * { ?s ?p 1SERVICE <%s> { ?a ?b ?c } }",
        "PREFIX s: <%s> SELECT * { SERVICE s: { ?s ?p ?o } }",
        "SELECT * { ?service ?p 'service' { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    ],
)
def test_a_query_reaches_no_other_server(sparql, small, server):
    address, requests = server
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        open_store(small).query(sparql % address)
    assert requests == []


def test_the_engine_would_have_asked_that_server(server):
    from pyoxigraph import Store

    address, requests = server
    with pytest.raises(OSError, match="404"):
        list(Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
    assert len(requests) == 1


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service ?w { ?service ?p ?w }",
        "SELECT ?w { ?s ?p ?w FILTER(?w != 'SERVICE <http://a/> {') }",
        "PREFIX service: <http://example.org/> SELECT ?w { ?s service:p ?w } # service <x> {",
        "SELECT ?w { ?s ?p ?w FILTER(?s != <http://a/service>) }",
        "SELECT ?w { ?s ?p ?w FILTER(?w != 'aaaaaaa service') }",
    ],
)
def test_the_word_service_is_allowed_in_names_strings_and_comments(sparql, small):
    assert words(open_store(small).query(sparql)) == ["丙", "乙", "甲"]


def test_from_reads_no_file_and_no_page(small, tmp_path, server):
    address, requests = server
    (tmp_path / "f.ttl").write_text("<a:b> <a:b> 1 .", encoding="utf-8")
    for iri in ((tmp_path / "f.ttl").as_uri(), address):
        for query in (
            f"SELECT ?w FROM <{iri}> {{ ?s ?p ?w }}",
            f"SELECT ?w FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?w }} }}",
            f"PREFIX x: <{iri}> SELECT ?w # FROM <http://example.org/one>\nFROM x: {{ ?s ?p ?w }}",
            f"BASE <{iri}> SELECT ?w FROM <#> {{ ?s ?p ?w }}",
        ):
            with pytest.raises(QueryError, match="never fetches"):
                open_store(small).query(query)
        with pytest.raises(QueryError, match="never fetches"):
            open_store(small).query(ALL, default_graphs=[iri])
    assert words(open_store(small).query(ALL, default_graphs=["http://example.org/none"])) == []
    assert requests == []


def test_the_word_from_in_names_and_strings_chooses_nothing(small):
    query = (
        "PREFIX from: <http://example.org/> SELECT ?w { ?from ?p ?w FILTER(?w != 'FROM <a:b>') }"
    )
    assert words(open_store(small).query(query)) == ["丙", "乙", "甲"]


def test_one_graph_of_the_protocol_is_the_whole_dataset(small):
    one, everything = (
        "http://example.org/one",
        "SELECT ?w { { ?s ?p ?w } UNION { GRAPH ?g { ?s ?p ?w } } }",
    )
    assert words(open_store(small).query(everything, default_graphs=[one])) == ["乙", "甲"]
    assert words(open_store(small).query(everything, named_graphs=[one])) == ["乙", "甲"]


def test_a_mistake_is_placed_where_it_is_and_says_what_was_expected(small):
    with pytest.raises(QuerySyntaxError) as error:
        open_store(small).query("SELECT *\nWHERE { ?s ?p }")
    assert (error.value.line, error.value.column) == (2, 15)
    assert error.value.expected[:2] == ("a variable", "an IRI")
    with pytest.raises(QueryError, match=r"line 1, column 1 near “SELEC .*”: expected SELECT, ASK"):
        open_store(small).query("SELEC * {}")


def test_brackets_nested_too_deep_for_the_engine_are_refused(small):
    for opening, closing in ("()", "{}", "[]"):
        with pytest.raises(QueryError, match="deeper than 250"):
            open_store(small).query(f"ASK {{ {opening * 20_000}{closing * 20_000} }}")


@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused_with_one_sentence(any_store, text):
    try:
        any_store.query(text)
    except QueryError as error:
        assert "\n" not in str(error)


@pytest.fixture(scope="module")
def any_store(tmp_path_factory):
    from kg.store import Marker
    from kg.store.writing import drafted, locked, publish

    path = tmp_path_factory.mktemp("any") / "store"
    with locked(path) as marker:
        with drafted(path, marker, keep=False) as draft:
            pass
        publish(path, Marker(draft.number, ()), "1")
    return open_store(path)


def test_a_store_in_a_folder_that_cannot_be_written_can_be_read(small):
    for folder in (small, small / "snapshots", *(small / "snapshots").iterdir()):
        folder.chmod(0o555)
    try:
        assert words(open_store(small).query(ALL)) == ["丙", "乙", "甲"]
    finally:
        for folder in (small, small / "snapshots", *(small / "snapshots").iterdir()):
            folder.chmod(0o755)


def test_a_missing_store_says_how_to_make_one(path):
    with pytest.raises(StoreError, match="policykg build") as error:
        open_store(path)
    assert one_sentence(error)
    assert not path.exists()


def test_a_file_or_a_folder_with_other_things_is_no_store(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("dear", encoding="utf-8")
    for path in (file, tmp_path, file / "below"):
        with pytest.raises(StoreError) as error:
            open_store(path)
        assert one_sentence(error)


def change(path, **values):
    content = json.loads((path / "policykg.json").read_text("utf-8"))
    (path / "policykg.json").write_text(json.dumps(content | values), encoding="utf-8")


def test_a_store_of_a_newer_make_is_refused(small):
    change(small, version=2, software="9.0")
    with pytest.raises(StoreError, match=r"newer policykg \(9\.0\)") as error:
        open_store(small)
    assert one_sentence(error)


def test_a_store_of_another_program_is_refused(small):
    change(small, format="elsewhere")
    with pytest.raises(StoreError, match="another program"):
        open_store(small)


@pytest.mark.parametrize("keep", [0, 1, 40, 200])
def test_a_truncated_marker_is_damage(keep, small):
    marker = small / "policykg.json"
    marker.write_bytes(marker.read_bytes()[:keep])
    with pytest.raises(StoreError, match="damaged") as error:
        open_store(small)
    assert one_sentence(error)


@pytest.mark.parametrize("content", ["[]", "null", '"x"', "{}", '{"format": "policykg-store"}'])
def test_a_marker_of_another_shape_is_damage(content, small):
    (small / "policykg.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        open_store(small)


@pytest.mark.parametrize("pattern", ["*.sst", "CURRENT", "MANIFEST-*"])
@pytest.mark.parametrize("how", ["cut", "scrambled", "gone"])
def test_a_damaged_snapshot_is_said_in_one_sentence(pattern, how, small):
    for file in list((small / "snapshots" / "1").glob(pattern)):
        data = file.read_bytes()
        if how == "cut":
            file.write_bytes(data[: len(data) // 2])
        elif how == "scrambled":
            file.write_bytes(bytes(byte ^ 0x5A for byte in data))
        else:
            file.unlink()
    with pytest.raises(StoreError, match="damaged") as error:
        list(open_store(small).query(ALL))
    assert one_sentence(error)


def test_a_snapshot_that_is_gone_is_damage(small):
    shutil.rmtree(small / "snapshots")
    with pytest.raises(StoreError, match="damaged"):
        open_store(small)
