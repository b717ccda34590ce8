"""The ontology's own triples, which every store holds beside the data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pyoxigraph import RdfFormat, Triple, parse


@cache
def ontology_triples() -> tuple[Triple, ...]:
    """Return the triples of `ontology/policy.ttl`."""
    turtle = (files("ontology") / "policy.ttl").read_bytes()
    return tuple(quad.triple for quad in parse(turtle, RdfFormat.TURTLE))
