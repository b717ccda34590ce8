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
