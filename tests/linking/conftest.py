from __future__ import annotations

import pytest

from kg.extraction.facts import Extraction, Mention, MentionClass
from kg.linking import link
from kg.reading import read_text


def _spans(text, names):
    """Where the names stand in a text, each at its first place; at its start where nowhere."""
    for name, *rest in names:
        start = max(text.find(name), 0)
        yield start, start + len(name), name, rest


@pytest.fixture
def extracted():
    """Make an extraction of a text and its names, each (name, class) or with an English label."""

    def extracted(names, text="规划。"):
        document = read_text(text)
        spans = sorted(_spans(document.text, names), key=lambda span: span[0])
        mentions = tuple(
            Mention(f"m{i}", name, cls, ((start, end),), "p1", "task:", 1.0, "names", *en)
            for i, (start, end, name, (cls, *en)) in enumerate(spans, start=1)
        )
        return Extraction(document, (), mentions, (), ())

    return extracted


@pytest.fixture
def linked(extracted):
    """Link the names of a text: (name, class), (name, class, English label)."""
    return lambda *names, text="规划。": link(extracted(names, text))


@pytest.fixture
def technologies(linked):
    """Link names of technologies in a text."""
    return lambda *names, text="规划。": linked(
        *((name, MentionClass.KEY_TECHNOLOGY) for name in names), text=text
    )
