from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from kg.errors import ModelError
from kg.extraction.doc import make_doc
from kg.extraction.pipeline import create
from kg.extraction.scores import Scorer
from kg.extraction.tables import read_scorer, scorer_of, shipped
from kg.reading import read_text

LEXICON = files("kg.extraction") / "lexicon"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("heads.tsv", "contexts.tsv"):
        shutil.copy(str(LEXICON / name), tmp_path / name)
    return tmp_path


def test_a_folder_gives_the_tables_that_it_holds(folder: Path) -> None:
    assert read_scorer(folder).heads == shipped().heads
    heads = folder / "heads.tsv"
    heads.write_text("\t1\t1\t1\t1\t1\t1\t2\n", "utf-8")
    assert read_scorer(folder).heads == {"": (1, 1, 1, 1, 1, 1, 2)}


@pytest.mark.parametrize("row", ["台\t1\t2", "台\ta\tb\tc\td\te\tf\tg", "台"])
def test_a_file_that_is_no_table_is_named(folder: Path, row: str) -> None:
    (folder / "contexts.tsv").write_text(row + "\n", "utf-8")
    with pytest.raises(ModelError, match=r"contexts\.tsv is no table of counts"):
        read_scorer(folder)


def test_a_table_without_names_is_named(folder: Path) -> None:
    (folder / "heads.tsv").write_text("# nothing\n", "utf-8")
    with pytest.raises(ModelError, match=r"heads\.tsv counts no names"):
        read_scorer(folder)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"heads\.tsv cannot be read"):
        read_scorer(tmp_path)


def test_a_pipeline_scores_by_its_own_tables() -> None:
    document = read_text("一、重点任务\n研制海洋观测台。\n")
    found = {}
    for count in (1, 1000):
        nlp = create()
        heads = {"": (1, 1, 1, 1, 1, 1, 9), "台": (0, 0, count, 0, 0, 0, 0)}
        own = Scorer(heads, {})
        nlp.get_pipe("policykg_tables").scorer = own
        doc = nlp(make_doc(nlp, document))
        assert scorer_of(doc) is own
        found[count] = next(name.score for name in doc._.names if name.text == "海洋观测台")
    assert found[1] < found[1000]


def test_the_shipped_tables_are_the_default() -> None:
    nlp = create()
    assert scorer_of(make_doc(nlp, read_text("建设任务"))) is shipped()
