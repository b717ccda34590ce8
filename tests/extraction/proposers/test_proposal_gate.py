from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.facts import MentionClass
from kg.extraction.proposers.gate import Admitted, Proposal, admit, locate

TEXT = (
    "前文量子计算机。研制微型和轻小型智能无人系统，发展智能机器人和汽车，建设开放平台。后文光芯片。"
)
START, END = TEXT.index("研制"), TEXT.index("后文")


def admitted(*claims: tuple[str, str], known: tuple[str, ...] = ()) -> list[Admitted]:
    return list(admit(TEXT, START, END, [Proposal(*claim) for claim in claims], known))


def names(*claims: tuple[str, str], known: tuple[str, ...] = ()) -> list[str]:
    return [found.text for found in admitted(*claims, known=known)]


def test_a_name_that_the_paragraph_holds_is_admitted() -> None:
    (found,) = admitted(("开放平台", "Platform"))
    at = TEXT.index("开放平台")
    assert (found.cls, found.pieces) == (MentionClass.PLATFORM, ((at, at + 4),))


@pytest.mark.parametrize("lie", ["区块链", "开放式平台", "台平放开", "量子计算机", "光芯片"])
def test_a_name_that_the_paragraph_does_not_hold_is_not(lie: str) -> None:
    assert names((lie, "Product")) == []


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("微型智能无人系统", ["微型", "智能无人系统"]),
        ("智能汽车", ["智能", "汽车"]),
    ],
)
def test_what_a_coordination_shares_may_be_supplied(name: str, pieces: list[str]) -> None:
    (found,) = admitted((name, "Product"))
    assert [TEXT[a:b] for a, b in found.pieces] == pieces


@pytest.mark.parametrize("lie", ["研制平台", "微型平台", "智能平台", "轻小型机器人"])
def test_characters_from_here_and_there_are_no_name(lie: str) -> None:
    assert names((lie, "Product")) == []


@pytest.mark.parametrize("cls", ["product", "Gadget", "", "Target", "Task"])
def test_a_class_that_there_is_not_is_not_admitted(cls: str) -> None:
    assert names(("开放平台", cls)) == []


@pytest.mark.parametrize(
    "words",
    ["", " ", "，", "微", "开放平台。", " 开放平台", "系统，发展智能", TEXT[START:END], "\n"],
)
def test_marks_characters_and_clauses_are_no_names(words: str) -> None:
    assert names((words, "Product")) == []


def test_a_name_is_admitted_once() -> None:
    assert names(("开放平台", "Platform"), ("开放平台", "Product")) == ["开放平台"]


def test_what_is_known_is_not_admitted_again() -> None:
    assert names(("开放平台", "Platform"), known=("开放平台",)) == []


@given(
    st.text(alphabet="研制智能和、，。平台系统", max_size=30),
    st.lists(
        st.tuples(st.text(alphabet="研制智能和、，平台系统云", max_size=6), st.just("Product"))
    ),
    st.integers(0, 10),
    st.integers(0, 30),
)
def test_whatever_is_claimed_only_characters_of_the_paragraph_are_admitted(
    text: str, claims: list[tuple[str, str]], start: int, length: int
) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    for found in admit(text, start, end, [Proposal(*claim) for claim in claims], ()):
        edges = [start, *(edge for piece in found.pieces for edge in piece), end]
        assert edges == sorted(edges)
        assert "".join(text[a:b] for a, b in found.pieces) == found.text


def test_a_name_in_one_piece_comes_before_one_in_two() -> None:
    text = "智能机器人和汽车，智能汽车"
    assert locate("智能汽车", text, 0, len(text)) == ((9, 13),)
