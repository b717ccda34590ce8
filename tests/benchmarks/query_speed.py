"""Time of every shipped query on the graph of the seeds, in processor milliseconds.

Machines differ and are noisy: the yardstick, a sum of ten million numbers, is measured too.

    python tests/benchmarks/query_speed.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from kg.build import build
from kg.queries import shipped_queries
from kg.store import open_store

SEEDS = Path(__file__).parents[2] / "seeds"
ROUNDS = 5


def best(work: Callable[[], object]) -> float:
    """Return the least processor time of some rounds, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return min(times)


def main() -> None:
    """Print the queries, the slowest first."""
    with tempfile.TemporaryDirectory() as folder:
        build([SEEDS], Path(folder) / "store")
        store = open_store(Path(folder) / "store")
        times = {
            query.name: best(lambda sparql=query.sparql: list(store.query(sparql)))
            for query in shipped_queries().values()
        }
    for name, taken in sorted(times.items(), key=lambda item: -item[1]):
        print(f"{name:32}{taken:8.1f} ms")
    print(f"{'(yardstick)':32}{best(lambda: sum(range(10_000_000))):8.1f} ms")


if __name__ == "__main__":
    main()
