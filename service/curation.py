"""Changes of the graph by curators, one at a time, each in a process of its own.

A change makes the next snapshot of the store, as a build does; the next request is answered
from it. What a change comes to, and how it survives builds: `kg.store.curation`.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from flask import Flask, current_app

from service.workers.editor import Job, dump
from service.workers.environment import environment
from service.workers.limits import Limits, Refusal, busy, too_deep, too_much_memory, too_slow

STARTING = 30.0  #: seconds that a process may take to start, and to end
_EXTENSION = "policykg-curation"


@dataclass(frozen=True, slots=True)
class Made:
    """What a change has come to."""

    added: int  #: statements that are now in the default graph, and were not
    removed: int
    graphs: list[str]  #: names of the curators' own graphs that have changed


class Editor:
    """Makes changes of a store, one at a time."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self.limits = limits
        self._command = (sys.executable, "-m", "service.workers.editor", str(store))
        self._lock = Lock()

    def make(self, job: Job) -> Made:
        """Make a change.

        Raises
        ------
        Refusal
            If it is not valid or not allowed, breaks a limit, or there is no room for it now.
        """
        if not self._lock.acquire(timeout=self.limits.patience):
            raise busy("Other changes wait already")
        try:
            done = subprocess.run(
                (*self._command, str(self.limits.memory)),
                input=dump(job),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                process_group=0,
                timeout=job.seconds + STARTING,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise too_slow(job.seconds) from None
        finally:
            self._lock.release()
        if done.returncode:
            raise self._reason(done.returncode, job)
        answer = json.loads(done.stdout)
        if "status" in answer:
            raise Refusal(answer["status"], answer["sentence"], **answer["details"])
        return Made(**answer)

    def _reason(self, status: int, job: Job) -> Refusal:
        if status == -signal.SIGABRT:
            return too_much_memory(self.limits.memory)
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return too_deep()
        if status == -signal.SIGALRM:
            return too_slow(job.seconds)
        return Refusal(503, "The change could not be made; the graph is as it was.")


def attach(app: Flask, store: Path, limits: Limits) -> None:
    """Let an application change a store."""
    app.extensions[_EXTENSION] = Editor(store, limits)


def editor() -> Editor:
    """Return what makes the changes of the current application."""
    found: Editor = current_app.extensions[_EXTENSION]
    return found
