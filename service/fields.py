"""The shipped queries as people meet them: by category, with a form field for each parameter."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.analysis.networks import CLASSES, IS_PART_OF
from kg.maps import class_styles
from kg.maps.styles import relation_words
from kg.queries import CATEGORIES, Parameter, ShippedQuery, shipped_queries


@dataclass(frozen=True, slots=True)
class Field:
    """A form field for a parameter of a query."""

    parameter: Parameter
    value: str
    options: Mapping[str, str]  #: value → words for it; none for a field to write in


@dataclass(frozen=True, slots=True)
class Category:
    """Shipped queries that are about one thing."""

    name: str
    en: str
    zh: str
    queries: tuple[ShippedQuery, ...]


@cache
def categories() -> tuple[Category, ...]:
    """Return the shipped queries by what they are about, in the order of `CATEGORIES`."""
    words = tomllib.loads((files("service") / "categories.toml").read_text("utf-8"))
    queries = shipped_queries().values()
    return tuple(
        Category(
            name,
            words[name]["en"],
            words[name]["zh"],
            tuple(query for query in queries if query.category == name),
        )
        for name in CATEGORIES
        if any(query.category == name for query in queries)
    )


def fields(query: ShippedQuery, values: Mapping[str, str]) -> list[Field]:
    """Return the fields for a query's parameters, filled with these values or its own."""
    return [
        Field(
            parameter,
            values.get(parameter.name, "").strip() or parameter.default,
            _options(parameter.kind),
        )
        for parameter in query.parameters
    ]


def _options(kind: str) -> dict[str, str]:
    if kind == "class":
        styles = class_styles()
        names = (name for name in CLASSES if name in styles)
        return {name: f"{styles[name].en} {styles[name].zh}" for name in names}
    if kind == "relation":
        chinese = relation_words("zh")
        return {
            name: f"{words[0]} {chinese[name][0]}"
            for name, words in relation_words("en").items()
            if name != IS_PART_OF
        }
    return {}
