from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.facts import Extraction
from kg.extraction.pipeline import extract
from kg.reading import read_text


def extraction(text: str, heading: str = "一、发展海洋装备") -> Extraction:
    return extract(read_text(f"{heading}\n{text}\n"))


def named(found: Extraction, text: str) -> str:
    return next(mention.id for mention in found.mentions if mention.text == text)


def stated(text: str) -> set[tuple[str, str, str]]:
    found = extraction(text)
    names = {m.id: m.text for m in found.mentions} | {t.id: t.title for t in found.tasks}
    known = [r for r in found.relations if r.subject in names and r.object in names]
    return {(names[r.subject], str(r.predicate), names[r.object]) for r in known}


@pytest.mark.parametrize(
    ("sentence", "predicate", "name"),
    [
        ("研制水下机器人。", "develops", "水下机器人"),
        ("推进海洋数据平台建设。", "builds", "海洋数据平台"),
        ("培育海洋装备产业。", "fosters", "海洋装备产业"),
        ("加强海洋数据标准体系建设。", "establishes", "海洋数据标准体系"),
    ],
)
def test_what_a_task_does_follows_the_class_of_the_name(
    sentence: str, predicate: str, name: str
) -> None:
    assert ("发展海洋装备", predicate, name) in stated(sentence)


def test_a_hypernym_includes_its_list() -> None:
    found = stated("研发工业机器人、服务机器人等智能机器人。")
    assert ("智能机器人", "includes", "工业机器人") in found
    assert ("智能机器人", "includes", "服务机器人") in found


def test_a_thing_is_applied_in_the_domain_of_its_clause() -> None:
    assert ("水下机器人", "appliedIn", "海洋渔业") in stated("在海洋渔业领域推广水下机器人。")


def test_the_basis_of_a_clause_supports_its_object() -> None:
    found = stated("依托工业互联网平台建设公共服务平台。")
    assert ("工业互联网平台", "supports", "公共服务平台") in found


def test_a_basis_inside_an_attribute_supports_what_it_describes() -> None:
    found = stated("研制基于人脸识别的安防机器人。")
    assert ("人脸识别", "supports", "安防机器人") in found


def test_a_relation_shows_the_words_from_the_cue_to_the_object() -> None:
    found = extraction("到2030年，重点研制水下机器人。")
    (relation,) = [r for r in found.relations if r.object == named(found, "水下机器人")]
    assert found.document.text[relation.start : relation.end] == "研制水下机器人"


SENTENCES = st.text(
    alphabet="研发建设依托海洋机器人平台技术产业、和等的，。在领域基于面向", max_size=60
)


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_a_relation_lies_in_its_paragraph_and_holds_its_ends(text: str) -> None:
    found = extraction("推进" + text)
    mentions = {m.id: m for m in found.mentions}
    spans = [(p.start, p.end) for p in found.document.paragraphs]
    spans += [(s.title_start, s.title_end) for s in found.document.sections]
    for relation in found.relations:
        assert any(a <= relation.start < relation.end <= b for a, b in spans)
        for end in (relation.subject, relation.object):
            if end in mentions and relation.predicate != "cites":
                assert relation.start <= mentions[end].start
                assert mentions[end].end <= relation.end


def test_a_name_in_a_run_in_title_includes_what_its_paragraph_lists() -> None:
    found = extraction("1.海洋机器人。研发水下巡检机器人、海面清洁机器人等海洋机器人。")
    relations = {(r.subject, str(r.predicate), r.object) for r in found.relations}
    whole = {m.id for m in found.mentions if m.text == "海洋机器人"}
    part = named(found, "水下巡检机器人")
    assert any((one, "includes", part) in relations for one in whole)


@pytest.mark.parametrize(
    "sentence",
    [
        "面向海洋渔业、海上搜救等领域，研制水下机器人。",
        "推动水下机器人在海洋渔业、海上搜救等领域的应用。",
    ],
)
def test_a_thing_is_applied_in_the_fields_that_another_clause_or_phrase_names(
    sentence: str,
) -> None:
    assert ("水下机器人", "appliedIn", "海洋渔业") in stated(sentence)


@settings(max_examples=40, deadline=None)
@given(SENTENCES)
def test_a_relation_has_a_chance_and_what_found_it(text: str) -> None:
    for relation in extraction("推进" + text).relations:
        assert 0 < relation.confidence <= 1
        assert relation.component.startswith("policykg_")


@settings(max_examples=40, deadline=None)
@given(SENTENCES)
def test_things_are_applied_in_industries_only(text: str) -> None:
    found = extraction("在领域推广" + text)
    classes = {m.id: m.cls for m in found.mentions}
    applied = [r.object for r in found.relations if r.predicate == "appliedIn"]
    assert all(classes[end] == "Industry" for end in applied)
