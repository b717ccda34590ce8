from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.facts import Mention, MentionClass
from kg.extraction.relation_lines import Line, lines


def mention(text: str, name: str, at: int = 0) -> Mention:
    start = text.index(name, at)
    pieces = ((start, start + len(name)),)
    return Mention(name, name, MentionClass.PRODUCT, pieces, "p1", "task:", 0.9, "by hand")


def line(text: str, *names: str) -> Line:
    return Line(text, 0, len(text), [mention(text, name) for name in names])


def test_what_stands_between_two_lists_does_not_depend_on_their_members() -> None:
    short = line("在渔业领域推广机器人。", "渔业", "机器人")
    long = line("在渔业、航运领域推广浮标和机器人。", "渔业", "航运", "浮标", "机器人")
    assert short.between(0, 1) == long.between(0, 3) == ("领域推广", 1)


def test_members_of_one_list_have_nothing_between_them() -> None:
    assert line("推广浮标、机器人。", "浮标", "机器人").between(0, 1) == (None, 1)


def test_a_name_inside_another_is_told_from_its_neighbours() -> None:
    found = line("推广水下机器人、浮标。", "水下机器人", "机器人", "浮标")
    assert [found.nested(index, 10) for index in range(3)] == [False, True, False]
    assert found.between(0, 1) == (None, 0)


def test_a_name_inside_another_shares_its_place() -> None:
    found = line("推广水下机器人。", "水下机器人", "机器人")
    assert found.outer == [0, 0]
    assert found.before(1) == "推广"
    assert found.behind(1) == "。$"


@given(st.lists(st.sampled_from(["甲乙", "\n", "，"]), max_size=30))
def test_every_mention_stands_in_the_line_that_holds_it(parts: list[str]) -> None:
    text = "".join(parts)
    starts = [at for at in range(len(text)) if text.startswith("甲乙", at)]
    mentions = [mention(text, "甲乙", at) for at in starts]
    found = list(lines(text, mentions))
    assert [m.start for _, _, members in found for m in members] == starts
    for start, end, members in found:
        assert "\n" not in text[start:end]
        assert all(start <= m.start and m.end <= end for m in members)
