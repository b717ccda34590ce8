from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import StoreError
from kg.store import Marker, open_store
from kg.store.locks import hold
from kg.store.marker import write_marker
from kg.store.writing import drafted, locked, publish


def words(path):
    return sorted(row["w"].value for row in open_store(path).query("SELECT ?w { ?s ?p ?w }"))


def snapshots(path):
    return sorted(folder.name for folder in (path / "snapshots").iterdir())


def content(path):
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }


def test_replacing_a_graph_leaves_the_others(small, put):
    put(small, one="丁")
    assert words(small) == ["丁", "丙", "乙"]


@pytest.mark.parametrize("odd", ['"', "\\", "\r\n", "\t", "\u2028", "\x07", "𠮷", "", " 甲 "])
def test_a_text_comes_out_as_it_went_in(odd, path):
    triple = Triple(NamedNode("http://example.org/甲"), NamedNode("p:p"), Literal(odd))
    with locked(path) as marker, drafted(path, marker, keep=False) as draft:
        draft.replace("http://example.org/g", [triple])
        assert draft.holds("http://example.org/g", [triple])


def test_a_removed_graph_takes_only_its_own_triples_with_it(small):
    with locked(small) as marker:
        with drafted(small, marker, keep=True) as draft:
            draft.remove("http://example.org/one")
        publish(small, Marker(draft.number, marker.files[1:]), "1")
    assert words(small) == ["丙", "乙"]
    assert len(open_store(small).graph("http://example.org/one")) == 0


def test_an_open_reader_keeps_its_snapshot_and_a_new_one_sees_the_new(small, put):
    reader = open_store(small)
    for text in ("丁", "戊", "己"):
        put(small, one=text)
    seen = [row["w"].value for row in reader.query("SELECT ?w { ?s ?p ?w }")]
    assert sorted(seen) == ["丙", "乙", "甲"]
    assert words(small) == ["丙", "乙", "己"]


def test_a_snapshot_is_removed_when_nobody_reads_it(small, put):
    reader = open_store(small)
    put(small, one="丁")
    assert snapshots(small) == ["1", "2"]
    del reader
    put(small, one="戊")
    assert snapshots(small) == ["3"]


def test_a_build_that_fails_midway_leaves_everything_as_it_was(small, triples):
    before = content(small)

    def broken():
        yield from triples("丁")
        raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"), locked(small) as marker:  # noqa: SIM117
        with drafted(small, marker, keep=True) as draft:
            draft.remove("http://example.org/two")
            draft.replace("http://example.org/one", broken())
    assert content(small) == before
    assert words(small) == ["丙", "乙", "甲"]


def test_the_same_process_can_build_again_behind_a_failure(small, put):
    with pytest.raises(RuntimeError), locked(small) as marker:  # noqa: SIM117
        with drafted(small, marker, keep=True):
            raise RuntimeError
    put(small, one="丁")
    assert words(small) == ["丁", "丙", "乙"]


KILLED = """
import sys, time
from pathlib import Path
from kg.store.writing import drafted, locked
path = Path(sys.argv[1])
with locked(path) as marker, drafted(path, marker, keep=True) as draft:
    draft.remove("http://example.org/one")
    print("midway", flush=True)
    time.sleep(60)
"""


def kill_midway(path):
    with subprocess.Popen([sys.executable, "-c", KILLED, path], stdout=subprocess.PIPE) as builder:
        assert builder.stdout.readline() == b"midway\n"
        builder.send_signal(signal.SIGKILL)


def test_a_killed_build_loses_nothing_and_is_cleared_away(small, put):
    kill_midway(small)
    assert words(small) == ["丙", "乙", "甲"]
    assert snapshots(small) == ["1", "2"]
    put(small, three="丁")
    assert words(small) == ["丁", "丙", "乙", "甲"]
    assert len(snapshots(small)) == 1


def test_a_first_build_that_was_killed_can_be_done_again(path, put):
    path.mkdir()
    kill_midway(path)
    with pytest.raises(StoreError):
        open_store(path)
    put(path, one="甲")
    assert words(path) == ["甲"]


def test_a_second_build_at_the_same_time_gets_one_sentence(small):
    with locked(small):
        with pytest.raises(StoreError, match="Another build") as error, locked(small):
            pytest.fail("both are at work")
        assert "\n" not in str(error.value)
    with locked(small) as marker:
        assert marker.snapshot == 1


def test_reading_goes_on_while_a_build_is_at_work(small):
    with locked(small) as marker, drafted(small, marker, keep=True) as draft:
        draft.remove("http://example.org/one")
        assert words(small) == ["丙", "乙", "甲"]


def test_a_folder_with_other_things_is_not_touched(tmp_path):
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(StoreError), locked(tmp_path):
        pytest.fail("taken for a store")
    assert content(tmp_path) == {"letter.txt": b"dear"}


def test_a_damaged_marker_is_not_overwritten(small):
    (small / "policykg.json").write_text("{", encoding="utf-8")
    before = content(small)
    with pytest.raises(StoreError, match="damaged"), locked(small):
        pytest.fail("taken for a store")
    assert content(small) == before


def test_nothing_is_built_upon_a_damaged_snapshot(small, put):
    (manifest,) = (small / "snapshots" / "1").glob("MANIFEST-*")
    manifest.write_bytes(manifest.read_bytes()[:100])
    before = content(small)
    with pytest.raises(StoreError, match="damaged"):
        put(small, three="丁")
    assert content(small) == before


def test_a_file_in_the_place_of_the_store_is_not_touched(tmp_path):
    file = tmp_path / "store"
    file.write_text("dear", encoding="utf-8")
    for path in (file, file / "below"):
        with pytest.raises(StoreError, match="a file in its place"), locked(path):
            pytest.fail("taken for a store")
    assert file.read_text("utf-8") == "dear"


def test_a_store_that_cannot_be_written_is_said_in_one_sentence(path, put):
    path.mkdir()
    (path / "snapshots").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written: File exists") as error:
        put(path, one="甲")
    assert "\n" not in str(error.value)


def test_an_empty_folder_becomes_a_store(path, put):
    path.mkdir()
    put(path, one="甲")
    assert words(path) == ["甲"]


def test_a_folder_in_which_nothing_came_to_be_is_not_left_behind(path):
    with locked(path):
        pass
    assert not path.exists()
    path.mkdir()
    with locked(path):
        pass
    assert path.exists()


def test_the_marker_is_old_or_new_when_writing_it_fails(small, monkeypatch):
    before = (small / "policykg.json").read_bytes()

    def fail(_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_marker(small, Marker(7, ()), "1")
    assert (small / "policykg.json").read_bytes() == before


def test_content_that_did_not_change_is_shared_between_snapshots(small, put):
    reader = open_store(small)
    put(small, three="丁")
    inodes = [
        {file.stat().st_ino for file in (small / "snapshots" / n).glob("*.sst")} for n in "12"
    ]
    assert inodes[0] & inodes[1]
    assert reader.documents


def test_a_lock_ends_with_its_process(tmp_path):
    code = "import sys; from pathlib import Path; from kg.store.locks import hold; "
    code += "hold(Path(sys.argv[1]), exclusive=True); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        assert hold(tmp_path, exclusive=True) is None
        assert hold(tmp_path, exclusive=False) is None
        other.kill()
        other.wait()
    deadline = time.monotonic() + 5
    while (lock := hold(tmp_path, exclusive=True)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert lock is not None
    os.close(lock)
