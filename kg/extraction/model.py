"""A user's spaCy model, run on its own words and read back onto characters.

The components of a `zh_core_web_*` model know words, while the pipeline has one token for each
character: run on such tokens they would see nothing that they were trained on. So the model
runs as a whole, with its own tokenizer, on each paragraph, and what it names is laid over the
characters.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.errors import ModelError

GROUP = "model"  #: the span group of what the model names, with the model's labels


def load(name: str) -> Language:
    """Return an installed model by the name of its package, or by its folder.

    Raises
    ------
    ModelError
        If there is none, or if it is not a model of Chinese.
    """
    try:
        model = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise ModelError(
            f"The spaCy model {name} cannot be loaded: install it with"
            f" “python -m spacy download {name}”, or leave the option out."
        ) from error
    if model.lang != "zh":
        raise ModelError(
            f"The spaCy model {name} is for the language “{model.lang}”; use a zh_core_web_* model."
        )
    return model


@Language.factory("policykg_model", default_config={"model": ""})
class Model:
    """Lays what a model names over the characters, as `doc.spans["model"]`."""

    def __init__(self, nlp: Language, name: str, model: str) -> None:
        self.model = load(model)

    def __call__(self, doc: Doc) -> Doc:
        """Set the span group."""
        paragraphs = doc._.policy.paragraphs
        texts = (doc._.policy.text[p.start : p.end] for p in paragraphs)
        spans = [
            Span(
                doc,
                paragraph.start + named.start_char,
                paragraph.start + named.end_char,
                named.label_,
            )
            for paragraph, read in zip(paragraphs, self.model.pipe(texts), strict=True)
            for named in read.ents
        ]
        doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
        return doc
