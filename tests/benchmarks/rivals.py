"""Endpoints that are measured beside policykg: how each is loaded, started and stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from pyoxigraph import RdfFormat, Store

from kg.store.marker import Marker, sizes, snapshot_folder, write_marker

STARTING = 400.0  #: seconds that an endpoint may take until it answers; rdflib loads slowly

_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {sql}
DirsAllowed = {folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
[HTTPServer]
ServerPort = {http}
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextmanager
def policykg(file: Path, folder: Path) -> Iterator[str]:
    """Serve the triples of a file with policykg, and yield the address of the endpoint."""
    snapshot = snapshot_folder(folder, 1)
    snapshot.parent.mkdir(parents=True)
    store = Store(str(snapshot))
    store.bulk_load(path=file, format=RdfFormat.N_TRIPLES)
    store.optimize()
    del store
    write_marker(folder, Marker(1, (), sizes(snapshot)), "benchmark")
    port = free_port()
    options = ("--store", str(folder), "--port", str(port), "--rate", "0")
    program = "from kg.cli import main; main()"
    with _running((sys.executable, "-c", program, "serve", *options)):
        yield _answering(f"http://127.0.0.1:{port}/sparql")


@contextmanager
def rdflib_endpoint(file: Path, folder: Path) -> Iterator[str]:
    """Serve them with rdflib-endpoint."""
    program = os.environ.get("RDFLIB_ENDPOINT") or shutil.which("rdflib-endpoint")
    if program is None:
        raise FileNotFoundError(
            "rdflib-endpoint is not installed (pip install rdflib-endpoint), "
            "nor named by RDFLIB_ENDPOINT."
        )
    port = free_port()
    with _running((program, "serve", "--host", "127.0.0.1", "--port", str(port), str(file))):
        yield _answering(f"http://127.0.0.1:{port}/")


@contextmanager
def virtuoso(file: Path, folder: Path) -> Iterator[str]:
    """Serve them with Virtuoso, after a bulk load."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        raise FileNotFoundError("Virtuoso is not installed (apt install virtuoso-opensource).")
    folder.mkdir()
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, sql=sql, http=http))
    shutil.copy(file, folder / "data.nt")
    with _running((program, "+foreground", "+configfile", str(ini))):
        address = _answering(f"http://127.0.0.1:{http}/sparql")
        load = f"ld_dir('{folder}', 'data.nt', 'urn:data'); rdf_loader_run(); checkpoint;"
        subprocess.run(
            (client, str(sql), "dba", "dba", f"exec={load}"), check=True, capture_output=True
        )
        yield address


RIVALS: dict[str, Callable[[Path, Path], object]] = {
    "policykg": policykg,
    "rdflib-endpoint": rdflib_endpoint,
    "Virtuoso": virtuoso,
}


def free_port() -> int:
    """Return the number of a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


@contextmanager
def _running(command: tuple[str, ...]) -> Iterator[None]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answering(address: str) -> str:
    """Return the address once somebody answers there."""
    until = time.monotonic() + STARTING
    while True:
        try:
            urlopen(f"{address}?query=ASK%7B%7D", timeout=5).close()
            return address
        except (URLError, OSError):
            if time.monotonic() > until:
                raise TimeoutError(f"Nothing answers at {address}.") from None
            time.sleep(0.5)
