"""In the service: a handle on one worker process."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO

from service.workers.answers import Question
from service.workers.environment import environment
from service.workers.frames import ANSWER, DATA, END, ERROR, HEAD_SIZE, HELLO, QUERY, head, pack
from service.workers.limits import Limits, Refusal, too_deep, too_much_memory, too_slow

STARTING = 30.0  #: seconds that a worker may take to open the store
NICE = 15  #: of a worker with a long query
_IN_MEMORY = 1 << 20  #: bytes of an answer that is not put into a file
_READ = 1 << 18


class WorkerError(Exception):
    """A worker that did not start, or ended for a reason that no query gives."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer."""

    head: dict[str, object]  #: as `service.workers.answers` writes it
    body: IO[bytes]  #: at its beginning
    size: int  #: of the body in bytes
    version: str  #: of the snapshot


class Worker:
    """A worker process. It is used by one thread at a time."""

    def __init__(self, store: Path, limits: Limits) -> None:
        command = (sys.executable, "-m", "service.workers.child", str(store))
        self._limits = limits
        self._buffer = bytearray()
        self._process = subprocess.Popen(
            (*command, str(limits.memory), str(limits.result)),
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            process_group=0,  # away from the terminal's Ctrl+C: the service ends its workers
        )
        assert self._process.stdout is not None
        self._stdout = self._process.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._stdout, select.POLLIN)
        self.known_version = ""  #: of the snapshot, once the worker has said it
        self.polite = False  #: whether it gives way to other processes
        self._busy = False

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def version(self) -> str:
        """Return the version of the worker's snapshot, as soon as it is open.

        Raises
        ------
        WorkerError
            If the worker cannot open the store.
        """
        if not self.known_version:
            frame = self._frame(monotonic() + STARTING)
            if frame is None or frame[0] != HELLO:
                raise WorkerError("A worker could not open the store.")
            self.known_version = json.loads(frame[1])["version"]
        return self.known_version

    def ask(self, question: Question, on_long: Callable[[], None]) -> Answer:
        """Return the answer to a question.

        The answer is taken out of the worker as it is written, into memory or a nameless file,
        and is handed on when it is complete: only then is it known that no limit breaks it, and
        a slow reader keeps no worker.

        Raises
        ------
        Refusal
            If the query gets no results. `on_long` may raise one, too; it is called once a query
            is a long one.
        WorkerError
            If the worker ends for another reason. It has to be killed after either of the two,
            unless it is `ready`.
        """
        version = self.version()
        begin = monotonic()
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            _write(self._process.stdin.fileno(), pack(QUERY, json.dumps(asdict(question)).encode()))
        about: dict[str, object] = {}
        body: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - handed on
        for kind, payload in self._frames(begin, question.seconds, on_long):
            if kind == DATA:
                body.write(payload)
            elif kind == ANSWER:
                about = json.loads(payload)
            elif kind == ERROR:
                error = json.loads(payload)
                raise Refusal(error["status"], error["sentence"], **error["details"])
        size = body.tell()
        body.seek(0)
        return Answer(about, body, size, version)

    @property
    def ready(self) -> bool:
        """Whether the worker waits for a question: it has said all that it had to say."""
        return self.alive and not self._buffer and not self._busy

    def _frames(
        self, begin: float, seconds: float, on_long: Callable[[], None]
    ) -> Iterator[tuple[bytes, bytes]]:
        """Yield what the worker says in answer to a question, with END or ERROR as the last."""
        self._busy = True
        limit = begin + seconds
        long = min(begin + self._limits.quick, limit)
        said = False
        while self._busy:
            frame = self._frame(limit if said else long)
            if frame is not None:
                self._busy = frame[0] not in (END, ERROR)
                yield frame
            elif said or long == limit:
                raise too_slow(seconds)
            else:
                said = True
                on_long()

    def _frame(self, until: float) -> tuple[bytes, bytes] | None:
        """Return the next frame; None if it is not there in time."""
        while (frame := self._buffered()) is None:
            left = until - monotonic()
            if left <= 0 or not self._poll.poll(left * 1000 + 1):
                return None
            data = os.read(self._stdout, _READ)
            if not data:
                raise self._reason()
            self._buffer += data
        return frame

    def _buffered(self) -> tuple[bytes, bytes] | None:
        if len(self._buffer) < HEAD_SIZE:
            return None
        kind, length = head(bytes(self._buffer[:HEAD_SIZE]))
        end = HEAD_SIZE + length
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[HEAD_SIZE:end])
        del self._buffer[:end]
        return kind, payload

    def _reason(self) -> Exception:
        """Return why the process has ended."""
        status = self._process.wait()
        if status == -signal.SIGABRT:
            return too_much_memory(self._limits.memory)
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return too_deep()
        if status == -signal.SIGALRM:
            return too_slow(self._limits.seconds)
        return WorkerError(f"A worker ended with status {status}.")

    def yield_to_others(self) -> None:
        """Let other processes come first from now on. There is no way back from this."""
        with suppress(OSError):
            # By its group, as the engine does not run in the process's first thread.
            os.setpriority(os.PRIO_PGRP, self.pid, NICE)
            self.polite = True

    def stop(self) -> None:
        """End the process, while another thread uses the worker."""
        self._process.kill()

    def kill(self) -> None:
        """End the process, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


def _write(descriptor: int, data: bytes) -> None:
    """Write all of the data to a pipe: one call to the system may take a part only."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
