from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import UsageError
from kg.extraction import create, extract
from kg.graph import document_triples
from kg.linking import link
from kg.namespaces import OA, PK
from kg.reading import read_text
from kg.validation.evidence import compare
from kg.validation.facts import TYPE, Facts

TEXT = "智能产业发展规划\n\n一、重点任务\n\n"
TEXT += "突破深度学习技术，研制微型和轻小型智能无人系统，建设开放平台。\n"


@pytest.fixture(scope="module")
def document():
    return read_text(TEXT, "plans/plan.txt")


@pytest.fixture(scope="module")
def triples(document, ontology):
    extraction = extract(document, create(None))
    return [*ontology, *document_triples(extraction, link(extraction))]


def pk(name):
    return NamedNode(PK + name)


def changed(triples, name, make, cls="Mention", which=-1):
    """The triples with another value of a property of one thing of a class."""
    things = [t.subject for t in triples if t.predicate == TYPE and t.object == pk(cls)]
    thing = things[which]
    back = [
        Triple(t.subject, t.predicate, make(t.object))
        if (t.subject, t.predicate) == (thing, pk(name))
        else t
        for t in triples
    ]
    assert back != triples
    return back


def names(comparison):
    return [v.shape.iri.value.rpartition("#")[2] for v in comparison.violations]


def test_a_graph_agrees_with_the_text_that_it_was_made_of(triples, document):
    with_file = compare(Facts(triples), [document])
    assert with_file.compared > 5
    assert not with_file.untold
    assert not with_file.violations
    assert not compare(Facts(triples)).violations


@pytest.mark.parametrize("given", [True, False])
def test_another_quote_is_found_with_the_file_and_without(given, triples, document):
    bad = changed(triples, "quote", lambda _: Literal("浅层学习技术"))
    comparison = compare(Facts(bad), [document] if given else [])
    assert names(comparison)[0] == "Verified-quote"
    (first, *_) = comparison.violations
    assert first.value == Literal("浅层学习技术")
    assert first.expected in document.text


def test_a_shifted_offset_is_found(triples, document):
    def later(old):
        return Literal(int(old.value) + 1)

    assert "Verified-quote" in names(compare(Facts(changed(triples, "start", later)), [document]))
    shifted = changed(triples, "sourceStart", later)
    assert names(compare(Facts(shifted), [document])) == ["Verified-sourceStart"]


def with_selector(triples, name, make):
    """The triples with another value of a property of a selector of the last mention."""
    last = [t.subject for t in triples if t.predicate == TYPE and t.object == pk("Mention")][-1]
    has = NamedNode(f"{OA}hasSelector")
    own = {t.object for t in triples if t.subject == last and t.predicate == has}
    back = [
        Triple(t.subject, t.predicate, make(t.object))
        if t.subject in own and t.predicate == NamedNode(OA + name)
        else t
        for t in triples
    ]
    assert back != triples
    return back


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("name", ["start", "end"])
def test_a_position_selector_of_another_place_is_found(name, given, triples, document):
    bad = with_selector(triples, name, lambda old: Literal(int(old.value) + 1))
    assert set(names(compare(Facts(bad), [document] if given else []))) == {"Verified-position"}


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("name", ["exact", "prefix", "suffix"])
def test_a_quote_selector_with_other_words_is_found(name, given, triples, document):
    bad = with_selector(triples, name, lambda old: Literal("改" + old.value[1:]))
    assert set(names(compare(Facts(bad), [document] if given else []))) == {"Verified-context"}


def test_a_quote_selector_whose_parts_are_cut_elsewhere_is_found(triples, document):
    longer = with_selector(triples, "exact", lambda old: Literal(old.value + "台"))
    assert set(names(compare(Facts(longer), [document]))) == {"Verified-context"}


def test_pieces_that_spell_another_name_are_found(triples, document):
    bad = changed(triples, "name", lambda _: Literal("浅层学习技术"))
    assert names(compare(Facts(bad), [document])) == ["Verified-pieces"]


def test_a_changed_file_is_named_and_its_quotes_are_not(triples):
    other = read_text(TEXT.replace("深度", "强化"), "elsewhere/plan.txt")
    assert names(compare(Facts(triples), [other])) == ["Verified-sha256"]


def test_a_changed_paragraph_is_found(triples, document):
    bad = changed(triples, "text", lambda old: Literal("改写", language="zh"), "Paragraph")
    assert "Verified-text" in names(compare(Facts(bad), [document]))


def test_a_passage_outside_of_what_it_is_derived_from_is_found(triples, document):
    bad = changed(triples, "end", lambda old: Literal(1), "Paragraph")
    assert "Verified-wasDerivedFrom" in names(compare(Facts(bad), [document]))


def test_a_file_that_the_graph_knows_nothing_of_is_wrong_use(triples):
    with pytest.raises(UsageError, match=r"other\.txt"):
        compare(Facts(triples), [read_text("别的文件。\n", "other.txt")])


def test_every_quote_of_the_seeds_is_what_their_files_say(seeds):
    from kg.reading import read

    folder = Path(__file__).parents[2] / "seeds"
    comparison = compare(Facts(seeds.triples()), [read(p) for p in sorted(folder.glob("*.txt"))])
    assert comparison.compared > 2_000
    assert not comparison.untold
    assert not comparison.violations
