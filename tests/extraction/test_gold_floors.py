"""Floors of F1 on the annotated parts of the seeds, from which no word list was made."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.extraction.pipeline import extract
from kg.extraction.record import record
from kg.reading import read

GOLD = Path(__file__).parents[1] / "gold"
FLOORS = {
    "2016": {"entity": 0.71, "name": 0.74, "relation": 0.60, "relation~": 0.68},
    "2017-tasks": {"entity": 0.64, "name": 0.67, "relation": 0.55, "relation~": 0.66},
}


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_extraction_keeps_its_floor_on(name: str, score: ModuleType) -> None:
    facts: dict[str, Any] = record(extract(read(GOLD / f"{name}.txt")))
    golds = [
        score.facts_of_gold(json.loads(path.read_text("utf-8")))
        for path in sorted(GOLD.glob(f"{name}.[ab].json"))
    ]
    predicted = score.facts_of_record(facts)
    reached = {row: score.compare(predicted, golds, row)["f1"] for row in FLOORS[name]}
    missed = {row: f1 for row, f1 in reached.items() if f1 < FLOORS[name][row]}
    assert not missed
