"""Answers: the form in which a language model is asked to answer, and reading what came."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from kg.extraction.proposers.gate import Proposal

LONGEST = 200_000  #: characters of an answer; a paragraph's names need a few thousand


class UnusableAnswerError(ValueError):
    """What came is not of the form that was asked for."""


@cache
def instructions() -> str:
    """Return what a language model is told before it reads a paragraph."""
    return files("kg.extraction.proposers").joinpath("instructions.txt").read_text("utf-8")


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer."""
    path = files("kg.extraction.proposers").joinpath("answer.schema.json")
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def read(answer: str | None) -> list[Proposal]:
    """Return the proposals in an answer. Entries that are none are passed over.

    Raises
    ------
    UnusableAnswerError
        If the answer as a whole is not of the form that was asked for.

    >>> read('{"entities": [{"text": "智能芯片", "class": "Product"}, {"text": 7}]}')
    [Proposal(text='智能芯片', cls='Product')]
    """
    if not answer or len(answer) > LONGEST:
        raise UnusableAnswerError
    try:
        entities = json.loads(answer)["entities"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableAnswerError from error
    if not isinstance(entities, list):
        raise UnusableAnswerError
    return [
        Proposal(entity["text"], entity["class"])
        for entity in entities
        if isinstance(entity, dict)
        and isinstance(entity.get("text"), str)
        and isinstance(entity.get("class"), str)
    ]
