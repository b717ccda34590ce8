"""`policykg serve`: build what is missing or stale, and show it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import learned_option, llm_option, model_option, store_option

if TYPE_CHECKING:
    from service.tokens import Tokens


@click.command()
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1, 3600),
    default=10,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(16),
    default=512,
    show_default=True,
    help="Megabytes that a query may use.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0),
    default=10,
    show_default=True,
    help="Queries a second that an address may send, other than this machine's own; 0 for any.",
)
@click.option(
    "--access-log",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    help="Where each request is written down, as a line of JSON; - for standard error.",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="POLICYKG_TOKEN_FILE",
    show_envvar=True,
    help="Tokens of those who may change the graph, one a line, as NAME: TOKEN. Without it, or a "
    "token in POLICYKG_TOKEN, nobody may.",
)
@click.option(
    "--behind-proxy",
    "proxies",
    metavar="N",
    type=click.IntRange(0, 10),
    default=0,
    show_default=True,
    help="How many reverse proxies requests come through: believe what they add to the headers "
    "X-Forwarded-For, -Proto and -Host, so that limits count clients and not the proxy.",
)
@store_option
@model_option
@learned_option
@llm_option
def serve(
    paths: Sequence[Path],
    host: str,
    port: int,
    time_limit: float,
    memory_limit: int,
    rate: float,
    access_log: Path | None,
    token_file: Path | None,
    proxies: int,
    store: Path,
    model: str | None,
    learned: Path | None,
    llm: bool,
) -> None:
    """Serve the graph: pages, maps and SPARQL.

    With PATH, the graph of these documents is built first where it is missing or stale;
    without, the store is served as it is.

    \b
    Examples:
      policykg serve seeds
      policykg serve --store /tmp/graph --port 9000
    """
    from kg.build import build, stale
    from kg.cli.terminal import fail, progress, warn
    from service import create_app
    from service.access import log_to
    from service.server import serve as serve_app
    from service.workers.limits import Limits

    if paths and stale(paths, store, model=model, learned=learned, llm=llm):
        with progress("Extracting") as advance:
            report = build(paths, store, model=model, learned=learned, llm=llm, progress=advance)
        for _, sentence in report.failed:
            fail(sentence, 1)
        if report.shortfall:
            warn(report.shortfall)
    if access_log is not None:
        log_to(access_log)
    limits = Limits(seconds=time_limit, memory=memory_limit << 20)
    app = create_app(
        store,
        limits=limits,
        requests_a_second=rate,
        curators=_curators(token_file),
        proxies=proxies,
    )
    serve_app(app, host, port, ready=_say_where)


def _curators(token_file: Path | None) -> Tokens | None:
    from service.tokens import parse, read_tokens

    if token_file is not None:
        return read_tokens(token_file)
    token = os.environ.get("POLICYKG_TOKEN")
    return parse(token, "POLICYKG_TOKEN") if token else None


def _say_where(url: str) -> None:
    click.echo(f"Serving at {url} (stop with Ctrl+C)", err=True)
