"""The access log: one line of JSON for each request, with the hash of a query, not its text."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from flask import Flask, Response, g, request

from kg.errors import PolicyKGError

LOG = logging.getLogger("policykg.access")


def register(app: Flask) -> None:
    """Let an application log its requests, where somebody listens to the log."""
    app.before_request(_begin)
    app.after_request(_end)


def log_to(path: Path) -> None:
    """Write the log to a file, at whose end it goes on; `-` stands for standard error.

    Raises
    ------
    PolicyKGError
        If the file cannot be written.
    """
    try:
        to_file = str(path) != "-"
        handler: logging.Handler = (
            logging.FileHandler(path, encoding="utf-8") if to_file else logging.StreamHandler()
        )
    except OSError as error:
        raise PolicyKGError(
            f"The access log {path} cannot be written: {error.strerror}; name another file."
        ) from error
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def _begin() -> None:
    g.begin = perf_counter()


def note_query(query: str) -> None:
    """Let the current request's line tell which query was asked."""
    g.query_hash = hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _end(response: Response) -> Response:
    if not LOG.isEnabledFor(logging.INFO):
        return response
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": request.remote_addr,
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "bytes": response.content_length,
        "ms": round((perf_counter() - g.get("begin", perf_counter())) * 1000, 1),
        "query": g.get("query_hash"),
    }
    LOG.info(json.dumps(line, ensure_ascii=True))
    return response
