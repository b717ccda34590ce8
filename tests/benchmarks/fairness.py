"""How long look-ups take while other clients send queries that never end.

    python tests/benchmarks/fairness.py STORE [SECONDS]

Starts the service over a store in a process of its own, and prints the times of a ninth client's
look-ups over HTTP, without others and while eight clients send runaway queries all the time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

SERVER = """
import sys
from pathlib import Path
from service import create_app
from service.server import serve
serve(create_app(Path(sys.argv[1])), "127.0.0.1", 0, ready=lambda url: print(url, flush=True))
"""
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>)+ ?b . ?c (!<a:b>)* ?d }",
)
LOOKUP = "SELECT ?label { ?c a pk:Theory ; skos:prefLabel ?label } LIMIT 5"
EACH = 0.02  #: seconds between two look-ups
CLIENTS = 8


def ask(port: int, query: str) -> tuple[int, float]:
    """Return the status of an answer, and how many milliseconds it took."""
    begin = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/sparql?" + urlencode({"query": query, "format": "json"}))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, (time.perf_counter() - begin) * 1000


def look_up(port: int, seconds: float) -> list[tuple[int, float]]:
    """Return the answers of look-ups, one after the other."""
    end, answers = time.monotonic() + seconds, []
    while time.monotonic() < end:
        answers.append(ask(port, LOOKUP))
        time.sleep(EACH)
    return answers


def run_away(port: int, seconds: float, number: int, said: Counter[int]) -> None:
    """Send runaway queries, one after the other."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said[ask(port, RUNAWAYS[number % len(RUNAWAYS)])[0]] += 1
        number += 1


def report(title: str, answers: list[tuple[int, float]]) -> None:
    """Print the times of look-ups."""
    times = sorted(took for _, took in answers)
    failed = sum(status != 200 for status, _ in answers)
    median = statistics.median(times)
    print(
        f"{title}: {len(times)} look-ups, {failed} failed; median {median:.1f} ms,"
        f" 95 % within {times[len(times) * 95 // 100]:.1f} ms, longest {times[-1]:.1f} ms"
    )


def main(store: Path, seconds: float) -> None:
    """Measure, and print."""
    command = [sys.executable, "-c", SERVER, str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline().strip().rstrip("/").rpartition(":")[2])
            look_up(port, 1)
            report("alone", look_up(port, min(seconds, 5)))
            said: Counter[int] = Counter()
            others = [
                threading.Thread(target=run_away, args=(port, seconds, number, said))
                for number in range(CLIENTS)
            ]
            for other in others:
                other.start()
            report(f"beside {CLIENTS} runaway clients", look_up(port, seconds))
            for other in others:
                other.join()
            print(f"the others got: {dict(said)}")
        finally:
            server.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 60)
