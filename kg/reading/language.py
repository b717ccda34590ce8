"""The language data of reading, from language.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def language() -> dict[str, Any]:
    """Return the tables of language.toml, by name."""
    return tomllib.loads((files("kg.reading") / "language.toml").read_text("utf-8"))
