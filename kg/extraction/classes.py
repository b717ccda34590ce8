"""Classes: which class each name has, from its head, its frame, its unit, its hypernym and list.

Component `policykg_classes` turns `doc._.names` into mentions and sets `doc._.classed`, the index
of a name → its mention.
"""

from __future__ import annotations

from math import exp, log

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction import scores
from kg.extraction.facts import Mention
from kg.extraction.lexicon import CLASSES
from kg.extraction.names import Name

SIBLINGS = 0.5

if not Doc.has_extension("classed"):
    Doc.set_extension("classed", default=None)


def distributions(names: list[Name]) -> list[list[float]]:
    """Return for each name the shares of the six classes, with those of its list mixed in."""
    own = [[log(max(s, 1e-6)) for s in scores.combined(n.text, n.contexts)[:-1]] for n in names]
    groups: dict[tuple[int, int], list[int]] = {}
    for index, name in enumerate(names):
        groups.setdefault((name.group, name.hypernym), []).append(index)
    found: list[list[float]] = [[] for _ in names]
    for members in groups.values():
        mean = [sum(own[i][c] for i in members) / len(members) for c in range(len(CLASSES))]
        for i in members:
            mixed = [(1 - SIBLINGS) * a + SIBLINGS * b for a, b in zip(own[i], mean)]
            top = max(mixed)
            weights = [exp(value - top) for value in mixed]
            found[i] = [weight / sum(weights) for weight in weights]
    return found


@Language.component("policykg_classes")
def classes(doc: Doc) -> Doc:
    """Add a mention for every name."""
    names: list[Name] = doc._.names
    mentions: dict[int, Mention] = {}
    for index, (name, shares) in enumerate(zip(names, distributions(names))):
        paragraph = name.frame.clause.paragraph
        best = max(shares)
        mentions[index] = Mention(
            id=f"name{index}",
            text=name.text,
            cls=CLASSES[shares.index(best)],
            pieces=name.pieces,
            paragraph=paragraph.id,
            task=doc._.task_of[paragraph.section],
            confidence=round(name.score * best, 4),
            component="policykg_names",
        )
    doc._.mentions.extend(mentions.values())
    doc._.classed = mentions
    return doc
