"""Frames: how a worker and the service talk. A kind, a length, and that many bytes."""

from __future__ import annotations

import json
import struct
from typing import BinaryIO

HELLO = b"H"  #: from a new worker: its snapshot is open
QUERY = b"Q"  #: to a worker
ANSWER = b"A"  #: from a worker: what the data that follows is
DATA = b"D"
END = b"E"  #: the answer is complete
ERROR = b"X"  #: there is no answer, and why

_HEAD = struct.Struct("!cI")
HEAD_SIZE = _HEAD.size


def pack(kind: bytes, payload: bytes) -> bytes:
    """Return a frame.

    >>> pack(DATA, b"abc")
    b'D\\x00\\x00\\x00\\x03abc'
    """
    return _HEAD.pack(kind, len(payload)) + payload


def pack_json(kind: bytes, **payload: object) -> bytes:
    """Return a frame whose payload is JSON."""
    return pack(kind, json.dumps(payload).encode())


def head(data: bytes) -> tuple[bytes, int]:
    """Return the kind and the length that a frame's first bytes announce."""
    kind, length = _HEAD.unpack(data)
    return kind, length


def read(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Return the next frame's kind and payload; None at the stream's end."""
    begin = stream.read(HEAD_SIZE)
    if len(begin) < HEAD_SIZE:
        return None
    kind, length = head(begin)
    payload = stream.read(length)
    return (kind, payload) if len(payload) == length else None
