"""Which of the media types on offer a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable


def best(accept: str | None, offers: Iterable[str]) -> str | None:
    """Return the offer that an Accept header likes best, of equals the first; None for none.

    The quality of an offer is that of the most specific range that holds it. Parameters other
    than `q` are not looked at. A header that is missing or empty takes everything.

    >>> best("text/html, application/xml;q=0.9, */*;q=0.1", ["text/csv", "application/xml"])
    'application/xml'
    >>> best("text/*;q=0.5, text/csv;q=0", ["text/csv"]) is None
    True
    """
    ranges = [parsed for part in (accept or "*/*").split(",") if (parsed := _range(part))]
    ranked = [(_quality(ranges, offer), offer) for offer in offers]
    quality, offer = max(ranked, key=lambda pair: pair[0], default=(0.0, ""))
    return offer if quality > 0 else None


def _range(part: str) -> tuple[str, float] | None:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    if not media:
        return None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, min(max(float(value), 0.0), 1.0)
            except ValueError:
                return media, 0.0
    return media, 1.0


def _quality(ranges: list[tuple[str, float]], offer: str) -> float:
    kind = offer.partition("/")[0]
    for wanted in (offer, f"{kind}/*", "*/*"):
        found = [quality for media, quality in ranges if media == wanted]
        if found:
            return max(found)
    return 0.0
