from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from spacy.language import Language

from kg.extraction.facts import Extraction, Mention, MentionClass
from kg.extraction.pipeline import create, extract
from kg.extraction.proposers.endpoint import PATIENCE
from kg.extraction.proposers.llm import COMPONENT, CONFIDENCE, shortfall
from kg.reading import read_text

PLAN = (
    "关于智能产业的实施方案\n\n一、重点任务\n突破智能传感器等关键技术，此外青萍末语仍待观察。\n"
    "由科技部牵头，赤壁怀古有待观察。\n"
)


def pipeline(**limits: float) -> Language:
    nlp = create()
    config = {"timeout": 5.0, "retries": 0, **limits}
    nlp.add_pipe(COMPONENT, before="policykg_relations", config=config)
    return nlp


def read(nlp: Language, text: str = PLAN) -> Extraction:
    return extract(read_text(text), nlp)


def added(extraction: Extraction) -> list[Mention]:
    return [m for m in extraction.mentions if m.component == COMPONENT]


def others(extraction: Extraction) -> list[Any]:
    """What the rest of the pipeline found, without the numbers that depend on its company."""
    return [
        (m.text, m.cls, m.pieces, m.confidence, m.component, m.en)
        for m in extraction.mentions
        if m.component != COMPONENT
    ]


def test_names_that_the_text_holds_are_added_and_marked(stand_in: Any) -> None:
    stand_in.says(("青萍末语", "Theory"))
    nlp = pipeline()
    extraction = read(nlp)
    (found,) = added(extraction)
    text = extraction.document.text
    assert (found.text, found.cls, found.confidence) == (
        "青萍末语",
        MentionClass.THEORY,
        CONFIDENCE,
    )
    assert text[found.start : found.end] == "青萍末语"
    assert found.task == "task:一"
    assert others(extraction) == others(read(create()))
    assert shortfall(nlp) == ""


def test_a_request_is_deterministic_and_asks_for_the_schema(stand_in: Any) -> None:
    read(pipeline())
    assert [r["messages"][1]["content"] for r in stand_in.requests] != []
    assert stand_in.keys == {"Bearer a key"}
    for request in stand_in.requests:
        assert (request["path"], request["model"]) == ("/v1/chat/completions", "small")
        assert request["temperature"] == 0
        form = request["response_format"]
        assert form["type"] == "json_schema"
        assert form["json_schema"]["strict"] is True
        assert set(form["json_schema"]["schema"]["properties"]) == {"entities"}


def test_each_paragraph_is_asked_for_alone(stand_in: Any) -> None:
    document = extract(read_text(PLAN)).document
    read(pipeline())
    asked = sorted(request["messages"][1]["content"] for request in stand_in.requests)
    assert asked == sorted(document.text[p.start : p.end] for p in document.paragraphs)


LIES = [
    ("区块链", "KeyTechnology"),
    ("传感器智能", "Product"),
    ("青萍末语", "Gadget"),
    ("<script>alert(1)</script>", "Product"),
    ("<b>青萍末语</b>", "Theory"),
    ("突破智能传感器等关键技术，此外青萍末语", "Theory"),
    ("脑" * 10_000, "Theory"),
    "青萍末语",
    {"text": ["青萍末语"], "class": "Theory"},
]


def test_lies_are_not_stored(stand_in: Any) -> None:
    stand_in.says(*LIES)
    extraction = read(pipeline())
    assert added(extraction) == []
    assert others(extraction) == others(read(create()))


def test_what_stands_in_another_paragraph_is_a_lie_here(stand_in: Any) -> None:
    stand_in.says(("赤壁怀古", "Theory"))
    extraction = read(pipeline())
    (found,) = added(extraction)
    paragraph = next(p for p in extraction.document.paragraphs if p.id == found.paragraph)
    assert paragraph.start <= found.start < found.end <= paragraph.end


def test_a_name_that_comes_twice_or_is_there_already_is_added_once(stand_in: Any) -> None:
    stand_in.says(
        ("青萍末语", "Theory"),
        ("青萍末语", "Product"),
        ("智能传感器", "Platform"),
        ("科技部", "Product"),
    )
    extraction = read(pipeline())
    assert [(m.text, m.cls) for m in added(extraction)] == [("青萍末语", MentionClass.THEORY)]
    assert others(extraction) == others(read(create()))


def test_a_claimed_programme_does_not_push_out_what_others_found(stand_in: Any) -> None:
    stand_in.says(("突破智能传感器", "Programme"), ("由科技部", "Organization"))
    extraction = read(pipeline())
    assert added(extraction) == []
    assert others(extraction) == others(read(create()))


GARBAGE = {
    "no JSON": b"\xff\xfe not json",
    "HTML": b"<html><script>alert(1)</script></html>",
    "nothing": b"",
    "another form": b'{"error": {"message": "?"}}',
    "no choices": b'{"choices": []}',
    "a list": b"[1, 2]",
    "no content": b'{"choices": [{"message": {"content": null}}]}',
    "content that is none": b'{"choices": [{"message": {"content": {"entities": []}}}]}',
    "prose": json.dumps({"choices": [{"message": {"content": "好的！"}}]}).encode(),
    "depth": json.dumps({"choices": [{"message": {"content": "[" * 90_000}}]}).encode(),
    "too much": json.dumps({"choices": [{"message": {"content": "[" + "1," * 900_000}}]}).encode(),
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_leaves_a_paragraph_as_it_was_and_is_counted(stand_in: Any, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    stand_in.reply = lambda request: stand_in.Reply(body, headers=headers)
    nlp = pipeline()
    assert read(nlp) == read(create())
    count = len(stand_in.requests)
    assert f"{count} of {count} paragraphs ({count} brought no usable answer)" in shortfall(nlp)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_an_http_error_leaves_a_paragraph_as_it_was(stand_in: Any, status: int) -> None:
    stand_in.reply = lambda request: stand_in.Reply(b'{"error": "?"}', status)
    nlp = pipeline()
    assert read(nlp) == read(create())
    assert f"({len(stand_in.requests)} met an HTTP error)" in shortfall(nlp)


@pytest.mark.parametrize("status", [429, 500])
def test_a_passing_error_is_tried_again_and_no_oftener_than_said(
    stand_in: Any, status: int
) -> None:
    def reply(request: dict[str, Any]) -> Any:
        if len(stand_in.requests) == 1:
            return stand_in.Reply(b"{}", status, {"Retry-After": "0.01"})
        return stand_in.completion('{"entities": [{"text": "青萍末语", "class": "Theory"}]}')

    stand_in.reply = reply
    text = "关于智能产业的实施方案\n\n一、重点任务\n此外青萍末语仍待观察。\n"
    nlp = pipeline(retries=1)
    assert [m.text for m in added(read(nlp, text))] == ["青萍末语"]
    assert (len(stand_in.requests), shortfall(nlp)) == (2, "")

    stand_in.requests.clear()
    stand_in.reply = lambda request: stand_in.Reply(b"{}", status, {"Retry-After": "0.01"})
    assert added(read(nlp, text)) == []
    assert len(stand_in.requests) == 2


@pytest.mark.parametrize("kind", ["silence", "dribble"])
def test_a_server_that_takes_too_long_is_left(stand_in: Any, kind: str) -> None:
    body = b" " * 40
    slow = (
        stand_in.Reply(body, delay=1.0) if kind == "silence" else stand_in.Reply(body, dribble=0.05)
    )
    stand_in.reply = lambda request: slow
    nlp = pipeline(timeout=0.3)
    begin = time.perf_counter()
    assert read(nlp) == read(create())
    assert time.perf_counter() - begin < 5
    assert "timed out)" in shortfall(nlp)


def test_a_server_that_is_not_there_is_no_failure(
    stand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYKG_LLM_URL", "http://127.0.0.1:9/v1")
    nlp = pipeline()
    assert read(nlp) == read(create())
    assert "could not be sent)" in shortfall(nlp)


def test_a_paragraph_without_an_answer_does_not_cost_the_others_theirs(stand_in: Any) -> None:
    def reply(request: dict[str, Any]) -> Any:
        if "科技部" in request["messages"][1]["content"]:
            return stand_in.Reply(b"{}", 500)
        return stand_in.completion('{"entities": [{"text": "青萍末语", "class": "Theory"}]}')

    stand_in.reply = reply
    nlp = pipeline()
    assert [m.text for m in added(read(nlp))] == ["青萍末语"]
    assert shortfall(nlp) == (
        "The language model small did not answer for 1 of 2 paragraphs (1 met an HTTP error):"
        " they hold only what the rest of the pipeline found."
    )


LONG = "关于智能产业的实施方案\n\n一、重点任务\n" + "".join(
    f"推进第{number}类应用，此外青萍末语仍待观察。\n" for number in range(40)
)


def test_an_endpoint_that_keeps_failing_is_asked_no_more(stand_in: Any) -> None:
    stand_in.reply = lambda request: stand_in.Reply(b"{}", 401)
    nlp = pipeline(concurrency=1)
    read(nlp, LONG)
    assert len(stand_in.requests) == PATIENCE
    assert f"of 40 paragraphs ({PATIENCE} met an HTTP error, {40 - PATIENCE} not sent" in shortfall(
        nlp
    )


def test_no_more_requests_are_under_way_than_said(stand_in: Any) -> None:
    answer = stand_in.completion('{"entities": []}')
    answer.delay = 0.02
    stand_in.reply = lambda request: answer
    read(pipeline(concurrency=3), LONG)
    assert len(stand_in.requests) == 40
    assert 1 < stand_in.most_under_way <= 3


def test_the_same_answers_give_the_same_facts_in_whatever_order_they_come(stand_in: Any) -> None:
    stand_in.says(("青萍末语", "Theory"))
    instant = read(pipeline(), LONG)

    def reply(request: dict[str, Any]) -> Any:
        answer = stand_in.completion('{"entities": [{"text": "青萍末语", "class": "Theory"}]}')
        answer.delay = 0.03 * (len(stand_in.requests) % 3)
        return answer

    stand_in.reply = reply
    assert read(pipeline(), LONG) == instant
    assert len(added(instant)) == 40


def test_it_works_inside_of_a_running_event_loop(stand_in: Any) -> None:
    stand_in.says(("青萍末语", "Theory"))

    async def cell() -> Extraction:
        return read(pipeline())

    assert [m.text for m in added(asyncio.run(cell()))] == ["青萍末语"]


def test_a_pipeline_without_a_language_model_leaves_nothing_out() -> None:
    assert shortfall(create()) == ""
