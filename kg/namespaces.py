"""The vocabularies that the graph is written in, and the prefixes by which queries name them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ONTOLOGY = "https://w3id.org/policykg/ontology"
"""IRI of the ontology, and of the named graph that holds it in a store."""

MATCHES = "https://w3id.org/policykg/matches"
"""IRI of the named graph that holds what is one across documents in a store."""

CURATION = "https://w3id.org/policykg/curation"
"""IRI of the named graph that holds the statements that curators have added."""

REMOVALS = "https://w3id.org/policykg/curation/removals"
"""IRI of the named graph that holds the statements of documents that curators have hidden."""

HISTORY = "https://w3id.org/policykg/curation/history"
"""IRI of the named graph that tells who changed what, and when."""

INFERRED = "https://w3id.org/policykg/inferred/"
"""Under which the named graphs are that hold what follows from the documents together."""

BASE = "https://w3id.org/policykg/id/"
"""Under which the IRIs of the data are made, unless the user names another."""

PK = f"{ONTOLOGY}#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "pk": PK,
        "dcterms": DCTERMS,
        "oa": OA,
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "sh": SH,
        "skos": SKOS,
        "xsd": XSD,
    }
)
"""Prefix → namespace. A query of the store may use them without declaring them."""
