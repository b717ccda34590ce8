from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.build import build
from kg.cli import cli
from kg.store import open_store

PLAN = "关于智能产业的实施方案\n\n一、重点任务\n突破智能传感器等关键技术，此外青萍末语仍待观察。\n"
MARKED = """
PREFIX pk: <https://w3id.org/policykg/ontology#>
SELECT ?name ?component WHERE { ?m a pk:Mention ; pk:name ?name ; pk:component ?component }
ORDER BY ?name
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return path


@pytest.fixture
def policykg() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(cli, [str(word) for word in words])


def components(store: Path) -> dict[str, str]:
    return {
        str(row["name"].value): str(row["component"].value)
        for row in open_store(store).query(MARKED)
    }


def test_the_record_tells_who_found_a_name(stand_in: Any, plan: Path, policykg: Any) -> None:
    stand_in.says(("青萍末语", "Theory"), ("区块链", "Theory"))
    entities = json.loads(policykg("extract", plan, "--llm").stdout)["entities"]
    found = {entity["text"]: entity["component"] for entity in entities}
    assert found["青萍末语"] == "policykg_llm"
    assert [name for name, by in found.items() if by == "policykg_llm"] == ["青萍末语"]
    assert "智能传感器" in found


def test_the_graph_tells_who_found_a_name(stand_in: Any, plan: Path, tmp_path: Path) -> None:
    stand_in.says(("青萍末语", "Theory"), ("区块链", "Theory"))
    build([plan], tmp_path / "store", llm=True)
    found = components(tmp_path / "store")
    assert [name for name, by in found.items() if by == "policykg_llm"] == ["青萍末语"]
    assert len(found) > 1


def test_a_build_with_a_language_model_is_another_than_one_without(
    stand_in: Any, plan: Path, tmp_path: Path, policykg: Any
) -> None:
    store = tmp_path / "store"
    assert "1 added" in policykg("build", plan, "--store", store).output
    assert stand_in.requests == []
    assert "1 updated" in policykg("build", plan, "--store", store, "--llm").output
    asked = len(stand_in.requests)
    assert asked > 0
    assert "1 unchanged" in policykg("build", plan, "--store", store, "--llm").output
    assert len(stand_in.requests) == asked


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_failing_language_model_fails_no_command(
    stand_in: Any, plan: Path, tmp_path: Path, policykg: Any, command: str
) -> None:
    stand_in.reply = lambda request: stand_in.Reply(b"<html>", 404)
    store = ["--store", tmp_path / "store"] if command == "build" else []
    done = policykg(command, plan, "--llm", *store)
    assert done.exception is None
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("policykg: The language model small did not answer for 1 of 1")


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_missing_key_is_said_before_any_work(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    from kg.cli import run

    for name in ("POLICYKG_LLM_URL", "POLICYKG_LLM_KEY", "POLICYKG_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("POLICYKG_STORE", str(tmp_path / "store"))
    assert run([command, str(plan), "--llm"]) == 2
    assert not (tmp_path / "store").exists()
