"""The spaCy Doc of a policy document: one token a character, and what components hang on it.

Because token index and character offset are the same number, every component works with the
offsets of `PolicyDocument.text`, and no name depends on how a segmenter cut the words.

Components keep their layers in span groups (names overlap, which `doc.ents` cannot hold) and
their findings in these attributes:

`doc._.policy`     the `PolicyDocument`
`doc._.tasks`      its tasks, in the order of the text
`doc._.task_of`    id of a section → id of the innermost task that it belongs to
`doc._.mentions`, `doc._.relations`, `doc._.targets`
                   what the components found; the ids of mentions need only be unique until
                   `kg.extraction.pipeline.extract` puts all in the order of the text
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Mention, Relation, Target, Task
from kg.reading.document import PolicyDocument

EXTENSIONS = ("policy", "tasks", "task_of", "mentions", "relations", "targets")

for name in EXTENSIONS:
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=None)


def make_doc(nlp: Language, document: PolicyDocument) -> Doc:
    """Return the Doc of a policy document, with one token for each character of its text.

    Offsets of tokens are code points in `document.text`.
    """
    doc = Doc(nlp.vocab, words=list(document.text), spaces=[False] * len(document.text))
    mentions: list[Mention] = []
    relations: list[Relation] = []
    targets: list[Target] = []
    tasks: list[Task] = []
    task_of: dict[str, str] = {}
    doc._.policy = document
    doc._.tasks, doc._.task_of = tasks, task_of
    doc._.mentions, doc._.relations, doc._.targets = mentions, relations, targets
    return doc
