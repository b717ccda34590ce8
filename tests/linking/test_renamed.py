from __future__ import annotations

from kg.extraction.facts import MentionClass
from kg.linking import Match, Naming, Reason, successors

DATES = {"old": "2016-05-18", "new": "2017-07-08"}


def naming(name, document, cls=MentionClass.KEY_TECHNOLOGY):
    return Naming(document, "规划", f"{cls}/{name}", cls, name, name)


def pairs(*namings, dates=DATES, matches=()):
    return [
        (found.earlier.partition("/")[2], found.later.partition("/")[2], found.score)
        for found in successors(namings, dates, matches)
    ]


def test_a_name_that_is_alike_in_a_later_document_is_a_successor():
    found = pairs(naming("自然语言处理技术", "new"), naming("自然语言理解", "old"))
    assert found == [("自然语言理解", "自然语言处理技术", 0.67)]


def test_what_a_document_tells_apart_has_not_been_renamed():
    assert not pairs(naming("自然语言理解", "new"), naming("自然语言处理技术", "new"))
    both = (naming("自然语言理解", "old"), naming("自然语言理解", "new"))
    assert not pairs(*both, naming("自然语言处理技术", "new"))


def test_names_that_share_little_are_no_successors():
    assert not pairs(naming("自然语言理解", "old"), naming("自然语言跨模态联合生成", "new"))
    assert not pairs(naming("语音识别", "old"), naming("图像识别", "new"))


def test_only_the_nearest_is_the_successor():
    later = (naming("自然语言处理", "new"), naming("自然语言理解方法", "new"))
    found = pairs(naming("自然语言理解", "old"), *later)
    assert [(one, other) for one, other, _ in found] == [("自然语言理解", "自然语言理解方法")]


def test_names_of_different_classes_are_no_successors():
    other = naming("自然语言处理技术", "new", MentionClass.THEORY)
    assert not pairs(naming("自然语言理解", "old"), other)


def test_what_is_one_has_not_been_renamed():
    one, other = naming("自然语言理解", "old"), naming("自然语言处理技术", "new")
    match = Match(one.concept, other.concept, Reason.STATED, other.name, ("new", "old"))
    assert not pairs(one, other, matches=[match])


def test_a_document_without_a_date_comes_first():
    found = pairs(
        naming("自然语言处理技术", "new"),
        naming("自然语言理解", "old"),
        dates={"new": "2017-07-08"},
    )
    assert found[0][0] == "自然语言理解"
