"""Which query runs when: a fair pool of workers that no client can use up.

Nobody knows beforehand which query will be a long one. So each begins at once on a worker that is
kept free for that, and counts as long when it is not done after a moment (`Limits.quick`). Of long
queries there are never so many that no worker is left for quick ones. Who has to wait, waits in a
queue of its own client, and the clients take turns.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from contextlib import suppress
from pathlib import Path
from threading import Condition
from time import monotonic

from service.workers.answers import Question
from service.workers.limits import Limits, Refusal, busy
from service.workers.process import Answer, Worker, WorkerError

SPARES = 2  #: workers that wait for a query, once there was one
KEPT = 8  #: workers that wait for one after they have answered: to start one takes longer
UNANSWERED = "The query could not be run; try again later."


class Pool:
    """Workers over the current snapshot of a store. Any thread may use it."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self.limits = limits
        self._store = store
        self._changed = Condition()
        self._spares: list[Worker] = []
        self._used: set[Worker] = set()
        self._running: Counter[str] = Counter()  # queries by client
        self._long: Counter[str] = Counter()  # of these, the long ones
        self._waiting: OrderedDict[str, deque[object]] = OrderedDict()  # clients, next one first
        self._version = ""
        self._closed = False

    def ask(self, question: Question, *, client: str, version: str) -> Answer:
        """Return the answer to a question.

        Parameters
        ----------
        client
            Who asks.
        version
            Of the current snapshot. Workers that have another one open are replaced.

        Raises
        ------
        Refusal
            If the query breaks a limit, is not valid, or there is no room for it.
        """
        for _ in range(SPARES):  # each may have died while it waited for a query
            with suppress(WorkerError):
                return self._in_turn(question, client, version)
        try:
            return self._in_turn(question, client, version)
        except WorkerError:
            raise Refusal(503, UNANSWERED) from None

    def _in_turn(self, question: Question, client: str, version: str) -> Answer:
        self._wait_for_turn(client)
        try:
            return self._ask_worker(question, client, version)
        finally:
            self._leave(client)

    def _ask_worker(self, question: Question, client: str, version: str) -> Answer:
        worker = self._take(version)
        long = False

        def on_long() -> None:
            nonlocal long
            self._becomes_long(client)
            long = True
            worker.yield_to_others()
            self.fill()

        try:
            return worker.ask(question, on_long)
        except WorkerError as error:
            if long:  # it has worked on the query, which may be what it died of
                raise Refusal(503, UNANSWERED) from error
            raise
        finally:
            self._give_back(worker, client, long=long)

    def fill(self) -> None:
        """Start as many spare workers as there should be."""
        while True:
            with self._changed:
                everyone = len(self._spares) + len(self._used)
                enough = len(self._spares) >= SPARES or everyone > self.limits.workers
                if self._closed or enough:
                    return
                self._spares.append(Worker(self._store, self.limits))

    def pids(self) -> list[int]:
        """Return the numbers of the processes."""
        with self._changed:
            return [worker.pid for worker in (*self._spares, *self._used)]

    def close(self) -> None:
        """End all workers, and refuse what comes from now on."""
        with self._changed:
            self._closed = True
            for worker in self._spares:
                worker.kill()
            self._spares.clear()
            for worker in self._used:
                worker.stop()  # the thread that uses it sees its end, and clears it away
            self._changed.notify_all()

    def _wait_for_turn(self, client: str) -> None:
        ticket = object()
        until = monotonic() + self.limits.patience
        with self._changed:
            queue = self._waiting.get(client, ())
            everyone = sum(map(len, self._waiting.values()))
            if everyone >= self.limits.waiting or len(queue) >= self.limits.waiting_each:
                raise busy("Too many queries wait already")
            self._waiting.setdefault(client, deque()).append(ticket)
            try:
                while not self._closed and not self._has_turn(client, ticket):
                    if not self._changed.wait(until - monotonic()):
                        raise busy("No worker became free in time")
                if self._closed:
                    raise Refusal(503, "The service is closing.")
                self._running[client] += 1
            finally:
                self._leave_queue(client, ticket)

    def _has_turn(self, client: str, ticket: object) -> bool:
        """Tell whether a query is the next one: a worker is free, and it is the client's turn."""
        if self._running.total() >= self.limits.workers:
            return False
        turn = next((name for name in self._waiting if self._may_run(name)), None)
        return turn == client and self._waiting[client][0] is ticket

    def _may_run(self, client: str) -> bool:
        return self._long[client] < self.limits.long_each and self._running[client] < max(
            self.limits.workers - 1, 1
        )

    def _leave_queue(self, client: str, ticket: object) -> None:
        queue = self._waiting[client]
        queue.remove(ticket)
        if queue:
            self._waiting.move_to_end(client)
        else:
            del self._waiting[client]
        self._changed.notify_all()

    def _take(self, version: str) -> Worker:
        with self._changed:
            if version != self._version:
                self._version = version
                for worker in self._spares:
                    worker.kill()
                self._spares.clear()
            while self._spares:
                worker = self._spares.pop(0)
                if worker.alive:
                    break
                worker.kill()
            else:
                worker = Worker(self._store, self.limits)
            self._used.add(worker)
            return worker

    def _becomes_long(self, client: str) -> None:
        with self._changed:
            if self._long.total() >= self.limits.long:
                raise busy("Too many long queries run already", after=5)
            self._long[client] += 1

    def _give_back(self, worker: Worker, client: str, *, long: bool) -> None:
        keep = worker.ready and not worker.polite
        with self._changed:
            if long:
                self._long -= Counter({client: 1})
            self._used.discard(worker)
            current = worker.known_version == self._version
            keep = keep and current and not self._closed and len(self._spares) < KEPT
            if keep:
                self._spares.insert(0, worker)
        if not keep:
            worker.kill()

    def _leave(self, client: str) -> None:
        """Let the next query have the turn of one that has ended."""
        with self._changed:
            self._running -= Counter({client: 1})
            self._changed.notify_all()
        self.fill()
