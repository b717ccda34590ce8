"""The web service: pages, maps and SPARQL over one store. No page asks another host for anything.

`create_app` makes the Flask application; each blueprint is one room of the house. The processes
of `service.workers` import this package as well and have to be quick, so it imports nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from service.tokens import Tokens
    from service.workers.limits import Limits


def create_app(
    store: Path,
    *,
    limits: Limits | None = None,
    requests_a_second: float | None = None,
    curators: Tokens | None = None,
    proxies: int = 0,
) -> Flask:
    """Return the application that serves the store in this folder.

    Parameters
    ----------
    limits
        What queries may use; the usual limits without.
    requests_a_second
        How many a client may make of the query endpoint; without, `rates.A_SECOND`; 0 for any.
    curators
        Who may change the graph, with the tokens of `service.tokens`; without, nobody.
    proxies
        How many reverse proxies stand before the service, each of which adds to the headers
        X-Forwarded-For, -Proto and -Host. Without any, these headers are not believed.

    Raises
    ------
    StoreError
        If there is no store in the folder, or it is broken.
    """
    from service.application import make

    return make(
        store,
        limits=limits,
        requests_a_second=requests_a_second,
        curators=curators,
        proxies=proxies,
    )
