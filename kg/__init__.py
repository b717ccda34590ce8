"""Policy documents in, a knowledge graph out.

The stages, in the order in which a document passes through them:

`kg.reading`     a file → `PolicyDocument`
`kg.extraction`  `PolicyDocument` → `Extraction`
`kg.linking`     `Extraction` → concepts
`kg.graph`       concepts and facts → RDF
`kg.store`       where the RDF lives
`kg.validation`  the graph beside SHACL shapes, quotes beside their texts
`kg.build`       all of it, from folder to store
`kg.analysis`    networkx views of the graph
`kg.maps`        a networkx view → an interactive page
`kg.evaluation`  extraction beside people's annotations
`kg.cli`         the command line
"""

__version__ = "0.1.0"
