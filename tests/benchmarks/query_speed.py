"""Time of every shipped query on the graph of the seeds, in processor milliseconds.

The least, the median and the greatest time of some rounds, and how many rows there are. Machines
differ and are noisy: the yardstick, a sum of ten million numbers, is measured too.

    python tests/benchmarks/query_speed.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from kg.build import build
from kg.queries import shipped_queries
from kg.store import open_store

SEEDS = Path(__file__).parents[2] / "seeds"
ROUNDS = 7


def times(work: Callable[[], object]) -> list[float]:
    """Return the processor times of some rounds, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return times


def line(name: str, taken: list[float], rows: object = "") -> str:
    """Return a line of the table."""
    return f"{name:28}{min(taken):8.1f}{median(taken):8.1f}{max(taken):8.1f}{rows:>7}"


def main() -> None:
    """Print the queries, the slowest first."""
    with tempfile.TemporaryDirectory() as folder:
        build([SEEDS], Path(folder) / "store")
        store = open_store(Path(folder) / "store")
        measured = []
        for query in shipped_queries().values():
            rows = len(list(store.query(query.sparql)))
            taken = times(lambda sparql=query.sparql: list(store.query(sparql)))
            measured.append((median(taken), line(query.name, taken, rows)))
    print(f"{'':28}{'least':>8}{'median':>8}{'most':>8}{'rows':>7}")
    for _, text in sorted(measured, reverse=True):
        print(text)
    print(line("(yardstick)", times(lambda: sum(range(10_000_000)))))


if __name__ == "__main__":
    main()
