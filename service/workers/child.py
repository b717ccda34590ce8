"""The worker process: `python -m service.workers.child STORE MEMORY RESULT`.

It answers the questions that come in on standard input, one at a time. When the service lets go
of that pipe, for whatever reason, it ends at once, also in the midst of a query: the main thread
waits for the pipe, another one runs the queries, and the engine does not hold the GIL meanwhile.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread, stack_size

from kg.store import GraphStore, open_store
from service.workers.answers import Question, answer
from service.workers.frames import HELLO, pack_json, read

STACK = 64 << 20  #: bytes; the engine reads nested queries with its stack
GRACE = 1.0  #: seconds after a time limit at which a worker that is still there ends itself


def main(path: str, memory: str, result: str) -> None:
    """Open the store, and answer until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service decides when to stop
    store = open_store(Path(path))
    questions: SimpleQueue[Question] = SimpleQueue()
    stack_size(STACK)
    Thread(target=_answer_all, args=(store, questions, int(result)), daemon=True).start()
    limit_memory(int(memory))
    sys.stdout.buffer.write(pack_json(HELLO, version=store.version))
    sys.stdout.buffer.flush()
    while (frame := read(sys.stdin.buffer)) is not None:
        questions.put(Question(**json.loads(frame[1])))
    os._exit(0)


def _answer_all(store: GraphStore, questions: SimpleQueue[Question], limit: int) -> None:
    try:
        while True:
            question = questions.get()
            # An unhandled SIGALRM ends the process, whatever the engine is doing.
            signal.setitimer(signal.ITIMER_REAL, question.seconds + GRACE)
            answer(store, question, limit, sys.stdout.buffer)
            signal.setitimer(signal.ITIMER_REAL, 0)
    except MemoryError:
        os.abort()  # as the engine does where there is no memory
    finally:
        os._exit(1)


def limit_memory(more: int) -> None:
    """Let the process have so many bytes more than it has now.

    RLIMIT_DATA counts what is allocated, but not the files of the store, which RocksDB may map.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])
        now = pages * resource.getpagesize()
    except OSError:  # not Linux
        now = 256 << 20
    resource.setrlimit(resource.RLIMIT_DATA, (now + more, now + more))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(*sys.argv[1:])
