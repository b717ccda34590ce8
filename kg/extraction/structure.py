"""Tasks: the titled units of the outline."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Task
from kg.reading.document import PolicyDocument

ROOT = "task:"


def tasks_of(document: PolicyDocument) -> tuple[list[Task], dict[str, str]]:
    """Return the tasks of a document, and for each section the id of its innermost task.

    Every titled section is a task. The document as a whole is the task `"task:"`, listed where
    the document states its title. What no titled section holds belongs to it either way.
    Offsets are code points in `document.text`.
    """
    tasks: list[Task] = []
    task_of: dict[str, str] = {}
    for section in document.sections:
        above = ROOT if section.parent is None else task_of[section.parent]
        if section.parent is None:
            title = document.metadata.title if document.metadata.title_is_stated else ""
        else:
            title = section.title
        task_of[section.id] = f"task:{section.id}" if title else above
        if title:
            tasks.append(
                Task(
                    id=task_of[section.id],
                    section=section.id,
                    title=title,
                    number=section.number,
                    level=section.level,
                    parent=None if section.parent is None else above,
                    start=section.start,
                    end=section.end,
                )
            )
    return tasks, task_of


@Language.component("policykg_structure")
def structure(doc: Doc) -> Doc:
    """Set `doc._.tasks` and `doc._.task_of`."""
    doc._.tasks, doc._.task_of = tasks_of(doc._.policy)
    return doc
