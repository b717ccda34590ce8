from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kg.cli.train import train
from kg.errors import ModelError, UsageError
from kg.extraction.annotations import AnnotatedDocument, read_annotated
from kg.extraction.learned import load
from kg.extraction.learned.fitting import fit
from kg.extraction.learned.weights import FILE
from kg.extraction.pipeline import create, extract
from kg.reading import read

TEXT = "{field}发展计划\n\n一、建设任务\n\n" + "".join(
    f"建设{{field}}{what}平台，研制{{field}}{what}装置。\n\n" for what in "甲乙丙丁戊己庚辛"
)


def annotate(folder: Path, field: str, names: bool = True) -> Path:
    """Write a text that builds eight platforms and develops eight products, annotated."""
    (folder / f"{field}.txt").write_text(TEXT.format(field=field), "utf-8")
    paragraphs = [
        {
            "id": f"P{number + 2:03}",
            "entities": [
                {"text": f"{field}{what}平台", "class": "Platform"},
                {"text": f"{field}{what}装置", "class": "Product"},
            ],
        }
        for number, what in enumerate("甲乙丙丁戊己庚辛" if names else "")
    ]
    path = folder / f"{field}.json"
    path.write_text(json.dumps({"paragraphs": paragraphs}, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> list[Path]:
    return [annotate(tmp_path, field) for field in ("海洋", "大气", "森林")]


@pytest.fixture
def documents(gold: list[Path]) -> list[AnnotatedDocument]:
    return [read_annotated(path) for path in gold]


def test_without_pytorch_training_says_how_to_get_it(
    documents: list[AnnotatedDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match=r"^Training needs PyTorch: .*policykg\[train\]”\.$"):
        fit(documents)


def test_from_texts_without_names_nothing_is_learned(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch")
    with pytest.raises(UsageError, match="no names are annotated"):
        fit([read_annotated(annotate(tmp_path, "海洋", names=False))])


@pytest.mark.parametrize("count", [1, 2])
def test_the_same_documents_give_the_same_weights(
    documents: list[AnnotatedDocument], count: int
) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch")
    first, second = fit(documents[:count]), fit(documents[:count])
    assert first.characters == second.characters
    for one, other in zip(first.networks, second.networks, strict=True):
        assert all((one[name] == other[name]).all() for name in one)
        assert all(np.isfinite(array).all() for array in one.values())


def test_what_was_annotated_is_found_in_another_text(tmp_path: Path, gold: list[Path]) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch")
    folder = tmp_path / "weights"
    result = CliRunner().invoke(train, [*map(str, gold), "-o", str(folder)])
    assert result.exit_code == 0, result.output
    assert "Learned from 48 names in 3 annotations" in result.output
    assert {path.name for path in folder.iterdir()} == {"heads.tsv", "contexts.tsv", FILE}
    unseen = tmp_path / "湖泊.txt"
    unseen.write_text(TEXT.format(field="湖泊"), "utf-8")
    found = {m.text: m.cls for m in extract(read(unseen), create(learned=load(folder))).mentions}
    assert found["湖泊丙平台"] == "Platform"
    assert found["湖泊丙装置"] == "Product"


def test_the_order_of_the_files_does_not_matter(tmp_path: Path, gold: list[Path]) -> None:
    pytest.importorskip("torch", reason="training needs PyTorch")
    for folder, given in (("one", gold), ("other", gold[::-1])):
        CliRunner().invoke(train, [*map(str, given), "-o", str(tmp_path / folder)])
    for file in ("heads.tsv", "contexts.tsv", FILE):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
