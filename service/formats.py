"""The formats of answers: their names, media types, and what the engine calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import request
from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import BadRequest, NotAcceptable

HTML = "text/html"

_CODING = re.compile(r"\s*;\s*charset=\"?utf-8\"?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that an answer can be written in."""

    #: For the parameter `format`. The first is shown to people; some are what clients say.
    names: tuple[str, ...]
    media_types: tuple[str, ...]  #: for the Accept header; the first is the registered one
    engine: QueryResultsFormat | RdfFormat | None  #: None for a page


TABLES = (
    Format(
        ("json",), ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON
    ),
    Format(("xml",), ("application/sparql-results+xml", "application/xml"), QueryResultsFormat.XML),
    Format(("csv",), ("text/csv",), QueryResultsFormat.CSV),
    Format(("tsv",), ("text/tab-separated-values",), QueryResultsFormat.TSV),
)  #: for SELECT and ASK
GRAPHS = (
    Format(("ttl", "turtle", "n3"), ("text/turtle",), RdfFormat.TURTLE),
    Format(("nt", "ntriples"), ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Format(
        ("jsonld", "json-ld", "json"),
        ("application/ld+json", "application/json"),
        RdfFormat.JSON_LD,
    ),
    Format(
        ("rdf", "rdf+xml", "xml"), ("application/rdf+xml", "application/xml"), RdfFormat.RDF_XML
    ),
    Format(("trig",), ("application/trig",), RdfFormat.TRIG),
    Format(("nq", "nquads"), ("application/n-quads",), RdfFormat.N_QUADS),
)  #: for CONSTRUCT and DESCRIBE
PAGE = Format(("html",), (HTML,), None)


def best_media_type(offers: Iterable[str]) -> str | None:
    """Return the offer that the request's Accept header likes best, None where it takes none.

    See RFC 9110, section 12.5.1. Without the header, the first offer.
    """
    accept = request.accept_mimetypes
    if not accept:
        return next(iter(offers), None)
    # Some clients name the coding, too, which makes it another type to werkzeug.
    plain = [(_CODING.sub("", media), quality) for media, quality in accept]
    return MIMEAccept(plain).best_match(offers)


def chosen(formats: tuple[Format, ...]) -> tuple[Format, str]:
    """Return the format that the current request asks for, and the media type to call it.

    The parameter `format`, a name or a media type, comes before the Accept header.

    Raises
    ------
    BadRequest
        If there is no format of that name at all.
    NotAcceptable
        If this kind of answer has no such form.
    """
    wanted = request.values.get("format", "").strip().lower()
    if wanted:
        return _named(wanted, formats)
    by_type = {media: form for form in formats for media in form.media_types}
    media = best_media_type(by_type)
    if media is None:
        raise not_acceptable(formats)
    return by_type[media], media


def not_acceptable(formats: tuple[Format, ...]) -> NotAcceptable:
    """Return the error that says which forms an answer has."""
    return NotAcceptable(f"This answer has no form that the request takes; {_known(formats)}")


def _named(wanted: str, formats: tuple[Format, ...]) -> tuple[Format, str]:
    for form in formats:
        if wanted in form.names:
            return form, form.media_types[0]
        if wanted in form.media_types:
            return form, wanted
    everything = (*TABLES, *GRAPHS, PAGE)
    if any(wanted in (*form.names, *form.media_types) for form in everything):
        raise not_acceptable(formats)
    raise BadRequest(f"There is no format {wanted}; {_known(everything)}")


def _known(formats: tuple[Format, ...]) -> str:
    names = dict.fromkeys(form.names[0] for form in formats)
    return f"there are {', '.join(names)}."
