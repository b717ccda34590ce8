"""The part of a build that infers what follows from all documents together."""

from __future__ import annotations

from collections.abc import Sequence

from kg.namespaces import MATCHES
from kg.store.writing import Draft


def write_inferences(draft: Draft, documents: Sequence[str]) -> None:
    """Infer anew what follows from the graphs of these documents, each kind in its own graph.

    All that was inferred before goes first: no rule sees what a later one has inferred.
    """
    from kg.graph.continued import continued_triples, orderings
    from kg.graph.inference import CONTINUED, KINDS, RENAMED, described, inferred_graphs, rules
    from kg.graph.kinds import kind_triples
    from kg.graph.matches import dates, match_triples, namings, titles
    from kg.graph.renamed import renamed_triples
    from kg.linking import continuations, kinds, match, successors

    for graph in inferred_graphs():
        draft.remove(graph)
    draft.curate()
    named = list(namings(draft.query))
    matches = match(named)
    draft.replace(MATCHES, match_triples(named, matches))
    broader = list(kind_triples(kinds(named, matches)))
    called = ("Kinds by their names", "由名称得出的下位概念")
    draft.replace(KINDS, described(KINDS, "kinds", called, broader, documents))
    issued = dates(draft.query)
    renamed = list(renamed_triples(successors(named, issued, matches)))
    called = ("Concepts that are named alike in different documents", "不同文件中名称相近的概念")
    draft.replace(RENAMED, described(RENAMED, "renamed", called, renamed, documents))
    found = continuations(orderings(draft.query), titles(draft.query), issued, matches)
    continued = list(continued_triples(found))
    called = ("Tasks that continue those of earlier documents", "接续先前文件任务的任务")
    draft.replace(CONTINUED, described(CONTINUED, "continued", called, continued, documents))
    for rule in rules():
        inferred = draft.construct(rule.query)
        called = (rule.title, rule.title_zh)
        draft.replace(rule.graph, described(rule.graph, rule.name, called, inferred, documents))
    draft.curate()
