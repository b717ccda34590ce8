"""In a worker: the results of a query in the form that is asked for, as frames."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.store import GraphStore
from kg.store.sparql import QuerySyntaxError
from service.workers.frames import ANSWER, DATA, END, ERROR, pack, pack_json
from service.workers.limits import Refusal, too_large

PAGE = "text/html"  #: in place of a format's media type: the first results, for people
SHOWN = 500  #: rows or triples of a page

_CHUNK = 1 << 16

Results = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True)
class Question:
    """A query as the service hands it to a worker."""

    query: str
    base_iri: str  #: against which its relative IRIs are resolved
    table: str | None  #: media type for SELECT and ASK; None where the client takes none
    graph: str | None  #: media type for CONSTRUCT and DESCRIBE
    default_graphs: list[str]
    named_graphs: list[str]
    seconds: float  #: time limit
    gzip: bool


def answer(store: GraphStore, question: Question, limit: int, stream: BinaryIO) -> None:
    """Write the answer to a question as frames: ANSWER, DATA and END, or ERROR in place of them.

    Where an ERROR follows DATA, what came before it is void.
    """
    try:
        results = store.query(
            question.query,
            base_iri=question.base_iri,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
        )
        _write(results, question, limit, stream)
    except QuerySyntaxError as error:
        place = {"line": error.line, "column": error.column, "expected": list(error.expected)}
        _refuse(stream, Refusal(400, str(error), **place))
    except QueryError as error:
        _refuse(stream, Refusal(400, str(error)))
    except Refusal as refusal:
        _refuse(stream, refusal)
    except RuntimeError as error:  # the engine's, while it evaluates
        _refuse(stream, Refusal(400, f"The query cannot be answered: {error}."))
    stream.flush()


class _Outlet(io.RawIOBase, BinaryIO):
    """Takes what the engine writes, and writes it as frames, compressed where that is wanted."""

    def __init__(self, stream: BinaryIO, limit: int, *, gzip: bool) -> None:
        self._stream = stream
        self._limit = limit
        self._gzip = zlib.compressobj(5, wbits=31) if gzip else None
        self._held = bytearray()
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._size += len(data)
        if self._size > self._limit:
            raise too_large(self._limit)
        self._held += self._gzip.compress(data) if self._gzip else data
        if len(self._held) >= _CHUNK:
            self._emit()
        return len(data)

    def finish(self) -> None:
        """Write what is held back."""
        if self._gzip:
            self._held += self._gzip.flush()
        self._emit()

    def _emit(self) -> None:
        if self._held:
            self._stream.write(pack(DATA, bytes(self._held)))
            self._held.clear()


def _write(results: Results, question: Question, limit: int, stream: BinaryIO) -> None:
    graph = isinstance(results, QueryTriples)
    media = question.graph if graph else question.table
    if media is None:
        raise Refusal(406, "", graph=graph)  # the service knows the forms, and says which
    head: dict[str, object] = {"graph": graph, "media": media, "gzip": question.gzip}
    outlet = _Outlet(stream, limit, gzip=question.gzip and media != PAGE)
    if media == PAGE:
        shown, body = _first(results)
        stream.write(pack_json(ANSWER, **head, **shown))
        outlet.write(body)
    else:
        stream.write(pack_json(ANSWER, **head))
        _serialize(results, media, outlet)
    outlet.finish()
    stream.write(pack_json(END))


def _serialize(results: Results, media: str, outlet: _Outlet) -> None:
    try:
        if isinstance(results, QueryTriples):
            form = RdfFormat.from_media_type(media)
            assert form is not None
            serialize(results, outlet, form, prefixes=dict(PREFIXES))
        else:
            table = QueryResultsFormat.from_media_type(media)
            assert table is not None
            results.serialize(outlet, table)
    except OSError as error:
        # The engine wraps what its outlet raises.
        raise Refusal(400, f"The query cannot be answered: {error}.") from error


def _first(results: Results) -> tuple[dict[str, object], bytes]:
    """Return what a page says of the results, and the first of them: rows as TSV, or Turtle."""
    if isinstance(results, QueryBoolean):
        return {"answer": bool(results)}, b""
    if isinstance(results, QueryTriples):
        triples = list(islice(results, SHOWN + 1))
        more = len(triples) > SHOWN
        turtle = serialize(triples[:SHOWN], format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
        return {"shown": min(len(triples), SHOWN), "more": more}, turtle or b""
    variables = [variable.value for variable in results.variables]
    rows = list(islice(results, SHOWN + 1))
    lines = ["\t".join(f"?{name}" for name in variables)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows[:SHOWN]]
    shown = {"variables": variables, "shown": min(len(rows), SHOWN), "more": len(rows) > SHOWN}
    return shown, "".join(f"{line}\n" for line in lines).encode()


def _refuse(stream: BinaryIO, refusal: Refusal) -> None:
    details = refusal.details
    stream.write(
        pack_json(ERROR, status=refusal.status, sentence=refusal.sentence, details=details)
    )
