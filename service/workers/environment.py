"""The environment of the processes that work for clients."""

from __future__ import annotations

import os


def environment() -> dict[str, str]:
    """Return the service's own environment without what a client's query has no business with."""
    kept = {name: value for name, value in os.environ.items() if "POLICYKG_TOKEN" not in name}
    return {**kept, "RUST_BACKTRACE": "0"}
