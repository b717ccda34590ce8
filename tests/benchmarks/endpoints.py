"""SPARQL over HTTP beside rdflib-endpoint and Virtuoso, on half a million triples.

The graph of the seeds is repeated under other IRIs. Every query is asked of each endpoint in
turn, by one client and by eight at a time; the table has median milliseconds, and by what factor
the others take longer (below 1: they are faster). What is not installed is left out.

    python tests/benchmarks/endpoints.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).parents[2]))

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, serialize
from rivals import RIVALS

from kg.build import build
from kg.namespaces import BASE, PREFIXES
from kg.store import GraphStore, open_store

SEEDS = Path(__file__).parents[2] / "seeds"
TRIPLES = 500_000
ROUNDS = 5
CLIENTS = 8
PATIENCE = 60.0  #: seconds for an answer
SLOW = 2.0  #: seconds; what takes a single client so long is asked once, and by no eight

_CONSTANTS = {
    "concept": "SELECT ?x { ?m pk:mentionOf ?x . ?t pk:develops ?x } "
    "GROUP BY ?x ORDER BY DESC(COUNT(DISTINCT ?m)) ?x LIMIT 1",
    "broad": "SELECT ?x { ?y skos:broader ?x } GROUP BY ?x ORDER BY DESC(COUNT(?y)) ?x LIMIT 1",
    "document": "SELECT ?x { ?x a pk:PolicyDocument } ORDER BY ?x LIMIT 1",
}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        build([SEEDS], folder / "seeds")
        store = open_store(folder / "seeds")
        count = write(store, folder / "data.nt")
        asked = queries(store)
        addresses: dict[str, str] = {}
        for rival, serve in RIVALS.items():
            try:
                served = serve(folder / "data.nt", folder / rival)
                addresses[rival] = running.enter_context(served)  # type: ignore[arg-type]
            except (FileNotFoundError, TimeoutError) as error:
                print(error)
        print(f"{count} triples, {len(asked)} queries; milliseconds, and × policykg")
        slow = measure(asked, addresses, 1, frozenset())
        measure(asked, addresses, CLIENTS, slow)


def write(store: GraphStore, file: Path) -> int:
    """Write the triples of a store again and again under other IRIs; return how many."""
    lines = (serialize(store.triples(), format=RdfFormat.N_TRIPLES) or b"").decode()
    size, count, copies = lines.count("\n"), 0, 0
    with file.open("w", encoding="utf-8") as stream:
        while count < TRIPLES:
            stream.write(lines.replace(f"<{BASE}", f"<{BASE}copy{copies}/") if copies else lines)
            copies, count = copies + 1, count + size
    return count


def queries(store: GraphStore) -> dict[str, str]:
    """Return the queries by name, about things that the store has."""
    text = Path(__file__).with_suffix(".rq").read_text("utf-8")
    for name, query in _CONSTANTS.items():
        rows = store.query(query)
        assert isinstance(rows, QuerySolutions)
        found = next(rows)["x"]
        assert isinstance(found, NamedNode)
        text = text.replace(f"${name}", found.value)
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    parts = (part.split("\n", 1) for part in text.split("#: ")[1:])
    return {name: f"{prologue}{query}" for name, query in parts}


def measure(
    asked: dict[str, str], addresses: dict[str, str], clients: int, slow: Set[tuple[str, str]]
) -> Set[tuple[str, str]]:
    """Print the table for so many clients at a time; return which query is slow for whom.

    What is `slow` already is left out: it would go on for long, and disturb the others.
    """
    print(f"\n{clients} client(s)".ljust(44) + "".join(f"{name:>24}" for name in addresses))
    factors: dict[str, list[float]] = {name: [] for name in addresses}
    found_slow = set()
    for name, query in asked.items():
        quick = {rival: a for rival, a in addresses.items() if (name, rival) not in slow}
        taken = dict.fromkeys(addresses) | medians(query, quick, clients)
        line, ours = name.ljust(43), taken.get("policykg")
        for rival, seconds in taken.items():
            if seconds is None:
                line += f"{'slow, or no answer':>24}"
            elif ours is None:
                line += f"{seconds * 1000:>13.1f}".ljust(24)
            else:
                factors[rival].append(seconds / ours)
                line += f"{seconds * 1000:>13.1f} ({seconds / ours:>7.2f})"
            if seconds is None or seconds > SLOW:
                found_slow.add((name, rival))
        print(line, flush=True)
    middle = (f"{median(found):>24.2f}" if found else "".rjust(24) for found in factors.values())
    print("median factor".ljust(43) + "".join(middle))
    return found_slow


def medians(query: str, addresses: dict[str, str], clients: int) -> dict[str, float | None]:
    """Return the median seconds of each endpoint, None where there is no answer in time."""
    taken: dict[str, list[float]] = {rival: [] for rival in addresses}
    failed = set()
    with ThreadPoolExecutor(clients) as pool:
        for number in range(ROUNDS):
            for rival, address in addresses.items():
                done = taken[rival]
                if rival in failed or (number and median(done) > SLOW):
                    continue
                answers = list(pool.map(lambda _: ask(address, query), range(clients)))  # noqa: B023
                done += [seconds for seconds in answers if seconds is not None]
                if None in answers:
                    failed.add(rival)
    return {rival: None if rival in failed else median(done) for rival, done in taken.items()}


def ask(address: str, query: str) -> float | None:
    """Return how many seconds an answer takes; None where there is none."""
    media = "text/turtle" if "CONSTRUCT" in query else "application/sparql-results+json"
    request = Request(address, urlencode({"query": query}).encode(), {"Accept": media})
    begin = time.perf_counter()
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            answer.read()
    except (URLError, OSError):
        return None
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
