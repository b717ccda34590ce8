"""Classes: which class each name has, from its head, its frame, its unit, its hypernym and list.

Component `policykg_classes` turns `doc._.names` into mentions and sets `doc._.classed`, the index
of a name → its mention, and `doc._.shares`, the shares of the six classes of each name.
"""

from __future__ import annotations

from math import exp, log

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Mention, MentionClass
from kg.extraction.frames import Role
from kg.extraction.lexicon import CLASSES, words
from kg.extraction.names import Name
from kg.extraction.scores import Scorer
from kg.extraction.tables import scorer_of

SIBLINGS = 0.5  #: the share that the other names of a coordination have in the class of each
# The least confidence with which a name of a class is kept: where, on annotated documents, about
# every fourth name is right, which is where one more name no longer helps F1.
FLOORS = {
    MentionClass.THEORY: 0.25,
    MentionClass.KEY_TECHNOLOGY: 0.3,
    MentionClass.PLATFORM: 0.25,
    MentionClass.PRODUCT: 0.25,
    MentionClass.INDUSTRY: 0.4,
    MentionClass.SAFEGUARD: 0.35,
}
PRIOR = 0.8  #: the share of the class that the title above suggests
PRIORS = {
    "theory_title": MentionClass.THEORY,
    "safeguard_title": MentionClass.SAFEGUARD,
    "industry_title": MentionClass.INDUSTRY,
}  #: kinds of words in the title above → the class of the titles below
CONTINUED_FLOOR = 0.5  #: the least confidence of a name that goes on from another clause

for extension in ("classed", "shares"):
    if not Doc.has_extension(extension):
        Doc.set_extension(extension, default=None)


def distributions(names: list[Name], scorer: Scorer) -> list[list[float]]:
    """Return for each name the shares of the six classes, with those of its list mixed in."""
    own = [[log(max(s, 1e-6)) for s in scorer.combined(n.text, n.contexts)[:-1]] for n in names]
    groups: dict[tuple[int, int], list[int]] = {}
    for index, name in enumerate(names):
        groups.setdefault((name.group, name.hypernym), []).append(index)
    found: list[list[float]] = [[] for _ in names]
    for members in groups.values():
        mean = [
            sum(column) / len(members) for column in zip(*(own[i] for i in members), strict=True)
        ]
        for i in members:
            mixed = own[i]
            if len(members) > 1:
                mixed = [
                    (1 - SIBLINGS) * a + SIBLINGS * b for a, b in zip(mixed, mean, strict=True)
                ]
            top = max(mixed)
            weights = [exp(value - top) for value in mixed]
            total = sum(weights)
            found[i] = [weight / total for weight in weights]
    return found


class Priors:
    """Finds the class of a title that is a name, from the title above: 智能金融 under …产业."""

    def __init__(self, doc: Doc) -> None:
        self.sections = {section.id: section for section in doc._.policy.sections}

    def of(self, name: Name) -> MentionClass | None:
        """Return the class that the title above suggests for a name; None for other names."""
        paragraph = name.frame.clause.paragraph
        whole = name.pieces == ((paragraph.start, paragraph.end),)
        if name.frame.role is not Role.TITLE or not whole:
            return None
        above = self.sections[paragraph.section].parent
        title = self.sections[above].title if above is not None else ""
        for kind, cls in PRIORS.items():
            if any(word in title for word in words(kind).words):
                return cls
        return None


def floor(name: Name, cls: MentionClass) -> float:
    """Return the least confidence with which a name is kept as one of a class."""
    return CONTINUED_FLOOR if name.frame.role is Role.CONTINUED else FLOORS[cls]


@Language.component("policykg_classes")
def classes(doc: Doc) -> Doc:
    """Add a mention for every name."""
    names: list[Name] = doc._.names
    priors = Priors(doc)
    task_of: dict[str, str] = doc._.task_of  # asking the Doc is slow
    doc._.shares = distributions(names, scorer_of(doc))
    mentions: dict[int, Mention] = {}
    for index, (name, shares) in enumerate(zip(names, doc._.shares, strict=True)):
        paragraph = name.frame.clause.paragraph
        expected = priors.of(name)
        if expected is not None:
            other = (1.0 - PRIOR) / (len(CLASSES) - 1)
            shares = [PRIOR if cls is expected else other for cls in CLASSES]
        best = max(shares)
        likely = name.score if expected is None else max(name.score, PRIOR)
        if likely * best < floor(name, CLASSES[shares.index(best)]):
            continue
        mentions[index] = Mention(
            id=f"name{index}",
            text=name.text,
            cls=CLASSES[shares.index(best)],
            pieces=name.pieces,
            paragraph=paragraph.id,
            task=task_of[paragraph.section],
            confidence=round(likely * best, 4),
            component="policykg_names",
        )
    doc._.mentions.extend(mentions.values())
    doc._.classed = mentions
    return doc
