"""The command line: what it prints, and one sentence with the right status when it cannot."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import run

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.fixture
def policykg(capsysbinary):
    """Return a function that runs the command line: (status, standard output, standard error)."""

    def call(*arguments):
        status = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


def one_sentence(err: str) -> bool:
    return err.startswith("policykg: ") and err.count("\n") == 1 and "Traceback" not in err


def test_help_lists_every_command_and_each_has_examples(policykg):
    status, out, _ = policykg("--help")
    assert status == 0
    commands = "build evaluate export extract map query serve stats train validate"
    for command in commands.split():
        assert f"\n  {command} " in out
        status, text, _ = policykg(command, "--help")
        assert status == 0
        assert "Examples:" in text


def test_the_installed_command_runs(tmp_path):
    command = Path(sys.executable).with_name("policykg")
    ran = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("policykg, version ")


@pytest.mark.parametrize("arguments", ["export --format nq", "stats"])
def test_a_reader_that_has_gone_is_no_failure(arguments, seeds_store):
    command = Path(sys.executable).with_name("policykg")
    read_end, write_end = os.pipe()
    os.close(read_end)
    ran = subprocess.run(
        [command, *arguments.split()],
        env={**os.environ, "POLICYKG_STORE": str(seeds_store)},
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write_end)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_extract_prints_one_record_a_document(policykg):
    status, out, _ = policykg("extract", *SEEDS)
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [record["document"]["title"] for record in records] == [
        "“互联网+”人工智能三年行动实施方案",
        "新一代人工智能发展规划",
    ]
    assert set(records[0]) == {
        "document",
        "text",
        "tasks",
        "entities",
        "relations",
        "targets",
        "dependencies",
    }


def test_every_span_of_a_record_holds_what_it_names(policykg):
    _, out, _ = policykg("extract", *SEEDS)
    for record in map(json.loads, out.splitlines()):
        text = record["text"]
        for target in record["targets"]:
            assert text[target["start"] : target["end"]] == target["statement"]
        for entity in record["entities"]:
            span = iter(text[entity["start"] : entity["end"]])
            assert all(character in span for character in entity["text"]), entity


def test_extract_reads_standard_input(policykg, monkeypatch):
    class Input:
        buffer = SEEDS[0].open("rb")

    monkeypatch.setattr("sys.stdin", Input)
    status, out, _ = policykg("extract", "-")
    assert status == 0
    assert json.loads(out)["document"]["path"] == "-"


def test_extract_goes_on_behind_a_file_that_it_cannot_read(policykg, tmp_path):
    status, out, err = policykg("extract", tmp_path / "none.txt", SEEDS[0])
    assert status == 1
    assert one_sentence(err)
    assert len(out.splitlines()) == 1


def test_extract_as_a_table_has_the_figures_of_the_targets(policykg):
    status, out, _ = policykg("extract", "--format", "table", *SEEDS)
    assert status == 0
    assert "人工智能核心产业规模" in out


def test_build_prints_a_summary(policykg, tmp_path):
    status, out, err = policykg("build", ROOT / "seeds", "--store", tmp_path / "store")
    assert (status, err) == (0, "")
    assert "2 added" in out
    status, out, _ = policykg("build", ROOT / "seeds", "--store", tmp_path / "store")
    assert "2 unchanged" in out


def test_build_reports_what_it_cannot_read_and_builds_the_rest(policykg, tmp_path):
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    status, out, err = policykg(
        "build", tmp_path / "picture.txt", SEEDS[0], "--store", tmp_path / "store"
    )
    assert status == 1
    assert one_sentence(err)
    assert "picture.txt" in err
    assert "1 added" in out


@pytest.mark.parametrize(
    "content",
    [None, b"", b" \n\n\t\n", b"\x00\x01\x02\xff" * 400],
    ids=["missing", "empty", "blank", "binary"],
)
def test_a_bad_file_gives_one_sentence_and_leaves_the_store_as_it_was(
    content, policykg, tmp_path, seeds_store
):
    before = policykg("export", "--format", "nq", "--store", seeds_store)[1]
    bad = tmp_path / "bad.txt"
    if content is not None:
        bad.write_bytes(content)
    status, _, err = policykg("build", bad, "--store", seeds_store)
    assert status == 1
    assert one_sentence(err)
    assert "bad.txt" in err
    assert policykg("export", "--format", "nq", "--store", seeds_store)[1] == before


def test_a_folder_without_documents_gives_one_sentence(policykg, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    status, _, err = policykg("build", empty, "--store", tmp_path / "store")
    assert status == 1
    assert one_sentence(err)
    assert not (tmp_path / "store").exists()


def test_a_folder_that_is_no_store_is_not_written_to(policykg, tmp_path):
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    for arguments in (["build", *SEEDS], ["query", "ASK {}"], ["stats"], ["export"], ["map"]):
        status, _, err = policykg(*arguments, "--store", tmp_path)
        assert status == 1
        assert one_sentence(err)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_missing_store_says_how_to_make_one(policykg, tmp_path):
    for arguments in (["query", "ASK {}"], ["stats"], ["export"], ["map"], ["serve"]):
        status, _, err = policykg(*arguments, "--store", tmp_path / "none")
        assert status == 1
        assert one_sentence(err)
        assert "policykg build" in err
    assert list(tmp_path.iterdir()) == []


def test_a_broken_query_gives_one_sentence(policykg, seeds_store):
    status, _, err = policykg("query", "SELECT ?x WHERE { ?x", "--store", seeds_store)
    assert status == 1
    assert one_sentence(err)


def test_a_query_that_is_neither_text_nor_file_nor_name_is_wrong_use(policykg, seeds_store):
    status, _, err = policykg("query", "nothing.rq", "--store", seeds_store)
    assert status == 2
    assert one_sentence(err)


def test_wrong_use_gives_one_sentence_and_status_2(policykg):
    for arguments in (["fly"], ["query", "--format", "pdf", "ASK {}"], ["map", "--depth", "x"]):
        status, out, err = policykg(*arguments)
        assert (status, out) == (2, "")
        assert one_sentence(err)


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
def test_rows_come_in_every_format(form, policykg, seeds_store):
    query = "SELECT ?label { ?c a pk:Theory ; skos:prefLabel ?label }"
    status, out, _ = policykg("query", query, "--format", form, "--store", seeds_store)
    assert status == 0
    assert "大数据智能理论" in out


def test_a_graph_comes_as_turtle_and_not_as_rows(policykg, seeds_store):
    query = "CONSTRUCT { ?c skos:prefLabel ?l } WHERE { ?c a pk:Theory ; skos:prefLabel ?l }"
    status, out, _ = policykg("query", query, "--store", seeds_store)
    assert status == 0
    assert "skos:prefLabel" in out
    status, _, err = policykg("query", query, "--format", "csv", "--store", seeds_store)
    assert status == 2
    assert one_sentence(err)


def test_the_query_may_be_a_file(policykg, seeds_store, tmp_path):
    (tmp_path / "ask.rq").write_text("ASK { ?c a pk:Theory }", encoding="utf-8")
    status, out, _ = policykg("query", tmp_path / "ask.rq", "--store", seeds_store)
    assert (status, out) == (0, "yes\n")


def test_a_map_is_one_file_and_a_failed_one_leaves_the_old(policykg, seeds_store, tmp_path):
    path = tmp_path / "map.html"
    status, _, _ = policykg("map", "--class", "Theory", "--store", seeds_store, "-o", path)
    assert status == 0
    page = path.read_text(encoding="utf-8")
    assert json.dumps("大数据智能理论") in page
    status, _, err = policykg("map", "--focus", "不存在", "--store", seeds_store, "-o", path)
    assert status == 2
    assert one_sentence(err)
    assert path.read_text(encoding="utf-8") == page
    assert [entry.name for entry in tmp_path.iterdir()] == ["map.html"]


@pytest.mark.parametrize("name", ["missing/map.html", "."])
def test_an_output_that_cannot_be_written_is_wrong_use(name, policykg, seeds_store, tmp_path):
    status, _, err = policykg("export", "--store", seeds_store, "-o", tmp_path / name)
    assert status == 2
    assert one_sentence(err)


def test_stats_count_the_concepts_of_each_class(policykg, seeds_store):
    status, out, _ = policykg("stats", "--store", seeds_store)
    assert status == 0
    for word in ("Theory", "Safeguard", "develops", "新一代人工智能发展规划"):
        assert word in out


def test_serve_says_when_the_port_is_in_use(policykg, seeds_store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, err = policykg("serve", "--port", port, "--store", seeds_store)
    assert status == 1
    assert one_sentence(err)
    assert str(port) in err


@pytest.fixture
def weights(tmp_path):
    """A folder with weights of one's own, which are those that come with the program."""
    from kg.extraction.learned import load, save

    save(load(), tmp_path / "weights")
    return tmp_path / "weights"


def test_one_s_own_weights_read_as_what_they_were_saved_from(policykg, weights):
    shipped = policykg("extract", SEEDS[0])
    assert policykg("extract", SEEDS[0], "--learned", weights) == shipped
    assert shipped[0] == 0


def test_other_weights_make_a_store_stale(tmp_path, weights):
    from kg.build import build, stale

    plan = tmp_path / "plan.txt"
    plan.write_text("智能船舶发展计划\n\n一、重点任务\n研发智能船舶。\n", encoding="utf-8")
    build([plan], tmp_path / "store", learned=weights)
    assert not stale([plan], tmp_path / "store", learned=weights)
    assert stale([plan], tmp_path / "store")


@pytest.mark.parametrize("command", ["build", "extract", "evaluate"])
def test_damaged_weights_are_said_in_one_sentence(policykg, tmp_path, weights, command):
    (weights / "network.npz").write_bytes(b"PK no weights")
    of = ROOT / "tests/gold/2016.a.json" if command == "evaluate" else SEEDS[0]
    store = ("--store", tmp_path / "store") if command == "build" else ()
    status, _, err = policykg(command, of, "--learned", weights, *store)
    assert status == 1
    assert one_sentence(err)
    assert "network.npz" in err


def test_what_is_learned_anew_takes_no_weights(policykg, weights):
    gold = sorted((ROOT / "tests/gold").glob("*.a.json"))
    status, _, err = policykg("evaluate", *gold, "--leave-out", "2", "--learned", weights)
    assert status == 2
    assert one_sentence(err)
