"""What a query may use, and what is said to one that wants more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of queries, and of how many there may be at a time."""

    seconds: float = 10.0  #: from the moment at which a worker has the query
    memory: int = 512 << 20  #: bytes that a query may add to its process
    result: int = 100 << 20  #: bytes of an answer, before compression
    workers: int = 12  #: queries that run at the same time
    reserved: int = 2  #: of these, workers that long queries never take
    quick: float = 0.2  #: seconds after which a query is a long one
    waiting: int = 32  #: queries that wait for a worker, of all clients
    waiting_each: int = 16  #: of these, of one client
    patience: float = 10.0  #: seconds that a query waits for a worker

    @property
    def long(self) -> int:
        """How many long queries run at the same time."""
        return max(self.workers - self.reserved, 1)

    @property
    def long_each(self) -> int:
        """How many of these one client may have."""
        return max(self.long - 1, 1)


class Refusal(Exception):  # noqa: N818 - it is an answer, no bug
    """A query that gets no results, with the status and the sentence that say why."""

    def __init__(self, status: int, sentence: str, **details: object) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.details = details  #: for programs: the limit, the place of a mistake


def too_slow(seconds: float) -> Refusal:
    """Return the refusal of a query that has run too long."""
    return Refusal(
        503,
        f"The query took longer than the time limit of {seconds:g} seconds; ask for less.",
        limit="time",
        seconds=seconds,
    )


def too_much_memory(limit: int) -> Refusal:
    """Return the refusal of a query that wants too much memory."""
    return Refusal(
        503,
        f"The query needs more than the memory limit of {limit >> 20} MB; ask for less.",
        limit="memory",
        bytes=limit,
    )


def too_large(limit: int) -> Refusal:
    """Return the refusal of a query whose answer is too long."""
    return Refusal(
        413,
        f"The answer is longer than the result limit of {_size(limit)}; ask for less, with LIMIT.",
        limit="result",
        bytes=limit,
    )


def too_deep() -> Refusal:
    """Return the refusal of a query that overflows the engine's stack."""
    return Refusal(400, "The query is nested too deeply, or too long, for the engine to read.")


def busy(sentence: str, after: int = 2) -> Refusal:
    """Return the refusal of a query for which there is no room now."""
    return Refusal(503, f"{sentence}; try again in {after} seconds.", limit="load", after=after)


def _size(limit: int) -> str:
    return f"{limit >> 20} MB" if limit >= 1 << 20 else f"{limit} bytes"
