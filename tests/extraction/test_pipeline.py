from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.errors import ModelError
from kg.extraction.assembly import assemble
from kg.extraction.doc import make_doc
from kg.extraction.facts import Extraction, Mention, MentionClass, Predicate, Relation
from kg.extraction.pipeline import COMPONENTS, create, extract
from kg.reading import read, read_text

SEEDS = Path(__file__).parents[2] / "seeds"
PLAN = (
    "关于智能制造的实施方案\n\n一、发展目标\n根据《数据安全法》，到2030年，产业规模超过100亿元。\n"
    "二、重点任务\n突破智能传感器等关键技术，建设开放平台。由科技部、教育部牵头。\n"
)


@pytest.fixture(scope="module")
def seeds() -> list[Extraction]:
    return [extract(read(path)) for path in sorted(SEEDS.glob("*.txt"))]


def mention(text: str, start: int, end: int, **changes: object) -> Mention:
    made = Mention(
        id=f"x{start}-{end}",
        text=text,
        cls=MentionClass.PRODUCT,
        pieces=((start, end),),
        paragraph="p1",
        task="task:",
        confidence=1.0,
        component="test",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def assembled(source: str, *found: Mention | Relation) -> Extraction:
    """Return what is made of findings in a text."""
    doc = make_doc(create(), read_text(source))
    doc._.mentions = [one for one in found if isinstance(one, Mention)]
    doc._.relations = [one for one in found if isinstance(one, Relation)]
    return assemble(doc)


def test_the_components_run_in_their_order() -> None:
    assert tuple(create().pipe_names) == COMPONENTS


def test_a_token_is_a_character() -> None:
    document = read_text("一、总体要求\n建设5G基站，\u3000推进AI应用。\n")
    doc = make_doc(create(), document)
    assert [token.text for token in doc] == list(document.text)


def test_mentions_are_numbered_in_the_order_of_the_text(seeds: list[Extraction]) -> None:
    for extraction in seeds:
        starts = [found.start for found in extraction.mentions]
        assert starts == sorted(starts) != []
        assert [found.id for found in extraction.mentions] == [
            f"m{i}" for i in range(1, len(starts) + 1)
        ]


def test_a_name_is_listed_once_in_a_paragraph(seeds: list[Extraction]) -> None:
    for extraction in seeds:
        keys = [(m.text, m.cls, m.paragraph) for m in extraction.mentions if m.paragraph]
        assert len(keys) == len(set(keys))


def test_every_relation_connects_what_there_is(seeds: list[Extraction]) -> None:
    for extraction in seeds:
        ends = {"task:"} | {task.id for task in extraction.tasks}
        ends |= {found.id for found in extraction.mentions}
        ends |= {target.id for target in extraction.targets}
        assert extraction.relations
        assert all({r.subject, r.object} <= ends for r in extraction.relations)


def test_names_are_spelled_by_their_pieces(seeds: list[Extraction]) -> None:
    for extraction in seeds:
        text = extraction.document.text
        for found in extraction.mentions:
            assert found.text == "".join(text[start:end] for start, end in found.pieces)


def test_concepts_are_not_read_from_inside_of_proper_names(seeds: list[Extraction]) -> None:
    proper = (MentionClass.PROGRAMME, MentionClass.ORGANIZATION)
    for extraction in seeds:
        spans = [p for m in extraction.mentions if m.cls in proper for p in m.pieces]
        others = [p for m in extraction.mentions if m.cls not in proper for p in m.pieces]
        assert spans
        assert not [o for o in others for s in spans if s[0] < o[1] and o[0] < s[1]]


def test_relations_of_a_repeated_name_move_to_its_first_place() -> None:
    first, second = mention("平台", 0, 2), mention("平台", 3, 5)
    relation = Relation("task:", Predicate.BUILDS, second.id, 3, 5, "p1", 1.0, "test")
    extraction = assembled("平台和平台都要建设完善。\n", first, second, relation)
    assert [m.pieces for m in extraction.mentions] == [((0, 2),)]
    assert [(r.subject, r.object) for r in extraction.relations] == [("task:", "m1")]


@pytest.mark.parametrize(
    "broken",
    [
        mention("云平", 0, 2),
        mention("平台", 0, 2, pieces=()),
        mention("平台", 0, 2, pieces=((1, 2), (0, 1))),
        mention("平台", 0, 99),
    ],
)
def test_a_mention_that_does_not_fit_the_text_is_left_out_and_logged(
    broken: Mention, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert assembled("平台要建设完善。\n", broken).mentions == ()
    assert "do not spell" in caplog.text


def test_a_relation_to_nothing_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    relation = Relation("task:", Predicate.BUILDS, "nothing", 0, 2, "p1", 1.0, "test")
    with caplog.at_level(logging.WARNING):
        assert assembled("平台要建设完善。\n", relation).relations == ()
    assert "relates nothing" in caplog.text


def test_the_same_document_gives_the_same_facts() -> None:
    document = read_text(PLAN)
    assert extract(document, create()) == extract(document, create()) == extract(document)


def test_a_long_document_is_no_obstacle() -> None:
    nlp = create()
    nlp.max_length = 10
    assert extract(read_text(PLAN), nlp) == extract(read_text(PLAN))


def test_a_model_adds_the_organizations_that_it_names(tmp_path: Path) -> None:
    model = spacy.blank("zh")
    model.add_pipe("entity_ruler").add_patterns(  # type: ignore[attr-defined]
        [{"label": "ORG", "pattern": "临海影业"}, {"label": "GPE", "pattern": "明州"}]
    )
    model.to_disk(tmp_path / "model")
    document = read_text("一、总体要求\n在明州依托临海影业推进应用。\n")

    def named(nlp: Language) -> list[str]:
        found = extract(document, nlp).mentions
        return [m.text for m in found if m.cls is MentionClass.ORGANIZATION]

    assert named(create()) == []
    assert named(create(str(tmp_path / "model"))) == ["临海影业"]


def test_a_model_that_is_not_installed_is_named_in_one_sentence() -> None:
    with pytest.raises(ModelError, match="zh_core_web_xx cannot be loaded") as error:
        create("zh_core_web_xx")
    assert "\n" not in str(error.value)


def test_a_model_of_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "model")
    with pytest.raises(ModelError, match="language “en”"):
        create(str(tmp_path / "model"))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="建设平台、和等的技术“”《》（），。；：2025年到0亿元\n一二", min_size=1))
def test_any_text_gives_facts_that_fit_it(source: str) -> None:
    extraction = extract(read_text(source + "完"))
    text = extraction.document.text
    for found in extraction.mentions:
        assert found.text == "".join(text[start:end] for start, end in found.pieces)
    for relation in extraction.relations:
        assert 0 <= relation.start <= relation.end <= len(text)
