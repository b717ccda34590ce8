from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import ReadingError, UsageError
from kg.evaluation.gold import read_annotation, read_gold

Annotate = Callable[..., Path]


def test_two_annotators_of_one_text_are_read_as_one_annotated_text(annotate: Annotate) -> None:
    (gold,) = read_gold([annotate("甲.a.json"), annotate("甲.b.json")])
    assert (gold.name, gold.text.name) == ("甲", "甲.txt")
    assert [path.name for path in gold.files] == ["甲.a.json", "甲.b.json"]
    assert len(gold.annotators) == 2


def test_a_file_that_is_given_twice_is_one_annotator(annotate: Annotate) -> None:
    (gold,) = read_gold([annotate(), annotate()])
    assert len(gold.annotators) == 1


def test_texts_come_in_the_order_in_which_they_are_given(annotate: Annotate) -> None:
    paths = [annotate(f"{name}.json", text=f"{name}.txt") for name in "乙丙甲"]
    assert [gold.name for gold in read_gold(paths)] == ["乙", "丙", "甲"]


def test_a_document_of_the_same_name_is_read_in_place_of_the_text(
    annotate: Annotate, tmp_path: Path
) -> None:
    paths = [annotate(f"{name}.a.json", text=f"{name}.txt") for name in "甲乙"]
    scan = tmp_path / "scans" / "乙.md"
    scan.parent.mkdir()
    scan.write_text("海洋", "utf-8")
    assert [gold.text for gold in read_gold(paths, [scan])] == [tmp_path / "甲.txt", scan]


def test_the_only_document_is_that_of_the_only_text(annotate: Annotate, tmp_path: Path) -> None:
    scan = tmp_path / "scan.md"
    scan.write_text("海洋", "utf-8")
    assert [gold.text for gold in read_gold([annotate()], [scan])] == [scan]


def test_a_document_that_no_annotation_is_of_is_refused(annotate: Annotate) -> None:
    paths = [annotate(f"{name}.json", text=f"{name}.txt") for name in "甲乙"]
    with pytest.raises(UsageError, match=r"No annotation is of 丙\.txt"):
        read_gold(paths, [Path("丙.txt")])


def test_texts_of_the_same_name_in_two_folders_keep_their_folders(tmp_path: Path) -> None:
    paths = []
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "甲.txt").write_text("海洋", "utf-8")
        paths.append(tmp_path / folder / "甲.json")
        paths[-1].write_text('{"paragraphs": []}', "utf-8")
    assert [gold.name for gold in read_gold(paths)] == [str(p.with_suffix("")) for p in paths]


def test_a_missing_text_is_named(annotate: Annotate, tmp_path: Path) -> None:
    path = annotate()
    (tmp_path / "甲.txt").unlink()
    with pytest.raises(ReadingError, match=r"missing: put it beside it as 甲\.txt"):
        read_gold([path])


def test_a_missing_annotation_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"乙\.json cannot be read: No such file"):
        read_gold([tmp_path / "乙.json"])


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("{", "it is not JSON in UTF-8"),
        ("[]", "it has not the form"),
        ("{}", "it lacks 'paragraphs'"),
        ('{"paragraphs": [3]}', "it has not the form"),
        ('{"paragraphs": [{"id": "P1", "entities": [{"text": "甲"}]}]}', "it lacks 'class'"),
        (
            '{"paragraphs": [{"id": "P1", "entities": [{"text": "甲", "class": "乙"}]}]}',
            "“乙” is no class; the classes are Theory, KeyTechnology,",
        ),
        (
            '{"paragraphs": [{"id": "P1", "relations": [{"s": "甲", "p": "乙", "o": "丙"}]}]}',
            "“乙” is no predicate; the predicates are develops, builds,",
        ),
        ('{"paragraphs": [], "targets": [{"year": "明年", "value": 3}]}', "明年"),
        ('{"paragraphs": [{"id": "P1", "entities": [{"text": 3, "class": "Theory"}]}]}', "form"),
    ],
)
def test_a_json_that_is_no_annotation_is_said_in_one_sentence(
    content: str, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "甲.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ReadingError) as error:
        read_annotation(path)
    assert str(error.value).startswith(f"{path} is no annotation: ")
    assert what in str(error.value)
    assert "\n" not in str(error.value)
