import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import networkx as nx
import pytest

from kg.analysis.networks import concept_network
from kg.maps import content_security_policy, most_connected, page
from kg.store import GraphStore

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


class Tags(HTMLParser):
    """Collects start tags with their attributes, and the text of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data


def network(*names: str) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for name in names:
        graph.add_node(f"https://example.org/{name}", label=name, cls="Theory", mentions=1)
    for name in names[1:]:
        ends = (f"https://example.org/{names[0]}", f"https://example.org/{name}")
        graph.add_edge(*ends, predicate="includes", count=2)
    return graph


def data_of(html: str) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', html)[1])


def test_a_page_asks_no_other_host_for_anything(seeds: GraphStore) -> None:
    html = page(concept_network(seeds))
    loading = [
        value
        for tag, attributes in Tags(html).tags
        for name, value in attributes.items()
        if name in ("src", "href", "action", "data", "poster", "srcset") or tag == "base"
    ]
    assert loading == ["data:,"]
    assert not re.search(r"@import|url\(|sourceMappingURL", html.split('id="options"')[0])


def test_the_policy_lets_only_the_two_scripts_of_the_page_run() -> None:
    parsed = Tags(page(network("甲", "乙")))
    executed = parsed.scripts[2:]
    assert len(executed) == 2
    for script in executed:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in content_security_policy()
    [policy] = [a["content"] for tag, a in parsed.tags if tag == "meta" and "http-equiv" in a]
    assert policy == content_security_policy()
    assert "default-src 'none'" in policy


def test_a_hostile_name_is_only_text_wherever_it_stands() -> None:
    harmless = Tags(page(network("甲", "乙"), title="丙"))
    html = page(network(EVIL, "乙"), title=EVIL)
    assert [tag for tag, _ in Tags(html).tags] == [tag for tag, _ in harmless.tags]
    assert EVIL in {node["name"] for node in data_of(html)["nodes"]}


def test_the_data_say_what_the_network_says() -> None:
    data = data_of(page(network("甲", "乙", "丙")))
    assert [node["name"] for node in data["nodes"]] == ["甲", "乙", "丙"]
    assert [(e["from"], e["to"], e["predicate"]) for e in data["edges"]] == [
        (0, 1, "includes"),
        (0, 2, "includes"),
    ]


def test_a_node_that_is_mentioned_more_is_larger() -> None:
    graph = network("甲", "乙")
    graph.nodes["https://example.org/乙"]["mentions"] = 20
    first, second = data_of(page(graph))["nodes"]
    assert second["size"] > first["size"]


def test_the_english_name_stands_beneath_the_chinese_one() -> None:
    graph = network("深度学习")
    graph.nodes["https://example.org/深度学习"]["label_en"] = "deep learning"
    [node] = data_of(page(graph))["nodes"]
    assert node["label"] == "深度学习\ndeep learning"


def test_long_names_are_shortened_on_the_map_only() -> None:
    name = "很长的名称" * 10
    [node] = data_of(page(network(name)))["nodes"]
    assert len(node["label"]) <= 16
    assert node["name"] == name


def test_only_the_most_connected_nodes_are_shown_and_the_page_says_so(seeds: GraphStore) -> None:
    graph = concept_network(seeds)
    html = page(graph, limit=50)
    assert len(data_of(html)["nodes"]) == 50
    assert f"Showing the 50 most connected of {len(graph):,} nodes." in html


def test_what_is_shown_hangs_together_around_the_hub() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("a", "c"), ("a", "d"), ("x", "y"), ("x", "z")])
    assert set(most_connected(graph, 3)) == {"a", "b", "c"}
    assert set(most_connected(graph, 5)) == {"a", "b", "c", "d", "x"}


def test_the_focus_stays_however_little_connected_it_is() -> None:
    graph = network("甲", "乙", "丙")
    graph.add_node("https://example.org/丁", label="丁", cls="Theory", mentions=0)
    graph.graph["focus"] = "https://example.org/丁"
    html = page(graph, limit=3)
    data = data_of(html)
    assert data["nodes"][data["focus"]]["name"] == "丁"


def test_addresses_of_nodes_are_those_that_the_caller_gives() -> None:
    html = page(network("甲"), address=lambda iri: iri.replace("https://example.org", "/id"))
    assert data_of(html)["nodes"][0]["url"] == "/id/甲"


def test_controls_are_put_in_as_they_are() -> None:
    assert '<nav id="mine">' in page(network("甲"), controls='<nav id="mine"></nav>')


@pytest.mark.parametrize(("language", "words"), [("en", "Showing|nodes"), ("zh", "个节点")])
def test_the_interface_speaks_the_language_asked_for(language: str, words: str) -> None:
    html = page(network("甲"), language=language)
    assert f'<html lang="{language}">' in html
    assert re.search(words, html)


def test_an_empty_network_gives_a_page_that_says_so() -> None:
    assert "There is nothing to show here." in page(nx.MultiDiGraph())


def test_the_same_store_gives_the_same_page_in_every_process(seeds: GraphStore) -> None:
    script = (
        "import sys; from pathlib import Path; from kg.store import open_store;"
        "from kg.analysis import concept_network; from kg.maps import page;"
        "graph = concept_network(open_store(Path(sys.argv[1])));"
        "sys.stdout.buffer.write(page(graph, limit=60).encode())"
    )
    expected = page(concept_network(seeds), limit=60)
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script, str(seeds.path)]
        printed = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        assert printed.decode() == expected


def test_a_map_of_fifteen_hundred_nodes_shows_them_all() -> None:
    tree = nx.barabasi_albert_graph(1500, 2, seed=1)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(
        (f"https://example.org/{n}", {"label": str(n), "cls": "Task"}) for n in tree
    )
    for a, b in tree.edges():
        graph.add_edge(f"https://example.org/{a}", f"https://example.org/{b}", predicate="supports")
    html = page(graph, limit=2000)
    assert len(data_of(html)["nodes"]) == 1500
