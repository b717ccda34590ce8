"""Queries of the current request, answered by the worker processes."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, current_app, request
from werkzeug.exceptions import BadRequest

from service.clients import client
from service.snapshot import snapshot
from service.workers.answers import Question
from service.workers.limits import Limits
from service.workers.pool import Pool
from service.workers.process import Answer

_EXTENSION = "policykg-workers"
_SECONDS = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)


def attach(app: Flask, store: Path, limits: Limits) -> Pool:
    """Give an application workers over a store; they are started with the first query."""
    pool: Pool = Pool(store, limits)
    app.extensions[_EXTENSION] = pool
    return pool


def workers(app: Flask) -> Pool:
    """Return the workers of an application."""
    pool: Pool = app.extensions[_EXTENSION]
    return pool


def ask(query: str, *, table: str | None, graph: str | None, gzip: bool) -> Answer:
    """Return the answer to a query over the dataset and in the time that the request names.

    Parameters
    ----------
    table, graph
        Media types: of the answer if it is a table (SELECT, ASK), or a graph (CONSTRUCT,
        DESCRIBE).
    gzip
        Whether the answer is to be compressed.

    Raises
    ------
    Refusal
        If there is no answer.
    """
    pool = workers(current_app)
    question = Question(
        query=query,
        base_iri=request.base_url,
        table=table,
        graph=graph,
        default_graphs=request.values.getlist("default-graph-uri"),
        named_graphs=request.values.getlist("named-graph-uri"),
        seconds=_seconds(pool.limits.seconds),
        gzip=gzip,
    )
    return pool.ask(question, client=client(), version=snapshot().store.version)


def _seconds(limit: float) -> float:
    """Return the time limit: the parameter `timeout`, in seconds, where it is the lower one."""
    wanted = request.values.get("timeout", "").strip()
    if not wanted:
        return limit
    if not _SECONDS.fullmatch(wanted) or float(wanted) == 0:
        raise BadRequest("The parameter timeout is a number of seconds, such as 2.5.")
    return min(float(wanted), limit)
