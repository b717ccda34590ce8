"""How classes look and what a map says: the data of `classes.toml` and `words.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """How the members of a class look, and what it is called."""

    name: str  #: local name in the ontology: “KeyTechnology”
    colour: str  #: “#rrggbb”
    shape: str  #: as vis-network calls it
    path: str  #: the same shape as SVG path data in a box of 16 by 16
    en: str
    zh: str


@cache
def class_styles() -> dict[str, ClassStyle]:
    """Return the classes that maps show, by local name, in the order of legends.

    >>> class_styles()["Theory"].zh
    '理论'
    """
    data = _read("classes.toml")
    return {name: _style(name, row, data["shapes"]) for name, row in data["classes"].items()}


@cache
def class_style(name: str) -> ClassStyle:
    """Return the style of a class; of one that `classes.toml` does not list, that of “other”.

    >>> class_style("Elephant").name
    'other'
    """
    data = _read("classes.toml")
    return class_styles().get(name) or _style("other", data["other"], data["shapes"])


@cache
def words(language: str) -> dict[str, str]:
    """Return what a map says in a language, "en" or "zh".

    >>> words("zh")["fit"]
    '显示全部'
    """
    return dict(_read("words.toml")[language])


@cache
def relation_words(language: str) -> dict[str, tuple[str, str]]:
    """Return how each relation reads from its subject and from its object.

    >>> relation_words("en")["appliedIn"]
    ('applied in', 'applies')
    """
    return {name: tuple(row[language]) for name, row in _read("words.toml")["relations"].items()}


def _style(name: str, row: dict[str, str], shapes: dict[str, str]) -> ClassStyle:
    shape = row["shape"]
    return ClassStyle(name, row["colour"], shape, shapes[shape], row["en"], row["zh"])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("kg.maps") / name).read_text("utf-8"))
