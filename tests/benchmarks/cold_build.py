"""Time and memory of a cold build of the seeds, beside those of importing spaCy and rdflib alone.

Machines differ and are noisy, so read the ratio: both are measured in turn in the same run.

    python tests/benchmarks/cold_build.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5
YARDSTICK = [sys.executable, "-c", "import spacy, rdflib; spacy.blank('zh')"]


def measure(command: list[str]) -> tuple[float, float]:
    """Return the wall time in seconds and the peak memory in MB of a command."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def cold_build() -> tuple[float, float]:
    """Build the seeds into a new store with the installed command."""
    command = Path(sys.executable).with_name("policykg")
    with tempfile.TemporaryDirectory() as folder:
        return measure([str(command), "build", str(ROOT / "seeds"), "--store", f"{folder}/store"])


def main() -> None:
    """Print the medians of both and their ratio."""
    pairs = [(measure(YARDSTICK), cold_build()) for _ in range(ROUNDS)]
    print(f"{'':24}{'seconds':>10}{'MB':>8}")
    medians = []
    for name, column in (("import spacy, rdflib", 0), ("policykg build seeds", 1)):
        seconds = statistics.median(pair[column][0] for pair in pairs)
        memory = statistics.median(pair[column][1] for pair in pairs)
        medians.append((seconds, memory))
        print(f"{name:24}{seconds:10.2f}{memory:8.0f}")
    (base, base_memory), (build, build_memory) = medians
    print(f"{'ratio':24}{build / base:10.2f}{build_memory / base_memory:8.2f}")


if __name__ == "__main__":
    main()
