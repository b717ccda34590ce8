"""The web service: pages, maps and SPARQL over one store. No page asks another host for anything.

`create_app` makes the Flask application; each blueprint is one room of the house. The processes
of `service.workers` import this package as well and have to be quick, so it imports nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from service.workers.limits import Limits


def create_app(
    store: Path, *, limits: Limits | None = None, requests_a_second: float | None = None
) -> Flask:
    """Return the application that serves the store in this folder.

    Parameters
    ----------
    limits
        What queries may use; the usual limits without.
    requests_a_second
        How many a client may make of the query endpoint; without, `rates.A_SECOND`; 0 for any.

    Raises
    ------
    StoreError
        If there is no store in the folder, or it is broken.
    """
    from service.application import make

    return make(store, limits=limits, requests_a_second=requests_a_second)
