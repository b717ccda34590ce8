"""Speed of extraction on one core, and how its time and memory grow with text and documents.

Machines differ and are noisy, so read the ratios; seconds are those of the processor. In each
round three are measured in turn: jieba, which cuts the seeds into words, the grammar, and
everything, which is reading the seeds and extracting their facts. Growth is measured in new
processes: the time for each character of a text of 10 MB beside that of one of 1 MB, and the peak
of memory after 40 documents beside that after 2.

    python tests/benchmarks/extraction_speed.py
"""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is imported

import jieba
from grammar_speed import GRAMMAR, ROOT

from kg.cli import COLLECTION
from kg.extraction import create, extract
from kg.extraction.doc import make_doc
from kg.extraction.learned import Learned, load
from kg.extraction.scores import Scorer
from kg.reading import find_documents, read, read_text
from kg.reading.document import PolicyDocument

ROUNDS = 5
MEGABYTES = (1, 10)  #: of a text in UTF-8
DOCUMENTS = (2, 40)  #: how many, one after another
RARE = 0x5000  #: from where on characters are taken that the seeds lack


def texts() -> Iterator[str]:
    """Yield texts without end: the seeds again and again, each time with other names in them."""
    seeds = [path.read_text("utf-8") for path in find_documents([ROOT / "seeds"])]
    for number, seed in enumerate(cycle(seeds)):
        yield seed.replace("智能", f"{chr(RARE + number)}能")


def of_size(megabytes: int) -> str:
    """Return a text of that many megabytes."""
    parts: list[str] = []
    size = 0
    for text in texts():
        parts.append(text)
        size += len(text.encode())
        if size >= megabytes * 1_000_000:
            return "".join(parts).encode()[: megabytes * 1_000_000].decode(errors="ignore")
    raise AssertionError("texts have no end")


def seconds(work: Callable[[], object]) -> float:
    """Return the processor's seconds of a piece of work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def unscored() -> Learned:
    """Return what is learned, with nothing scored before, as in a new run."""
    return replace(load(), scorer=Scorer(load().scorer.heads, load().scorer.contexts))


def grammar(documents: list[PolicyDocument]) -> float:
    """Return the seconds of the components that are the grammar, without networks."""
    nlp = create(learned=replace(unscored(), networks=()))
    docs = [make_doc(nlp, document) for document in documents]
    names = {"policykg_tables", *GRAMMAR}
    components = [component for name, component in nlp.pipeline if name in names]
    return seconds(lambda: [component(doc) for doc in docs for component in components])


def everything(sources: list[str]) -> float:
    """Return the seconds of reading texts and extracting their facts."""
    nlp = create(learned=unscored())
    return seconds(lambda: [extract(read_text(source), nlp) for source in sources])


def child(kind: str, amount: int) -> dict[str, float]:
    """Return the characters, the seconds and the peak of memory in MB of one kind of work."""
    nlp = create()
    extract(read_text(next(texts())), nlp)  # reads the word lists
    characters = 0
    begin = time.process_time()
    for source in [of_size(amount)] if kind == "text" else islice(texts(), amount):
        characters += len(source)
        extract(read_text(source), nlp)
    took = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"characters": characters, "seconds": took, "peak": peak}


def in_new_process(kind: str, amount: int) -> dict[str, float]:
    """Return what `child` measures in a process of its own."""
    command = [sys.executable, __file__, kind, str(amount)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def show_speed() -> None:
    """Print how many characters a second each reads, and the ratio of its time to jieba's."""
    documents = [read(path) for path in find_documents([ROOT / "seeds"])]
    sources = [document.source for document in documents]
    characters = sum(map(len, sources))
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    everything(sources)  # reads the word lists
    rounds = [
        (
            seconds(lambda: [jieba.lcut(document.text) for document in documents]),
            grammar(documents),
            everything(sources),
        )
        for _ in range(ROUNDS)
    ]
    base, *others = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{'':24}{'seconds':>10}{'characters/s':>14}{'ratio':>8}")
    for name, took in zip(("jieba", "grammar", "everything"), (base, *others), strict=True):
        print(f"{name:24}{took:10.3f}{characters / took:14,.0f}{took / base:8.2f}")


def show_growth() -> None:
    """Print time and memory of much beside little, with the ratios: 1 is linear, or constant."""
    print(f"\n{'':24}{'s':>10}{'µs/character':>14}{'peak MB':>10}")
    small, large = (in_new_process("text", megabytes) for megabytes in MEGABYTES)
    for megabytes, found in zip(MEGABYTES, (small, large), strict=True):
        show(f"a text of {megabytes} MB", found)
    per_character = [each["seconds"] / each["characters"] for each in (small, large)]
    print(f"{'ratio of time/character':34}{per_character[1] / per_character[0]:14.2f}")
    few, many = (in_new_process("documents", number) for number in DOCUMENTS)
    for number, found in zip(DOCUMENTS, (few, many), strict=True):
        show(f"{number} documents", found)
    print(f"{'ratio of peak memory':48}{many['peak'] / few['peak']:10.2f}")


def show(name: str, found: dict[str, float]) -> None:
    """Print what a process took."""
    microseconds = found["seconds"] / found["characters"] * 1e6
    print(f"{name:24}{found['seconds']:10.2f}{microseconds:14.1f}{found['peak']:10.0f}")


def main(arguments: list[str]) -> None:
    """Measure all, or in a new process one kind of work, with garbage collected as commands do."""
    gc.set_threshold(*COLLECTION)
    if arguments:
        print(json.dumps(child(arguments[0], int(arguments[1]))))
        return
    show_speed()
    show_growth()


if __name__ == "__main__":
    main(sys.argv[1:])
