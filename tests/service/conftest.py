import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.build import build
from kg.extraction.facts import Extraction, Mention, MentionClass, Predicate, Relation, Task
from kg.graph import document_triples
from kg.linking import link
from kg.reading import read
from kg.store.marker import Marker, read_marker
from kg.store.writing import drafted, locked, publish
from service import create_app
from service.server import serve

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
MISSING = "no chromium with chromedriver is installed: pages were not opened in a browser"
EVIL = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>"
TEXT = f"“{EVIL}”发展规划\n\n一、重点任务\n\n建设{EVIL}平台。\n"


@pytest.fixture(scope="session")
def client(seeds_store: Path) -> FlaskClient:
    return create_app(seeds_store).test_client()


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a document whose title, task and concept hold markup."""
    folder = tmp_path_factory.mktemp("hostile")
    text, store = folder / "plan.txt", folder / "store"
    text.write_text(TEXT, encoding="utf-8")
    build([text], store)
    [stored] = read_marker(store).documents
    extraction = hostile_extraction(text)
    with locked(store) as marker, drafted(store, marker, keep=True) as draft:
        draft.replace(stored.graph, document_triples(extraction, link(extraction)))
    publish(store, Marker(draft.number, (stored,)), stored.software)
    return store


def hostile_extraction(path: Path) -> Extraction:
    document = read(path)
    start = document.text.index(EVIL, document.paragraphs[0].start)
    end = start + len(EVIL)
    section = document.sections[1].id
    task = Task(f"task:{section}", section, EVIL, "一", 1, "task:", start, end)
    pieces = ((start, end),)
    paragraph = document.paragraphs[0].id
    mention = Mention(
        "m1", EVIL, MentionClass.PLATFORM, pieces, paragraph, task.id, 1.0, "test", EVIL
    )
    relation = Relation(task.id, Predicate.BUILDS, mention.id, start, end, paragraph, 1.0, "test")
    return Extraction(document, (task,), (mention,), (relation,), ())


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    if not (BROWSER and DRIVER) and not os.environ.get("CI"):
        pytest.skip(MISSING)
    assert BROWSER and DRIVER, MISSING
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    started.set_window_size(1280, 900)
    yield started
    started.quit()


@pytest.fixture(scope="session")
def served() -> Callable[[Path], str]:
    """Starts a service over a store, and returns its address."""
    return serve_store


def serve_store(store: Path) -> str:
    addresses: list[str] = []
    ready = threading.Event()
    arguments = (
        create_app(store),
        "127.0.0.1",
        0,
        lambda url: (addresses.append(url), ready.set()),
    )
    threading.Thread(target=serve, args=arguments, daemon=True).start()
    assert ready.wait(30)
    return addresses[0].removesuffix("/")


@pytest.fixture(scope="module")
def site(seeds_store: Path) -> str:
    return serve_store(seeds_store)


@pytest.fixture
def watched(driver) -> Iterator:
    """The browser; at the end of the test it has had no error and asked no other host."""
    driver.get_log("browser")
    driver.get_log("performance")
    yield driver
    assert [entry["message"] for entry in driver.get_log("browser")] == []
    messages = [json.loads(e["message"])["message"] for e in driver.get_log("performance")]
    asked = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    assert asked
    assert [
        url for url in asked if not url.startswith(("http://127.0.0.1:", "file://", "data:"))
    ] == []
