from __future__ import annotations

import pytest

from kg.extraction.facts import MentionClass
from kg.extraction.proposers import answers
from kg.extraction.proposers.gate import Proposal


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "",
        "Sure! Here are the entities:",
        "<html><body>502</body></html>",
        '{"entities": [',
        '{"entities": {"text": "平台"}}',
        '{"names": []}',
        "[]",
        "7",
        "null",
        "[" * 100_000,
        '{"entities": [], "more": "' + "x" * answers.LONGEST + '"}',
    ],
)
def test_an_answer_of_another_form_is_unusable(garbage: str | None) -> None:
    with pytest.raises(answers.UnusableAnswerError):
        answers.read(garbage)


def test_entries_that_are_no_names_are_passed_over() -> None:
    answer = (
        '{"entities": [7, null, [], {}, {"text": "甲"}, {"text": 1, "class": "Product"},'
        ' {"text": "乙", "class": null}, {"text": "云平台", "class": "Platform", "more": 1}]}'
    )
    assert answers.read(answer) == [Proposal("云平台", "Platform")]


def test_the_schema_asks_for_the_classes_of_the_ontology() -> None:
    entity = answers.schema()["properties"]["entities"]["items"]["properties"]
    assert entity["class"]["enum"] == [str(cls) for cls in MentionClass]


def test_the_instructions_explain_every_class() -> None:
    assert all(f"\n{cls}: " in answers.instructions() for cls in MentionClass)
