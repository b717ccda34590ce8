from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.build
from kg.build import build, software, stale
from kg.errors import ReadingError, StoreError, UsageError
from kg.namespaces import INFERRED, ONTOLOGY
from kg.store import open_store

SEEDS = Path(__file__).parents[1] / "seeds"
TEXTS = (
    "智能产业发展规划\n\n一、重点任务\n\n突破深度学习技术，到2020年产业规模超过1500亿元。\n",
    "智能产业发展规划\n\n一、重点任务\n\n突破深度学习技术，建设开放平台。\n",
    "机器人行动方案\n\n一、重点任务\n\n研制服务机器人，突破深度学习技术。\n",
    "只有一句话，研制智能传感器。\n",
)


def quads(store):
    return {str(quad) for quad in open_store(store).quads()}


def union(store):
    return set(open_store(store).triples())


def names(documents):
    return [Path(document.path).name for document in documents]


@pytest.fixture
def folder(tmp_path):
    """A folder with two documents."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (folder / "b.txt").write_text(TEXTS[2], encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def extracted(monkeypatch):
    """The names of the files that are extracted from while the test runs."""
    import kg.extraction

    seen = []
    original = kg.extraction.extract

    def extract(document, nlp=None):
        seen.append(Path(document.path).name)
        return original(document, nlp)

    monkeypatch.setattr(kg.extraction, "extract", extract)
    return seen


def test_a_folder_becomes_a_graph_for_each_document(folder, store):
    report = build([folder], store)
    assert names(report.added) == ["a.txt", "b.txt"]
    graphs = {str(quad.graph_name) for quad in open_store(store).quads()}
    stated = {graph for graph in graphs if not graph.startswith(f"<{INFERRED}")}
    assert stated == {f"<{file.graph}>" for file in report.added} | {f"<{ONTOLOGY}>"}
    assert f"<{INFERRED}within>" in graphs
    assert report.counts["PolicyDocument"] == 2
    assert report.counts["Target"] == 1


def test_what_has_not_changed_is_not_read_again(folder, store, extracted):
    build([folder], store)
    marker = (store / "policykg.json").read_bytes()
    report = build([folder], store)
    assert names(report.unchanged) == ["a.txt", "b.txt"]
    assert not report.added + report.updated + report.removed
    assert extracted == ["a.txt", "b.txt"]
    assert (store / "policykg.json").read_bytes() == marker


def test_only_a_changed_document_is_read_again(folder, store, extracted):
    build([folder], store)
    (folder / "a.txt").write_text(TEXTS[1], encoding="utf-8")
    report = build([folder], store)
    assert (names(report.updated), names(report.unchanged)) == (["a.txt"], ["b.txt"])
    assert extracted == ["a.txt", "b.txt", "a.txt"]
    assert "Target" not in report.counts


def test_a_document_that_is_gone_from_its_folder_is_withdrawn(folder, store):
    build([folder], store)
    (folder / "a.txt").unlink()
    report = build([folder], store)
    assert names(report.removed) == ["a.txt"]
    assert names(open_store(store).documents) == ["b.txt"]
    assert not any("到2020年产业规模" in quad for quad in quads(store))


def test_documents_of_other_folders_stay(folder, store, tmp_path):
    build([folder], store)
    other = tmp_path / "other.txt"
    other.write_text(TEXTS[3], encoding="utf-8")
    report = build([other], store)
    assert names(report.added) == ["other.txt"]
    assert names(open_store(store).documents) == ["other.txt", "a.txt", "b.txt"]


def test_a_folder_and_its_files_by_another_way_are_the_same(folder, store, monkeypatch):
    build([folder], store)
    monkeypatch.chdir(folder)
    report = build([Path("a.txt"), Path()], store)
    assert names(report.unchanged) == ["a.txt", "b.txt"]


def test_a_new_version_of_the_software_reads_everything_again(folder, store, monkeypatch):
    build([folder], store)
    before = quads(store)
    monkeypatch.setattr(kg.build, "software", lambda: "9.9")
    assert stale([folder], store)
    assert names(build([folder], store).updated) == ["a.txt", "b.txt"]
    assert quads(store) == before
    assert not stale([folder], store)


def test_another_base_makes_other_iris(folder, store):
    build([folder], store)
    report = build([folder], store, base="https://example.org/")
    assert names(report.updated) == ["a.txt", "b.txt"]
    assert not any("w3id.org/policykg/id" in quad for quad in quads(store))


@pytest.mark.parametrize("base", ["example", "https://example.org/x y/", "https://example.org"])
def test_a_base_that_makes_no_iris_is_wrong_use(base, folder, store):
    with pytest.raises(UsageError):
        build([folder], store, base=base)
    assert not store.exists()


def test_a_bad_document_is_reported_and_the_others_are_built(folder, store):
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02\xff")
    report = build([folder], store)
    ((path, sentence),) = report.failed
    assert path.name == "bad.txt"
    assert "\n" not in sentence
    assert names(report.added) == ["a.txt", "b.txt"]


def test_a_document_that_turns_bad_keeps_its_graph(folder, store):
    build([folder], store)
    before = quads(store)
    (folder / "a.txt").write_bytes(b"")
    report = build([folder], store)
    assert [path.name for path, _ in report.failed] == ["a.txt"]
    assert names(report.unchanged) == ["b.txt"]
    assert quads(store) == before


@pytest.mark.parametrize("number", [1, 2])
def test_when_nothing_can_be_read_the_store_stays_as_it_was(number, folder, store, tmp_path):
    build([folder], store)
    before = (store / "policykg.json").read_bytes()
    bad = [tmp_path / f"bad{i}.txt" for i in range(number)]
    for path in bad:
        path.write_bytes(b"\x00\x01")
    with pytest.raises(ReadingError, match=r"bad0\.txt") as error:
        build(bad, store)
    assert "\n" not in str(error.value)
    assert (store / "policykg.json").read_bytes() == before


def test_nothing_is_made_when_nothing_can_be_read(store, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "bad.txt", tmp_path / "empty", tmp_path / "missing"):
        with pytest.raises(ReadingError):
            build([path], store)
        assert not store.exists()


def test_a_folder_that_is_no_store_is_not_touched(folder):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(StoreError):
        build([folder], folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_failure_midway_leaves_the_store_as_it_was(folder, store, monkeypatch):
    build([folder], store)
    before = quads(store)
    for name, text in (("a.txt", TEXTS[1]), ("c.txt", TEXTS[3])):
        (folder / name).write_text(text, encoding="utf-8")
    import kg.extraction

    original, calls = kg.extraction.extract, count()

    def extract(document, nlp=None):
        if next(calls):
            raise MemoryError
        return original(document, nlp)

    monkeypatch.setattr(kg.extraction, "extract", extract)
    with pytest.raises(MemoryError):
        build([folder], store)
    assert quads(store) == before
    monkeypatch.undo()
    build([folder], store)
    assert len(open_store(store).documents) == 3


def test_two_files_with_the_same_text_are_one_document(folder, store):
    shutil.copy(folder / "a.txt", folder / "copy.txt")
    report = build([folder], store)
    assert [(Path(a.path).name, Path(b.path).name) for a, b in report.duplicates] == [
        ("copy.txt", "a.txt")
    ]
    assert names(report.added) == ["a.txt", "b.txt"]
    assert report.counts["PolicyDocument"] == 2


def test_a_copy_takes_the_place_of_the_file_that_is_gone(folder, store, tmp_path):
    shutil.copy(folder / "a.txt", folder / "copy.txt")
    build([folder], store)
    (folder / "a.txt").unlink()
    report = build([folder], store)
    assert names(report.removed) == ["a.txt"]
    assert names(open_store(store).documents) == ["b.txt", "copy.txt"]
    build([folder], tmp_path / "fresh")
    assert quads(store) == quads(tmp_path / "fresh")


def test_a_copy_that_cannot_take_the_place_leaves_the_graph(folder, store, tmp_path):
    copy = tmp_path / "z.txt"
    shutil.copy(folder / "a.txt", copy)
    build([folder, copy], store)
    before = quads(store)
    (folder / "a.txt").unlink()
    copy.unlink()
    report = build([folder], store)
    assert [path.name for path, _ in report.failed] == ["z.txt"]
    assert quads(store) == before


def test_progress_counts_what_is_to_be_done(folder, store):
    seen = []
    build([folder], store, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 2)
    assert seen[-1] == (2, 2)
    assert sorted(seen) == seen


def test_a_store_is_stale_until_it_is_built_and_when_a_file_changes_comes_or_goes(folder, store):
    assert stale([folder], store)
    build([folder], store)
    assert not stale([folder], store)
    (folder / "c.txt").write_text(TEXTS[3], encoding="utf-8")
    assert stale([folder], store)
    build([folder], store)
    (folder / "c.txt").write_text(TEXTS[1], encoding="utf-8")
    assert stale([folder], store)
    (folder / "c.txt").unlink()
    assert stale([folder], store)
    build([folder], store)
    assert not stale([folder], store)


def test_the_software_version_follows_the_word_lists(monkeypatch, tmp_path):
    software.cache_clear()
    before = software()
    shutil.copytree(Path(kg.build.__file__).parent, tmp_path / "kg")
    shutil.copytree(SEEDS.parent / "ontology", tmp_path / "ontology")
    words = next(path for path in (tmp_path / "kg/extraction/lexicon").rglob("*") if path.is_file())
    monkeypatch.setattr(kg.build, "files", lambda package: tmp_path / package)
    software.cache_clear()
    try:
        assert software() == before
        software.cache_clear()
        words.write_bytes(words.read_bytes() + b"\n")
        assert software() != before
    finally:
        software.cache_clear()


steps = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.sampled_from(TEXTS), min_size=1),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_building_step_by_step_gives_what_one_build_gives(tmp_path_factory, steps):
    place = tmp_path_factory.mktemp("steps")
    folder = place / "plans"
    for step in steps:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, text in step.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        build([folder], place / "stepwise")
    build([folder], place / "fresh")
    assert quads(place / "stepwise") == quads(place / "fresh")
    assert union(place / "stepwise") == union(place / "fresh")


def test_fresh_processes_with_other_hash_seeds_give_the_same_quads(tmp_path):
    # In two orders, since documents share concepts and so triples.
    seeds = sorted(SEEDS.glob("*.txt"))
    for seed, paths in (("1", seeds), ("4242", seeds[::-1])):
        code = "import sys; from pathlib import Path; from kg.build import build; "
        code += "build([Path(p) for p in sys.argv[2:]], Path(sys.argv[1]))"
        subprocess.run(
            [sys.executable, "-c", code, tmp_path / seed, *paths],
            check=True,
            cwd=SEEDS.parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
    one, other = quads(tmp_path / "1"), quads(tmp_path / "4242")
    assert len(one) > 10_000
    assert one == other
    assert union(tmp_path / "1") == union(tmp_path / "4242")
