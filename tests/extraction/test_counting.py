from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReadingError
from kg.extraction.annotations import plain, read_annotated
from kg.extraction.counting import main, observe, pipeline

TEXT = "海洋发展计划\n\n一、建设任务\n\n建设{first}、{second}。\n研制深海浮标。\n"


def annotate(folder: Path, name: str, first: str, second: str) -> Path:
    """Write a text that builds two platforms, and its annotation."""
    (folder / f"{name}.txt").write_text(TEXT.format(first=first, second=second), "utf-8")
    platforms = [{"text": text, "class": "Platform"} for text in (first, second)]
    product = {"text": "深海浮标", "class": "Product"}
    paragraphs = [{"id": "P002", "entities": platforms}, {"id": "P003", "entities": [product]}]
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"paragraphs": paragraphs}, ensure_ascii=False), "utf-8")
    return path


def counted(folder: Path, *paths: Path) -> dict[str, list[int]]:
    """Return the rows of both tables."""
    assert main([*map(str, paths), "-o", str(folder)]) == 0
    lines = [
        line.split("\t")
        for name in ("heads.tsv", "contexts.tsv")
        for line in (folder / name).read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    return {key: [int(count) for count in counts] for key, *counts in lines}


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    return [
        annotate(tmp_path, "甲", "海洋观测网", "珊瑚样本库"),
        annotate(tmp_path, "乙", "大气观测网", "潮汐试验场"),
    ]


def test_a_head_counts_each_name_that_it_ends(tmp_path: Path, two: list[Path]) -> None:
    rows = counted(tmp_path, *two)
    assert rows["网"] == [0, 0, 2, 0, 0, 0, 0]
    assert rows["标"] == [0, 0, 0, 2, 0, 0, 0]


def test_the_row_of_all_heads_holds_every_observation(tmp_path: Path, two: list[Path]) -> None:
    assert counted(tmp_path, *two)[""] == [0, 0, 4, 2, 0, 0, 2]  # none: the title, twice


def test_a_word_of_one_document_only_gets_no_row(tmp_path: Path, two: list[Path]) -> None:
    rows = counted(tmp_path, *two)
    assert not [key for key in rows if "样本库" in key or "试验场" in key]


def test_two_annotators_of_one_text_are_one_document(tmp_path: Path) -> None:
    whole = annotate(tmp_path, "甲", "海洋观测网", "珊瑚样本库")
    both = [whole.rename(tmp_path / "甲.a.json"), tmp_path / "甲.b.json"]
    both[1].write_bytes(both[0].read_bytes())
    assert list(counted(tmp_path, *both)) == [""]


def test_a_head_that_says_nothing_beyond_its_end_gets_no_row(
    tmp_path: Path, two: list[Path]
) -> None:
    rows = counted(tmp_path, *two)
    assert "网" in rows
    assert "观测网" not in rows


def test_a_context_counts_the_names_that_it_holds(tmp_path: Path, two: list[Path]) -> None:
    rows = counted(tmp_path, *two)
    assert rows["verb=建设"] == [0, 0, 4, 0, 0, 0, 0]
    assert rows["verb=研制"] == [0, 0, 0, 2, 0, 0, 0]


def test_words_that_are_annotated_nowhere_count_as_none(tmp_path: Path, two: list[Path]) -> None:
    for path in two:
        path.write_text('{"paragraphs": []}', "utf-8")
    rows = counted(tmp_path, *two)
    assert rows["verb=研制"] == [0, 0, 0, 0, 0, 0, 2]


def test_the_same_documents_give_the_same_bytes(tmp_path: Path, two: list[Path]) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        counted(tmp_path / name, *two)
        made.append([path.read_bytes() for path in sorted((tmp_path / name).iterdir())])
    assert made[0] == made[1]


def test_a_name_of_another_component_is_no_observation(tmp_path: Path) -> None:
    path = annotate(tmp_path, "甲", "海洋观测网", "珊瑚样本库")
    path.write_text(path.read_text("utf-8").replace("Platform", "Organization"), "utf-8")
    labels = {str(label) for _, label in observe(read_annotated(path), pipeline()).heads}
    assert "Organization" in labels
    assert sum(counted(tmp_path, path)[""]) == 2  # the product and the title


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("{", "it is not JSON in UTF-8"),
        ("[]", "it has not the form"),
        ("{}", "it lacks 'paragraphs'"),
        ('{"paragraphs": [{"id": "12"}]}', "“12” is no id such as P012"),
        ('{"paragraphs": [{"id": "P1", "entities": [{"text": "甲", "class": "乙"}]}]}', "乙"),
        ('{"paragraphs": [{"id": 1}]}', "it has not the form"),
    ],
)
def test_a_json_that_is_no_annotation_is_said_in_one_sentence(
    content: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = annotate(tmp_path, "甲", "海洋观测网", "珊瑚样本库")
    path.write_text(content, "utf-8")
    assert main([str(path), "-o", str(tmp_path)]) == 1
    said: Any = capsys.readouterr().err
    assert said.startswith(f"policykg: {path} is no annotation: ")
    assert what in said
    assert said.count("\n") == 1


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    path = annotate(tmp_path, "甲", "海洋观测网", "珊瑚样本库")
    path.with_suffix(".txt").unlink()
    with pytest.raises(ReadingError, match=r"missing: put it beside it as 甲\.txt"):
        read_annotated(path)


def test_a_missing_folder_is_named(
    tmp_path: Path, two: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*map(str, two), "-o", str(tmp_path / "missing")]) == 1
    assert "missing cannot be written to" in capsys.readouterr().err


def test_names_are_compared_without_quotes_and_blanks() -> None:
    assert plain("“海洋 观测网”(一期)") == "海洋观测网（一期）"
