"""Entries → one tree of sections, and the paragraphs in them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.document import Paragraph, Section
from kg.reading.document import SectionKind as Kind
from kg.reading.entries import Entry
from kg.reading.head import Head
from kg.reading.metadata import is_date
from kg.reading.nesting import Nesting, Node


def outline(
    entries: Sequence[Entry], starts: Sequence[int], head: Head, length: int
) -> tuple[list[Section], list[Paragraph]]:
    """Return the sections of a document, the root first, and its paragraphs.

    `starts` are the offsets of the entries in the clean text, `length` is that of the text;
    `head` says which entries the notice and the title are.
    """
    root = _root(head, starts, length)
    front = [root] * (head.index + 1)
    nodes: list[Node] = []
    if head.cover:
        end = starts[head.cover] - 1
        cover = Node(Kind.COVER, "", 0, "", "", 0, end, 0, 0, root, level=1)
        nodes.append(cover)
        front[: head.cover] = [cover] * head.cover
    body = len(front)
    below, holders = _sections_of(entries[body:], starts[body:], root)
    sections = _finish(root, nodes + below)
    paragraphs = _paragraphs(entries, starts, [*front, *holders], head)
    return sections, paragraphs


def _root(head: Head, starts: Sequence[int], length: int) -> Node:
    start = starts[head.index] + head.start if head.title else 0
    end = start + head.end - head.start
    return Node(Kind.DOCUMENT, "", 0, "", head.title, 0, length, start, end, None, level=0)


def _sections_of(
    entries: Sequence[Entry], starts: Sequence[int], root: Node
) -> tuple[list[Node], list[Node]]:
    """Return the sections below `root`, and for each entry the section that holds it."""
    nesting = Nesting(root, [entry.marker for entry in entries if entry.marker])
    nodes: list[Node] = []
    holders: list[Node] = []
    signature = _signature_start(entries)
    for i, (entry, start) in enumerate(zip(entries, starts, strict=True)):
        if i == signature:
            del nesting.stack[1:]
        parent = nesting.place(entry)
        if entry.marker or entry.title:
            nesting.stack.append(_node(entry, start, parent))
            nodes.append(nesting.stack[-1])
        holders.append(nesting.stack[-1])
        nesting.stack[-1].open_ended = entry.block.text.endswith(("：", ":"))
        for node in nesting.stack:
            node.end = start + len(entry.block.text)
    return nodes, holders


def _signature_start(entries: Sequence[Entry]) -> int:
    """Return the index of the first entry of a signature at the end, -1 without one."""
    at = len(entries)
    while at and not (entries[at - 1].marker or entries[at - 1].block.text.endswith("。")):
        at -= 1
    dated = any(is_date(entry.block.text) for entry in entries[at:])
    return at if dated else -1


def _node(entry: Entry, start: int, parent: Node) -> Node:
    text, marker, title = entry.block.text, entry.marker, entry.title
    first, last = (title.start, title.end) if title else (0, 0)
    words = text[first:last]
    if marker and marker.kind is Kind.BOX:
        words, first, last = f"{marker.label} {words}".strip(), 0, last or marker.end
    return Node(
        kind=marker.kind if marker else Kind.RUN_IN,
        scheme=marker.scheme if marker else "",
        value=marker.value if marker else 0,
        label=marker.label if marker else "",
        title=words,
        start=start,
        end=start + len(text),
        title_start=start + first,
        title_end=start + last,
        parent=parent,
        level=parent.level + 1,
        whole=entry.body is None and text.endswith(("。", "；")),
    )


def _finish(root: Node, nodes: Sequence[Node]) -> list[Section]:
    """Return nodes as sections with ids, the root first."""
    counts: dict[str, int] = {"": 1}
    sections = [_section(root, "")]
    numbers = {"": ""}
    for node in nodes:
        above = node.parent.id if node.parent else ""
        own = node.label or node.title or node.kind.value
        node.id = _unique(f"{above}/{own}" if above else own, counts)
        outer = numbers[above]
        number = f"{outer}/{node.label}" if outer and node.label else node.label
        numbers[node.id] = number or outer
        sections.append(_section(node, number))
    return sections


def _unique(path: str, counts: dict[str, int]) -> str:
    """Return `path`, or with “-2”, “-3”… what has not been given before."""
    unique = path
    while unique in counts:
        counts[path] += 1
        unique = f"{path}-{counts[path]}"
    counts[unique] = 1
    return unique


def _section(node: Node, number: str) -> Section:
    return Section(
        id=node.id,
        number=number,
        label=node.label,
        title=node.title,
        level=node.level,
        kind=node.kind,
        start=node.start,
        end=node.end,
        title_start=node.title_start,
        title_end=node.title_end,
        parent=node.parent.id if node.parent else None,
    )


def _paragraphs(
    entries: Sequence[Entry], starts: Sequence[int], holders: Sequence[Node], head: Head
) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for i, (entry, start, holder) in enumerate(zip(entries, starts, holders, strict=True)):
        length = len(entry.block.text)
        is_title = i == head.index and head.end - head.start == length
        if entry.body is None or is_title:
            continue
        number = f"p{len(paragraphs) + 1}"
        paragraphs.append(Paragraph(number, start + entry.body, start + length, holder.id))
    return paragraphs
