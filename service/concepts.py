"""`/id/…`: what the graph says of one thing, as a page or as RDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request, url_for
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize
from werkzeug.exceptions import BadRequest, NotFound

from kg.analysis.description import Description, describe, evidence
from kg.analysis.lookup import labels, tasks_among
from kg.analysis.sparql import Term, local_name, value
from kg.graph.iris import segment
from kg.maps import class_styles
from kg.maps.styles import relation_words
from kg.namespaces import DCTERMS, PK, PREFIXES, RDF, RDFS, SKOS
from service.formats import GRAPHS, PAGE, chosen
from service.snapshot import snapshot

IS_PART_OF = f"{DCTERMS}isPartOf"
FACTS = (
    f"{DCTERMS}identifier",
    f"{DCTERMS}issued",
    f"{PK}number",
    f"{PK}year",
    f"{PK}comparator",
    f"{PK}value",
    f"{PK}unit",
)  #: what is said of a thing in figures and numbers, in the order to read it in
SHOWN = 100  #: things that one relation or predicate leads to, on the page

blueprint = Blueprint("concepts", __name__)


@dataclass(frozen=True, slots=True)
class Group:
    """What a thing is related to in one way."""

    name: str
    others: tuple[Term, ...]

    @property
    def shown(self) -> tuple[Term, ...]:
        """As many as a page bears."""
        return self.others[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.others) - len(self.shown)


@blueprint.get("/id/<path:path>")
def thing(path: str) -> Response:
    """Describe what has this path under the base of the data's IRIs."""
    store, base = snapshot().store, snapshot().base
    for candidate in _spellings(path):
        try:
            found = describe(store, base + candidate)
        except ValueError:  # no IRI
            continue
        if found:
            return _described(found)
    raise NotFound("The graph says nothing of this.")


@blueprint.get("/about")
def about() -> Response:
    """Describe what has the IRI that the parameter `iri` gives: a class, a property, anything."""
    try:
        found = describe(snapshot().store, request.args.get("iri", ""))
    except ValueError:
        raise BadRequest("The parameter iri is not an IRI.") from None
    if not found:
        raise NotFound("The graph says nothing of this.")
    return _described(found)


def _spellings(path: str) -> Iterable[str]:
    """Yield the paths that an IRI may have been written with before its escapes were undone.

    A link of this service escapes an IRI's own escapes once more, so that the path comes as it
    is in the IRI. Whoever dereferences the IRI itself has them undone.
    """
    yield path
    parts = path.split("/")
    fixed = 2 if parts[0] == "concept" else 1
    yield "/".join((*parts[:fixed], segment("/".join(parts[fixed:]))))
    yield "/".join(segment(part) for part in parts)


def _described(found: Description) -> Response:
    form, media = chosen((*GRAPHS, PAGE))
    if form.engine is None:
        response = make_response(_page(found))
    else:
        assert isinstance(form.engine, RdfFormat)
        written = serialize(_triples(found), format=form.engine, prefixes=dict(PREFIXES))
        response = Response(written, content_type=media)
    response.vary.add("Accept")
    return response


def _triples(found: Description) -> Iterable[Triple]:
    node = NamedNode(found.iri)
    for predicate, object_ in found.outgoing:
        if object_ is not None:
            yield Triple(node, NamedNode(predicate), object_)
    for predicate, subject in found.incoming:
        if isinstance(subject, NamedNode):
            yield Triple(subject, NamedNode(predicate), node)


def _page(found: Description) -> str:
    relations = _relations(found)
    outgoing, incoming = _grouped(found.outgoing), _grouped(found.incoming)
    named = [
        term.value
        for group in (*relations, *outgoing, *incoming)
        for term in group.shown
        if isinstance(term, NamedNode)
    ]
    types = [value(term) for term in found.values(f"{RDF}type")]
    classes = [local_name(iri) for iri in types if iri.startswith(PK)]
    store = snapshot().store
    return render_template(
        "thing.html",
        iri=found.iri,
        names=_names(found),
        alternatives=found.values(f"{SKOS}altLabel"),
        classes=classes,
        facts=[value(term) for predicate in FACTS for term in found.values(predicate)],
        on_map=any(name in class_styles() for name in classes),
        definitions=found.values(f"{SKOS}definition"),
        quotes=found.values(f"{PK}quote") or found.values(f"{PK}text"),
        relations=relations,
        evidence=evidence(store, found.iri),
        outgoing=outgoing,
        incoming=incoming,
        uses=found.uses,
        labels=labels(store, named),
        formats=GRAPHS,
        here=_here,
    )


def _here(form: str) -> str:
    """Return the address of this same page in another format."""
    assert request.endpoint is not None
    values = {**(request.view_args or {}), **request.args.to_dict(), "format": form}
    return url_for(request.endpoint, **values)


def _names(found: Description) -> list[Literal]:
    """Return what the thing is called, Chinese names first."""
    for predicate in (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title", f"{PK}metric"):
        names = [term for term in found.values(predicate) if isinstance(term, Literal)]
        if names:
            return sorted(names, key=lambda term: term.language == "en")
    return []


def _relations(found: Description) -> list[Group]:
    """Group what the thing is related to by the relations that maps show."""
    groups: dict[str, list[Term]] = {}
    tasks = tasks_among(snapshot().store, _parts_and_wholes(found))
    for side, pairs in enumerate((found.outgoing, found.incoming)):
        for predicate, other in pairs:
            words = relation_words("en").get(local_name(predicate))
            if words is None or not isinstance(other, NamedNode):
                continue
            if predicate != IS_PART_OF or other.value in tasks:
                groups.setdefault(words[side], []).append(other)
    return [Group(name, tuple(others)) for name, others in groups.items()]


def _parts_and_wholes(found: Description) -> list[str]:
    """Return what the thing is part of and what is part of it: tasks, but sections, too."""
    pairs = (*found.outgoing, *found.incoming)
    return [value(other) for predicate, other in pairs if predicate == IS_PART_OF]


def _grouped(pairs: Iterable[tuple[str, Term]]) -> list[Group]:
    groups: dict[str, list[Term]] = {}
    for predicate, other in pairs:
        groups.setdefault(predicate, []).append(other)
    return [Group(predicate, tuple(others)) for predicate, others in groups.items()]
