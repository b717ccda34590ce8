from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.lexicon import Words

TEXTS = st.text(alphabet="甲乙丙", max_size=12)


@given(st.lists(TEXTS.filter(bool), max_size=6), TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_the_places_of_words_are_those_where_the_longest_word_begins(
    words: list[str], text: str, start: int, end: int
) -> None:
    known = Words(words)
    start, end = min(start, len(text)), min(end, len(text))
    ends = {at: known.at(text, at, end) for at in range(start, end)}
    assert known.places(text, start, end) == {at: after for at, after in ends.items() if after > at}
