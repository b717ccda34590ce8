"""The parameters of the network: their names, their shapes, and what they are multiplied with."""

from __future__ import annotations

from kg.extraction.learned.columns import CATEGORIES, MEASURES, PAIRS, WORDS
from kg.extraction.learned.proposals import SIZE

HIDDEN = 128  #: numbers that stand for a character in its context
DILATIONS = (1, 1, 2, 4, 1)  #: of the layers of the encoder, each of width 3
CHARACTER, PAIR, WORD = 64, 24, 24  #: sizes of embeddings
CATEGORY = {size: min(10, (size + 5) // 2) for size in CATEGORIES.values()}
SPAN = 128  #: hidden numbers of a candidate
PRODUCT = 48  #: products of its first and its last character
LENGTHS = 32  #: a candidate of more characters counts as one of 31
OUTCOMES = 9  #: the eight classes in the order of `MentionClass`, then no name
EDGES = 2  #: a name begins here, ends here
TAGS = 17  #: for training only: no name, or the first or a later character of one of a class

INPUT = CHARACTER + 2 * PAIR + WORD + sum(CATEGORY[n] for n in CATEGORIES.values()) + MEASURES
ENDS = ("first", "last", "before", "behind", "inside")  #: what of a candidate is looked at


def shapes(characters: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter of a network that knows so many characters."""
    embeddings = {"character": (characters + 2, CHARACTER), "pair": (PAIRS, PAIR)}
    embeddings["word_hash"] = (WORDS, WORD)
    embeddings |= {name: (size, CATEGORY[size]) for name, size in CATEGORIES.items()}
    found: dict[str, tuple[int, ...]] = {
        f"embedding.{name}": shape for name, shape in embeddings.items()
    }
    found |= {"input.weight": (INPUT, HIDDEN), "input.bias": (HIDDEN,)}
    for layer in range(len(DILATIONS)):
        found |= {f"layer{layer}.weight": (3, HIDDEN, HIDDEN), f"layer{layer}.bias": (HIDDEN,)}
        found |= {f"layer{layer}.scale": (HIDDEN,), f"layer{layer}.shift": (HIDDEN,)}
    found |= {"edges.weight": (HIDDEN, EDGES), "edges.bias": (EDGES,)}
    found |= {"tags.weight": (HIDDEN, TAGS), "tags.bias": (TAGS,)}
    found |= {f"span.{end}": (HIDDEN, SPAN) for end in ENDS}
    found |= {"span.bias": (SPAN,), "span.length": (LENGTHS, SPAN), "span.proposal": (SIZE, SPAN)}
    for side in ("left", "right"):
        found |= {f"{side}.weight": (HIDDEN, PRODUCT), f"{side}.bias": (PRODUCT,)}
    found |= {"span.outcome": (SPAN, OUTCOMES), "product.outcome": (PRODUCT, OUTCOMES)}
    return found | {"outcome.bias": (OUTCOMES,)}
