"""The description of the service, and random requests that keep to it or do not."""

import re
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from service import create_app
from service.server import serve
from service.tokens import parse

TOKEN = "a-token-for-random-requests"
METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> dict:
    answer = client.get("/openapi.json")
    assert answer.status_code == 200
    return answer.json


def test_every_route_is_described_and_nothing_else(client: FlaskClient, description: dict) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in client.application.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {
        (path, method)
        for path, item in description["paths"].items()
        for method in item.keys() & METHODS
    }
    assert described == routes


def test_the_description_holds_together(description: dict) -> None:
    assert description["openapi"].startswith("3.1.")
    names = []
    for path, item in description["paths"].items():
        for method, operation in item.items():
            names.append(operation["operationId"])
            given = {p["name"] for p in operation.get("parameters", ()) if p.get("in") == "path"}
            assert given == set(re.findall(r"\{(\w+)\}", path)), (method, path)
            assert operation["summary"] and "default" in operation["responses"], path
    assert len(names) == len(set(names))
    for reference in re.findall(r"'\$ref': '#/([^']+)'", str(description)):
        found = description
        for part in reference.split("/"):
            found = found[part]


def test_the_description_names_the_service_as_it_is_reached(client: FlaskClient) -> None:
    described = client.get("/openapi.json", base_url="https://policies.example/").json
    assert described["servers"] == [{"url": "https://policies.example"}]


@pytest.mark.skipif(find_spec("schemathesis") is None, reason="schemathesis is not installed")
def test_no_random_request_is_a_fault_of_the_service(hostile_store: Path, tmp_path: Path) -> None:
    copytree(hostile_store, tmp_path / "store")
    app = create_app(tmp_path / "store", curators=parse(TOKEN))
    urls: list[str] = []
    ready = threading.Event()

    def announce(url: str) -> None:
        urls.append(url)
        ready.set()

    threading.Thread(target=serve, args=(app, "127.0.0.1", 0, announce), daemon=True).start()
    assert ready.wait(20)
    options = ["--max-examples", "3", "--phases", "examples,fuzzing", "--seed", "1"]
    checks = ["--checks", "not_a_server_error", "--mode", "all", "--suppress-health-check", "all"]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{urls[0]}openapi.json"),
            *(*options, *checks, "-H", f"Authorization: Bearer {TOKEN}"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > 40
