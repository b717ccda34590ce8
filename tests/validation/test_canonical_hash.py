from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.validation.canonical import canonical_hash

ROOT = Path(__file__).parents[2]
NEWER, OLDER = sorted((ROOT / "seeds").glob("*.txt"), reverse=True)

# Example 2 of https://www.w3.org/TR/rdf-canon/, as it is given and in its canonical form.
GIVEN = """<http://example.com/#p> <http://example.com/#q> _:e0 .
<http://example.com/#p> <http://example.com/#r> _:e1 .
_:e0 <http://example.com/#s> <http://example.com/#u> .
_:e1 <http://example.com/#t> <http://example.com/#u> .
"""
CANONICAL = GIVEN.replace("_:e", "_:c14n")


def quads(text):
    return list(parse(text, RdfFormat.N_QUADS))


def test_the_hash_is_that_of_the_canonical_form_of_the_standard():
    expected = hashlib.sha256(CANONICAL.encode()).hexdigest()
    assert canonical_hash(quads(GIVEN)) == expected
    assert canonical_hash(quads(GIVEN.replace("e0", "z").replace("e1", "a"))[::-1]) == expected


def test_a_dataset_without_blank_nodes_is_hashed_as_its_sorted_lines():
    text = '<a:a> <a:b> "甲 \\"乙\\"\\n\u2028丙"@zh <a:g> .\n<a:a> <a:b> "1" .\n'
    expected = "".join(sorted(f"{line}\n" for line in text.split("\n") if line))
    assert canonical_hash(quads(text)) == hashlib.sha256(expected.encode()).hexdigest()


def test_another_triple_graph_or_value_gives_another_hash():
    a = NamedNode("a:a")
    datasets = (
        [],
        [Quad(a, a, a)],
        [Quad(a, a, a, a)],
        [Quad(a, a, Literal("1"))],
        [Quad(a, a, Literal("1", language="en"))],
        [Quad(a, a, a), Quad(a, a, a, a)],
    )
    assert len({canonical_hash(dataset) for dataset in datasets}) == len(datasets)


BUILD = """
import sys
from pathlib import Path
from kg.build import build
from kg.store import open_store
from kg.validation.canonical import canonical_hash
store = Path(sys.argv[1])
for step in sys.argv[2:]:
    build([Path(path) for path in step.split("|")], store)
print(canonical_hash(open_store(store).quads()))
"""


@pytest.mark.parametrize(
    ("seed", "steps"),
    [("1", [f"{NEWER}|{OLDER}"]), ("2", [str(NEWER), str(OLDER)])],
    ids=["at once", "one after the other"],
)
def test_fresh_builds_in_any_order_under_any_hash_seed_have_one_hash(seed, steps, tmp_path, seeds):
    built = subprocess.run(
        [sys.executable, "-c", BUILD, tmp_path / "store", *steps],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )
    assert built.stdout.strip() == canonical_hash(seeds.quads())
