"""The facts of a document → RDF in the ontology's terms, each with the characters that say it.

Everything comes from stable content: the same file gives the same triples on every machine and
in every run. There are no blank nodes.

`kg.graph.triples`    `Extraction` → triples: what a document is, names and states
`kg.graph.names`      the other names of concepts, and why they are names of theirs
`kg.graph.matches`    what is one across documents, as triples
`kg.graph.places`     where in a document a passage stands
`kg.graph.iris`       the IRIs of documents, concepts and all else
`kg.graph.ontology`   the ontology's own triples
"""

from kg.graph.iris import concept_iri, document_iri
from kg.graph.triples import document_graph, document_triples

__all__ = ["concept_iri", "document_graph", "document_iri", "document_triples"]
