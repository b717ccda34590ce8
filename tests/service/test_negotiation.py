import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.negotiation import best

OFFERS = ("application/json", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("text/html", "text/html"),
        ("TEXT/HTML ; Q=0.5", "text/html"),
        ("text/csv;q=0.5, text/html;q=0.6", "text/html"),
        ("text/csv, text/html", "text/csv"),
        ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
        ("text/*;q=0.9, text/csv;q=0.1", "text/html"),
        ("application/json;q=0, */*", "text/csv"),
        ("image/png", None),
        ("application/json;q=0", None),
        ("text/html;q=nonsense", None),
        ("application/json;profile=x;q=0.5, text/csv;q=0.4", "application/json"),
    ],
)
def test_the_most_specific_range_decides_the_quality(accept: str, expected: str | None) -> None:
    assert best(accept, OFFERS) == expected


@given(st.text(max_size=60))
def test_any_header_gives_an_offer_or_none(accept: str) -> None:
    assert best(accept, OFFERS) in (*OFFERS, None)
