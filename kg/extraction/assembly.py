"""Assembly: what the components found, checked, put in order and renumbered."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

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
    mentions, new_id = _numbered([m for m in doc._.mentions if _spells(text, m)])
    ends = {ROOT} | {task.id for task in doc._.tasks} | {target.id for target in doc._.targets}
    new_id |= {end: end for end in sorted(ends)}
    return Extraction(
        document=doc._.policy,
        tasks=tuple(doc._.tasks),
        mentions=tuple(mentions),
        relations=tuple(_connected(doc._.relations, new_id)),
        targets=tuple(doc._.targets),
    )


def _spells(text: str, mention: Mention) -> bool:
    """Tell whether the pieces of a mention ascend and spell its name."""
    edges = [0, *(edge for piece in mention.pieces for edge in piece), len(text)]
    ascending = bool(mention.pieces) and all(a <= b for a, b in zip(edges, edges[1:], strict=False))
    fits = ascending and "".join(text[a:b] for a, b in mention.pieces) == mention.text != ""
    if not fits:
        log.warning("left out %r: its pieces do not spell it (%s)", mention.text, mention.component)
    return fits


def _numbered(mentions: list[Mention]) -> tuple[list[Mention], dict[str, str]]:
    """Return the distinct mentions in the order of the text, and the new id of each old one."""
    kept: dict[tuple[str, MentionClass, str], Mention] = {}
    new_id: dict[str, str] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, m.end, m.text, m.cls)):
        place = mention.paragraph or f"{mention.task} {mention.start}"
        first = kept.setdefault(
            (mention.text, mention.cls, place), replace(mention, id=f"m{len(kept) + 1}")
        )
        new_id[mention.id] = first.id
    return list(kept.values()), new_id


def _connected(relations: Iterable[Relation], new_id: dict[str, str]) -> list[Relation]:
    """Return the distinct relations between what there is, in the order of the text."""
    kept: dict[tuple[str, str, str], Relation] = {}
    for relation in sorted(relations, key=lambda r: (r.start, r.end)):
        subject, object_ = new_id.get(relation.subject), new_id.get(relation.object)
        if subject is None or object_ is None or subject == object_:
            log.warning(
                "left out %s %s %s: it relates nothing, or a name to itself (%s)",
                relation.subject,
                relation.predicate,
                relation.object,
                relation.component,
            )
            continue
        kept.setdefault(
            (subject, relation.predicate, object_),
            replace(relation, subject=subject, object=object_),
        )
    return list(kept.values())
