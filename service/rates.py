"""How often a client may ask: a token bucket for each, at the doors that cost work.

Requests from this machine itself are not counted: a notebook, a test, and also a reverse proxy,
unless `policykg serve --behind-proxy` says that there is one, which names the real clients.
"""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from threading import Lock
from time import monotonic

from flask import Flask, Response, request

from service.clients import client, is_loopback
from service.errors import refusal

A_SECOND = 10.0  #: requests of a client to the query endpoint, on average
BURST = 10  #: seconds' worth of requests that may come at once
COUNTED = frozenset(
    {
        "sparql.endpoint",
        "competency_questions.question",
        *(f"lookup.{view}" for view in ("complete", "names")),
        *(f"graph_store.{view}" for view in ("read", "read_here", "replace", "extend")),
        "graph_store.change_here",
    }
)
_CLIENTS = 10_000  #: that are remembered; the one that was seen last longest ago is forgotten


class Buckets:
    """Token buckets by client."""

    def __init__(self, a_second: float) -> None:
        self._a_second = a_second
        self._full = max(a_second * BURST, 1.0)
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str, now: float) -> float:
        """Take a token, and return 0; or how many seconds it takes until there is one again.

        >>> buckets = Buckets(0.5)
        >>> [buckets.wait("a", 0.0) for _ in range(6)], buckets.wait("a", 2.0)
        ([0.0, 0.0, 0.0, 0.0, 0.0, 2.0], 0.0)
        """
        with self._lock:
            tokens, then = self._buckets.pop(name, (self._full, now))
            tokens = min(self._full, tokens + (now - then) * self._a_second)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / self._a_second
            self._buckets[name] = (tokens if wait else tokens - 1, now)
            if len(self._buckets) > _CLIENTS:
                self._buckets.popitem(last=False)
            return wait


def register(app: Flask, a_second: float) -> None:
    """Let an application refuse clients that ask too often; 0 for none."""
    if a_second <= 0:
        return
    buckets = Buckets(a_second)

    def limit() -> Response | None:
        if request.endpoint not in COUNTED or is_loopback(request.remote_addr or ""):
            return None
        wait = ceil(buckets.wait(client(), monotonic()))
        if not wait:
            return None
        return refusal(
            429,
            f"You ask more often than {a_second:g} times a second; wait {wait} seconds.",
            after=wait,
            limit="rate",
        )

    app.before_request(limit)
