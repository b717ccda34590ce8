"""Which files to read, and the text that their bytes stand for."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from kg.errors import ReadingError

LARGEST = 64 * 1024 * 1024  #: bytes
PATTERN = "*.txt"

CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b]")
CONTROL_SHARE = 0.001  #: of the characters of a text that may be control characters
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """Return the documents that paths name: files as given, folders searched for *.txt.

    A folder is searched with all its subfolders; what it gives is sorted, and hidden files and
    folders are left out. A file that several paths lead to is listed once.

    Raises
    ------
    ReadingError
        If a path does not exist, or a folder holds no document.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            found.update(dict.fromkeys(_documents_at(path)))
        except OSError as error:
            raise ReadingError(f"{path} cannot be read: {error.strerror}.") from None
    return list(found)


def _documents_at(path: Path) -> list[Path]:
    if not path.exists():
        raise ReadingError(f"There is no file or folder {path}: check the name.")
    if not path.is_dir():
        return [path]
    inside = [each for each in sorted(path.rglob(PATTERN)) if _is_visible(each, path)]
    if not inside:
        raise ReadingError(f"The folder {path} holds no document: put {PATTERN} files there.")
    return inside


def _is_visible(path: Path, folder: Path) -> bool:
    inner = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith(".") for part in inner)


def read_file(path: Path) -> tuple[str, str]:
    """Return the text of a file, and the SHA-256 of its bytes in hexadecimal.

    The encoding is told by a byte order mark (UTF-8, UTF-16) or, without one, tried: UTF-8,
    then GB 18030, which covers GBK and GB 2312. A byte order mark is not part of the text.

    Raises
    ------
    ReadingError
        If there is no such file, it cannot be read, is too large, empty or no text.
    """
    data = _bytes_of(path)
    return decode(data, str(path)), hashlib.sha256(data).hexdigest()


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReadingError(f"{path} is a folder: name a file in it.")
        size = path.stat().st_size
        if size > LARGEST:
            raise ReadingError(
                f"{path} is too large ({size} bytes): a document may have {LARGEST} bytes."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(f"There is no file {path}: check the name.") from None
    except OSError as error:
        raise ReadingError(f"{path} cannot be read: {error.strerror}.") from None


def decode(data: bytes, name: str) -> str:
    """Return the text that bytes stand for, as `read_file` does.

    >>> decode("规划".encode("gb18030"), "plan.txt")
    '规划'

    Raises
    ------
    ReadingError
        If there is no text in them; the message gives `name`.
    """
    marked = [encoding for mark, encoding in BOMS if data.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise ReadingError(f"{name} is empty: there is nothing to read.")
        if len(CONTROL.findall(text)) <= len(text) * CONTROL_SHARE and "\0" not in text:
            return text
    raise ReadingError(
        f"{name} is not a text file: give plain text in UTF-8, UTF-16 with a mark or GB 18030."
    )
