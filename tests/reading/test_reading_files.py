from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import ReadingError
from kg.reading import files
from kg.reading.files import find_documents, read_file

TEXT = "一、总体要求\n（一）指导思想。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_text_is_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_file(path)[0] == TEXT


def test_a_big_endian_text_with_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert read_file(path)[0] == TEXT


def test_the_checksum_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    assert read_file(path)[1] == hashlib.sha256(TEXT.encode("gb18030")).hexdigest()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", id="picture"),
        pytest.param(b"\x01\x02\x03plan" * 10, id="control characters"),
        pytest.param(bytes(range(1, 256)) * 4, id="bytes"),
        pytest.param("规划".encode("utf-16-le") + b"\0\0", id="utf-16 without a mark"),
        pytest.param(b"\xef\xbb\xbf\xff\xff", id="mark of another encoding"),
    ],
)
def test_a_binary_file_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(ReadingError, match=r"plan\.txt is not a text file"):
        read_file(path)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", "　\n".encode()])
def test_an_empty_file_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(ReadingError, match=r"plan\.txt is empty"):
        read_file(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"no file .*plan\.txt"):
        read_file(tmp_path / "plan.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="is a folder"):
        read_file(tmp_path)


def test_a_file_that_is_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    monkeypatch.setattr(files, "LARGEST", 10)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("opened"))
    with pytest.raises(ReadingError, match=r"plan\.txt is too large"):
        read_file(path)


def test_a_file_that_may_not_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadingError, match=r"plan\.txt cannot be read: Permission denied\."):
        read_file(path)


def test_a_folder_is_searched_for_texts_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "notes.md", ".hidden.txt", "sub/c.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, "utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_documents([tmp_path])]
    assert found == ["a.txt", "b.txt", "sub/c.txt"]


def test_a_named_file_is_kept_whatever_its_ending_and_listed_once(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(TEXT, "utf-8")
    assert find_documents([path, path]) == [path]


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(TEXT, "utf-8")
    with pytest.raises(ReadingError, match="holds no document"):
        find_documents([tmp_path])


@pytest.mark.parametrize("name", ["nowhere", "x" * 5000])
def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadingError, match=name[:20]):
        find_documents([tmp_path / name])
