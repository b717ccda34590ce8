"""`policykg serve`: build what is missing or stale, and show it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.options import model_option, store_option


@click.command()
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@store_option
@model_option
def serve(paths: Sequence[Path], host: str, port: int, store: Path, model: str | None) -> None:
    """Serve the graph: pages, maps and SPARQL.

    With PATH, the graph of these documents is built first where it is missing or stale;
    without, the store is served as it is.

    \b
    Examples:
      policykg serve seeds
      policykg serve --store /tmp/graph --port 9000
    """
    from kg.build import build, stale
    from kg.cli.terminal import fail, progress
    from service import create_app
    from service.server import serve as serve_app

    if paths and stale(paths, store, model=model):
        with progress("Extracting") as advance:
            report = build(paths, store, model=model, progress=advance)
        for _, sentence in report.failed:
            fail(sentence, 1)
    serve_app(create_app(store), host, port, ready=_say_where)


def _say_where(url: str) -> None:
    click.echo(f"Serving at {url} (stop with Ctrl+C)", err=True)
