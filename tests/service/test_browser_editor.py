"""The query editor and the questions in a real browser."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from service.editor import installed

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not installed() and not os.environ.get("CI"),
        reason="the query editor was not installed: its page was not opened in a browser",
    ),
]

THEORIES = "SELECT ?theory { ?theory a pk:Theory } LIMIT 5"
CONTROL, SHIFT, TAB, ENTER, SPACE = "\ue009", "\ue008", "\ue004", "\ue007", "\ue00d"
ROWS = ".yasr_results tbody tr"
EDITOR = ".tabPanel.active .CodeMirror"


def until(driver, claim):
    """What `claim` gives once it is true."""
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(driver, 60, ignored_exceptions=[WebDriverException]).until(
        lambda _: claim()
    )


def found(driver, selector: str):
    """The first visible element, once there is one."""
    return until(
        driver,
        lambda: next(
            (e for e in driver.find_elements("css selector", selector) if e.is_displayed()), None
        ),
    )


def texts(driver, selector: str) -> list[str]:
    return [element.text for element in driver.find_elements("css selector", selector)]


def press(driver, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def press_with(driver, held: str, key: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(driver).key_down(held).send_keys(key).key_up(held).perform()


def written(driver) -> str:
    """What stands in the editor."""
    return driver.execute_script(
        "return document.querySelector(arguments[0]).CodeMirror.getValue()", EDITOR
    )


def write(driver, query: str) -> None:
    """Write a query in place of what stands in the editor, as people do."""
    found(driver, EDITOR).click()
    press_with(driver, CONTROL, "a")
    press(driver, query)
    until(driver, lambda: written(driver) == query)


def open_editor(driver, site: str, query: str = "") -> None:
    driver.get(f"{site}/sparql")
    driver.execute_script("localStorage.clear()")  # the queries of other tests
    driver.get(f"{site}/sparql" + (f"?query={quote(query)}" if query else ""))
    found(driver, EDITOR)


def choose(driver, example: str) -> None:
    # It may be below the fold: a click of the mouse would have to wait for the scrolling.
    link = driver.find_element("css selector", f'[data-example="{example}"]')
    driver.execute_script("arguments[0].click()", link)


def test_what_is_typed_runs_by_keyboard_and_shows_names_with_links(watched, site: str) -> None:
    open_editor(watched, site)
    write(watched, THEORIES)
    press_with(watched, CONTROL, ENTER)
    until(watched, lambda: len(texts(watched, ROWS)) == 5)
    link = watched.find_element("css selector", f"{ROWS} a.iri")
    assert " · " in link.text  # both names
    assert urlsplit(link.get_attribute("href")).path.startswith("/id/concept/Theory/")
    assert parse_qs(urlsplit(watched.current_url).query) == {"query": [THEORIES]}
    link.click()
    until(watched, lambda: "theory" in found(watched, ".other-name").text)


def test_a_permalink_shows_its_results_and_asks_only_once(driver, site: str) -> None:
    open_editor(driver, site)
    driver.get_log("performance")
    driver.get(f"{site}/sparql?query={quote(THEORIES)}")
    until(driver, lambda: len(texts(driver, ROWS)) == 5)
    assert written(driver) == THEORIES
    messages = [json.loads(e["message"])["message"] for e in driver.get_log("performance")]
    asked = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    assert len([url for url in asked if urlsplit(url).path == "/sparql"]) == 1


def test_a_page_that_has_not_changed_keeps_its_editor(watched, site: str) -> None:
    open_editor(watched, site, THEORIES)
    watched.get(f"{site}/")
    watched.get(f"{site}/sparql?query={quote(THEORIES)}")  # answered with 304
    until(watched, lambda: len(texts(watched, ROWS)) == 5)


def test_the_link_to_share_is_the_permalink_and_downloads_have_every_format(
    watched, site: str
) -> None:
    open_editor(watched, site, THEORIES)
    links = found(watched, "#downloads").find_elements("css selector", "a")
    assert [link.text for link in links[:4]] == ["json", "xml", "csv", "tsv"]
    assert parse_qs(urlsplit(links[2].get_attribute("href")).query) == {
        "query": [THEORIES],
        "format": ["csv"],
    }
    found(watched, ".yasqe_share").click()
    shared = found(watched, ".yasqe_sharePopup input, .yasqe_sharePopup textarea")
    address = shared.get_attribute("value")
    assert parse_qs(urlsplit(address).query) == {"query": [THEORIES]}
    assert address.startswith(site)


def test_an_example_runs_at_a_click_and_again_with_another_parameter(watched, site: str) -> None:
    open_editor(watched, site)
    choose(watched, "targets-of-year")
    until(watched, lambda: len(texts(watched, ROWS)) > 3)
    field = found(watched, "#targets-of-year-year")
    field.clear()
    field.send_keys("2030", ENTER)
    until(watched, lambda: "VALUES ?year { 2030 }" in written(watched))
    until(watched, lambda: any("2030" in row for row in texts(watched, ROWS)))


def test_a_wrong_parameter_is_explained_beside_its_field(driver, site: str) -> None:
    open_editor(driver, site)
    choose(driver, "targets-of-year")
    field = found(driver, "#targets-of-year-year")
    field.clear()
    field.send_keys("soon", ENTER)
    assert "'soon' is no year" in found(driver, "#parameters-targets-of-year .error").text


def test_a_mistake_in_a_query_is_explained_in_one_sentence(driver, site: str) -> None:
    open_editor(driver, site)
    write(driver, "SELECT * { ?s a ")
    press_with(driver, CONTROL, ENTER)
    assert found(driver, ".yasr_results [role=alert]").text.startswith("The query is not valid at")


@pytest.mark.parametrize(
    ("begun", "suggested", "query"),
    [
        ("SELECT * { ?s a pk:Plat", "pk:Platform", "SELECT * { ?s a pk:Platform"),
        ("SELECT * { ?s skos:pref", "skos:prefLabel", "SELECT * { ?s skos:prefLabel"),
        ('SELECT * { ?s ?p "深度学', "深度学习", 'SELECT * { ?s ?p "深度学习技术"@zh'),
        ("SELECT * { ?s ?p 大数据智能理", "大数据智能理论", "Theory/大数据智能理论>"),
    ],
)
def test_classes_properties_and_names_of_the_graph_are_suggested(
    watched, site: str, begun: str, suggested: str, query: str
) -> None:
    open_editor(watched, site)
    write(watched, begun)
    press_with(watched, CONTROL, SPACE)
    first = found(watched, ".CodeMirror-hints .CodeMirror-hint-active")
    assert suggested in first.text
    press(watched, ENTER)
    until(watched, lambda: query in written(watched))


def test_known_prefixes_are_no_mistakes(watched, site: str) -> None:
    open_editor(watched, site)
    write(watched, "ASK { ?s a pk:Theory }")
    assert texts(watched, ".parseErrorIcon") == []
    write(watched, "ASK { ?s a nobody:Theory }")
    found(watched, ".parseErrorIcon")


def test_tab_leaves_the_editor_in_both_directions(watched, site: str) -> None:
    inside = "return document.activeElement.matches('.CodeMirror textarea')"
    for held in (None, SHIFT):
        open_editor(watched, site)
        found(watched, EDITOR).click()
        assert watched.execute_script(inside)
        press(watched, TAB) if held is None else press_with(watched, held, TAB)
        until(watched, lambda: not watched.execute_script(inside))


def test_results_with_numbers_can_be_seen_as_a_chart(watched, site: str) -> None:
    open_editor(watched, site)
    choose(watched, "most-named")
    until(watched, lambda: len(texts(watched, ROWS)) > 5)
    found(watched, ".select_chart").click()
    until(watched, lambda: len(texts(watched, ".chart .bar")) > 5)
    found(watched, ".select_table").click()
    until(watched, lambda: len(texts(watched, ROWS)) > 5 and not texts(watched, ".chart"))


def test_markup_in_names_never_runs_in_the_editor(
    watched, hostile_store: Path, served: Callable[[Path], str]
) -> None:
    site = served(hostile_store)
    query = "SELECT ?platform ?name (1 AS ?n) { ?platform a pk:Platform ; skos:prefLabel ?name }"
    open_editor(watched, site, query)
    until(watched, lambda: any("</script>" in row for row in texts(watched, ROWS)))
    found(watched, ".select_chart").click()
    until(watched, lambda: any("</script>" in row for row in texts(watched, ".chart tr")))
    write(watched, 'ASK { ?s ?p "script')
    press_with(watched, CONTROL, SPACE)
    assert "<script>" in found(watched, ".CodeMirror-hint-active").text
    assert watched.find_elements("css selector", "#editor script, #editor img") == []
    assert "owned" not in watched.title


def test_a_question_suggests_names_and_answers_with_links(watched, site: str) -> None:
    watched.get(f"{site}/questions/concept")
    field = found(watched, "input[data-lookup]")
    field.clear()
    field.send_keys("深度学习")
    options = "return [...document.querySelectorAll('datalist option')].map((o) => o.value)"
    until(watched, lambda: watched.execute_script(options)[:1] == ["深度学习"])
    field.send_keys(ENTER)
    until(watched, lambda: "name=" in watched.current_url)
    assert any("深度学习" in row for row in texts(watched, "tbody tr"))
    found(watched, "tbody a").click()
    until(watched, lambda: "/id/" in watched.current_url)
