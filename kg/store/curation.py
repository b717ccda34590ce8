"""What curators correct, kept apart from what the documents say, so that it survives builds.

Three named graphs hold it (`kg.namespaces`):

CURATION   the statements that curators have added; they are part of the default graph
REMOVALS   the statements of documents that curators have hidden from the default graph
HISTORY    who changed what, and when, in the terms of PROV-O

The graphs of documents stay as they were derived: the default graph is their union with the
curation graph, less what is hidden. A graph that a curator makes under another name is the
curator's own; it is set aside, that is, no part of the default graph.

What is inferred from statements follows their correction with the next build that reads or
withdraws a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import PolicyKGError
from kg.namespaces import CURATION, HISTORY, RDF, REMOVALS, SH
from kg.store.marker import Marker

MOST_HIDDEN = 10_000  #: statements of documents that one change may hide

_CURATION, _REMOVALS = NamedNode(CURATION), NamedNode(REMOVALS)
_OPEN = frozenset({"", CURATION, REMOVALS})  #: graphs that bear corrections; "" the default graph
DEFAULT = DefaultGraph()
_REPORT = NamedNode(f"{SH}ValidationReport")
_TYPE = NamedNode(f"{RDF}type")


class CurationError(PolicyKGError):
    """A change that curators may not make."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a change comes to."""

    added: tuple[Triple, ...]  #: to the default graph
    removed: tuple[Triple, ...]  #: from the default graph
    graphs: tuple[str, ...]  #: names of the curators' own graphs that have changed, sorted
    curated: tuple[str, ...]  #: names of the graphs that no build makes now, sorted

    def __bool__(self) -> bool:
        """Whether anything has changed."""
        return bool(self.added or self.removed or self.graphs)


def carry_over(before: Store, after: Store, marker: Marker) -> None:
    """Copy what curators made from one snapshot to another."""
    for name in map(NamedNode, marker.curated):
        after.add_graph(name)
        after.extend(before.quads_for_pattern(None, None, None, name))


def apply(store: Store) -> None:
    """Put what curators added into the default graph, and take out what they have hidden."""
    for quad in list(store.quads_for_pattern(None, None, None, _REMOVALS)):
        store.remove(_in(DEFAULT, quad.triple))
    curated = store.quads_for_pattern(None, None, None, _CURATION)
    store.extend([_in(DEFAULT, quad.triple) for quad in curated])


def settle(before: Store, after: Store, marker: Marker) -> Settled:
    """Sort what a change has done to a copy of the store into the graphs where it belongs.

    A statement that was added to the default graph is kept in the curation graph; one that was
    taken out of it is hidden, where a document states it, and else gone. To change the curation
    graph or the removals themselves comes to the same.

    Raises
    ------
    CurationError
        If the change touches a graph that a build makes, or hides too much.
    """
    changed = tuple(difference(before, after))
    touched = {_name(quad.graph_name) for quad in changed} - _OPEN
    made = {_name(graph) for graph in before.named_graphs()} - _OPEN - set(marker.curated)
    names = {_name(graph) for graph in after.named_graphs()} - _OPEN
    _refuse_derived((made - names) | (touched & {*made, HISTORY}))
    shared = {name for name in made if not _is_report(before, name)}
    added: list[Triple] = []
    removed: list[Triple] = []
    for triple in dict.fromkeys(q.triple for q in changed if _name(q.graph_name) in _OPEN):
        seen = _place(before, after, triple, shared)
        if seen != (_in(DEFAULT, triple) in before):
            (added if seen else removed).append(triple)
    _refuse_much(before, after)
    own = set(marker.curated) - _OPEN
    touched |= (names - made) ^ own  # those that are empty, too
    curated = sorted((names - made) | _OPEN - {""} | {HISTORY})
    return Settled(tuple(added), tuple(removed), tuple(sorted(touched)), tuple(curated))


def difference(before: Store, after: Store) -> Iterator[Quad]:
    """Yield the quads that only one of two stores holds, most of which are the same.

    Both are walked through side by side. The engine keeps quads in an order that depends on them
    alone, so that most look-ups are spared; the result does not rely on it.
    """
    ours, theirs = iter(_all(before)), iter(_all(after))
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None or other is not None:
        if mine == other:
            mine, other = next(ours, None), next(theirs, None)
        elif mine is not None and mine not in after:
            yield mine
            mine = next(ours, None)
        elif other is not None and other not in before:
            yield other
            other = next(theirs, None)
        else:
            mine, other = next(ours, None), next(theirs, None)


def _place(before: Store, after: Store, triple: Triple, graphs: set[str]) -> bool:
    """Put a statement that was touched where it belongs; return whether it is to be seen."""
    stated = any(
        _name(quad.graph_name) in graphs
        for quad in before.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    )
    default, curated, hidden = (_in(graph, triple) for graph in (DEFAULT, _CURATION, _REMOVALS))
    seen = default in after
    if seen == (default in before):
        kept_out = hidden in after and (stated or hidden not in before)
        seen = not kept_out and (stated or curated in after)
    _set(after, default, seen)
    _set(after, curated, seen and (curated in after or not stated))
    _set(after, hidden, not seen and (stated or hidden in after))
    return seen


def _set(store: Store, quad: Quad, there: bool) -> None:
    if there:
        store.add(quad)
    else:
        store.remove(quad)


def _refuse_derived(names: Iterable[str]) -> None:
    name = min(names, default="")
    if name:
        raise CurationError(
            f"The graph <{name}> cannot be changed, since the program makes it; change the "
            "default graph, that is, leave out GRAPH: the correction is then kept apart."
        )


def _refuse_much(before: Store, after: Store) -> None:
    hidden = sum(
        quad not in before for quad in after.quads_for_pattern(None, None, None, _REMOVALS)
    )
    if hidden > MOST_HIDDEN:
        raise CurationError(
            f"This change would hide {hidden} statements of documents; one may hide {MOST_HIDDEN}."
        )


def _is_report(store: Store, name: str) -> bool:
    """Tell whether a graph is a quarantine, which is no part of the default graph."""
    graph = NamedNode(name)
    return Quad(graph, _TYPE, _REPORT, graph) in store


def _all(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, None)


def _in(graph: NamedNode | DefaultGraph, triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _name(graph: NamedNode | BlankNode | DefaultGraph) -> str:
    return "" if isinstance(graph, DefaultGraph) else graph.value
