"""PolicyDocument → Extraction: a spaCy pipeline, one component a file."""

from kg.extraction.pipeline import create, extract

__all__ = ["create", "extract"]
