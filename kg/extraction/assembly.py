"""Assembly: what the components found, checked, put in order and renumbered."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate, pairwise

from spacy.tokens import Doc

from kg.extraction.facts import Extraction, Mention, MentionClass, Relation
from kg.extraction.structure import ROOT

log = logging.getLogger(__name__)


def assemble(doc: Doc) -> Extraction:
    """Return the facts that a pipeline left on a Doc.

    Mentions and relations come in the order of the text. A name counts once in a paragraph;
    relations of its other places are moved to the first. What does not fit the text (a mention
    whose pieces do not spell it, a relation to nothing) is left out and logged.
    """
    text = doc._.policy.text
    spelled = [mention for mention in doc._.mentions if _spells(text, mention)]
    mentions, new_id = _numbered(_outside_of_proper_names(spelled))
    ends = {ROOT} | {task.id for task in doc._.tasks} | {target.id for target in doc._.targets}
    new_id |= {end: end for end in sorted(ends)}
    return Extraction(
        document=doc._.policy,
        tasks=tuple(doc._.tasks),
        mentions=tuple(mentions),
        relations=tuple(_connected(doc._.relations, new_id, {m.id for m in spelled})),
        targets=tuple(doc._.targets),
    )


def _spells(text: str, mention: Mention) -> bool:
    """Tell whether the pieces of a mention ascend and spell its name."""
    edges = [0, *(edge for piece in mention.pieces for edge in piece), len(text)]
    ascending = bool(mention.pieces) and all(a <= b for a, b in pairwise(edges))
    fits = ascending and "".join(text[a:b] for a, b in mention.pieces) == mention.text != ""
    if not fits:
        log.warning("left out %r: its pieces do not spell it (%s)", mention.text, mention.component)
    return fits


_PROPER = (MentionClass.PROGRAMME, MentionClass.ORGANIZATION)


def _outside_of_proper_names(mentions: list[Mention]) -> list[Mention]:
    """Leave out the concepts read from the name of a programme or an organization.

    A name that reaches from such a proper name into the words around it is nearly always
    misread as well (“国家自然科学基金委员会负责规划”).
    """
    proper = sorted(piece for m in mentions if m.cls in _PROPER for piece in m.pieces)
    ends = list(accumulate((end for _, end in proper), max))

    def overlaps(mention: Mention) -> bool:
        for start, end in mention.pieces:
            before = bisect_left(proper, (end,))  # those that start ahead of the piece's end
            if before and ends[before - 1] > start:
                return True
        return False

    return [m for m in mentions if m.cls in _PROPER or not overlaps(m)]


def _numbered(mentions: list[Mention]) -> tuple[list[Mention], dict[str, str]]:
    """Return the distinct mentions in the order of the text, and the new id of each old one."""
    kept: dict[tuple[str, MentionClass, str], Mention] = {}
    new_id: dict[str, str] = {}
    for mention in sorted(mentions, key=lambda m: (m.pieces, m.text, m.cls)):
        place = mention.paragraph or f"{mention.task} {mention.start}"
        first = kept.setdefault(
            (mention.text, mention.cls, place), replace(mention, id=f"m{len(kept) + 1}")
        )
        new_id[mention.id] = first.id
    return list(kept.values()), new_id


def _connected(
    relations: Iterable[Relation], new_id: dict[str, str], known: set[str]
) -> list[Relation]:
    """Return the distinct relations between what there is, in the order of the text.

    `known` holds the old ids of all mentions, also of those that were left out on purpose.
    """
    kept: dict[tuple[str, str, str], Relation] = {}
    ends = known | new_id.keys()
    for relation in sorted(relations, key=lambda r: (r.start, r.end)):
        subject, object_ = new_id.get(relation.subject), new_id.get(relation.object)
        if subject is None or object_ is None:
            if not {relation.subject, relation.object} <= ends:
                log.warning(
                    "left out %s: it relates nothing (%s)", relation.predicate, relation.component
                )
        elif subject != object_:
            kept.setdefault(
                (subject, relation.predicate, object_),
                replace(relation, subject=subject, object=object_),
            )
    return list(kept.values())
