"""What made the facts of a document: components of the program, and the files that they read.

In the terms of PROV-O (https://www.w3.org/TR/prov-o/). When a build took place is not told: the
graph of a document depends on the document, the program and its files alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg import __version__
from kg.graph.iris import segment
from kg.graph.places import Places
from kg.graph.terms import term
from kg.namespaces import BASE

GENERATED_BY = term("prov:wasGeneratedBy")
LINKING = "policykg_linking"
"""The component that makes one concept of several names."""

TARGETS = "policykg_targets"
"""The component that finds targets."""

_A, _LABEL, _USED = term("rdf:type"), term("rdfs:label"), term("prov:used")
_SOURCE_NAME, _SHA256 = term("pk:sourceName"), term("pk:sha256")
_RANKER = "policykg_ranker"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that a component reads beside the document."""

    name: str
    sha256: str = ""  #: of its bytes, hexadecimal; "" for what is no file, as a language model
    component: str = ""  #: that alone reads it; "" where all may
    members: tuple[Resource, ...] = ()  #: of a folder


def resources(learned: Path | None = None, models: Iterable[str] = ()) -> tuple[Resource, ...]:
    """Return what the pipeline reads: its word lists, its network, and other models.

    Parameters
    ----------
    learned
        The folder with the tables and weights of one's own; those of the program if not given.
    models
        Names of other models, which have no file of the program's.
    """
    package = files("kg.extraction")
    own = {path.name: path for path in sorted(learned.iterdir())} if learned else {}
    shipped = {entry.name: entry for entry in (package / "lexicon").iterdir() if entry.is_file()}
    lists = tuple(_resource(own.get(name, shipped[name])) for name in sorted(shipped))
    lines = "".join(f"{entry.sha256}  {entry.name}\n" for entry in lists)
    lexicon = Resource("lexicon", sha256(lines.encode()).hexdigest(), members=lists)
    network = "network.npz"
    weights = _resource(own.get(network, package / "learned" / network), _RANKER)
    return (lexicon, weights, *(Resource(name) for name in models))


def activity(component: str, places: Places) -> NamedNode:
    """Return the work of a component on a document; of a rule of it too, as in "names:rule"."""
    return places.part("activity", component.partition(":")[0])


def activity_triples(
    components: Iterable[str], read: Sequence[Resource], places: Places, base: str = BASE
) -> Iterator[Triple]:
    """Yield the work of each component on a document, the program, and what they read."""
    program = NamedNode(f"{base}software/policykg-{segment(__version__)}")
    yield Triple(program, _A, term("pk:Software"))
    yield Triple(program, _LABEL, Literal("policykg"))
    yield Triple(program, term("pk:version"), Literal(__version__))
    for resource in read:
        yield from _resource_triples(resource, base)
    for name in sorted({component.partition(":")[0] for component in components}):
        node = activity(name, places)
        yield Triple(node, _A, term("pk:ExtractionActivity"))
        yield Triple(node, _LABEL, Literal(name))
        yield Triple(node, term("prov:wasAssociatedWith"), program)
        yield Triple(node, _USED, places.iri)
        for resource in read:
            if resource.component in ("", name):
                yield Triple(node, _USED, _resource_iri(resource, base))


def _resource(file: Traversable | Path, component: str = "") -> Resource:
    return Resource(file.name, sha256(file.read_bytes()).hexdigest(), component)


def _resource_iri(resource: Resource, base: str) -> NamedNode:
    parts = [resource.name, resource.sha256[:12]]
    return NamedNode(f"{base}resource/{segment('-'.join(filter(None, parts)))}")


def _resource_triples(resource: Resource, base: str) -> Iterator[Triple]:
    node = _resource_iri(resource, base)
    yield Triple(node, _A, term("pk:DigitalResource"))
    yield Triple(node, _SOURCE_NAME, Literal(resource.name))
    if resource.sha256:
        yield Triple(node, _SHA256, Literal(resource.sha256))
    for member in resource.members:
        yield Triple(node, term("prov:hadMember"), _resource_iri(member, base))
        yield from _resource_triples(member, base)
