"""Attachment: the frame of a name that the ranker has chosen, and what it stands in.

Relations are read from frames, lists and attributes. A name that the grammar did not propose takes
these from the proposal that it overlaps most, or else from the frame that holds it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extraction.frames import Frame
from kg.extraction.learned.segmentation import Span
from kg.extraction.names import Name
from kg.extraction.scores import own_context, title_contexts
from kg.extraction.sharing import Pieces, text_of
from kg.extraction.tables import scorer_of

FAR = 60  #: characters between the beginnings of a name and of a proposal that it overlaps


def attached(
    doc: Doc, chosen: Sequence[Pieces], proposed: Mapping[Pieces, int]
) -> tuple[list[Name], list[int]]:
    """Return the names of a document with those that were chosen, and the index of each of these.

    Where several proposals were replaced by chosen names, hypernyms and hosts follow. The index
    is -1 where no frame holds a name.
    """
    names = list(doc._.names)
    indices: list[int] = []
    instead: dict[int, int] = {}
    proposals = _Proposals(names)
    frames = _Frames(doc)
    for pieces in chosen:
        at = proposed.get(pieces, -1)
        if at < 0:
            span = (pieces[0][0], pieces[-1][1])
            base = proposals.overlapping(span)
            found = names[base] if base >= 0 else frames.holding(span)
            if found is not None:
                at = len(names)
                text = text_of(doc._.policy.text, pieces)
                names.append(replace(found, pieces=pieces, text=text))
                if base >= 0 and span[1] == names[base].pieces[-1][1]:
                    instead.setdefault(base, at)
        indices.append(at)
    kept = set(indices)
    moved = {base: at for base, at in instead.items() if base not in kept}
    return [_moved(name, moved) for name in names], indices


def _moved(name: Name, moved: Mapping[int, int]) -> Name:
    """Return a name whose hypernym and host are the chosen ones."""
    hypernym = moved.get(name.hypernym, name.hypernym)
    host = moved.get(name.host, name.host)
    return (
        name
        if (hypernym, host) == (name.hypernym, name.host)
        else replace(name, hypernym=hypernym, host=host)
    )


class _Proposals:
    """Finds the proposal of the grammar that a span overlaps most."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.spans = sorted(
            (name.pieces[0][0], name.pieces[-1][1], index)
            for index, name in enumerate(names)
            if len(name.pieces) == 1
        )

    def overlapping(self, span: Span) -> int:
        """Return the index of the proposal; of several, that whose edges differ least."""
        start, end = span
        best, found = 0, -1
        for at in range(bisect_right(self.spans, (start - FAR,)), len(self.spans)):
            first, last, index = self.spans[at]
            if first >= end:
                break
            shared = 2 * (min(end, last) - max(start, first)) - (last - first)
            if min(end, last) > max(start, first) and (found < 0 or shared > best):
                best, found = shared, index
        return found


class _Frames:
    """Finds the frame that holds a span, as a name without proposal."""

    def __init__(self, doc: Doc) -> None:
        self.frames: list[Frame] = sorted(doc._.frames, key=lambda frame: frame.start)
        self.starts = [frame.start for frame in self.frames]
        self.titles = title_contexts(doc._.policy.sections, scorer_of(doc))

    def holding(self, span: Span) -> Name | None:
        """Return a name to be completed: its frame and contexts."""
        at = bisect_right(self.starts, span[0]) - 1
        if at < 0 or self.frames[at].end <= span[0]:
            return None
        frame = self.frames[at]
        contexts = (*own_context(frame), *self.titles[frame.clause.paragraph.section])
        return Name((span,), "", frame, contexts, -1, -1, -1, 0.0)
