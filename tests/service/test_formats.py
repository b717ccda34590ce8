import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from service.formats import best_media_type

OFFERS = ("application/json", "text/csv", "text/html")
app = Flask(__name__)


def best(accept: str | None) -> str | None:
    headers = Headers() if accept is None else Headers({"Accept": accept})
    with app.test_request_context(headers=headers):
        return best_media_type(OFFERS)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("text/html", "text/html"),
        ("TEXT/HTML ; Q=0.5", "text/html"),
        ("text/csv;q=0.5, text/html;q=0.6", "text/html"),
        ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
        ("text/*;q=0.9, text/csv;q=0.1", "text/html"),
        ("application/json;q=0, */*", "text/csv"),
        ("image/png", None),
        ("application/json;q=0", None),
    ],
)
def test_the_most_specific_range_decides_the_quality(accept: str, expected: str | None) -> None:
    assert best(accept) == expected


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60))
def test_any_header_gives_an_offer_or_none(accept: str) -> None:
    assert best(accept) in (*OFFERS, None)


def test_the_coding_in_an_accept_header_is_no_reason_to_refuse() -> None:
    assert best("text/csv; charset=utf-8, text/html;q=0.5") == "text/csv"
