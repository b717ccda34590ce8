"""Reverse proxies: whose address counts, and what the service calls itself."""

import threading
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from service import create_app
from service.server import serve

TOLD = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "policies.example"}
PROXY = {"REMOTE_ADDR": "127.0.0.1"}


def ask(client: FlaskClient, forwarded: str, **headers: str) -> int:
    sent = {"X-Forwarded-For": forwarded} | headers
    return client.get("/sparql", headers=sent, environ_base=PROXY).status_code


def test_each_client_behind_a_proxy_has_a_limit_of_its_own(seeds_store: Path) -> None:
    client = create_app(seeds_store, requests_a_second=0.1, proxies=1).test_client()
    assert [ask(client, "192.0.2.1") for _ in range(2)] == [200, 429]
    assert ask(client, "192.0.2.2") == 200
    # What a client itself claims stands before what the proxy adds.
    assert ask(client, "198.51.100.7, 192.0.2.1") == 429


@pytest.mark.parametrize(("proxies", "known"), [(1, "192.0.2.9"), (2, "192.0.2.1")])
def test_as_many_proxies_are_believed_as_there_are(
    seeds_store: Path, proxies: int, known: str
) -> None:
    client = create_app(seeds_store, requests_a_second=0.1, proxies=proxies).test_client()
    for number in range(2):
        chain = {1: f"192.0.2.{number}, {known}", 2: f"{known}, 192.0.2.{number}"}[proxies]
        assert ask(client, chain) == (429 if number else 200)


def test_nobody_is_believed_without_a_proxy(seeds_store: Path) -> None:
    client = create_app(seeds_store, requests_a_second=0.1).test_client()
    address = {"REMOTE_ADDR": "192.0.2.1"}
    sent = [{"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-For": "198.51.100.7"}]
    status = [client.get("/sparql", headers=h, environ_base=address).status_code for h in sent]
    assert status == [200, 429]
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    assert "evil.example" not in client.get("/.well-known/void", headers=told).text


def test_the_service_calls_itself_as_the_proxy_does(seeds_store: Path) -> None:
    client = create_app(seeds_store, proxies=1).test_client()
    assert "https://policies.example/sparql" in client.get("/.well-known/void", headers=TOLD).text


@pytest.mark.parametrize("proxies", [0, 1])
def test_the_server_hands_on_what_a_proxy_says_only_where_there_is_one(
    seeds_store: Path, proxies: int
) -> None:
    urls: list[str] = []
    ready = threading.Event()

    def announce(url: str) -> None:
        urls.append(url)
        ready.set()

    arguments = (create_app(seeds_store, proxies=proxies), "127.0.0.1", 0, announce)
    threading.Thread(target=serve, args=arguments, daemon=True).start()
    assert ready.wait(20)
    with urlopen(Request(f"{urls[0]}.well-known/void", headers=TOLD), timeout=20) as answer:
        assert ("https://policies.example/sparql" in answer.read().decode()) == bool(proxies)
