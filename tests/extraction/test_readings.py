from __future__ import annotations

from kg.extraction.doc import make_doc
from kg.extraction.names import Name
from kg.extraction.pipeline import create
from kg.reading import read_text


def names(sentence: str, *, alternatives: bool) -> list[Name]:
    nlp = create()
    config = {"threshold": 0.0, "alternatives": alternatives}
    nlp.replace_pipe("policykg_names", "policykg_names", config=config)
    doc = nlp(make_doc(nlp, read_text(f"一、重点任务\n{sentence}\n")))
    found: list[Name] = doc._.names
    return found


def texts(sentence: str) -> set[str]:
    return {name.text for name in names(sentence, alternatives=True)}


def test_a_conjunct_may_share_the_head_of_the_hypernym() -> None:
    found = texts("开发浮标、潜标等海洋观测系统。")
    assert {"浮标", "浮标海洋观测系统", "浮标系统", "潜标系统"} <= found


def test_a_conjunct_may_share_the_head_of_the_last_one() -> None:
    assert "海水养殖设施" in texts("建设海水养殖、渔港避风和冷链设施。")


def test_a_conjunct_may_share_what_follows_de() -> None:
    assert "波浪的演化规律" in texts("研究波浪和洋流的演化规律。")


def test_a_conjunct_may_share_the_modifier_of_the_first_one() -> None:
    assert "海洋法规" in texts("完善海洋标准、法规和制度。")


def test_other_readings_are_given_only_on_request() -> None:
    sentence = "开发浮标、潜标等海洋观测系统。"
    plain = names(sentence, alternatives=False)
    varied = names(sentence, alternatives=True)
    assert [name.text for name in varied if name.group > 0] == [name.text for name in plain]
    assert len(varied) > len(plain)


def test_other_readings_have_the_frame_and_the_hypernym_of_the_conjunct() -> None:
    found = names("开发浮标、潜标等海洋观测系统。", alternatives=True)
    own, other = (next(n for n in found if n.text == text) for text in ("浮标", "浮标系统"))
    assert other.frame is own.frame
    assert found[other.hypernym].text == found[own.hypernym].text == "海洋观测系统"
    assert len(other.pieces) == 2


def test_no_reading_comes_twice() -> None:
    found = names("开发浮标、潜标和海洋观测系统。", alternatives=True)
    assert len({name.pieces for name in found}) == len(found)
