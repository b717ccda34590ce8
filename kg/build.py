"""The whole way from documents to the store: read, extract, link, write. Incremental and atomic.

The store that comes of any sequence of builds is the one that a single build of the documents
that are left would make.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg import __version__
from kg.build_inferences import write_inferences
from kg.errors import ReadingError, UsageError
from kg.namespaces import BASE, ONTOLOGY
from kg.reading import PolicyDocument, find_documents, read
from kg.store import Marker, StoredDocument, open_store
from kg.store.marker import MARKER, one_per_graph, read_marker
from kg.store.writing import Draft, drafted, locked, publish
from kg.validation.quarantine import quarantine_iri, violation_count

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.graph.provenance import Resource

Progress = Callable[[int, int], None]
"""Called with how many documents are done and how many there are to do."""

# What the triples of a document depend on, beside the document.
_SOFTWARE = {
    "kg": ("reading", "extraction", "graph", "linking", "validation"),
    "ontology": ("policy.ttl", "rules", "shapes.ttl"),
}


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. A document is in one of the first five, each in the order of its path."""

    added: tuple[StoredDocument, ...]
    updated: tuple[StoredDocument, ...]
    unchanged: tuple[StoredDocument, ...]
    removed: tuple[StoredDocument, ...]  #: withdrawn: gone from a folder that was given
    failed: tuple[tuple[Path, str], ...]  #: what could not be read, with the sentence that says why
    duplicates: tuple[tuple[StoredDocument, StoredDocument], ...]
    """Files with the text of another, each with the one whose triples the store has."""
    counts: Mapping[
        str, int
    ]  #: of the store now: things of each class of the ontology, by its name
    set_aside: int = 0  #: of the store now: violations of the shapes, whose facts are kept apart
    shortfall: str = ""  #: one sentence on what a language model did not answer; "" for nothing


@dataclass(frozen=True, slots=True)
class _Reader:
    """What reads the documents, and what it reads them by."""

    nlp: Language
    resources: tuple[Resource, ...]


@dataclass(slots=True)
class _Survey:
    """Which documents there are to be in the store, compared with those that are."""

    files: dict[str, StoredDocument]  #: what is to be in the store, by path
    read: dict[str, PolicyDocument] = field(default_factory=dict)  #: what was read again, by path
    unchanged: set[str] = field(default_factory=set)
    failed: list[tuple[Path, str]] = field(default_factory=list)


def build(
    paths: Sequence[Path],
    store: Path,
    *,
    base: str = BASE,
    model: str | None = None,
    learned: Path | None = None,
    llm: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Put the documents at these paths into a store, making it if there is none.

    Documents that have not changed are skipped, those that are gone from a given folder are
    withdrawn, those of other folders stay. A document that cannot be read leaves what the store
    had of it. Nobody sees a half-built store, and a failed build leaves the store as it was.

    Parameters
    ----------
    paths
        Files, and folders that are searched for documents.
    store
        The folder of the store.
    base
        Under which the IRIs of the data are made; ends in "/" or "#".
    model
        An installed spaCy model to use, if any.
    learned
        A folder with weights of one's own; those that come with the program if not given.
    llm
        Whether a language model, which the environment names, proposes further names.
    progress
        Called before the first document and behind each.

    Raises
    ------
    ReadingError
        If a path does not exist, a folder holds no documents, or no document could be read.
    StoreError
        If the folder is no store, cannot be used, or another build is at work on it.
    ModelError
        If the model or the weights cannot be used.
    UsageError
        If `base` is no IRI to make others under, or the environment names no language model.
    """
    _check_base(base)
    models = _models(model, learned, llm)
    found = find_documents(paths)
    shortfall = ""
    with locked(store) as marker:
        survey = _survey(found, paths, marker, base, models)
        if survey.failed and not survey.read and not survey.unchanged:
            raise ReadingError(_all_failed(survey.failed))
        if survey.files != {file.path: file for file in marker.files}:
            reader = _reader(model, learned, llm) if survey.read else None
            _write(store, marker, survey, base, reader, progress)
            shortfall = _shortfall(reader)
    return replace(_report(store, marker, survey), shortfall=shortfall)


def stale(
    paths: Sequence[Path],
    store: Path,
    *,
    base: str = BASE,
    model: str | None = None,
    learned: Path | None = None,
    llm: bool = False,
) -> bool:
    """Return whether `build` with the same arguments would have anything to do.

    Raises
    ------
    ReadingError, StoreError, ModelError, UsageError
        As `build`.
    """
    models = _models(model, learned, llm)
    found = find_documents(paths)
    if not (store / MARKER).exists():
        return True
    known = {file.path: file for file in read_marker(store).files}
    current = all(
        _is_current(known.get(str(path.resolve())), _digest(path), base, models) for path in found
    )
    return not current or bool(_gone(known, paths))


@cache
def software() -> str:
    """Return the version of what makes triples of documents: the package's, and a digest.

    The digest is of code, word lists and ontology, so that whoever adds a word to a list gets
    the documents read again.
    """
    digest = hashlib.sha256()
    for package, names in _SOFTWARE.items():
        for name in names:
            for file in _files(files(package) / name):
                digest.update(file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


def _files(entry: Traversable) -> Iterator[Traversable]:
    if entry.is_file():
        yield entry
        return
    for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
        if inner.name != "__pycache__":
            yield from _files(inner)


def _survey(
    found: Sequence[Path], paths: Sequence[Path], marker: Marker, base: str, model: str
) -> _Survey:
    """Read what is new or has changed, and find what is gone."""
    known = {file.path: file for file in marker.files}
    survey = _Survey({key: file for key, file in known.items() if key not in _gone(known, paths)})
    for path in found:
        key = str(path.resolve())
        try:
            if _is_current(known.get(key), _digest(path), base, model):
                survey.unchanged.add(key)
                continue
            document = read(path)
        except ReadingError as error:
            survey.failed.append((path, str(error)))
            continue
        survey.read[key] = document
        survey.files[key] = _stored(key, document, base, model)
    _read_successors(survey, marker)
    return survey


def _read_successors(survey: _Survey, marker: Marker) -> None:
    """Read files whose text another file stood for until now, and stands for no more.

    Where that fails the other stays.
    """
    before = {file.graph: file for file in marker.documents}
    for file in one_per_graph(survey.files.values()):
        if file == before.get(file.graph, file) or file.path in survey.read:
            continue
        try:
            document = read(Path(file.path))
            if document.sha256 != file.sha256:
                raise ReadingError(f"{file.path} has changed since it was built: build it again.")
            survey.read[file.path] = document
        except ReadingError as error:
            survey.failed.append((Path(file.path), str(error)))
            survey.files[before[file.graph].path] = before[file.graph]


def _write(
    store: Path,
    marker: Marker,
    survey: _Survey,
    base: str,
    reader: _Reader | None,
    progress: Progress | None,
) -> None:
    """Make the next snapshot out of the current one and what was read, and publish it."""
    from kg.graph.iris import inferred_iri

    before = {file.graph: file for file in marker.documents}
    after = {file.graph: file for file in one_per_graph(survey.files.values())}
    changed = [file for file in after.values() if file != before.get(file.graph)]
    with drafted(store, marker, keep=len(changed) < len(after)) as draft:
        for graph in before:
            if graph not in after:
                draft.remove(graph)
                draft.remove(inferred_iri(graph))
                draft.set_aside(quarantine_iri(graph), ())
        documents = [survey.read[file.path] for file in changed]
        _write_documents(draft, documents, base, reader, progress)
        write_inferences(draft, sorted(after))
    ordered = tuple(survey.files[path] for path in sorted(survey.files))
    publish(store, replace(marker, snapshot=draft.number, files=ordered), software())


def _write_documents(
    draft: Draft,
    documents: Sequence[PolicyDocument],
    base: str,
    reader: _Reader | None,
    progress: Progress | None,
) -> None:
    # Here and not above: a build that finds nothing to do should not wait for spaCy.
    from kg.extraction import extract
    from kg.graph import dependency_triples, document_iri, document_triples
    from kg.graph.iris import inferred_iri
    from kg.graph.ontology import ontology_triples
    from kg.linking import link
    from kg.validation.quarantine import quarantine_triples, separate

    if not draft.holds(ONTOLOGY, ontology_triples()):
        draft.replace(ONTOLOGY, ontology_triples())
    for done, document in enumerate(documents):
        if progress:
            progress(done, len(documents))
        assert reader is not None
        extraction = extract(document, reader.nlp)
        inferred = dict.fromkeys(dependency_triples(extraction, base))
        triples = document_triples(extraction, link(extraction), base, reader.resources)
        separation = separate((*triples, *inferred), ontology_triples())
        iri = document_iri(document, base)
        draft.replace(iri, [triple for triple in separation.kept if triple not in inferred])
        draft.replace(inferred_iri(iri), [one for one in separation.kept if one in inferred])
        draft.set_aside(quarantine_iri(iri), quarantine_triples(separation, iri))
    if progress:
        progress(len(documents), len(documents))


def _models(model: str | None, learned: Path | None, llm: bool) -> str:
    """Return the names of the models that read the documents, "" for none but those shipped."""
    names = [model] if model else []
    if learned is not None:
        from kg.extraction.learned.weights import fingerprint

        names.append(f"learned:{fingerprint(learned)}")
    if llm:
        from kg.extraction.proposers.settings import settings

        names.append(f"llm:{settings().model}")
    return " ".join(names)


def _pipeline(model: str | None, learned: Path | None, llm: bool) -> Language:
    from kg.extraction import create
    from kg.extraction.learned import load

    return create(model, load(learned), llm=llm)


def _reader(model: str | None, learned: Path | None, llm: bool) -> _Reader:
    from kg.graph.provenance import resources

    names = _models(model, None, llm).split()
    return _Reader(_pipeline(model, learned, llm), resources(learned, names))


def _shortfall(reader: _Reader | None) -> str:
    if reader is None:
        return ""
    from kg.extraction.proposers.llm import shortfall

    return shortfall(reader.nlp)


def _report(store: Path, before: Marker, survey: _Survey) -> BuildReport:
    known = {file.path: file for file in before.files}
    kept = {file.graph: file for file in one_per_graph(survey.files.values())}
    files = [survey.files[path] for path in sorted(survey.files)]
    done = [file for file in files if kept[file.graph] == file and known.get(file.path) != file]
    graph = open_store(store)
    return BuildReport(
        added=tuple(file for file in done if file.path not in known),
        updated=tuple(file for file in done if file.path in known),
        unchanged=tuple(file for file in files if file.path in survey.unchanged),
        removed=tuple(known[path] for path in sorted(known) if path not in survey.files),
        failed=tuple(survey.failed),
        duplicates=tuple((file, kept[file.graph]) for file in files if kept[file.graph] != file),
        counts=graph.class_counts(),
        set_aside=violation_count(graph),
    )


def _stored(key: str, document: PolicyDocument, base: str, model: str) -> StoredDocument:
    from kg.graph.iris import document_iri

    return StoredDocument(
        path=key,
        sha256=document.sha256,
        graph=document_iri(document, base),
        title=document.metadata.title,
        base=base,
        software=software(),
        model=model,
    )


def _is_current(file: StoredDocument | None, sha256: str, base: str, model: str) -> bool:
    return file is not None and (file.sha256, file.base, file.software, file.model) == (
        sha256,
        base,
        software(),
        model,
    )


def _gone(known: Mapping[str, StoredDocument], paths: Sequence[Path]) -> set[str]:
    """Return the stored files that were in one of the given folders and are there no more."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    return {
        path
        for path in known
        if any(Path(path).is_relative_to(folder) for folder in folders) and not Path(path).exists()
    }


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; "" where it cannot be read, which reading will say."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _check_base(base: str) -> None:
    try:
        NamedNode(base)
    except ValueError:
        raise UsageError(f"{base} is not an absolute IRI; name one that ends in / or #.") from None
    if not base.endswith(("/", "#")):
        raise UsageError(f"The base {base} must end in / or #.")


def _all_failed(failed: Sequence[tuple[Path, str]]) -> str:
    if len(failed) == 1:
        return failed[0][1]
    return f"None of the {len(failed)} documents can be read; of the first: {failed[0][1]}"
