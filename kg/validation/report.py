"""What came of a validation, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.namespaces import PREFIXES, SH, XSD
from kg.validation.check import Validation
from kg.validation.facts import TYPE
from kg.validation.findings import Finding
from kg.validation.quarantine import result_triples


def as_table(validation: Validation) -> str:
    """Return the findings as sentences, one a line, a summary, and the hash of the dataset."""
    lines = [f"{finding.kind}: {finding.sentence}" for finding in validation.findings]
    digest = f"Canonical hash (RDFC-1.0, SHA-256): {validation.hash}"
    return "\n".join([*lines, _summary(validation), digest]) + "\n"


def as_json(validation: Validation) -> str:
    """Return the findings and the counts as one JSON object."""
    content = {
        "conforms": validation.conforms,
        "triples": validation.triples,
        "hash": validation.hash,
        "quotes compared": validation.compared,
        "quotes not compared": validation.untold,
        "findings": [
            asdict(finding) | {"sentence": finding.sentence} for finding in validation.findings
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_csv(validation: Validation) -> str:
    """Return the findings as CSV (RFC 4180) with a header line."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, [field.name for field in fields(Finding)])
    writer.writeheader()
    writer.writerows(asdict(finding) for finding in validation.findings)
    return stream.getvalue()


def as_turtle(validation: Validation) -> str:
    """Return a SHACL validation report (https://www.w3.org/TR/shacl/#validation-report)."""
    report = BlankNode("report")
    conforms = Literal(str(validation.conforms).lower(), datatype=NamedNode(f"{XSD}boolean"))
    triples = [
        Triple(report, TYPE, NamedNode(f"{SH}ValidationReport")),
        Triple(report, NamedNode(f"{SH}conforms"), conforms),
    ]
    for number, violation in enumerate(validation.violations, 1):
        triples += result_triples(report, BlankNode(f"result{number}"), violation)
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    assert written is not None
    return written.decode()


def _summary(validation: Validation) -> str:
    quotes = f"{validation.compared} quotes compared with the texts"
    if validation.untold:
        quotes += f", {validation.untold} in titles not (name the source files to compare them)"
    count = len(validation.findings)
    verdict = "The graph conforms" if not count else f"{count} finding{'s' if count > 1 else ''}"
    return f"{verdict}: {validation.triples} triples, {quotes}."


FORMATS: Mapping[str, Callable[[Validation], str]] = MappingProxyType(
    {"table": as_table, "json": as_json, "csv": as_csv, "ttl": as_turtle}
)
"""What writes each format."""
