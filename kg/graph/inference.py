"""What follows from the facts of all documents, each kind in a named graph of its own.

The rules are CONSTRUCT queries in `ontology/rules`, run in the order of their names, each on all
that the ones before it have inferred too. They are run whole and anew at the end of each build, so
that any sequence of builds ends in the same store. `kg.graph.matches`, `kg.graph.kinds`,
`kg.graph.renamed` and `kg.graph.continued` infer what takes more than a query can do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.iris import inference_iri
from kg.graph.terms import decimal, term
from kg.namespaces import INFERRED, MATCHES, ONTOLOGY

KINDS = f"{INFERRED}kinds"
"""IRI of the named graph that holds which concepts are kinds of others by their names."""

RENAMED = f"{INFERRED}renamed"
"""IRI of the named graph that holds which concepts may stand for each other in other documents."""

CONTINUED = f"{INFERRED}continued"
"""IRI of the named graph that holds which tasks continue tasks of earlier documents."""

_A, _DERIVED_FROM, _TITLE = term("rdf:type"), term("prov:wasDerivedFrom"), term("dcterms:title")
_HEADER = re.compile(r"^# ([a-z-]+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by which facts follow from others."""

    name: str  #: that of its file, without the number that puts it in order
    title: str
    title_zh: str
    query: str  #: a CONSTRUCT query on the default graph

    @property
    def graph(self) -> str:
        """The IRI of the named graph that holds what follows by it."""
        return INFERRED + self.name


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of `ontology/rules` in the order in which they are run.

    >>> [rule.name for rule in rules()][:2]
    ['hierarchy', 'broader-transitive']
    """
    found = (entry for entry in (files("ontology") / "rules").iterdir() if entry.name[0].isdigit())
    return tuple(_rule(entry.name, entry.read_text("utf-8")) for entry in sorted(found, key=str))


def inferred_graphs() -> tuple[str, ...]:
    """Return the IRIs of the graphs that hold what follows from the documents together."""
    return (MATCHES, KINDS, RENAMED, CONTINUED, *(rule.graph for rule in rules()))


def described(
    graph: str,
    rule: str,
    titles: tuple[str, str],
    triples: Sequence[Triple],
    sources: Sequence[str],
) -> Iterator[Triple]:
    """Yield the triples of an inferred graph, and what it was inferred from, by which rule.

    Parameters
    ----------
    graph
        Its IRI.
    rule
        The name of the rule.
    titles
        What it holds, in English and in Chinese.
    triples
        What follows; of nothing nothing is described.
    sources
        The graphs of the documents.
    """
    if not triples:
        return
    node = NamedNode(graph)
    yield from triples
    yield Triple(node, _A, term("pk:InferenceGraph"))
    yield Triple(node, term("pk:rule"), Literal(rule))
    for title, language in zip(titles, ("en", "zh"), strict=True):
        yield Triple(node, _TITLE, Literal(title, language=language))
    for source in (*sources, ONTOLOGY):
        yield Triple(node, _DERIVED_FROM, NamedNode(source))


def inference_triples(
    graph: str,
    fact: Triple,
    reason: str,
    sources: Iterable[str],
    *,
    via: str = "",
    score: float | None = None,
) -> Iterator[Triple]:
    """Yield the `pk:Inference` that says why a fact of an inferred graph holds.

    Parameters
    ----------
    graph
        The IRI of the graph.
    fact
        A triple of three IRIs.
    reason
        Why it holds, in a word or two.
    sources
        The IRIs of what it was derived from.
    via
        The words that decided it; "" for none.
    score
        How sure it is, 0 to 1; None where it is not scored.
    """
    assert isinstance(fact.subject, NamedNode)
    assert isinstance(fact.object, NamedNode)
    node = NamedNode(inference_iri(graph, fact.subject.value, fact.object.value))
    yield Triple(node, _A, term("pk:Inference"))
    yield Triple(node, term("rdf:subject"), fact.subject)
    yield Triple(node, term("rdf:predicate"), fact.predicate)
    yield Triple(node, term("rdf:object"), fact.object)
    yield Triple(node, term("pk:reason"), Literal(reason))
    if via:
        yield Triple(node, term("pk:via"), Literal(via))
    if score is not None:
        yield Triple(node, term("pk:score"), decimal(score))
    for source in sources:
        yield Triple(node, _DERIVED_FROM, NamedNode(source))


def _rule(file: str, query: str) -> Rule:
    header = dict(_HEADER.findall(query))
    name = file.partition("-")[2].removesuffix(".rq")
    return Rule(name, header["title"], header["title-zh"], query)
