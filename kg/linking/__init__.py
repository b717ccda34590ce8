"""Names → concepts: which names stand for one thing, within a document and across documents.

Within a document all its names of one class are compared, and its text is asked: names that are
one become one concept, with one label; the others are its alternatives, each with the reason.

A document's concepts depend on that document alone, so that its graph can be replaced or
withdrawn. Across documents there are three cases:

- Two documents use the same label: they have the same concept, because its IRI is made of class
  and label.
- They use different labels that are one by the names alone (工信部, 工业和信息化部): no label can
  be put in place of both, for each document must be able to say what it says (深度学习 or
  深度学习技术). The two concepts are matched.
- A third document equates them: matched also, as long as it is there.

Matches are computed of all documents together at the end of each build, whole and anew, and kept
apart from the documents (`skos:exactMatch` in a graph of their own), so that any sequence of
builds ends in the same store. A way of making canonical IRIs out of names could do without
matches in the second case but not in the third, and would need labels that no text has.

What counts as the same, in the order of `Reason`: spelling; the order of two conjuncts; short
forms in common use (`variants.tsv`); the word for the class, since 深度学习技术 as a technology
is 深度学习 and 群体智能理论 as a theory is 群体智能 (annotators list either); what the text
states; and the subject of a plan, which its own platforms and measures may leave out. What does
not: 系统, 平台, 体系, 产业 and other words that name another thing (工业互联网 and 工业互联网平台),
words that narrow (智能, 新型, 国家, 核心), and similar characters. Names of different classes are
always different concepts.

`kg.linking.concepts`    the concepts of a document
`kg.linking.across`      the matches between documents
`kg.linking.heads`       which concepts are kinds of others by their names
`kg.linking.renamed`     which concepts may stand for each other in different documents
`kg.linking.continued`   which tasks continue tasks of earlier documents
`kg.linking.statements`  what a text says of its names
`kg.linking.subjects`    what a plan is about
`kg.linking.definitions` where a text says itself what a concept is
`kg.linking.forms`       what is equal by the names alone
`kg.linking.spelling`    the normal way of writing a name
"""

from kg.linking.across import Match, Naming, match
from kg.linking.concepts import Alternative, Concept, link
from kg.linking.continued import Continuation, Ordering, continuations
from kg.linking.definitions import Definition, definitions
from kg.linking.heads import Kind, kinds
from kg.linking.reasons import Reason
from kg.linking.renamed import Successor, successors
from kg.linking.spelling import normalise

__all__ = [
    "Alternative",
    "Concept",
    "Continuation",
    "Definition",
    "Kind",
    "Match",
    "Naming",
    "Ordering",
    "Reason",
    "Successor",
    "continuations",
    "definitions",
    "kinds",
    "link",
    "match",
    "normalise",
    "successors",
]
