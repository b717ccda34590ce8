"""The SPARQL queries that come with the program, as data in `ontology/queries`.

Each file begins with comment lines that describe it, `# key: value`, with the keys `title`,
`title-zh` and `description`; the query follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEADER = re.compile(r"^# ([a-z-]+): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ShippedQuery:
    """A query with its description. `sparql` is the whole file, comments and prefixes too."""

    name: str  #: the file's name without its ending
    title: str
    title_zh: str
    description: str
    sparql: str


@cache
def shipped_queries() -> dict[str, ShippedQuery]:
    """Return the shipped queries by name, sorted by name.

    >>> shipped_queries()["targets"].title
    'What is to be reached, by when'
    """
    folder = files("ontology") / "queries"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    return {
        name.removesuffix(".rq"): _parse(
            name.removesuffix(".rq"), (folder / name).read_text("utf-8")
        )
        for name in names
    }


def _parse(name: str, text: str) -> ShippedQuery:
    header = dict(_HEADER.findall(text))
    return ShippedQuery(name, header["title"], header["title-zh"], header["description"], text)
