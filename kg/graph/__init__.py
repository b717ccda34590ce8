"""The facts of a document → RDF in the ontology's terms, each with the characters that say it.

Everything comes from stable content: the same file gives the same triples on every machine and
in every run. There are no blank nodes.

`kg.graph.triples`    `Extraction` → triples: what a document is, names and states
`kg.graph.names`      the other names of concepts, and why they are names of theirs
`kg.graph.definitions` the text's own definitions of concepts
`kg.graph.matches`    what is one across documents, as triples
`kg.graph.places`     where in a document a passage stands
`kg.graph.selectors`  the same as Web Annotation selectors
`kg.graph.provenance` what made the facts, and what it read
`kg.graph.iris`       the IRIs of documents, concepts and all else
`kg.graph.kinds`      which concepts are kinds of others by their names, as triples
`kg.graph.renamed`    which concepts may stand for each other in different documents
`kg.graph.continued`  which tasks continue tasks of earlier documents, as triples
`kg.graph.inference`  what follows from all documents together, by rules
`kg.graph.ontology`   the ontology's own triples
"""

from kg.graph.iris import concept_iri, document_iri
from kg.graph.triples import dependency_triples, document_graph, document_triples

__all__ = [
    "concept_iri",
    "dependency_triples",
    "document_graph",
    "document_iri",
    "document_triples",
]
