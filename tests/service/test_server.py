import shutil
import socket
import threading
import urllib.request
from pathlib import Path

import pytest

from kg.build import build
from kg.errors import PolicyKGError, StoreError
from service import create_app
from service.server import serve


def test_a_port_in_use_is_said_in_one_sentence(seeds_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PolicyKGError, match=f"Port {port} of 127.0.0.1 is in use"):
            serve(create_app(seeds_store), "127.0.0.1", port)


def test_an_unknown_host_is_said_in_one_sentence(seeds_store: Path) -> None:
    with pytest.raises(PolicyKGError, match="There is no host no-such-host"):
        serve(create_app(seeds_store), "no-such-host.invalid", 0)


def test_the_server_says_where_it_serves_and_serves_there(seeds_store: Path) -> None:
    said: list[str] = []
    ready = threading.Event()

    def announce(url: str) -> None:
        said.append(url)
        ready.set()

    app = create_app(seeds_store)
    arguments = (app, "127.0.0.1", 0, announce)
    threading.Thread(target=serve, args=arguments, daemon=True).start()
    assert ready.wait(10)
    with urllib.request.urlopen(f"{said[0]}health", timeout=10) as answer:
        assert b'"status":"ok"' in answer.read()
        assert answer.headers["Server"] == "policykg"


def test_no_store_is_said_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        create_app(tmp_path / "none")


def test_a_new_snapshot_is_served_without_a_restart(tmp_path: Path, hostile_store: Path) -> None:
    folder, store = tmp_path / "texts", tmp_path / "store"
    folder.mkdir()
    shutil.copy(hostile_store.parent / "plan.txt", folder)
    build([folder], store)
    client = create_app(store).test_client()
    before = client.get("/health").json
    text = "智能制造发展规划\n\n一、重点任务\n\n研究智能感知技术，建设智能平台。\n"
    (folder / "second.txt").write_text(text, encoding="utf-8")
    build([folder], store)
    after = client.get("/health").json
    assert (before["documents"], after["documents"]) == (1, 2)
    assert after["triples"] > before["triples"]


def test_a_store_that_is_gone_leaves_the_last_snapshot_served(
    tmp_path: Path, hostile_store: Path
) -> None:
    shutil.copytree(hostile_store, tmp_path / "store")
    client = create_app(tmp_path / "store").test_client()
    (tmp_path / "store" / "policykg.json").unlink()
    assert client.get("/health").json["documents"] == 1
