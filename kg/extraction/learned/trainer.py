"""The trainer: weights of a network from documents with labels. It needs PyTorch.

Characters, pairs and words are hidden at random, and so is what the grammar proposes, so that
the network relies on none of them alone; of candidates without a name only a share is looked at
each time. Optimised by AdamW (Loshchilov and Hutter 2019) with a rate that rises and then falls.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.extraction.learned.candidates import Rows
from kg.extraction.learned.columns import CATEGORIES, Columns
from kg.extraction.learned.encoder import GAP, laid_out
from kg.extraction.learned.labels import NONE, Labels
from kg.extraction.learned.segmentation import Span
from kg.extraction.learned.shapes import DILATIONS, HIDDEN, LENGTHS, shapes

EPOCHS = 8
BATCH = 2000  #: characters of a step
RATE = 5e-3  #: the highest
WARM_UP = 0.1  #: the share of the steps in which it rises
DECAY = 0.02
LOOKED_AT = 0.5  #: the share of candidates without a name that a step looks at
DROPPED = 0.3  #: of the numbers in the encoder
DROPPED_LATE = 0.2  #: of those in the head
HIDDEN_CHARACTERS, HIDDEN_HASHES = 0.08, 0.2  #: shares of what is hidden
HIDDEN_COLUMNS, HIDDEN_PROPOSALS = 0.15, 0.05  #: of sentences, of candidates
EDGES = 0.9  #: weight of the loss of edges
TAGS = 0.3  #: weight of the loss of tags
QUIET = 2  #: as how many names a sentence counts, at least

Tensor = Any
Parameters = dict[str, Tensor]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A document as the network sees it, with its labels."""

    numbers: NDArray[np.int64]  #: of its characters
    columns: Columns
    sentences: Sequence[Span]
    rows: Rows
    described: NDArray[np.float32]
    labels: Labels


def torch_or_error() -> ModuleType:
    """Return PyTorch.

    Raises
    ------
    ModelError
        If it is not installed.
    """
    try:
        import torch
    except ImportError:
        raise ModelError(
            "Training needs PyTorch: install it with “pip install policykg[train]”."
        ) from None
    found: ModuleType = torch
    return found


def train(
    examples: Sequence[Example], characters: int, seed: int, progress: Progress | None = None
) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a network that knows so many characters.

    The same examples and seed give the same weights on the same machine with the same version
    of PyTorch. `progress` is called with the steps that are done and that there are.
    """
    torch = torch_or_error()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in another order would be other sums
    torch.manual_seed(seed)
    random = np.random.RandomState(seed)
    parameters = _initial(torch, characters)
    optimiser = torch.optim.AdamW(
        list(parameters.values()), lr=RATE, weight_decay=DECAY, betas=(0.9, 0.98)
    )
    items = [(e, s) for e, example in enumerate(examples) for s in range(len(example.sentences))]
    cut = [_by_sentence(example) for example in examples]
    batches = [batch for _ in range(EPOCHS) for batch in _batches(items, examples, random)]
    for step, batch in enumerate(batches):
        done = step / len(batches)
        rate = RATE * min(1.0, done / WARM_UP, (1 - done) / (1 - WARM_UP)) + 1e-5
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = _loss(
            torch, parameters, _joined([(examples[e], cut[e], s) for e, s in batch], random)
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(parameters.values()), 1.0)
        optimiser.step()
        if progress:
            progress(step + 1, len(batches))
    torch.set_num_threads(threads)
    return {name: tensor.detach().numpy().copy() for name, tensor in parameters.items()}


def _initial(torch: ModuleType, characters: int) -> Parameters:
    found: Parameters = {}
    for name, shape in shapes(characters).items():
        kind = name.rpartition(".")[2]
        if name.startswith("embedding."):
            tensor = torch.randn(shape) * 0.3
        elif kind == "length":
            tensor = torch.randn(shape) * 0.1
        elif kind in ("bias", "shift"):
            tensor = torch.zeros(shape)
        elif kind == "scale":
            tensor = torch.ones(shape)
        else:
            bound = 1 / math.sqrt(math.prod(shape[:-1]))
            tensor = torch.empty(shape).uniform_(-bound, bound)
        found[name] = tensor.requires_grad_()
    return found


Batch = list[tuple[int, int]]  #: a document and a sentence of it, by their numbers


def _batches(
    items: Sequence[tuple[int, int]], examples: Sequence[Example], random: np.random.RandomState
) -> list[Batch]:
    """Return all sentences in an order by chance, in groups of about BATCH characters."""
    found: list[Batch] = [[]]
    size = 0
    for index in random.permutation(len(items)):
        example, sentence = items[index]
        start, end = examples[example].sentences[sentence]
        if size + end - start > BATCH and found[-1]:
            found.append([])
            size = 0
        found[-1].append((example, sentence))
        size += end - start
    return found


def _by_sentence(example: Example) -> NDArray[np.int64]:
    """Return where the candidates of each sentence begin, and where the last ones end."""
    starts = [start for start, _ in example.sentences]
    found: NDArray[np.int64] = np.searchsorted(example.rows[:, 0], [*starts, 1 << 60])
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    """What a step works on: characters and candidates of some sentences."""

    numbers: NDArray[np.int64]
    columns: Columns
    edges: NDArray[np.float32]
    tags: NDArray[np.int64]
    before: NDArray[np.int64]  #: hash of the pair of the character before and this one
    sentence: NDArray[np.int64]  #: of each character
    rows: NDArray[np.int64]  #: of each character, in the array of the encoder
    spans: Rows  #: candidates, in rows of that array
    described: NDArray[np.float32]
    outcomes: NDArray[np.int64]
    weights: NDArray[np.float32]
    sentences: int


def _joined(
    parts: Sequence[tuple[Example, NDArray[np.int64], int]], random: np.random.RandomState
) -> _Step:
    spans, described, outcomes, weights, lines = [], [], [], [], []
    lengths = [e.sentences[s] for e, _, s in parts]
    _, rows = laid_out([(0, end - start) for start, end in lengths])
    first = GAP
    for (example, cut, number), (start, end) in zip(parts, lengths, strict=True):
        chosen = np.arange(cut[number], cut[number + 1])
        none = example.labels.outcomes[chosen] == NONE
        chosen = chosen[~none | (random.random_sample(len(chosen)) < LOOKED_AT)]
        found = example.rows[chosen].copy()
        described.append(example.described[found[:, 4]])
        found[:, :4] += first - start
        spans.append(found)
        outcomes.append(example.labels.outcomes[chosen])
        share = np.where(outcomes[-1] == NONE, 1 / LOOKED_AT, 1.0)
        weights.append((example.labels.weights[chosen] * share).astype(np.float32))
        lines.append(slice(start, end))
        first += end - start + GAP
    each = list(zip(parts, lines, strict=True))
    columns = [
        np.concatenate([getattr(e.columns, field)[line] for (e, _, _), line in each])
        for field in ("categories", "pairs", "words", "measures")
    ]
    return _Step(
        numbers=np.concatenate([e.numbers[line] for (e, _, _), line in each]),
        columns=Columns(*columns),
        edges=np.concatenate([e.labels.edges[line] for (e, _, _), line in each]),
        tags=np.concatenate([e.labels.tags[line] for (e, _, _), line in each]),
        before=np.concatenate([[0, *e.columns.pairs[line][:-1]] for (e, _, _), line in each]),
        sentence=np.repeat(np.arange(len(parts)), [end - start for start, end in lengths]),
        rows=rows,
        spans=np.concatenate(spans),
        described=np.concatenate(described),
        outcomes=np.concatenate(outcomes),
        weights=np.concatenate(weights),
        sentences=len(parts),
    )


def _loss(torch: ModuleType, parameters: Parameters, step: _Step) -> Tensor:
    functional = torch.nn.functional
    hidden = _encoded(torch, parameters, step)
    rows = torch.from_numpy(step.rows)
    known = hidden.index_select(0, rows)
    edges = known @ parameters["edges.weight"] + parameters["edges.bias"]
    tags = known @ parameters["tags.weight"] + parameters["tags.bias"]
    loss = EDGES * functional.binary_cross_entropy_with_logits(edges, torch.from_numpy(step.edges))
    loss = loss + TAGS * functional.cross_entropy(tags, torch.from_numpy(step.tags))
    if len(step.spans):
        values = _values(torch, parameters, hidden, step)
        each = functional.cross_entropy(values, torch.from_numpy(step.outcomes), reduction="none")
        size = max(1, int((step.outcomes != NONE).sum())) + QUIET * step.sentences
        loss = loss + (each * torch.from_numpy(step.weights)).sum() / size
    return loss


def _hidden(torch: ModuleType, given: Tensor, share: float, instead: int) -> Tensor:
    """Return numbers of which a share, by chance, is replaced."""
    return torch.where(torch.rand(given.shape) < share, torch.full_like(given, instead), given)


def _encoded(torch: ModuleType, parameters: Parameters, step: _Step) -> Tensor:
    """Return the vectors of the characters, as `encoder.encoded` does, with numbers dropped."""
    functional = torch.nn.functional
    total = int(step.rows[-1]) + GAP + 1
    rows = torch.from_numpy(step.rows)
    given = _dropped(torch, _input(torch, parameters, step), DROPPED)
    given = torch.relu(given @ parameters["input.weight"] + parameters["input.bias"])
    mask = torch.zeros(total, 1).index_fill(0, rows, 1.0)
    hidden = torch.zeros(total, HIDDEN).index_copy(0, rows, given)
    for layer, dilation in enumerate(DILATIONS):
        inner = functional.pad(_dropped(torch, hidden, DROPPED), (0, 0, dilation, dilation))
        weight = parameters[f"layer{layer}.weight"].reshape(3 * HIDDEN, HIDDEN)
        windows = [inner[k * dilation : k * dilation + total] for k in range(3)]
        summed = torch.relu(torch.cat(windows, 1) @ weight + parameters[f"layer{layer}.bias"])
        scale, shift = parameters[f"layer{layer}.scale"], parameters[f"layer{layer}.shift"]
        hidden = functional.layer_norm(hidden + summed, (HIDDEN,), scale, shift) * mask
    return _dropped(torch, hidden, DROPPED)


def _dropped(torch: ModuleType, given: Tensor, share: float) -> Tensor:
    return torch.nn.functional.dropout(given, share, training=True)


def _input(torch: ModuleType, parameters: Parameters, step: _Step) -> Tensor:
    embedding = torch.nn.functional.embedding
    columns = step.columns
    pairs = [torch.from_numpy(np.asarray(p, np.int64)) for p in (columns.pairs, step.before)]
    words = torch.from_numpy(columns.words.astype(np.int64))
    numbers = _hidden(torch, torch.from_numpy(step.numbers), HIDDEN_CHARACTERS, 1)
    parts = [embedding(numbers, parameters["embedding.character"])]
    for pair in pairs:
        hashes = _hidden(torch, pair, HIDDEN_HASHES, 0)
        parts.append(embedding(hashes, parameters["embedding.pair"]))
    hashes = _hidden(torch, words, HIDDEN_HASHES, 0)
    parts.append(embedding(hashes, parameters["embedding.word_hash"]))
    sentence = torch.from_numpy(step.sentence)
    for place, name in enumerate(CATEGORIES):
        values = torch.from_numpy(columns.categories[:, place].astype(np.int64))
        part = embedding(values, parameters[f"embedding.{name}"])
        if name in ("name", "likely", "kept"):
            shown = (torch.rand(step.sentences) > HIDDEN_COLUMNS).float()
            part = part * shown.index_select(0, sentence)[:, None]
        parts.append(part)
    return torch.cat([*parts, torch.from_numpy(columns.measures)], 1)


def _values(torch: ModuleType, parameters: Parameters, hidden: Tensor, step: _Step) -> Tensor:
    """Return the logarithms of the shares of outcomes, as `head.outcome_shares` does."""
    spans = torch.from_numpy(step.spans)
    start, cut, resume, end = spans[:, 0], spans[:, 1], spans[:, 2], spans[:, 3]
    two = (cut != end).long()

    def at(name: str, rows: Tensor) -> Tensor:
        return (hidden @ parameters[name]).index_select(0, rows)

    sums = torch.nn.functional.pad((hidden @ parameters["span.inside"]).cumsum(0), (0, 0, 1, 0))
    inside = sums.index_select(0, cut) - sums.index_select(0, start)
    more = torch.nonzero(two)[:, 0]
    second = sums.index_select(0, end[more]) - sums.index_select(0, resume[more])
    inside = inside.index_add(0, more, second)
    length = cut - start + two * (end - resume)
    described = torch.from_numpy(step.described)
    described = described * (torch.rand(len(described), 1) > HIDDEN_PROPOSALS)
    summed = (
        at("span.first", start)
        + at("span.last", end - 1)
        + at("span.before", start - 1)
        + at("span.behind", end)
        + inside / length[:, None]
        + parameters["span.length"].index_select(0, length.clamp(max=LENGTHS - 1))
        + described @ parameters["span.proposal"]
        + parameters["span.bias"]
    )
    left = at("left.weight", start) + parameters["left.bias"]
    right = at("right.weight", end - 1) + parameters["right.bias"]
    return (
        _dropped(torch, torch.relu(summed), DROPPED_LATE) @ parameters["span.outcome"]
        + _dropped(torch, left * right, DROPPED_LATE) @ parameters["product.outcome"]
        + parameters["outcome.bias"]
    )
