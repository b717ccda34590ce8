"""The record of a document: its facts as plain JSON, with names where the facts have ids."""

from __future__ import annotations

import json
from typing import Any

from kg.extraction.facts import Extraction, Mention, Target, Task


def record(extraction: Extraction) -> dict[str, Any]:
    """Return the record of a document: what `policykg extract` prints.

    The keys are `document`, `text`, `tasks`, `entities`, `relations`, `targets` and
    `dependencies`. Offsets are code points in `text`, end exclusive; those of an entity reach
    from its first to its last piece. Subjects and objects are names: the text of an entity, the
    title of a task without its number, the title of the document, or the id of a target.
    """
    names = _names(extraction)
    document = extraction.document
    metadata = document.metadata
    return {
        "document": {
            "path": document.path,
            "title": metadata.title,
            "number": metadata.number,
            "date": metadata.date,
            "issuer": metadata.issuer,
            "language": metadata.language,
        },
        "text": document.text,
        "tasks": [_task(task) for task in extraction.tasks],
        "entities": [_entity(mention, names) for mention in extraction.mentions],
        "relations": [
            {
                "subject": names[relation.subject],
                "predicate": str(relation.predicate),
                "object": names[relation.object],
                "start": relation.start,
                "end": relation.end,
            }
            for relation in extraction.relations
        ],
        "targets": [_target(target) for target in extraction.targets],
        "dependencies": [
            {
                "from": names[dependency.dependent],
                "to": names[dependency.dependency],
                "via": list(dependency.via),
                "evidence": dependency.evidence,
            }
            for dependency in extraction.dependencies
        ],
    }


def record_line(extraction: Extraction) -> str:
    """Return the record as one line of JSON, without the line feed at its end."""
    return json.dumps(record(extraction), ensure_ascii=False)


def _names(extraction: Extraction) -> dict[str, str]:
    """Return the name of every id that a relation can point at."""
    names = {"task:": extraction.document.metadata.title}
    names |= {task.id: task.title for task in extraction.tasks}
    names |= {mention.id: mention.text for mention in extraction.mentions}
    return names | {target.id: target.id for target in extraction.targets}


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "number": task.number,
        "level": task.level,
        "parent": task.parent,
        "start": task.start,
        "end": task.end,
    }


def _entity(mention: Mention, names: dict[str, str]) -> dict[str, Any]:
    return {
        "text": mention.text,
        "class": str(mention.cls),
        "start": mention.start,
        "end": mention.end,
        "en": mention.en or None,
        "task": names[mention.task],
        "component": mention.component,
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "year": target.year,
        "metric": target.metric,
        "comparator": target.comparator,
        "value": _figure(target.value),
        "unit": target.unit,
        "statement": target.statement,
        "start": target.start,
        "end": target.end,
    }


def _figure(value: float | None) -> float | int | None:
    """Return whole figures as integers: 1500, not 1500.0."""
    return int(value) if value is not None and value.is_integer() else value
