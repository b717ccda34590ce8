"""Queries that break a limit, and what happens to the others meanwhile."""

import gzip
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.build import build
from kg.store import open_store
from service.workers.answers import Question
from service.workers.limits import Limits, Refusal
from service.workers.pool import Pool
from service.workers.process import Worker

JSON = "application/sparql-results+json"
LOOKUP = "SELECT ?t { ?t a pk:Theory } LIMIT 3"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
SMALL = Limits(seconds=20, memory=64 << 20, result=1 << 20)


def question(query: str, *, seconds: float = 20.0, compressed: bool = False) -> Question:
    return Question(
        query, "http://localhost/sparql", JSON, "text/turtle", [], [], seconds, compressed
    )


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids: list[int], within: float = 5.0) -> bool:
    end = time.monotonic() + within
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(alive, pids))


@pytest.fixture(scope="module")
def version(seeds_store: Path) -> str:
    return open_store(seeds_store).version


@pytest.fixture(scope="module")
def pool(seeds_store: Path) -> Iterator[Pool]:
    made = Pool(seeds_store, SMALL)
    yield made
    made.close()


def refused(pool: Pool, version: str, asked: Question) -> Refusal:
    with pytest.raises(Refusal) as error:
        pool.ask(asked, client="a", version=version)
    assert error.value.sentence.endswith(".")
    # Whatever it was, the next query is answered.
    assert pool.ask(question("ASK {}"), client="a", version=version).size
    return error.value


def test_a_query_that_takes_too_long_is_ended_at_the_limit(seeds_store: Path, version: str) -> None:
    pool = Pool(seeds_store, Limits())  # with room enough not to break the limit of memory first
    begin = time.monotonic()
    refusal = refused(pool, version, question(RUNAWAY, seconds=0.5))
    pool.close()
    assert refusal.status == 503
    assert "time limit of 0.5 seconds" in refusal.sentence
    assert 0.5 <= time.monotonic() - begin < 5


def test_a_query_that_wants_too_much_memory_is_ended(pool: Pool, version: str) -> None:
    refusal = refused(pool, version, question(HUNGRY))
    assert refusal.status == 503
    assert "memory limit of 64 MB" in refusal.sentence


def test_an_answer_that_gets_too_long_is_ended(pool: Pool, version: str) -> None:
    refusal = refused(pool, version, question("SELECT * { ?s ?p ?o . ?a ?b ?c }"))
    assert refusal.status == 413
    assert "result limit of 1 MB" in refusal.sentence


def test_the_limit_of_an_answer_counts_what_is_compressed(pool: Pool, version: str) -> None:
    refusal = refused(pool, version, question("SELECT * { ?s ?p ?o }", compressed=True))
    assert refusal.status == 413


def test_a_query_that_overflows_the_stack_ends_only_its_worker(pool: Pool, version: str) -> None:
    refusal = refused(pool, version, question(f"ASK {{ FILTER({'!' * 300_000}true) }}"))
    assert refusal.status == 400


def test_a_compressed_answer_is_the_same(pool: Pool, version: str) -> None:
    plain = pool.ask(question(LOOKUP), client="a", version=version)
    packed = pool.ask(question(LOOKUP, compressed=True), client="a", version=version)
    assert gzip.decompress(packed.body.read()) == plain.body.read()


def test_a_killed_worker_is_replaced_and_none_stays_when_the_pool_closes(
    seeds_store: Path, version: str
) -> None:
    pool = Pool(seeds_store, SMALL)
    pool.ask(question("ASK {}"), client="a", version=version)
    first = pool.pids()
    assert len(first) == 2
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    assert gone(first)
    assert pool.ask(question("ASK {}"), client="a", version=version).size
    with ThreadPoolExecutor() as threads:
        running = threads.submit(pool.ask, question(RUNAWAY), client="a", version=version)
        time.sleep(0.5)
        pids = pool.pids()
        pool.close()
        with pytest.raises(Refusal):
            running.result(timeout=10)
    assert gone(pids)


def test_workers_that_died_unnoticed_cost_no_query_its_answer(
    seeds_store: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Pool(seeds_store, SMALL)
    pool.ask(question("ASK {}"), client="a", version=version)
    pids = pool.pids()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert gone(pids)
    # As long as one thread of a process has not ended, the system says that it runs.
    monkeypatch.setattr(Worker, "alive", True)
    assert pool.ask(question("ASK {}"), client="a", version=version).size
    pool.close()


PROGRAM = """
import sys, threading
from pathlib import Path
from kg.store import open_store
from service.workers.pool import Pool
sys.path.insert(0, sys.argv[2])
from test_isolation import RUNAWAY, SMALL, question
pool, version = Pool(Path(sys.argv[1]), SMALL), open_store(Path(sys.argv[1])).version
pool.ask(question("ASK {}"), client="a", version=version)
runaway = threading.Thread(
    target=pool.ask, args=(question(RUNAWAY),), kwargs={"client": "a", "version": version}
)
runaway.start()
print(*pool.pids(), flush=True)
runaway.join()
"""


def test_no_worker_outlives_a_service_that_is_killed(seeds_store: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(seeds_store), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        pids = [int(pid) for pid in service.stdout.readline().split()]
        assert pids
        service.kill()
    assert gone(pids)


def test_workers_move_to_a_new_snapshot(tmp_path: Path) -> None:
    folder, store = tmp_path / "texts", tmp_path / "store"
    folder.mkdir()
    count = question("SELECT (COUNT(*) AS ?n) { ?d a pk:PolicyDocument }")
    pool, answers = Pool(store, SMALL), []
    for name, title in (("a", "智能制造"), ("b", "智能农业")):
        text = f"{title}发展规划\n\n一、重点任务\n\n建设智能平台。\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        build([folder], store)
        answer = pool.ask(count, client="a", version=open_store(store).version)
        assert answer.version == open_store(store).version
        answers.append(answer.body.read())
    pool.close()
    assert b'"1"' in answers[0]
    assert b'"2"' in answers[1]


def test_long_queries_of_others_do_not_delay_a_look_up(seeds_store: Path, version: str) -> None:
    pool = Pool(seeds_store, Limits(seconds=4, memory=64 << 20))

    def run_away(client: str) -> None:
        end = time.monotonic() + 4
        while time.monotonic() < end:
            with pytest.raises(Refusal):
                pool.ask(question(RUNAWAY, seconds=4), client=client, version=version)

    def look_up() -> float:
        begin = time.monotonic()
        assert pool.ask(question(LOOKUP), client="z", version=version).size
        return time.monotonic() - begin

    with ThreadPoolExecutor() as threads:
        running = [threads.submit(run_away, f"client {number % 3}") for number in range(8)]
        time.sleep(1)
        times = [look_up() for _ in range(60)]
        assert not any(future.done() for future in running)
        for future in running:
            future.result()
    pool.close()
    assert statistics.median(times) < 0.05


def test_a_client_cannot_fill_the_queue_of_others(seeds_store: Path, version: str) -> None:
    limits = Limits(seconds=3, workers=2, reserved=1, waiting=4, waiting_each=2, patience=0.5)
    pool = Pool(seeds_store, limits)
    with ThreadPoolExecutor() as threads:
        asked = [
            threads.submit(pool.ask, question(RUNAWAY, seconds=2), client="a", version=version)
            for _ in range(6)
        ]
        time.sleep(0.3)
        assert pool.ask(question(LOOKUP), client="b", version=version).size
        sentences = [str(future.exception()) for future in asked]
    pool.close()
    assert any("Too many queries wait already" in sentence for sentence in sentences)
    assert all("second" in sentence for sentence in sentences)
