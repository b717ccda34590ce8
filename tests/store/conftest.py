from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.store import Marker, StoredDocument
from kg.store.writing import drafted, locked, publish


def triples(*words):
    """Triples that say one thing of each word."""
    return [
        Triple(NamedNode(f"http://example.org/{w}"), NamedNode("http://example.org/p"), Literal(w))
        for w in words
    ]


def put(path, **graphs):
    """Write the next snapshot of a store: named graphs with a triple for each word of a text."""
    with locked(path) as marker:
        before = {file.graph: file for file in marker.files}
        with drafted(path, marker, keep=True) as draft:
            for name, text in graphs.items():
                iri = f"http://example.org/{name}"
                draft.replace(iri, triples(*text.split()))
                before[iri] = StoredDocument(f"/{name}.txt", "0", iri, name, "http://b/", "1", "")
        publish(path, Marker(draft.number, tuple(before.values())), "1")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def small(path):
    """The path of a store of two documents that share a triple."""
    put(path, one="甲 乙", two="乙 丙")
    return path


@pytest.fixture(name="put")
def put_fixture():
    return put


@pytest.fixture(name="triples")
def triples_fixture():
    return triples
