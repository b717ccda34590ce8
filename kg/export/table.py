"""CSV: one line for each statement of a relation, with the words that state it."""

from __future__ import annotations

from importlib.resources import files
from typing import BinaryIO

from pyoxigraph import QueryResultsFormat, QuerySolutions

from kg.store import GraphStore


def write_statements(store: GraphStore, stream: BinaryIO) -> None:
    """Write all stated relations as CSV (RFC 4180) with a header line, in UTF-8."""
    rows = store.query((files("kg.export") / "statements.rq").read_text("utf-8"))
    assert isinstance(rows, QuerySolutions)
    rows.serialize(stream, QueryResultsFormat.CSV)
