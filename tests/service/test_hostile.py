"""Ways to reach out of the store or to break the service. Each gets an error, and reaches nothing.

`CANARY` stands for a socket that listens and must never be connected to, `FILE` for a file whose
secret must never be told.
"""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from service import create_app
from service.server import serve
from service.workers.limits import Limits

SECRET = "the-secret-of-the-canary"
EVIL = "\"'><script>alert(1)</script>"

SERVICES = [
    place.replace("SERVICE", keyword)
    for keyword in ("SERVICE", "service", "SeRvIcE", "SERVICE SILENT", "SERVICE\n#x\n", "SERVICE#")
    for place in (
        "SELECT * { SERVICE\n<CANARY> { ?s ?p ?o } }",
        "ASK{?s ?p ?o.SERVICE\n<CANARY>{?s ?p ?o}}",
        "SELECT * { { SELECT * { SERVICE\n<CANARY> { ?s ?p ?o } } } }",
        "SELECT * { # a comment\n SERVICE\n<CANARY> # another\n { ?s ?p ?o } }",
        "SELECT * { BIND('#' AS ?x) SERVICE\n<CANARY> { ?s ?p ?o } }",
        'SELECT * { BIND("""SERVICE " """ AS ?x) SERVICE\n<CANARY> { ?s ?p ?o } }',
        "SELECT * { VALUES ?g { <CANARY> } SERVICE\n?g { ?s ?p ?o } }",
        "PREFIX c: <CANARY> SELECT * { SERVICE\nc: { ?s ?p ?o } }",
        "BASE <CANARY> SELECT * { SERVICE\n<#> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { SERVICE\n<CANARY> { ?s ?p ?o } } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE\n<CANARY> { ?s ?p ?o } } }",
        "SELECT * { ?s ?p ?o MINUS { SERVICE\n<CANARY> { ?s ?p ?o } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { SERVICE\n<CANARY> { ?s ?p ?o } } }",
        "DESCRIBE ?s { { } UNION { SERVICE\n<CANARY> { ?s ?p ?o } } }",
    )
]
ESCAPED = ["SELECT * { \\u0053ERVICE <CANARY> { ?s ?p ?o } }", "\\u004cOAD <CANARY>"]
GRAPHS = [
    query.replace("IRI", iri)
    for iri in ("CANARY", "FILE", "CANARY#x", "FILE?x", "file:/etc/passwd")
    for query in (
        "SELECT * FROM <IRI> { ?s ?p ?o }",
        "SELECT * FROM NAMED <IRI> { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } FROM <IRI> WHERE { ?s ?p ?o }",
        "ASK from <IRI> { ?s ?p ?o }",
        "DESCRIBE <a:b> FROM <IRI>",
        "PREFIX x: <IRI> SELECT * FROM x: { ?s ?p ?o }",
        "SELECT * #FROM\nFROM#x\n<IRI> { ?s ?p ?o }",
    )
]
UPDATES = [
    *(f"{prefix}LOAD {silent}<{iri}>{into}"
      for prefix in ("", "#x\n", "PREFIX a: <b:c> ") for silent in ("", "SILENT ")
      for iri in ("CANARY", "FILE") for into in ("", " INTO GRAPH <a:b>")),
    "INSERT DATA { <a:b> <a:b> <a:b> }", "DELETE DATA { <a:b> <a:b> <a:b> }",
    "DELETE WHERE { ?s ?p ?o }", "INSERT { ?s ?p ?o } WHERE { SERVICE <CANARY> { ?s ?p ?o } }",
    "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL", "DROP SILENT ALL",
    "CREATE GRAPH <a:b>", "COPY DEFAULT TO <a:b>", "MOVE DEFAULT TO <a:b>", "ADD DEFAULT TO <a:b>",
    "SELECT * { ?s ?p ?o } ; LOAD <CANARY>", "ASK {} ; DROP ALL",
]  # fmt: skip
BROKEN = [
    "\x00", "SELECT \x00 * {}", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "{", "}" * 1000, "(" * 1000, "SELECT * {" * 1000, "'" * 999, "<" * 1000, "\\u12", "a" * 5000,
    f"ASK {{ {'{' * 5000}{'}' * 5000} }}", f"ASK {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    f"ASK {{ FILTER({'!' * 900_000}true) }}", f"ASK {{ ?s ?p {'[<a:b> ' * 5000} 1 {']' * 5000} }}",
    f"SELECT * {{ ?s ?p '{'x' * 1_100_000}' }}", f"SELECT * {{ ?s ?p ?o }} # {'x' * 10_000_000}",
    f"ASK {{ ?s ?p '''{'x' * 900_000} }}", f"SELECT {'?x ' * 300_000}", EVIL, f"SELECT {EVIL}",
    f"SELECT * {{ ?s <{EVIL}> ?o }}", f"PREFIX {EVIL}: <a:b> ASK {{}}",
]  # fmt: skip
RUNAWAYS = [
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
    "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f"
    " FILTER REGEX(CONCAT(STR(?c), STR(?f)), '(.*a){20}(b|c)*$') }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>)+ ?b . ?c (!<a:b>)* ?d }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>|^!<a:b>)* ?b . ?b (!<a:b>|^!<a:b>)* ?c }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?c), STR(?f))) < 0) }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?e), STR(?i)) = '') }",
]
PARAMETERS = [
    ("/sparql", {"query": "ASK {}", "format": EVIL}),
    ("/sparql", {"query": "ASK {}", "timeout": EVIL}),
    ("/sparql", {"query": "ASK {}", "default-graph-uri": EVIL}),
    ("/sparql", {"query": "ASK {}", "named-graph-uri": EVIL}),
    ("/sparql", {"query": "ASK {}", "default-graph-uri": "CANARY"}),
    ("/sparql", {"query": "ASK {}", "named-graph-uri": "CANARY"}),
    ("/sparql", {"query": "ASK {}", "default-graph-uri": "FILE"}),
    ("/sparql", {"query": "ASK {}", "named-graph-uri": "FILE"}),
    ("/sparql", {"query": "ASK {}", "using-graph-uri": "CANARY", "default-graph-uri": "a:b"}),
    ("/about", {"iri": EVIL}), ("/about", {"iri": "FILE"}), ("/about", {"iri": "CANARY"}),
    ("/questions/targets-of-year", {"year": EVIL}), ("/questions/sentences", {"predicate": EVIL}),
    ("/questions/targets-of-year.rq", {"year": EVIL}), (f"/questions/{EVIL}", {}),
    ("/complete", {"kind": EVIL}),
    ("/search", {"class": EVIL}), ("/map", {"class": EVIL}), ("/map", {"focus": EVIL}),
    ("/map", {"document": EVIL}), ("/map", {"depth": EVIL}), ("/map", {"limit": EVIL}),
    ("/map", {"lang": EVIL}), ("/map", {"view": EVIL}), (f"/id/{EVIL}", {}), (f"/{EVIL}", {}),
    ("/id/../../etc/passwd", {}), ("/static/../../setup.cfg", {}), ("//etc/passwd", {}),
    ("/static/%2e%2e/__init__.py", {}), ("/id/\r\nSet-Cookie: a=b", {}),
]  # fmt: skip
REQUESTS = [
    b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\nASK{}",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nA\r\n0\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"GET /sparql HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 300_000 + b"\r\n\r\n",
    b"GET /sparql?query=" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET\x00/sparql HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
    b"TRACE /sparql HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=ASK{}&timeout=\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=%ff HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
]


@pytest.fixture(scope="module")
def server(seeds_store: Path) -> int:
    """The port of a real server with low limits."""
    ports: list[int] = []
    ready = threading.Event()
    app = create_app(seeds_store, limits=Limits(seconds=3, memory=128 << 20, result=4 << 20))

    def announce(url: str) -> None:
        ports.append(int(url.rstrip("/").rpartition(":")[2]))
        ready.set()

    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, announce), daemon=True).start()
    assert ready.wait(20)
    return ports[0]


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Names of the canaries; at the end nothing has been connected to."""
    file = tmp_path_factory.mktemp("canary") / "canary.ttl"
    file.write_text(f"<a:b> <a:b> '{SECRET}' .", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        yield {"CANARY": address, "FILE": file.as_uri()}
        with pytest.raises(BlockingIOError):
            listening.accept()


def placed(text: str, canary: dict[str, str]) -> str:
    for name, value in canary.items():
        text = text.replace(name, value)
    return text


def ask(port: int, method: str, path: str, body: str | bytes = "", media: str = "") -> tuple:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": "text/html"} | ({"Content-Type": media} if media else {})
    data = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    connection.request(method, path, data, headers)
    answer = connection.getresponse()
    told = answer.status, answer.read().decode("utf-8", "replace")
    connection.close()
    return told


#: Of the pages themselves: a file of the service, or data that no browser runs.
OWN_SCRIPT = re.compile(
    r'<script (?:src="/static/[\w/.]+" defer|type="module" src="/static/[\w/.]+"'
    r'|type="application/json" id="settings")>'
)


def is_error(status: int, text: str, what: object) -> None:
    assert 400 <= status < 600, what
    assert status != 500, what
    assert SECRET not in text, what
    assert "root:x:0" not in text, what
    assert "<script" not in OWN_SCRIPT.sub("", text), what
    assert "Traceback" not in text, what


@pytest.fixture(scope="module", autouse=True)
def unharmed(server: int, canary: dict[str, str]) -> Iterator[None]:
    """After all of it the service answers as before."""
    yield
    query = urlencode({"query": "SELECT ?t { ?t a pk:Theory } LIMIT 1", "format": "csv"})
    status, text = ask(server, "GET", f"/sparql?{query}")
    assert status == 200
    assert "/concept/Theory/" in text


@pytest.mark.parametrize("queries", [SERVICES, ESCAPED, GRAPHS, UPDATES, BROKEN])
def test_no_query_reaches_out_or_breaks_the_service(
    server: int, canary: dict[str, str], queries: list[str]
) -> None:
    for query in queries:
        text = placed(query, canary)
        is_error(*ask(server, "POST", "/sparql", text, "application/sparql-query"), query[:200])


@pytest.mark.parametrize("queries", [SERVICES[:14], GRAPHS[:7], UPDATES, BROKEN[:12]])
def test_the_other_ways_to_send_a_query_are_no_other_door(
    server: int, canary: dict[str, str], queries: list[str]
) -> None:
    form = "application/x-www-form-urlencoded"
    for query in queries:
        sent = urlencode({"query": placed(query, canary)})
        is_error(*ask(server, "GET", f"/sparql?{sent}"), query[:200])
        is_error(*ask(server, "POST", "/sparql", sent, form), query[:200])


@pytest.mark.parametrize("path", ["/sparql", "/", "/update", "/.well-known/void"])
def test_no_door_takes_updates(server: int, canary: dict[str, str], path: str) -> None:
    for update in UPDATES[:20]:
        text = placed(update, canary)
        sent = urlencode({"update": text})
        is_error(*ask(server, "POST", path, text, "application/sparql-update"), update)
        is_error(*ask(server, "POST", path, sent, "application/x-www-form-urlencoded"), update)


@pytest.mark.parametrize("query", RUNAWAYS)
def test_no_query_runs_away(server: int, query: str) -> None:
    begin = time.monotonic()
    sent = urlencode(
        {"query": query, "timeout": "0.7", "format": "nt" if "CONS" in query else "csv"}
    )
    status, text = ask(server, "GET", f"/sparql?{sent}")
    is_error(status, text, query)
    assert status in (413, 503)
    assert "limit of" in text
    assert time.monotonic() - begin < 10


def test_no_parameter_is_trusted(server: int, canary: dict[str, str]) -> None:
    for path, parameters in PARAMETERS:
        sent = urlencode({name: placed(value, canary) for name, value in parameters.items()})
        address = path.replace("\r", "%0d").replace("\n", "%0a").replace(" ", "%20")
        status, text = ask(server, "GET", f"{address}?{sent}")
        is_error(status, text, (path, parameters))


@pytest.mark.parametrize("number", range(len(REQUESTS)))
def test_no_malformed_request_is_answered(server: int, number: int) -> None:
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", server), timeout=10) as connection,
        suppress(ConnectionError),  # it may be hung up on before all of it was sent
    ):
        connection.sendall(REQUESTS[number])
        connection.shutdown(socket.SHUT_WR)
        while data := connection.recv(1 << 16):
            answer += data
    status = int(answer.split()[1]) if answer else 400
    is_error(status if status != 501 else 400, answer.decode("latin-1"), REQUESTS[number][:80])


def test_there_are_two_hundred_ways() -> None:
    ways = (SERVICES, ESCAPED, GRAPHS, UPDATES, BROKEN, RUNAWAYS, PARAMETERS, REQUESTS)
    assert sum(map(len, ways)) >= 200
