"""What extraction hands over to linking and to the graph: the facts of one document.

All offsets are code points in `PolicyDocument.text`, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kg.reading.document import PolicyDocument


class MentionClass(StrEnum):
    """The classes of the ontology that a name in the text can belong to."""

    THEORY = "Theory"
    KEY_TECHNOLOGY = "KeyTechnology"
    PLATFORM = "Platform"
    PRODUCT = "Product"
    INDUSTRY = "Industry"
    SAFEGUARD = "Safeguard"
    ORGANIZATION = "Organization"
    PROGRAMME = "Programme"


class Predicate(StrEnum):
    """The relations of the ontology that a text can state."""

    DEVELOPS = "develops"
    BUILDS = "builds"
    FOSTERS = "fosters"
    ESTABLISHES = "establishes"
    APPLIED_IN = "appliedIn"
    SUPPORTS = "supports"
    INCLUDES = "includes"
    RESPONSIBLE_FOR = "responsibleFor"
    CITES = "cites"
    HAS_TARGET = "hasTarget"


@dataclass(frozen=True, slots=True)
class Task:
    """A titled unit of the document: something that it orders to be done."""

    id: str  #: "task:" and the id of its section; "task:" alone is the document as a whole
    section: str  #: id of the section
    title: str
    number: str
    level: int
    parent: str | None  #: id of the task above
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in one place of the text.

    A name need not be contiguous: in “微型和轻小型智能无人系统” the name “微型智能无人系统” is
    read from two pieces.
    """

    id: str  #: "m1", "m2", … in the order of the text
    text: str  #: the full name, with what coordination shares
    cls: MentionClass
    pieces: tuple[tuple[int, int], ...]  #: ascending; joined, their characters are `text`
    paragraph: str  #: id; of a title's mention: that of the section's first paragraph, or ""
    task: str  #: id of the innermost task that holds it
    confidence: float  #: 0–1
    component: str  #: the pipeline component or rule that found it
    en: str = ""  #: English label, "" where there is none

    @property
    def start(self) -> int:
        """Start of the first piece."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """End of the last piece."""
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that the words of one place state."""

    subject: str  #: id of a mention, a task, or "task:" for the document as a whole
    predicate: Predicate
    object: str  #: id of a mention, a task or a target
    start: int  #: the words that state it, from the cue to the object
    end: int
    paragraph: str  #: id, as in `Mention.paragraph`
    confidence: float
    component: str


@dataclass(frozen=True, slots=True)
class Target:
    """A state or figure to be reached by the end of a year."""

    id: str  #: "t1", "t2", …
    task: str  #: id of the task that states it
    year: int
    metric: str
    comparator: str  #: one of "=", ">", ">=", "<", "<=", "≈"; "" without a figure
    value: float | None  #: None without a figure; of a range the lower bound
    unit: str  #: as written, with its multiplier: “亿元”, “万亿元”, “%”; "" without a figure
    statement: str  #: the characters text[start:end]
    start: int
    end: int
    paragraph: str


@dataclass(frozen=True, slots=True)
class Dependency:
    """One task needs another first, or builds upon it."""

    dependent: str  #: id of a task
    dependency: str  #: id of a task
    via: tuple[str, ...]  #: names that both share
    evidence: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All facts of one document, each list in the order of the text."""

    document: PolicyDocument
    tasks: tuple[Task, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    targets: tuple[Target, ...]
    dependencies: tuple[Dependency, ...] = field(default=())
