"""The W3C's SPARQL 1.1 tests over HTTP, against what the engine itself makes of them.

`POLICYKG_W3C_TESTS` names a copy of https://github.com/w3c/rdf-tests; the tests are skipped
without one. A test passes if the service does as well as the engine in the same process.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from kg.namespaces import CURATION, HISTORY, REMOVALS
from kg.store import Marker, open_store
from kg.store.marker import sizes, snapshot_folder, write_marker
from service import create_app
from service.tokens import parse as tokens

PLACE = os.environ.get("POLICYKG_W3C_TESTS")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SECTIONS = [
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping"),
    *("negation", "project-expression", "property-path", "subquery"),
    *("csv-tsv-res", "json-res", "syntax-query"),
]
UPDATES = [
    *("add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert"),
    *("delete-where", "drop", "move", "update-silent", "syntax-update-1", "syntax-update-2"),
]
TOKEN = "a-token-of-the-suite-0123"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
STATUS = {
    **{f"StatusCode{digit}xx": f"{digit}xx" for digit in "12345"},
    **{"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"},
}
EVALUATIONS = (MF.QueryEvaluationTest, MF.CSVResultFormatTest)
TABLES = {"srx": "xml", "srj": "json", "csv": "csv", "tsv": "tsv"}

pytestmark = pytest.mark.skipif(not PLACE, reason="POLICYKG_W3C_TESTS names no copy of the tests")


@pytest.fixture(scope="module")
def suite() -> Path:
    """The folder of the tests of SPARQL 1.1."""
    assert PLACE
    place = Path(PLACE).resolve()
    found = place if place.name == "sparql11" else next(place.rglob("sparql11"), None)
    assert found, f"there is no folder sparql11 under {PLACE}"
    return found


def path(iri: object) -> Path:
    return Path(urlsplit(str(iri)).path)


def manifest(section: Path) -> Graph:
    file = section / "manifest.ttl"
    return Graph().parse(file, format="turtle", publicID=file.as_uri())


def entries(graph: Graph) -> Iterator[URIRef]:
    for head in graph.objects(None, MF.entries):
        yield from Collection(graph, head)


def put(folder: Path, default: list[Path], named: dict[str, Path]) -> None:
    """Make the next snapshot of a store in a folder of these files and no others."""
    number = 1 + max((int(f.name) for f in folder.glob("snapshots/*")), default=0)
    snapshot = snapshot_folder(folder, number)
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    store = Store(str(snapshot))
    for file in default:
        store.load(path=file, base_iri=file.as_uri())
    for name, file in named.items():
        store.add_graph(NamedNode(name))
        store.load(path=file, base_iri=file.as_uri(), to_graph=NamedNode(name))
    store.flush()
    del store
    write_marker(folder, Marker(number, (), sizes(snapshot), tuple(sorted(named))), "test")


def canonical(results: object) -> object:
    """What can be compared: a boolean, or a graph, of rows too, with canonical blank nodes."""
    if isinstance(results, QueryBoolean):
        return bool(results)
    triples = results if isinstance(results, QueryTriples | list) else _rows(results)
    store = Store()  # it writes a number in one way only, which is why both sides go through it
    store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def _rows(results: object) -> Iterator[Triple]:
    assert isinstance(results, QuerySolutions)
    for number, row in enumerate(results):
        node = BlankNode(f"row{number}")
        yield Triple(node, NamedNode(f"{RS}index"), Literal("row"))
        for variable in results.variables:
            if row[variable] is not None:
                yield Triple(node, NamedNode(f"{RS}{variable.value}"), row[variable])


def expected(file: Path) -> object:
    if file.suffix == ".csv":
        return lines(file.read_bytes())
    if file.suffix[1:] in TABLES:
        form = QueryResultsFormat.from_extension(file.suffix[1:])
        return canonical(parse_query_results(path=file, format=form))
    return canonical([quad.triple for quad in parse(path=file, base_iri=file.as_uri())])


def lines(table: bytes) -> list[bytes]:
    """Rows of CSV, which tells less than the results: their blank nodes are not compared."""
    return sorted(re.sub(rb"_:\w+", b"_:b", table).split())


def based(file: Path) -> str:
    """The query of a file; a base is put before it, as the protocol has no other way."""
    return f"BASE <{file.as_uri()}> {file.read_text('utf-8')}"


def received(answer, want: Path) -> object:
    if answer.status_code != 200:
        return answer.status_code
    if answer.mimetype == "text/turtle":
        return canonical([quad.triple for quad in parse(answer.data, format=RdfFormat.TURTLE)])
    if want.suffix == ".csv":
        return lines(answer.data)
    form = QueryResultsFormat.from_extension(want.suffix[1:])
    return canonical(parse_query_results(answer.data, format=form))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_passes_as_far_as_the_engine_does(
    suite: Path, section: str, tmp_path: Path
) -> None:
    graph, client = manifest(suite / section), None
    worse, passed, engine_passed = [], 0, 0
    for test in entries(graph):
        kind, action = graph.value(test, RDF.type), graph.value(test, MF.action)
        if kind in EVALUATIONS:
            data = [path(iri) for iri in graph.objects(action, QT.data)]
            named = {str(iri): path(iri) for iri in graph.objects(action, QT.graphData)}
            query, want = path(graph.value(action, QT.query)), path(graph.value(test, MF.result))
        elif kind in (MF.PositiveSyntaxTest11, MF.NegativeSyntaxTest11):
            data, named, query, want = [], {}, path(action), None
        else:
            continue
        put(tmp_path, data, named)
        client = client or create_app(tmp_path).test_client()
        text = based(query)
        form = TABLES.get(want.suffix[1:], "ttl") if want else ""
        answer = client.post("/sparql", data={"query": text, **({"format": form} if want else {})})
        if want is None:
            # A graph that is not here is refused only after the query has been read.
            read = answer.status_code == 200 or "never fetches" in answer.text
            good = read == (kind == MF.PositiveSyntaxTest11)
            engine = parses(text) == (kind == MF.PositiveSyntaxTest11)
        else:
            aim = expected(want)
            good = received(answer, want) == aim
            engine = evaluated(tmp_path, text, want) == aim
        passed, engine_passed = passed + good, engine_passed + engine
        if engine and not good:
            worse.append(f"{test.rpartition('#')[2]}: {answer.status_code} {answer.text[:200]}")
    compare(section, passed, engine_passed, worse)


def compare(section: str, passed: int, engine_passed: int, worse: list[str]) -> None:
    """The service does as well as the engine itself, which passes something."""
    print(f"{section}: {passed} passed, {engine_passed} by the engine itself")
    assert engine_passed
    assert worse == []


def parses(text: str) -> bool:
    try:
        Store().query(text)
    except (SyntaxError, ValueError, RuntimeError):
        return False
    return True


def evaluated(folder: Path, text: str, want: Path) -> object:
    store = open_store(folder)
    try:
        results = store._snapshot.query(text)
        if want.suffix == ".csv":
            return lines(results.serialize(format=QueryResultsFormat.CSV))
        return canonical(results)
    except (SyntaxError, ValueError, RuntimeError):
        return None


@pytest.mark.parametrize("section", UPDATES)
def test_a_section_of_updates_passes_as_far_as_the_engine_does(
    suite: Path, section: str, tmp_path: Path
) -> None:
    graph, worse, passed, engine_passed, client = manifest(suite / section), [], 0, 0, None
    for test in entries(graph):
        kind, action = graph.value(test, RDF.type), graph.value(test, MF.action)
        if kind == MF.UpdateEvaluationTest:
            default, named = dataset(graph, action)
            put(tmp_path, default, named)
            client = client or writable(tmp_path)
            text = based(path(graph.value(action, UT.request)))
            if re.search(r"\bLOAD\b", text):
                continue  # nothing is ever fetched here, not even in vain and in silence
            aim = state(*dataset(graph, graph.value(test, MF.result)))
            engine = updated(tmp_path, text) == aim
            answer = client.post("/sparql", data={"update": text}, headers=BEARER)
            good = answer.status_code == 200 and content(open_store(tmp_path)._snapshot) == aim
        elif kind in (MF.PositiveUpdateSyntaxTest11, MF.NegativeUpdateSyntaxTest11):
            put(tmp_path, [], {})
            client = client or writable(tmp_path)
            text = based(path(action))
            answer = client.post("/sparql", data={"update": text}, headers=BEARER)
            # What cannot be done has been read before. LOAD is refused, whatever else there is.
            read = answer.status_code == 200 or "cannot be done" in answer.text
            good = read == (kind == MF.PositiveUpdateSyntaxTest11) or "LOAD is" in answer.text
            engine = parses_update(text) == (kind == MF.PositiveUpdateSyntaxTest11)
        else:
            continue
        passed, engine_passed = passed + good, engine_passed + engine
        if engine and not good:
            worse.append(f"{test.rpartition('#')[2]}: {answer.status_code} {answer.text[:200]}")
    compare(section, passed, engine_passed, worse)


def writable(folder: Path) -> FlaskClient:
    return create_app(folder, curators=tokens(TOKEN)).test_client()


def dataset(graph: Graph, node: object) -> tuple[list[Path], dict[str, Path]]:
    """The files of the default graph and of the named ones that a manifest gives."""
    named = {
        str(graph.value(part, RDFS_LABEL)): path(graph.value(part, UT.graph))
        for part in graph.objects(node, UT.graphData)
    }
    return [path(iri) for iri in graph.objects(node, UT.data)], named


def state(default: list[Path], named: dict[str, Path]) -> dict[str, object]:
    """What a store of these files holds."""
    store = Store()
    for file in default:
        store.load(path=file, base_iri=file.as_uri())
    for name, file in named.items():
        store.load(path=file, base_iri=file.as_uri(), to_graph=NamedNode(name))
    return content(store)


def content(store: Store) -> dict[str, object]:
    """The triples of the graphs that are not empty, but for what the service keeps of changes."""
    quads = list(store)
    names = {str(quad.graph_name).strip("<>") for quad in quads} - {CURATION, HISTORY, REMOVALS}
    return {
        name: canonical([q.triple for q in quads if str(q.graph_name).strip("<>") == name])
        for name in names
    }


def updated(folder: Path, text: str) -> object:
    store = Store()
    store.extend(open_store(folder)._snapshot)
    for graph in open_store(folder)._snapshot.named_graphs():
        store.add_graph(graph)
    try:
        store.update(text)
    except (SyntaxError, ValueError, RuntimeError):
        return None
    return content(store)


def parses_update(text: str) -> bool:
    try:
        Store().update(text)
    except SyntaxError:
        return False
    except (ValueError, RuntimeError, OSError):
        return True
    return True


def test_the_tests_of_the_protocol_pass(suite: Path, tmp_path: Path) -> None:
    graph, failed, run = manifest(suite / "protocol"), [], 0
    for test in entries(graph):
        named = dataset(graph, test)[1]
        put(tmp_path, list(named.values()), named)
        client = writable(tmp_path)
        requests = graph.value(graph.value(test, MF.action), HT.requests)
        for request in Collection(graph, requests):
            run += 1
            failed += [f"{test.rpartition('#')[2]}: {why}" for why in wrong(graph, request, client)]
    assert run > 35
    assert failed == []


@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_the_tests_of_the_graph_store_protocol_pass(suite: Path, tmp_path: Path, kind: str) -> None:
    folder, failed, run = suite / "graph-store-protocol", [], 0
    file = folder / f"manifest-{kind}.ttl"
    graph = Graph().parse(file, format="turtle", publicID=file.as_uri())
    for test in entries(graph):
        put(tmp_path, [], {})
        client, place = writable(tmp_path), {}
        requests = graph.value(graph.value(test, MF.action), HT.requests)
        for request in Collection(graph, requests):
            run += 1
            name = test.rpartition("#")[2]
            failed += [f"{name}: {why}" for why in wrong(graph, request, client, place)]
    assert run > 10
    assert failed == []


def wrong(
    graph: Graph, request: object, client: FlaskClient, places: dict[str, str] | None = None
) -> Iterator[str]:
    """Send a request of a manifest, and say what is wrong with the answer.

    `places` keeps the addresses that answers give, by the names that a manifest has for them.
    """
    places = {} if places is None else places
    body = graph.value(request, HT.body)
    headers = BEARER | fields(graph, request)
    coding = str(graph.value(body, CNT.characterEncoding) or "UTF-8") if body else "UTF-8"
    data = str(graph.value(body, CNT.chars)).encode(coding) if body else b""
    address = str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql")
    for name, place in places.items():
        address = address.replace(name, place)
    address = re.sub("^/gsp", "/rdf-graph-store", address)
    method = str(graph.value(request, HT.methodName))
    answer = client.open(address, method=method, headers=headers, data=data)
    response = graph.value(request, HT.resp)
    if not any(
        re.fullmatch(STATUS[iri.rpartition("#")[2]].replace("x", "."), answer.status[:3])
        for iri in graph.objects(response, MF.expectedStatus)
    ):
        yield f"{method} {address}: {answer.status} {answer.text[:200]}"
        return
    truth = graph.value(response, MF.expectedBoolean)
    if truth is not None and answer.json["boolean"] != bool(truth):
        yield f"not {truth}"
    name = graph.value(response, MF.expectedLocation)
    if name is not None:
        places[str(name)] = answer.headers["Location"]
    wanted = graph.value(response, HT.body)
    if wanted is not None and not truth and "turtle" in answer.mimetype:
        aim = parse(str(graph.value(wanted, CNT.chars)), format=RdfFormat.TURTLE)
        got = parse(answer.data, format=RdfFormat.TURTLE)
        if canonical([q.triple for q in got]) != canonical([q.triple for q in aim]):
            yield f"{method} {address}: another graph"


def fields(graph: Graph, request: object) -> dict[str, str]:
    """The header fields of a request."""
    return {
        str(graph.value(header, HT.fieldName)).lower(): str(graph.value(header, HT.fieldValue))
        for head in graph.objects(request, HT.headers)
        for header in Collection(graph, head)
    }
