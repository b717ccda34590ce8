from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli.evaluate import evaluate
from kg.errors import PolicyKGError, ReadingError, UsageError
from kg.extraction import extract
from kg.extraction.record import record
from kg.reading import read

Annotate = Callable[..., Path]
PAIR = [Path(__file__).parents[1] / "gold" / f"2016.{annotator}.json" for annotator in "ab"]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., str]:
    """A function that runs the command and returns what it prints."""

    def call(*arguments: object) -> str:
        evaluate.main([str(argument) for argument in arguments], standalone_mode=False)
        out, err = capsysbinary.readouterr()
        assert err == b""
        return out.decode()

    return call


@pytest.fixture
def texts(annotate: Annotate) -> list[Path]:
    """Two annotated texts: of the first all names are found, of the second one is missed."""
    found = record(extract(read(annotate().with_suffix(".txt"))))["entities"]
    assert ("海洋观测网", "Platform") in [(entity["text"], entity["class"]) for entity in found]
    missed = {"text": "潮汐试验场", "class": "Industry"}
    return [
        annotate(
            f"{name}.json",
            text=f"{name}.txt",
            paragraphs=[{"id": "P002", "text": "建设潮汐试验场。", "entities": entities}],
        )
        for name, entities in (("甲", found), ("乙", [*found, missed]))
    ]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_one_text_gives_a_line_for_each_row(run: Callable[..., str]) -> None:
    lines = run(*PAIR).splitlines()
    assert lines[0] == "2016"
    assert [line.split()[0] for line in lines[4:]] == [
        "entity",
        "name",
        "relation",
        "relation~",
        "task",
        "target",
        "dependency",
    ]


def test_several_texts_give_their_mean_and_a_line_for_each(
    run: Callable[..., str], texts: list[Path]
) -> None:
    out = run(*texts, "--format", "csv")
    rows = {(line["document"], line["row"]): line for line in csv.DictReader(io.StringIO(out))}
    recalls = [float(rows[name, "entity"]["recall"]) for name in ("甲", "乙", "mean")]
    assert recalls[0] == 1.0 > recalls[1]
    assert recalls[2] == sum(recalls[:2]) / 2
    agreed = [int(rows[name, "entity"]["agreed"]) for name in ("甲", "乙", "mean")]
    assert agreed == [agreed[0], agreed[0] + 1, sum(agreed[:2])]
    table = run(*texts)
    assert "Mean of 2 documents" in table
    assert "F1 by document" in table


def test_a_row_of_which_no_text_has_a_fact_is_no_figure(
    run: Callable[..., str], texts: list[Path]
) -> None:
    overview = run(*texts, "--format", "markdown").split("F1 by document")[1].strip().splitlines()
    target = cells(overview[0]).index("target")
    assert {cells(line)[target] for line in overview[2:]} == {"–"}


def test_by_class_adds_the_classes_that_there_are(
    run: Callable[..., str], texts: list[Path]
) -> None:
    out = run(*texts, "--by", "class")
    assert "entity Platform" in out
    assert "entity Theory" not in out
    assert "F1 of entity by class and document" in out
    assert "entity Platform" not in run(*texts)


def test_errors_list_so_many_mistakes_of_each_row(
    run: Callable[..., str], texts: list[Path]
) -> None:
    assert "Mistakes" not in run(*texts)
    out = run(texts[1], "--errors", 1)
    assert "潮汐试验场, Industry" in out
    assert "建设[潮汐试验场]。" in out
    found = json.loads(run(*PAIR, "--errors", 3, "--format", "json"))["documents"][0]["mistakes"]
    listed = [(each["row"], each["missed"]) for each in found]
    assert listed[:6] == [("entity", True)] * 3 + [("entity", False)] * 3


def test_errors_by_class_list_so_many_of_each_class(run: Callable[..., str]) -> None:
    out = run(*PAIR, "--errors", 1, "--by", "class", "--format", "json")
    found = json.loads(out)["documents"][0]["mistakes"]
    groups = [(each["fact"][1], each["missed"]) for each in found if each["row"] == "entity"]
    assert len(groups) == len(set(groups)) > 6


def test_by_kind_counts_the_mistakes_of_all_texts(
    run: Callable[..., str], texts: list[Path]
) -> None:
    kinds = json.loads(run(*texts, "--by", "kind", "--format", "json"))["kinds"]
    entity = [each for each in kinds if each["row"] == "entity"]
    assert entity == [{"row": "entity", "kind": "absent", "missed": 1, "false": 0}]
    assert "Mistakes by kind" in run(*texts, "--by", "kind")


def test_agreement_adds_how_well_annotators_agree(run: Callable[..., str]) -> None:
    assert "agreement" not in run(*PAIR)
    header, _, entity = run(*PAIR, "--agreement").splitlines()[2:5]
    assert entity.split()[header.split().index("agreement") + 1] == "0.930"


def test_json_has_the_figures_in_full(run: Callable[..., str]) -> None:
    found = json.loads(run(*PAIR, "--format", "json"))
    scores = {score["row"]: score for score in found["documents"][0]["scores"]}
    assert scores["entity"]["f1"] == found["mean"][0]["f1"]
    assert round(scores["entity"]["agreement"], 3) == 0.930
    assert found["documents"][0]["annotators"] == 2


def test_a_document_is_read_in_place_of_the_text_beside(
    run: Callable[..., str], texts: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("附则\n", "utf-8")
    out = run(texts[0], other, "--format", "json")
    entity = json.loads(out)["documents"][0]["scores"][0]
    assert entity["recall"] == 0.0


def test_leaving_out_reads_each_text_with_what_the_others_teach(run: Callable[..., str]) -> None:
    paths = sorted(PAIR[0].parent.glob("*.json"))
    plain, left_out = (
        json.loads(run(*paths, *options, "--format", "json"))["documents"]
        for options in (("--grammar",), ("--grammar", "--leave-out", 2))
    )
    assert [each["document"] for each in left_out] == ["2016", "2017-tasks"]
    for shipped, fitted in zip(plain, left_out, strict=True):
        assert 0 < fitted["scores"][0]["f1"] < shipped["scores"][0]["f1"]  # of one text alone


def test_a_file_can_be_written(run: Callable[..., str], tmp_path: Path, texts: list[Path]) -> None:
    assert run(texts[0], "-o", tmp_path / "scores.txt") == ""
    assert "precision" in (tmp_path / "scores.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "error", "what"),
    [
        (["plan.txt"], UsageError, "No annotation is given"),
        (["none.json"], ReadingError, "none.json cannot be read"),
    ],
)
def test_what_cannot_be_evaluated_is_said(
    arguments: list[str], error: type[PolicyKGError], what: str
) -> None:
    with pytest.raises(error, match=what):
        evaluate.main(arguments, standalone_mode=False)


@pytest.mark.parametrize("option", [["--errors", "1"], ["--by", "kind"]])
def test_mistakes_have_no_form_csv(option: list[str], texts: list[Path]) -> None:
    with pytest.raises(UsageError, match="no form csv"):
        evaluate.main([str(texts[0]), *option, "--format", "csv"], standalone_mode=False)
