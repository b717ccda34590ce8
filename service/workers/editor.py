"""The process that makes a curator's change: `python -m service.workers.editor STORE MEMORY`.

One change a process: it reads the change on standard input, as JSON, makes the next snapshot of
the store, and writes what came of it to standard output. It has limits as the queries have; where
it breaks one it ends, and the store is as it was.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Thread, stack_size

from pyoxigraph import RdfFormat, Store

from kg.errors import PolicyKGError, QueryError, StoreError
from kg.store.changing import Change, curate, delete, post, put
from kg.store.curation import CurationError
from kg.store.sparql import QuerySyntaxError
from kg.store.updating import update
from service.workers.child import STACK, limit_memory
from service.workers.limits import Refusal, busy


@dataclass(frozen=True, slots=True)
class Job:
    """A change as the service hands it to the process."""

    kind: str  #: update, put, post or delete
    curator: str  #: who makes it
    seconds: float  #: time limit
    base_iri: str
    text: str = ""  #: of an update
    default_graphs: Sequence[str] = ()  #: that an update looks at
    named_graphs: Sequence[str] = ()
    graph: str | None = None  #: that is put, posted to or deleted; None for the default graph
    parts: Sequence[tuple[str, str]] = ()  #: triples: media type, and bytes in Base64


def main(path: str, memory: str) -> None:
    """Make the change that stands on standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a change that has begun is finished
    job = Job(**json.load(sys.stdin.buffer))
    stack_size(STACK)
    worker = Thread(target=_work, args=(Path(path), job, int(memory)), daemon=True)
    worker.start()
    worker.join()


def _work(path: Path, job: Job, memory: int) -> None:
    signal.setitimer(signal.ITIMER_REAL, job.seconds)  # unhandled, it ends the process
    limit_memory(memory)
    try:
        answer = _made(path, job)
    except MemoryError:
        os.abort()  # as the engine does where there is no memory
    except Refusal as refusal:
        details = refusal.details
        answer = {"status": refusal.status, "sentence": refusal.sentence, "details": details}
    except BaseException:
        os._exit(1)
    print(json.dumps(answer), flush=True)


def _made(path: Path, job: Job) -> dict[str, object]:
    try:
        settled = curate(path, _change(job), job.curator)
    except QuerySyntaxError as error:
        place = {"line": error.line, "column": error.column}
        raise Refusal(400, str(error), **place) from error
    except QueryError as error:
        raise Refusal(400, str(error)) from error
    except CurationError as error:
        raise Refusal(403, str(error)) from error
    except StoreError as error:
        raise busy("The store is being built, or cannot be changed") from error
    except PolicyKGError as error:
        raise Refusal(400, str(error)) from error
    if settled is None:
        return {"added": 0, "removed": 0, "graphs": []}
    added, removed = len(settled.added), len(settled.removed)
    return {"added": added, "removed": removed, "graphs": settled.graphs}


def _change(job: Job) -> Change:
    if job.kind == "update":
        return partial(
            update,
            text=job.text,
            base_iri=job.base_iri,
            default_graphs=job.default_graphs,
            named_graphs=job.named_graphs,
        )
    if job.kind == "delete":
        return delete(job.graph)
    parts = [(_format(media), base64.b64decode(data)) for media, data in job.parts]

    def change(store: Store) -> None:
        (first, *more), kinds = parts, {"put": put, "post": post}
        kinds[job.kind](job.graph, first[1], first[0], job.base_iri)(store)
        for form, data in more:
            post(job.graph, data, form, job.base_iri)(store)

    return change


def _format(media: str) -> RdfFormat:
    form = RdfFormat.from_media_type(media)
    assert form is not None
    return form


def dump(job: Job) -> bytes:
    """Return a job as the process reads it."""
    return json.dumps(asdict(job)).encode()


if __name__ == "__main__":
    main(*sys.argv[1:])
