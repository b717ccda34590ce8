"""A file → PolicyDocument."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import ReadingError
from kg.reading.cleaning import Block, assemble, block_of, is_chinese, normalise
from kg.reading.document import PolicyDocument
from kg.reading.entries import entries_of, front_entry
from kg.reading.files import read_file
from kg.reading.head import find_head
from kg.reading.lines import blocks_of
from kg.reading.metadata import metadata_of
from kg.reading.outline import outline


def read(path: Path) -> PolicyDocument:
    """Return the document in a file.

    Raises
    ------
    ReadingError
        If the file is missing, unreadable, too large, empty or not a text.
    """
    source, sha256 = read_file(path)
    return read_text(source, str(path), sha256)


def read_text(source: str, path: str = "-", sha256: str | None = None) -> PolicyDocument:
    """Return the document in a text; `sha256` is that of its UTF-8 bytes if it is not given.

    Offsets of sections and paragraphs are code points in the clean text, end exclusive.

    >>> document = read_text("一、总体要求\\n智能制造。围绕需求，推进\\n应用。")
    >>> [section.title for section in document.sections]
    ['', '总体要求', '智能制造']

    Raises
    ------
    ReadingError
        If the text is blank.
    """
    norm = normalise(source)
    chinese = is_chinese(source)
    blocks = blocks_of(norm, chinese)
    if not blocks:
        raise ReadingError(f"{path} is empty: there is nothing to read.")

    def join(first: Block, second: Block) -> Block:
        return block_of(norm, first.runs[0][0], second.runs[-1][1], chinese)

    head = find_head(blocks, join)
    body = head.index + 1
    front = [front_entry(block) for block in head.blocks[:body]]
    entries = front + entries_of(head.blocks[body:], join)
    text, offsets, starts = assemble([entry.block for entry in entries])
    sections, paragraphs = outline(entries, starts, head, len(text))
    lines = [entry.block.text for entry in entries]
    title, stated = head.title or Path(path).stem, bool(head.title)
    return PolicyDocument(
        path=path,
        source=source,
        sha256=sha256 or hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        offsets=offsets,
        metadata=metadata_of(title, stated, lines, chinese),
        sections=tuple(sections),
        paragraphs=tuple(paragraphs),
    )
