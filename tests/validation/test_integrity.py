"""Each condition of SKOS that a query decides on has a broken graph, which is reported."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Quad, Store

from kg.namespaces import PREFIXES
from kg.validation.integrity import conditions, integrity

# condition, what is added to a sound graph, and the pair that is reported
BROKEN = [
    ("S8", ("robot", "skos:topConceptOf", "other"), ("robot", "other")),
    ("S8", ("scheme", "skos:hasTopConcept", "surgical"), ("surgical", "scheme")),
    ("S23", ("robot", "skos:related", "sensor"), ("robot", "sensor")),
    ("S24", ("thing", "skos:broader", "robot"), ("thing", "robot")),
    ("S24", ("robot", "skos:broaderTransitive", "sensor"), ("robot", "sensor")),
    ("S25", ("robot", "skos:broader", "thing"), ("robot", "thing")),
    ("S25", ("robot", "skos:narrowerTransitive", "sensor"), ("sensor", "robot")),
    ("S27", ("soft", "skos:related", "robot"), ("soft", "robot")),
    ("S44", ("robot", "skos:exactMatch", "sensor"), ("robot", "sensor")),
    ("S46", ("twin", "skos:broadMatch", "robot"), ("twin", "robot")),
    ("ring", ("robot", "skos:broader", "soft"), ("soft", "surgical")),
]


def sound():
    """A scheme with a hierarchy of three concepts, a related one and an exact match."""
    triples = []
    for lower, upper in (("soft", "surgical"), ("surgical", "robot")):
        triples += [(lower, "skos:broader", upper), (upper, "skos:narrower", lower)]
    for lower, upper in (("soft", "surgical"), ("surgical", "robot"), ("soft", "robot")):
        triples += [
            (lower, "skos:broaderTransitive", upper),
            (upper, "skos:narrowerTransitive", lower),
        ]
    for one, other in (("surgical", "camera"), ("camera", "surgical")):
        triples.append((one, "skos:related", other))
    for one, other in (("robot", "twin"), ("twin", "robot")):
        triples.append((one, "skos:exactMatch", other))
    triples += [(c, "skos:inScheme", "scheme") for c in ("robot", "surgical", "soft", "camera")]
    triples += [("robot", "skos:topConceptOf", "scheme"), ("scheme", "skos:hasTopConcept", "robot")]
    return triples


@pytest.fixture
def found(node):
    """What is reported of triples: condition, focus and value, by their short names."""

    def report(triples):
        store = Store()
        store.extend(Quad(*map(node, triple), DefaultGraph()) for triple in triples)
        violations = integrity(lambda text: store.query(text, prefixes=dict(PREFIXES)))
        return [
            tuple(
                term.value.rpartition(mark)[2]
                for term, mark in ((v.shape.iri, "Integrity-"), (v.focus, "/"), (v.value, "/"))
            )
            for v in violations
        ]

    return report


def test_a_sound_scheme_violates_nothing(found):
    assert found(sound()) == []


@pytest.mark.parametrize(("condition", "added", "pair"), BROKEN)
def test_a_broken_scheme_is_reported(condition, added, pair, found):
    assert (condition, *pair) in found([*sound(), added])


def test_every_condition_has_a_broken_scheme():
    assert {condition for condition, _, _ in BROKEN} == set(conditions())


def test_the_concepts_of_the_seeds_fulfil_all_conditions(seeds):
    assert not list(integrity(seeds.query))
