"""The integrity conditions of SKOS that SHACL Core cannot express, as queries.

Each query in `ontology/integrity` finds what violates one condition of the SKOS Reference
(https://www.w3.org/TR/skos-reference/), by whose number it is called. The other conditions (S9,
S13, S14, S37 and the plain form of S46) are shapes in `ontology/shapes.ttl`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, QuerySolution, Triple

from kg.validation.engine import Violation
from kg.validation.shapes import SHAPES, shape_of

Query = Callable[[str], Iterable[QuerySolution]]


@cache
def conditions() -> Mapping[str, str]:
    """Return the query that finds what violates each condition, by its name.

    >>> sorted(conditions())[:2]
    ['S23', 'S24']
    """
    entries = [e for e in (files("ontology") / "integrity").iterdir() if e.name.endswith(".rq")]
    return {e.name.removesuffix(".rq"): e.read_text("utf-8") for e in sorted(entries, key=str)}


def integrity(query: Query) -> Iterator[Violation]:
    """Yield what violates the conditions, in a fixed order.

    `query` answers SELECT queries from the default graph of a store.
    """
    for name, text in conditions().items():
        shape = shape_of(f"{SHAPES}Integrity-{name}")
        pairs = {(row["focus"], row["value"]) for row in query(text)}
        for focus, value in sorted(pairs, key=str):
            assert not isinstance(focus, Literal | Triple)
            assert not isinstance(value, Triple)
            yield Violation(focus, shape, "hasValue", value)
