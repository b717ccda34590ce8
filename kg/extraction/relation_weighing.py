"""Weighing of candidates: how likely each is a relation, many at once.

Most candidates share the keys of their signs with others, so the weights of a key's signs are
looked up once and kept for the next candidate.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np

from kg.extraction.relation_scores import Array, Table
from kg.extraction.relation_signs import Group, Key

KEPT = 5000  #: of how many keys of a group the rows are kept


class Rows(dict[Key, "array[int]"]):
    """The rows of a table that hold the weights of a group's signs, by the group's key."""

    def __init__(self, table: Table, group: Group) -> None:
        super().__init__()
        self._ends = group.ends
        self._row_of = table.beginning(group.beginning)

    def __missing__(self, key: Key) -> array[int]:
        if len(self) >= KEPT:
            self.clear()
        rows = [row for row in map(self._row_of.get, self._ends(*key)) if row is not None]
        found = self[key] = array("i", rows)
        return found


class Scales:
    """Weighs candidates by a table of weights for the signs of groups."""

    def __init__(self, table: Table, groups: Sequence[Group]) -> None:
        self.table = table
        self.groups = [Rows(table, group) for group in groups]

    def chances(self, candidates: Iterable[Sequence[Key]]) -> Array:
        """Return the chance of each outcome but “nothing”, a row for each candidate's keys."""
        rows = array("i")
        ends = [0]
        for keys in candidates:
            for group, key in zip(self.groups, keys, strict=True):
                rows += group[key]
            ends.append(len(rows))
        return self.table.chances(np.array(rows, dtype=np.int32), np.diff(ends))
