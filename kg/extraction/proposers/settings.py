"""Settings: which language model to ask, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg.errors import UsageError

URL, KEY, MODEL = "POLICYKG_LLM_URL", "POLICYKG_LLM_KEY", "POLICYKG_LLM_MODEL"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a language model is asked, and as whom."""

    url: str  #: base address of an OpenAI-compatible endpoint, as in “http://localhost:8080/v1”
    key: str = field(repr=False)
    model: str


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment holds.

    Raises
    ------
    UsageError
        If one is missing, or the address is none of HTTP.

    >>> settings({URL: "http://localhost:8080/v1", KEY: "none", MODEL: "small"}).model
    'small'
    """
    missing = [name for name in (URL, KEY, MODEL) if not environment.get(name, "").strip()]
    if missing:
        raise UsageError(
            f"To ask a language model, set {' and '.join(missing)} in the environment:"
            " the address of an OpenAI-compatible endpoint (http://…/v1), its key"
            " (any word where it wants none) and the name of its model."
        )
    url, key, model = (environment[name].strip() for name in (URL, KEY, MODEL))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{URL} must be an address like http://localhost:8080/v1, not {url}.")
    return Settings(url, key, model)
