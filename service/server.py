"""A production WSGI server (waitress) for the application."""

from __future__ import annotations

import errno
from collections.abc import Callable

from flask import Flask
from waitress import create_server

from kg.errors import PolicyKGError
from service.questions import workers

#: Most of them wait for workers. There are some more than the queries that may run and wait, so
#: that pages and refusals never wait for queries.
THREADS = 64
MAX_BODY = 1 << 24  #: bytes that are read at all; the application refuses fewer in its own words
#: Bytes of an answer that are kept for a slow reader: whole answers, so that no thread waits.
KEPT = 1 << 28


def serve(
    app: Flask, host: str, port: int, ready: Callable[[str], object] = lambda url: None
) -> None:
    """Serve an application until the process is interrupted.

    Parameters
    ----------
    port
        0 for any that is free.
    ready
        Is called with the address of the landing page as soon as requests are taken.

    Raises
    ------
    PolicyKGError
        If the port is in use or not allowed, or there is no such host.
    """
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident="policykg",
            max_request_body_size=MAX_BODY,
            outbuf_high_watermark=KEPT,
            # Which of them may be believed, the application decides.
            clear_untrusted_proxy_headers=not app.config["BEHIND_PROXY"],
        )
    except OSError as error:
        raise PolicyKGError(_reason(error, host, port)) from error
    except ValueError:  # waitress's word for a host that cannot be resolved
        raise PolicyKGError(f"There is no host {host} here; try --host 127.0.0.1.") from None
    pool = workers(app)
    try:
        pool.fill()
        ready(_url(host, _port(server)))
        server.run()
    finally:
        pool.close()


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use; choose another with --port."
    if error.errno == errno.EACCES:
        return (
            f"Port {port} of {host} is not allowed to this user; choose one from 1024 with --port."
        )
    return f"Cannot serve on {host}, port {port}: {error.strerror or error}; choose others."


def _port(server: object) -> int:
    # A name with several addresses gives a server with several sockets.
    listening = getattr(server, "effective_listen", None)
    port: int = listening[0][1] if listening else server.effective_port  # type: ignore[attr-defined]
    return port


def _url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"
