"""Reading: a file → `PolicyDocument`, with clean text, metadata and outline."""

from kg.reading.document import (
    Metadata,
    OffsetMap,
    Paragraph,
    PolicyDocument,
    Section,
    SectionKind,
)
from kg.reading.files import find_documents, read_file
from kg.reading.reader import read, read_text

__all__ = [
    "Metadata",
    "OffsetMap",
    "Paragraph",
    "PolicyDocument",
    "Section",
    "SectionKind",
    "find_documents",
    "read",
    "read_file",
    "read_text",
]
