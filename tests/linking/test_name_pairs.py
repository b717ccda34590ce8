"""How well linking tells which names are one, on pairs that were written down by hand.

`name-pairs.tsv`: the names, their class, whether they are one, the document in which they stand
(“¶” between its title and its text) where it matters, and `part`: the pairs of `held` were not
looked at while the rules were made.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kg.extraction.facts import MentionClass
from kg.linking import Naming, match, normalise

PAIRS = Path(__file__).with_name("name-pairs.tsv")


def pairs():
    with PAIRS.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def outcomes(rows, are_one):
    """Count rows by (verdict, what linking says)."""
    return Counter((row["verdict"], "same" if are_one(row) else "different") for row in rows)


def precision_and_recall(counts):
    right = counts["same", "same"]
    return right / (right + counts["different", "same"]), right / (
        right + counts["same", "different"]
    )


def test_there_are_enough_pairs_of_both_kinds_and_of_both_parts():
    counts = Counter((row["verdict"], row["part"]) for row in pairs())
    assert sum(counts.values()) >= 250
    assert min(counts.values()) >= 40
    assert len({frozenset((row["left"], row["right"], row["context"])) for row in pairs()}) == 263


@pytest.mark.parametrize(("part", "floor"), [("tune", 0.93), ("held", 0.92)])
def test_names_of_one_document_are_joined_rightly(part, floor, linked):
    def are_one(row):
        names = [(row[side], MentionClass(row["class"])) for side in ("left", "right")]
        return len(linked(*names, text=row["context"].replace("¶", "\n\n") or "规划。")) == 1

    counts = outcomes((row for row in pairs() if row["part"] == part), are_one)
    precision, recall = precision_and_recall(counts)
    assert precision >= 0.98
    assert recall >= floor


@pytest.mark.parametrize(("part", "floor"), [("tune", 0.98), ("held", 0.96)])
def test_names_of_two_documents_are_matched_rightly(part, floor):
    """Only pairs that are one, or not, by themselves: without a text that equates them."""

    def are_one(row):
        cls = MentionClass(row["class"])
        left, right = normalise(row["left"]), normalise(row["right"])
        namings = [Naming(name, "规划", name, cls, name, name) for name in (left, right)]
        return left == right or bool(match(namings))

    rows = [row for row in pairs() if row["part"] == part and not row["context"]]
    precision, recall = precision_and_recall(outcomes(rows, are_one))
    assert precision >= 0.98
    assert recall >= floor
