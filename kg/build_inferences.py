"""The part of a build that infers what follows from all documents together."""

from __future__ import annotations

from collections.abc import Sequence

from kg.namespaces import MATCHES
from kg.store.writing import Draft


def write_inferences(draft: Draft, documents: Sequence[str]) -> None:
    """Infer anew what follows from the graphs of these documents, each kind in its own graph.

    All that was inferred before goes first: no rule sees what a later one has inferred.
    """
    from kg.graph.inference import KINDS, RENAMED, described, inferred_graphs, rules
    from kg.graph.kinds import kind_triples
    from kg.graph.matches import dates, match_triples, namings
    from kg.graph.renamed import renamed_triples
    from kg.linking import kinds, match, successors

    for graph in inferred_graphs():
        draft.remove(graph)
    draft.curate()
    named = list(namings(draft.query))
    matches = match(named)
    draft.replace(MATCHES, match_triples(named, matches))
    broader = list(kind_triples(kinds(named, matches)))
    titles = ("Kinds by their names", "由名称得出的下位概念")
    draft.replace(KINDS, described(KINDS, "kinds", titles, broader, documents))
    renamed = list(renamed_triples(successors(named, dates(draft.query), matches)))
    titles = ("Concepts that are named alike in different documents", "不同文件中名称相近的概念")
    draft.replace(RENAMED, described(RENAMED, "renamed", titles, renamed, documents))
    for rule in rules():
        found = draft.construct(rule.query)
        titles = (rule.title, rule.title_zh)
        draft.replace(rule.graph, described(rule.graph, rule.name, titles, found, documents))
    draft.curate()
