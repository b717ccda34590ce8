"""How time grows with the text and with the map, four times as much beside as much.

Machines differ and are noisy, so read the ratios: 4 is linear, 16 quadratic. The layout of a map
compares all pairs of nodes, and may be quadratic.

    python tests/benchmarks/growth.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx

from kg.extraction import create, extract
from kg.extraction.clauses import depths
from kg.maps.layout import positions
from kg.reading import read_text

ROOT = Path(__file__).parents[2]
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """Return the least time that a piece of work takes in a few rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def show(name: str, small: Callable[[], object], large: Callable[[], object]) -> None:
    """Print the times of a piece of work and of one four times as large."""
    little, much = seconds(small), seconds(large)
    print(f"{name:24}{little:10.3f}{much:10.3f}{much / little:8.1f}")


def main() -> None:
    """Measure reading, extraction, unclosed brackets and the layout of a map."""
    text = (ROOT / "seeds" / "2017-new-generation-ai-development-plan.txt").read_text("utf-8")
    nlp = create()
    one, four = read_text(text), read_text(text * 4)
    brackets = "（" * 50_000
    small, large = (nx.barabasi_albert_graph(nodes, 2, seed=1) for nodes in (300, 1200))
    extract(one, nlp)  # the word lists are loaded once
    print(f"{'':24}{'seconds':>10}{'of 4':>10}{'ratio':>8}")
    show("reading", lambda: read_text(text), lambda: read_text(text * 4))
    show("extraction", lambda: extract(one, nlp), lambda: extract(four, nlp))
    show(
        "unclosed brackets",
        lambda: depths(brackets, 0, len(brackets)),
        lambda: depths(brackets * 4, 0, len(brackets) * 4),
    )
    show("layout of a map", lambda: positions(small), lambda: positions(large))


if __name__ == "__main__":
    main()
