"""Advisory locks on folders, which the system releases when the process that holds them ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def hold(folder: Path, *, exclusive: bool) -> int | None:
    """Lock a folder and return the file descriptor that holds the lock until it is closed.

    Returns None, without waiting, where another holds a lock that excludes this one.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
