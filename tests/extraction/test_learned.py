from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ModelError
from kg.extraction.doc import make_doc
from kg.extraction.learned import Learned, load, save
from kg.extraction.learned.attachment import attached
from kg.extraction.learned.candidates import proposals
from kg.extraction.learned.shapes import shapes
from kg.extraction.learned.weights import FILE, rounded
from kg.extraction.pipeline import create, extract
from kg.extraction.record import record_line
from kg.extraction.tables import shipped
from kg.reading import read, read_text

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PLAN = (
    "海洋发展计划\n\n一、建设任务\n\n建设海洋观测网、珊瑚样本库等基础设施，研制深海浮标和微型、轻型"
    "无人艇。\n\n二、保障措施\n\n加强人才培养，完善海洋标准体系。\n"
)


def by_chance(seed: int = 0) -> Learned:
    """Return a network that has learned nothing: it names what the dice say."""
    random = np.random.RandomState(seed)
    characters = "建设海洋观测网"
    arrays = {
        name: random.standard_normal(shape).astype(np.float32) * 0.3
        for name, shape in shapes(len(characters)).items()
    }
    return Learned(shipped(), characters, (rounded(arrays),))


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    learned = by_chance()
    save(learned, tmp_path / "new" / "folder")
    found = load(tmp_path / "new" / "folder")
    assert found.characters == learned.characters
    assert found.scorer.heads == learned.scorer.heads
    assert found.scorer.contexts == learned.scorer.contexts
    assert [*found.networks[0]] == sorted(learned.networks[0])
    assert all((found.networks[0][n] == learned.networks[0][n]).all() for n in found.networks[0])


def test_the_same_weights_are_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        save(by_chance(), tmp_path / folder)
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "other" / FILE).read_bytes()


def test_the_shipped_weights_are_small() -> None:
    with (Path(load.__code__.co_filename).parent / FILE).open("rb") as stream:
        assert len(stream.read()) <= 4 * 1024 * 1024


def damage(path: Path, kind: str) -> None:
    """Spoil a file of weights."""
    data = path.read_bytes()
    if kind == "missing":
        path.unlink()
    elif kind == "cut short":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "overwritten":
        path.write_bytes(data[:5000] + bytes(2000) + data[7000:])
    elif kind == "text":
        path.write_text("weights", "utf-8")
    elif kind == "empty":
        path.write_bytes(b"")
    else:
        with np.load(path) as stored:
            given = {name: stored[name] for name in stored.files}
        if kind == "of another version":
            given["form"] += 1
        elif kind == "without a layer":
            del given["0/layer1.weight"]
        else:
            given["characters"] = given["characters"][:-1]
        np.savez_compressed(path, **given)


@pytest.mark.parametrize(
    "kind",
    [
        "missing",
        "cut short",
        "overwritten",
        "text",
        "empty",
        "of another version",
        "without a layer",
        "of other characters",
    ],
)
def test_weights_that_cannot_be_used_are_one_sentence(tmp_path: Path, kind: str) -> None:
    save(by_chance(), tmp_path)
    damage(tmp_path / FILE, kind)
    with pytest.raises(ModelError, match=r"policykg train”\.$") as caught:
        load(tmp_path)
    assert str(tmp_path / FILE) in str(caught.value)


def test_a_folder_without_tables_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"heads\.tsv cannot be read"):
        load(tmp_path)


@pytest.mark.parametrize("learned", [None, by_chance()], ids=["shipped", "by chance"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_every_name_is_spelled_by_the_text(seed: Path, learned: Learned | None) -> None:
    document = read(seed)
    nlp = create(learned=learned)
    found = nlp(make_doc(nlp, document))._.mentions
    assert len(found) > 50
    for mention in found:
        assert mention.text == "".join(document.text[a:b] for a, b in mention.pieces)


def test_the_same_document_gives_the_same_facts_by_another_pipeline() -> None:
    document = read_text(PLAN)
    first, second = (record_line(extract(document, create())) for _ in range(2))
    assert first == second
    assert record_line(extract(document, create(learned=by_chance()))) != first


def test_what_comes_behind_in_a_document_does_not_depend_on_what_was_read_before() -> None:
    nlp = create()
    document = read_text(PLAN)
    alone = record_line(extract(document, nlp))
    extract(read(SEEDS[0]), nlp)
    assert record_line(extract(document, nlp)) == alone


def test_without_networks_the_grammar_reads_alone() -> None:
    nlp = create(learned=replace(load(), networks=()))
    assert "policykg_ranker" not in nlp.pipe_names
    found = extract(read_text(PLAN), nlp).mentions
    assert found
    assert not [m for m in found if m.component.startswith("policykg_ranker")]


def test_each_concept_says_what_proposed_it_and_how_sure_it_is() -> None:
    nlp = create()
    found = [m for seed in SEEDS for m in extract(read(seed), nlp).mentions]
    ranked = [m for m in found if m.component.startswith("policykg_ranker:")]
    counts = Counter(m.component.partition(":")[2] for m in ranked)
    assert set(counts) <= {"grammar", "tagger", "both"}
    assert counts["both"] > counts["tagger"] > 0
    assert all(0 < m.confidence <= 1 for m in ranked)


def test_a_name_that_the_grammar_lacks_takes_the_frame_that_holds_it() -> None:
    nlp = create(learned=replace(load(), networks=()))
    doc = nlp(make_doc(nlp, read_text(PLAN)))
    text = doc._.policy.text
    at = text.index("观测网")
    names, indices = attached(doc, [((at, at + 3),)], proposals(doc._.names))
    name = names[indices[0]]
    assert name.text == "观测网"
    assert name.frame.start <= at < name.frame.end
    assert name.frame.verb == "建设"


def test_a_list_keeps_its_hypernym_where_the_ranker_cuts_it_otherwise() -> None:
    nlp = create(learned=replace(load(), networks=()))
    doc = nlp(make_doc(nlp, read_text(PLAN)))
    text = doc._.policy.text
    member = next(name for name in doc._.names if name.text == "海洋观测网")
    assert doc._.names[member.hypernym].text == "基础设施"
    at = text.index("基础设施")
    whole = ((at + 2, at + 4),)
    names, indices = attached(doc, [member.pieces, whole], proposals(doc._.names))
    assert names[names[indices[0]].hypernym].text == "设施"


def test_an_empty_text_of_blanks_and_points_has_no_names() -> None:
    assert not extract(read_text("。。。\n\n，，"), create()).mentions
