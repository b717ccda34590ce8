"""The IRIs of the data, made from stable content only.

All take the base under which they are made; it ends in "/" or "#".
"""

from __future__ import annotations

import re
from hashlib import sha256

from kg.extraction.facts import MentionClass
from kg.namespaces import BASE
from kg.reading.document import PolicyDocument

# RFC 3987: what a path segment may hold as it is (iunreserved, sub-delims, ":" and "@"), save
# the marks of direction, which section 4.1 forbids.
_UCSCHAR = "".join(
    [
        "\u00a0-\u200d\u2010-\u2029\u202f-\ud7ff\uf900-\ufdcf\ufdf0-\uffef",
        *(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xE0000, 0x10000)),
        "\U000e1000-\U000efffd",
    ]
)
_ESCAPED = re.compile(rf"[^A-Za-z0-9\-._~!$&'()*+,;=:@{_UCSCHAR}]")
_ESCAPED_IN_PATH = re.compile(rf"[^A-Za-z0-9\-._~!$&'()*+,;=:@/{_UCSCHAR}]")


def segment(text: str) -> str:
    """Return text as one segment of an IRI's path; different texts give different segments.

    Escapes what RFC 3987 does not allow there, and nothing else.

    >>> segment("“互联网+”人工智能")
    '“互联网+”人工智能'
    >>> segment("5G/6G 100%")
    '5G%2F6G%20100%25'
    """
    return _ESCAPED.sub(_percent, text)


def document_iri(document: PolicyDocument, base: str = BASE) -> str:
    """Return the IRI of a document, which also names its graph.

    It depends on the stated title and the clean text, not on the file or its place.
    """
    digest = sha256(document.text.encode()).hexdigest()[:12]
    metadata = document.metadata
    name = f"{metadata.title}-{digest}" if metadata.title_is_stated else digest
    return f"{base}document/{segment(name)}"


def part_iri(document: str, kind: str, id_: str) -> str:
    """Return the IRI of a part of a document: a section, a paragraph, a mention….

    >>> part_iri("https://example.org/document/1", "section", "三/（一）/1")
    'https://example.org/document/1/section/三/（一）/1'
    """
    return f"{document}/{kind}/{_ESCAPED_IN_PATH.sub(_percent, id_)}"


def concept_iri(cls: MentionClass, label: str, base: str = BASE) -> str:
    """Return the IRI of what a normalised name names.

    >>> concept_iri(MentionClass.INDUSTRY, "智能制造", "https://example.org/")
    'https://example.org/concept/Industry/智能制造'
    >>> concept_iri(MentionClass.ORGANIZATION, "国务院", "https://example.org/")
    'https://example.org/organization/国务院'
    """
    if cls in (MentionClass.ORGANIZATION, MentionClass.PROGRAMME):
        return f"{base}{cls.lower()}/{segment(label)}"
    return f"{base}concept/{cls}/{segment(label)}"


def assertion_iri(document: str, subject: str, predicate: str, object_: str, at: str) -> str:
    """Return the IRI of the statement of a triple at one place (`at`: its offsets) of a text."""
    key = "\n".join((subject, predicate, object_, at))
    return f"{document}/assertion/{sha256(key.encode()).hexdigest()[:12]}"


def naming_iri(document: str, concept: str, name: str) -> str:
    """Return the IRI of the statement that a concept has another name in a document."""
    key = "\n".join((concept, name))
    return f"{document}/naming/{sha256(key.encode()).hexdigest()[:12]}"


def inference_iri(graph: str, left: str, right: str) -> str:
    """Return the IRI of the inference, told in a named graph, that two things belong together."""
    key = "\n".join((left, right))
    return f"{graph}/{sha256(key.encode()).hexdigest()[:12]}"


def inferred_iri(document: str) -> str:
    """Return the IRI of the graph that holds what was inferred from a document alone.

    >>> inferred_iri("https://example.org/document/计划-1")
    'https://example.org/inferred/计划-1'
    """
    folder, _, name = document.rpartition("/")
    return f"{folder.removesuffix('document')}inferred/{name}"


def scheme_iri(base: str = BASE) -> str:
    """Return the IRI of the concept scheme that all policy concepts belong to."""
    return f"{base}scheme/policy-concepts"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
