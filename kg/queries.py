"""The SPARQL queries that come with the program, as data in `ontology/queries`.

Each file begins with comment lines that describe it, `# key: value`, with the keys `title`,
`title-zh`, `description`, `description-zh`, `category`, and for each parameter
`parameter: ?variable | kind | label | 标签`. The query follows. A parameter's value stands on a
line `VALUES ?variable { … }` of its own, so that the file runs as it is in any tool.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.namespaces import PK

CATEGORIES = (
    "concepts",
    "tasks",
    "dependencies",
    "targets",
    "comparison",
    "evidence",
    "actors",
    "quality",
)
"""What the queries are about, in the order in which they are shown."""

_HEADER = re.compile(r"^# ([a-z-]+): (.*)$", re.MULTILINE)
_FIRST_WORDS = re.compile(r'"([^"]*)"|pk:(\w+)|(\d+)')


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query can be asked about."""

    name: str  #: of its variable, without "?"
    kind: str  #: "concept" or "task" (a name, in any language), "text", "class", "relation", "year"
    label: str
    label_zh: str
    default: str  #: its value in the file


@dataclass(frozen=True, slots=True)
class ShippedQuery:
    """A query with its description. `sparql` is the whole file, comments and prefixes too."""

    name: str  #: the file's name without its ending
    title: str
    title_zh: str
    description: str
    description_zh: str
    category: str  #: one of `CATEGORIES`
    parameters: tuple[Parameter, ...]
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


def filled(query: ShippedQuery, values: Mapping[str, str]) -> str:
    """Return a query's SPARQL with these values for its parameters; others keep theirs.

    A value is written as one term of SPARQL, whatever characters it has.

    >>> query = shipped_queries()["targets-of-year"]
    >>> [line.strip() for line in filled(query, {"year": "2030"}).split("\\n") if "VALUES" in line]
    ['VALUES ?year { 2030 }']

    Raises
    ------
    UsageError
        If the query has no such parameter, or the value is none of its kind.
    """
    parameters = {parameter.name: parameter for parameter in query.parameters}
    sparql = query.sparql
    for name, value in values.items():
        if name not in parameters:
            known = ", ".join(parameters) or "none"
            raise UsageError(f"The query {query.name} has no parameter {name}; it has: {known}.")
        sparql = _replaced(sparql, name, _written(parameters[name], value))
    return sparql


def _replaced(sparql: str, name: str, terms: str) -> str:
    def line(match: re.Match[str]) -> str:
        return f"{match[1]}{terms}{match[3]}"

    return _values(name).sub(line, sparql)


def _parse(name: str, text: str) -> ShippedQuery:
    lines = _HEADER.findall(text)
    header = dict(lines)
    return ShippedQuery(
        name=name,
        title=header["title"],
        title_zh=header["title-zh"],
        description=header["description"],
        description_zh=header["description-zh"],
        category=header["category"],
        parameters=tuple(_parameter(line, text) for key, line in lines if key == "parameter"),
        sparql=text,
    )


def _parameter(line: str, text: str) -> Parameter:
    name, kind, label, label_zh = (part.strip() for part in line.split("|"))
    name = name.removeprefix("?")
    match = _values(name).search(text)
    first = match and _FIRST_WORDS.search(match[2])
    if first is None:
        raise ValueError(f"there is no line VALUES ?{name} {{ … }}")
    return Parameter(name, kind, label, label_zh, next(part for part in first.groups() if part))


def _values(name: str) -> re.Pattern[str]:
    return re.compile(rf"^(\s*VALUES \?{name} \{{ )(.*)( \}})$", re.MULTILINE)


def _written(parameter: Parameter, value: str) -> str:
    try:
        return _WRITERS[parameter.kind](value)
    except ValueError:
        raise UsageError(
            f"{value!r} is no {parameter.kind}; {parameter.name} is one, as {parameter.default}."
        ) from None


def _name(value: str) -> str:
    return " ".join(str(Literal(value, language=language)) for language in ("zh", "en"))


def _text(value: str) -> str:
    return str(Literal(value))


def _term(value: str) -> str:
    local = value.removeprefix(PK).removeprefix("pk:")
    if not re.fullmatch(r"[A-Za-z]+", local):
        raise ValueError(value)
    return str(NamedNode(PK + local))


def _year(value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,4}", value):
        raise ValueError(value)
    return str(int(value))


_WRITERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "concept": _name,
        "task": _name,
        "text": _text,
        "class": _term,
        "relation": _term,
        "year": _year,
    }
)
