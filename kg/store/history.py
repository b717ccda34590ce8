"""Who changed what, and when: the history of curation, in the terms of PROV-O.

A change is a `prov:Activity`, with its time and its agent. Each statement that it added to the
default graph, or took out of it, is an `rdf:Statement` that `prov:wasGeneratedBy` or
`prov:wasInvalidatedBy` the change. A graph of the curators' own `prov:wasInfluencedBy` it.
See https://www.w3.org/TR/prov-o/.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.namespaces import HISTORY, PROV, RDF, RDFS, XSD
from kg.store.curation import Settled

_HISTORY = NamedNode(HISTORY)

Node = NamedNode | BlankNode | Literal | Triple


def record(store: Store, settled: Settled, number: int, curator: str) -> None:
    """Add a change to the history.

    Parameters
    ----------
    number
        Of the snapshot that the change makes; no other change has it.
    curator
        The name of who made it.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    change = NamedNode(f"{HISTORY}/{number}-{now[:19].replace(':', '')}")
    agent = NamedNode(f"{HISTORY}/agent/{quote(curator, safe='')}")
    time = Literal(now.replace("+00:00", "Z"), datatype=NamedNode(f"{XSD}dateTime"))
    store.add_graph(_HISTORY)
    store.extend([*_activity(change, agent, curator, time), *_statements(change, settled)])


def _activity(change: NamedNode, agent: NamedNode, curator: str, time: Literal) -> Iterator[Quad]:
    yield _quad(change, f"{RDF}type", NamedNode(f"{PROV}Activity"))
    yield _quad(change, f"{PROV}endedAtTime", time)
    yield _quad(change, f"{PROV}wasAssociatedWith", agent)
    yield _quad(agent, f"{RDF}type", NamedNode(f"{PROV}Agent"))
    yield _quad(agent, f"{RDFS}label", Literal(curator))


def _statements(change: NamedNode, settled: Settled) -> Iterator[Quad]:
    for part, how, triples in (
        ("added", "wasGeneratedBy", settled.added),
        ("removed", "wasInvalidatedBy", settled.removed),
    ):
        for number, triple in enumerate(triples, 1):
            node = NamedNode(f"{change.value}/{part}/{number}")
            yield _quad(node, f"{RDF}type", NamedNode(f"{RDF}Statement"))
            yield _quad(node, f"{RDF}subject", triple.subject)
            yield _quad(node, f"{RDF}predicate", triple.predicate)
            yield _quad(node, f"{RDF}object", triple.object)
            yield _quad(node, f"{PROV}{how}", change)
    for graph in settled.graphs:
        yield _quad(NamedNode(graph), f"{PROV}wasInfluencedBy", change)


def _quad(subject: Node, predicate: str, object_: Node) -> Quad:
    assert not isinstance(subject, Literal)
    return Quad(subject, NamedNode(predicate), object_, _HISTORY)
