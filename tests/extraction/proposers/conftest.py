from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Reply:
    """What the stand-in sends back."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0  #: seconds before it says anything
    dribble: float = 0.0  #: seconds between the bytes of the body


def completion(content: str | None) -> Reply:
    """A well-formed chat completion that says this."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    body = {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    return Reply(json.dumps(body, ensure_ascii=False).encode())


@dataclass
class StandIn:
    """A small language model of our own: an HTTP server that says what a test tells it to."""

    url: str
    reply: Callable[[dict[str, Any]], Reply] = lambda request: completion('{"entities": []}')
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    under_way: int = 0
    most_under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    Reply = Reply
    completion = staticmethod(completion)

    def says(self, *entities: object) -> None:
        """Let it answer every paragraph with these entities: (text, class), or anything."""
        listed = [{"text": e[0], "class": e[1]} if isinstance(e, tuple) else e for e in entities]
        self.reply = lambda request: completion(
            json.dumps({"entities": listed}, ensure_ascii=False)
        )


class Handler(BaseHTTPRequestHandler):
    stand_in: StandIn

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        request = json.loads(data) | {"path": self.path}
        with self.stand_in.lock:
            self.stand_in.requests.append(request)
            self.stand_in.keys.add(self.headers["Authorization"])
            self.stand_in.under_way += 1
            self.stand_in.most_under_way = max(
                self.stand_in.most_under_way, self.stand_in.under_way
            )
        try:
            self.send(self.stand_in.reply(request))
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client went away: what a test of time-outs wants
        finally:
            with self.stand_in.lock:
                self.stand_in.under_way -= 1

    def send(self, reply: Reply) -> None:
        time.sleep(reply.delay)
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not reply.dribble:
            self.wfile.write(reply.body)
            return
        for position in range(len(reply.body)):
            self.wfile.write(reply.body[position : position + 1])
            self.wfile.flush()
            time.sleep(reply.dribble)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A running stand-in, which the environment names."""
    pytest.importorskip("openai", reason="the extra llm is not installed")
    handler = type("Bound", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    stand_in = StandIn(f"http://127.0.0.1:{server.server_port}/v1")
    handler.stand_in = stand_in  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setenv("POLICYKG_LLM_URL", stand_in.url)
    monkeypatch.setenv("POLICYKG_LLM_KEY", "a key")
    monkeypatch.setenv("POLICYKG_LLM_MODEL", "small")
    yield stand_in
    server.shutdown()
    thread.join()
    server.server_close()
