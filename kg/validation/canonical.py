"""One hash for a dataset, by which two builds on two machines can be told to be the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, serialize


def canonical_hash(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of a dataset's canonical form, RDFC-1.0, in hexadecimal.

    It depends neither on the order of the quads nor on the labels of blank nodes.
    See https://www.w3.org/TR/rdf-canon/.

    >>> from pyoxigraph import NamedNode
    >>> p = NamedNode("https://example.org/p")
    >>> one = canonical_hash([Quad(BlankNode("a"), p, p)])
    >>> one == canonical_hash([Quad(BlankNode("b"), p, p)])
    True
    """
    given: Iterable[Quad] = list(quads)
    if any(_has_blank_node(quad) for quad in given):
        dataset = Dataset(given)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        given = dataset
    written = serialize(given, format=RdfFormat.N_QUADS)
    assert written is not None
    # What is no line break in N-Quads stands in literals: U+2028, for one.
    lines = {line for line in written.split(b"\n") if line}
    return hashlib.sha256(b"".join(line + b"\n" for line in sorted(lines))).hexdigest()


def _has_blank_node(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode) for term in quad)
