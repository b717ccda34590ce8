"""Blocks → entries: what each line of the clean text is, a title, an item or a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.reading.cleaning import Block, Join
from kg.reading.document import SectionKind as Kind
from kg.reading.head import glued_title
from kg.reading.language import language
from kg.reading.numbering import Marker, marker_at
from kg.reading.run_in import (
    Title,
    first_clause,
    inner_starts,
    is_noun_title,
    opening_title,
    whole_title,
)

LONGEST_OF_ARTICLE = 20  #: characters of a run-in title behind 第X条
LONGEST_LINE = 50  #: of a line that gives 专栏, 第X章 or 附件 above it a title
TITLED_BELOW = (Kind.BOX, Kind.PART, Kind.ANNEX)
UNEVEN = 4  #: characters by which the two clauses of a title may differ


@dataclass(frozen=True, slots=True)
class Entry:
    """One block, with the number and the title that it opens with."""

    block: Block
    marker: Marker | None = None
    title: Title | None = None
    body: int | None = 0  #: where its paragraph starts; None where there is nothing but a title


def front_entry(block: Block) -> Entry:
    """Return the entry of a line up to the title. “附件” alone is no paragraph, only a label."""
    marker = marker_at(block.text)
    label = marker and marker.kind is Kind.ANNEX and marker.end == len(block.text)
    return Entry(block, body=None if label else 0)


def entries_of(blocks: Sequence[Block], join: Join) -> list[Entry]:
    """Return the entries of a document's body, paragraphs with inner titles cut at them.

    `join` makes one block of two that follow each other.
    """
    entries: list[Entry] = []
    for block in blocks:
        entries += [_entry(part) for part in block.parts(inner_starts(block.text))]
    return _rejoined(_keep_parallel(_lift_titles(entries, join)), join)


def _entry(block: Block) -> Entry:
    text = block.text
    marker = marker_at(text)
    if marker is None:
        lead_in = text.startswith(tuple(language()["run_in"]["lead_ins"]))
        title = None if lead_in else opening_title(text, 0, numbered=False)
        return Entry(block, None, title, title.behind if title else 0)
    title = _numbered_title(text, marker)
    body = title.behind if title else marker.end
    if title and marker.kind in (Kind.ITEM, Kind.STEP) and text[title.end] == "，":
        body = marker.end
    return Entry(block, marker, title, body if body < len(text) else None)


def _numbered_title(text: str, marker: Marker) -> Title | None:
    title = opening_title(text, marker.end, numbered=True)
    if marker.kind in (Kind.ITEM, Kind.STEP):
        return title or first_clause(text, marker.end)
    if title or (marker.kind is Kind.ARTICLE and text.endswith(("。", "；", "："))):
        return title
    if "。" in text[marker.end : -1]:
        return None
    return whole_title(text, marker.end)


def _lift_titles(entries: list[Entry], join: Join) -> list[Entry]:
    """Give 专栏, 第X章 and 附件 without a title of their own that of the next line."""
    lifted: list[Entry] = []
    for entry in entries:
        above = lifted[-1] if lifted else None
        if above is None or above.body is not None or above.title or entry.marker:
            lifted.append(entry)
        elif above.marker and above.marker.kind in TITLED_BELOW:
            lifted[-1:] = _with_title(above, entry, join)
        else:
            lifted.append(entry)
    return lifted


def _with_title(above: Entry, entry: Entry, join: Join) -> list[Entry]:
    text = entry.block.text
    glued = glued_title(text)
    if glued and glued[0] == 0:
        title, rest = entry.block.parts([glued[1]])
        return [_joined(above, title, join), _entry(rest)]
    if len(text) <= LONGEST_LINE and not text.endswith(("。", "；", "：")):
        return [_joined(above, entry.block, join)]
    return [above, entry]


def _joined(above: Entry, title: Block, join: Join) -> Entry:
    block = join(above.block, title)
    end = len(block.text)
    return Entry(block, above.marker, Title(end - len(title.text), end, end), None)


def _keep_parallel(entries: list[Entry]) -> list[Entry]:
    """Drop run-in titles that nothing beside them confirms.

    The first sentence of a paragraph, or of an article, may be no more than that. It is a title
    where others of its stretch, up to the next heading, open so too.
    """
    kept: list[Entry] = []
    stretch: list[Entry] = []
    for entry in entries:
        if entry.marker and entry.marker.kind not in (Kind.BOX, Kind.ARTICLE):
            kept += _confirmed(stretch)
            stretch = [entry]
        else:
            stretch.append(entry)
    return kept + _confirmed(stretch)


def _rejoined(entries: list[Entry], join: Join) -> list[Entry]:
    """Join paragraphs that were parted for a run-in title that proved to be none."""
    joined: list[Entry] = []
    for entry in entries:
        parted = entry.block.guessed and entry.title is None and joined
        if parted and joined[-1].body is not None:
            joined[-1] = replace(joined[-1], block=join(joined[-1].block, entry.block))
        else:
            joined.append(entry)
    return joined


def _confirmed(stretch: list[Entry]) -> list[Entry]:
    """Return a stretch, its heading first, without the titles that are none."""
    articles = [e for e in stretch if e.marker and e.marker.kind is Kind.ARTICLE]
    plain = [e for e in stretch if not e.marker]
    article_style, style = _style(articles), _style(plain)
    if stretch and _opens_untitled(stretch[0]):
        style = None
    return [
        entry
        if _is_certain(entry) or _fits(entry, article_style if entry.marker else style)
        else replace(entry, title=None, body=entry.marker.end if entry.marker else 0)
        for entry in stretch
    ]


def _fits(entry: Entry, style: str | None) -> bool:
    return style is not None and _style_of(entry) == style


def _opens_untitled(heading: Entry) -> bool:
    """Tell whether a heading's own text opens with a sentence like a title.

    Such sentences are then how that document writes, not titles: the first of them is none.
    """
    if heading.marker is None or heading.body is None:
        return False
    return opening_title(heading.block.text, heading.body, numbered=False) is not None


def _is_certain(entry: Entry) -> bool:
    """Tell whether a title, or its absence, needs nothing beside it to confirm it."""
    if entry.title is None or entry.block.text.startswith(("：", ":"), entry.title.end):
        return True
    if entry.marker:
        return entry.marker.kind is not Kind.ARTICLE
    return is_noun_title(entry.block.text, entry.title)


def _style(group: list[Entry]) -> str | None:
    """Return in which style the titles of a group are written, None where they are no titles."""
    sentences = [entry for entry in group if entry.block.text.endswith("。")]
    styles = [style for entry in sentences if (style := _style_of(entry))]
    if not styles:
        return None
    usual = max(sorted(set(styles)), key=styles.count)
    count = styles.count(usual)
    return usual if count > 1 and 2 * count >= len(sentences) - 1 else None


def _style_of(entry: Entry) -> str | None:
    """Return how a title is written: in one clause, as a couplet of two, None as neither."""
    if entry.title is None:
        return None
    clauses = entry.block.text[entry.title.start : entry.title.end].split("，")
    if len(clauses) == 1:
        long = entry.marker and len(clauses[0]) > LONGEST_OF_ARTICLE
        return None if long else "clause"
    alike = len(clauses) == 2 and abs(len(clauses[0]) - len(clauses[1])) <= UNEVEN
    return "couplet" if alike and not entry.marker else None
