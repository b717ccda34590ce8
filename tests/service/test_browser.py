"""The pages in a real browser, which sees what no test client does: scripts, requests, clicks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.analysis.networks import concept_network
from kg.maps import page
from kg.store import open_store

HUB = """
const {network, nodes, edges} = policyMap;
const degree = (id) => network.getConnectedEdges(id).length;
const hub = nodes.getIds().reduce((a, b) => degree(b) > degree(a) ? b : a);
const at = network.canvasToDOM(network.getPosition(hub));
const box = document.getElementById("map").getBoundingClientRect();
return [nodes.get(hub).name, at.x + box.left, at.y + box.top];
"""

pytestmark = pytest.mark.browser


def click(driver, x: float, y: float) -> None:
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)


def find(driver, selector: str):
    return driver.find_element("css selector", selector)


def until(driver, claim):
    """What `claim` gives once it is true: a click returns before the page it leads to is there."""
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(driver, 30, ignored_exceptions=[WebDriverException]).until(
        lambda _: claim()
    )


def wait_for(driver, selector: str):
    return until(
        driver,
        lambda: next(
            (e for e in driver.find_elements("css selector", selector) if e.is_displayed()), None
        ),
    )


def wait_for_heading(driver, text: str) -> None:
    until(driver, lambda: find(driver, "h1").text == text)


def test_from_the_landing_page_to_the_sentence_that_names_a_concept(watched, site: str) -> None:
    watched.get(f"{site}/")
    assert find(watched, "h1").text.startswith("What do the policies say")
    box = find(watched, "input[type=search]")
    box.send_keys("大数据智能理论\n")
    wait_for(watched, "tbody a").click()
    wait_for_heading(watched, "大数据智能理论")
    marked = [mark.text for mark in watched.find_elements("css selector", "mark")]
    assert "大数据智能理论" in marked


def test_a_click_on_a_node_of_the_map_opens_what_is_known_of_it(watched, site: str) -> None:
    watched.get(f"{site}/")
    watched.find_element("link text", "Open the map").click()
    name, x, y = until(watched, lambda: watched.execute_script(HUB))
    assert not find(watched, "#panel").is_displayed()
    click(watched, x, y)
    panel = wait_for(watched, "#panel")
    assert panel.find_element("css selector", "h2").text == name
    assert len(panel.find_elements("css selector", "li")) > 5
    find(watched, "#panel a.open").click()
    wait_for_heading(watched, name)


def test_the_map_can_be_searched_filtered_and_closed_by_keyboard(watched, site: str) -> None:
    watched.get(f"{site}/map")
    box = find(watched, "#find")
    box.send_keys("人工智能")
    wait_for(watched, "#found button")
    box.send_keys("\n")
    assert "人工智能" in wait_for(watched, "#panel").text
    box.send_keys("\ue00c")  # Escape
    assert not find(watched, "#panel").is_displayed()
    legend = find(watched, '[data-class="Task"]')
    legend.click()
    assert legend.get_attribute("aria-pressed") == "false"
    hidden = (
        "return policyMap.nodes.get({filter: (n) => n.hidden}).every((n) => n.group === 'Task')"
    )
    assert watched.execute_script(hidden)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(watched, site: str, width: int) -> None:
    metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
    watched.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for path in (
            "/",
            "/search?q=学习",
            "/sparql?query=SELECT+*+{+?s+?p+?o+}+LIMIT+5",
            "/questions",
            "/questions/concept",
            "/map",
        ):
            watched.get(f"{site}{path}")
            overflow = "return document.documentElement.scrollWidth - innerWidth"
            assert watched.execute_script(overflow) <= 0, path
    finally:
        watched.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_an_exported_map_opens_from_a_file(watched, seeds_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "地图 map.html"
    graph = concept_network(open_store(seeds_store), focus="深度学习", depth=2)
    file.write_text(page(graph, title="深度学习"), encoding="utf-8")
    watched.get(file.as_uri())
    assert find(watched, "#panel h2").text == "深度学习"
    assert watched.execute_script("return policyMap.network.body.nodeIndices.length") == len(graph)
    link = find(watched, "#panel a.open").get_attribute("href")
    assert link.startswith("https://w3id.org/policykg/id/concept/")


def test_markup_in_a_hostile_document_never_runs(
    watched, hostile_store: Path, served: Callable[[Path], str]
) -> None:
    site = served(hostile_store)
    for path in ("/", "/search?q=script", "/map"):
        watched.get(f"{site}{path}")
        assert "owned" not in watched.title.replace("title='owned'", "")
    _, x, y = watched.execute_script(HUB)
    click(watched, x, y)
    assert "<script>document.title='owned'</script>" in wait_for(watched, "#panel h2").text
    assert watched.find_elements("css selector", "#panel script, #panel img") == []
    assert "owned" not in watched.title
