from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

GOLD = Path(__file__).parents[1] / "gold"

TEXT = "海洋发展计划\n一、建设任务\n建设海洋观测网、珊瑚样本库。\n研制深海浮标。\n"


@pytest.fixture(scope="session")
def score() -> ModuleType:
    """The script that comes with the annotations, which says what the figures are."""
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def annotate(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a text and an annotation of it, and returns the annotation's path."""

    def write(file: str = "甲.json", *, text: str = "甲.txt", **given: Any) -> Path:
        (tmp_path / text).write_text(TEXT, "utf-8")
        path = tmp_path / file
        path.write_text(json.dumps({"paragraphs": [], **given}, ensure_ascii=False), "utf-8")
        return path

    return write
