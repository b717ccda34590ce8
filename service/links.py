"""From IRIs to the pages of this service that show them, and to short names."""

from __future__ import annotations

from functools import cache

from flask import Flask, url_for
from pyoxigraph import Literal, NamedNode

from kg.analysis.sparql import Term
from kg.analysis.vocabulary import vocabulary
from kg.maps import class_style, class_styles
from kg.namespaces import PK, PREFIXES
from service.snapshot import snapshot


def address(iri: str) -> str:
    """Return the address of the page about an IRI, in this service."""
    base = snapshot().base
    if iri.startswith(base) and len(iri) > len(base):
        return url_for("concepts.thing", path=iri.removeprefix(base))
    if iri in _terms():
        return url_for("ontology.ontology", _anchor=iri.removeprefix(PK))
    return url_for("concepts.about", iri=iri)


@cache
def _terms() -> frozenset[str]:
    return frozenset(term.iri for term in vocabulary().terms)


def short(iri: str) -> str:
    """Return a name for an IRI that people can read: with a prefix, or what is behind the base."""
    base = snapshot().base
    if iri.startswith(base) and len(iri) > len(base):
        return iri.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def brief(iri: str) -> str:
    """Return the short name of an IRI, of a part of a document without the document."""
    name = short(iri)
    kind, _, rest = name.partition("/")
    part = rest.partition("/")[2]
    return part if kind == "document" and part else name


def text(term: Term) -> str:
    """Return a term as people read it: the characters of a literal, the short name of an IRI."""
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        return short(term.value)
    return "" if term is None else str(term)


def language(term: Term) -> str:
    """Return the language of a literal, "" where it has none."""
    return (term.language or "") if isinstance(term, Literal) else ""


def is_iri(term: object) -> bool:
    """Tell IRIs from other terms."""
    return isinstance(term, NamedNode)


def register_filters(app: Flask) -> None:
    """Give the templates these functions, and how classes look."""
    app.jinja_env.filters.update(
        address=address, short=short, brief=brief, text=text, language=language
    )
    app.jinja_env.tests["iri"] = is_iri
    app.jinja_env.globals.update(class_style=class_style, class_styles=class_styles)
