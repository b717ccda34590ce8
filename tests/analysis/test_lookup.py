from kg.analysis.lookup import find, labels, members
from kg.namespaces import PK
from kg.store import GraphStore


def test_a_part_of_a_name_finds_all_that_hold_it_the_most_mentioned_first(
    seeds: GraphStore,
) -> None:
    hits = find(seeds, "智能制造")
    assert all("智能制造" in hit.found for hit in hits)
    assert "智能制造" in {hit.label for hit in hits if hit.cls == "Industry"}
    assert [hit.mentions for hit in hits] == sorted((hit.mentions for hit in hits), reverse=True)


def test_case_does_not_matter(seeds: GraphStore) -> None:
    [row] = seeds.query(
        "SELECT (COUNT(DISTINCT ?c) AS ?n) "
        "{ ?c skos:prefLabel|skos:altLabel ?l . FILTER REGEX(STR(?l), '5g', 'i') }"
    )
    assert len(find(seeds, "5G")) == len(find(seeds, " 5g ")) == int(row["n"].value) > 0


def test_quotes_and_backslashes_are_only_characters(seeds: GraphStore) -> None:
    assert find(seeds, '") } #') == []
    assert find(seeds, "\\") == []


def test_blank_words_find_nothing(seeds: GraphStore) -> None:
    assert find(seeds, "  ") == []


def test_members_are_those_of_the_class(seeds: GraphStore) -> None:
    hits = members(seeds, "Theory")
    assert {hit.cls for hit in hits} == {"Theory"}
    [row] = seeds.query("SELECT (COUNT(?c) AS ?n) { ?c a pk:Theory }")
    assert len(hits) == int(row["n"].value) > 0


def test_labels_name_classes_in_both_languages(seeds: GraphStore) -> None:
    assert labels(seeds, [f"{PK}Theory"]) == {f"{PK}Theory": "理论 · theory"}
    assert labels(seeds, []) == {}
